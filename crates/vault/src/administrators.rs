//! The administrators' key pair: its private half, sealed to each of them and to the recovery code.

use uuid::Uuid;

use crate::{KeyPair, PrivateKey, PublicKey, Purpose, VaultError, open, seal, secret::Secret};

/// Seals a pair to one holder: an account, or the programme where it is for the recovery code. Under another holder's
/// id it does not open.
pub fn seal_pair(to: PublicKey, holder: Uuid, pair: &KeyPair) -> Result<Vec<u8>, VaultError> {
    let private = pair.private().to_bytes();
    seal(to, Purpose::Administrators { holder }, private.as_slice())
}

/// `NotForThisKey` also when what was sealed is not the private half of `public`.
pub fn open_pair(
    keys: &KeyPair,
    holder: Uuid,
    sealed: &[u8],
    public: &[u8],
) -> Result<KeyPair, VaultError> {
    let bytes = open(keys.private(), Purpose::Administrators { holder }, sealed)?;
    Secret::<32>::from_slice(&bytes)
        .map(|private| KeyPair::from_private(PrivateKey::from_bytes(&private)))
        .filter(|pair| pair.public().as_bytes().as_slice() == public)
        .ok_or(VaultError::NotForThisKey)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{open_pair, seal_pair};
    use crate::KeyPair;

    #[test]
    fn only_its_holder_opens_a_pair_and_only_the_pair_that_is_named() {
        let (holder, other, pair) = (KeyPair::make(), KeyPair::make(), KeyPair::make());
        let id = Uuid::from_u128(1);
        let public = pair.public();
        let sealed = seal_pair(holder.public(), id, &pair).unwrap();
        let opened = open_pair(&holder, id, &sealed, public.as_bytes()).unwrap();
        assert_eq!(*opened.private().to_bytes(), *pair.private().to_bytes());
        assert!(open_pair(&other, id, &sealed, public.as_bytes()).is_err());
        assert!(open_pair(&holder, Uuid::from_u128(2), &sealed, public.as_bytes()).is_err());
        let named = other.public();
        assert!(open_pair(&holder, id, &sealed, named.as_bytes()).is_err());
    }
}
