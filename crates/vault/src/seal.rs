//! Sealing to a public key: HPKE (RFC 9180) with X25519, HKDF-SHA256 and ChaCha20-Poly1305.

use hpke::{
    Deserializable, OpModeR, OpModeS, Serializable, aead::ChaCha20Poly1305, kdf::HkdfSha256,
    kem::X25519HkdfSha256, single_shot_open, single_shot_seal,
};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{PrivateKey, PublicKey, VaultError, bytes::framed, name::NameHash};

/// HPKE's encapsulated key, before the ciphertext.
const ENCAPSULATED: usize = 32;

type Encapsulated = <X25519HkdfSha256 as hpke::Kem>::EncappedKey;

/// What a sealed text is for. One sealed for one purpose does not open for another, nor for somebody else's.
#[derive(Clone, Copy, Debug)]
pub enum Purpose {
    /// The data key in an account's slot.
    DataKey { account: Uuid },
    /// A text that only its author reads, or the administrators too.
    Text { author: Uuid },
    /// The administrators' private key, for one who holds it.
    Administrators { holder: Uuid },
    /// The data key behind the recovery code.
    Recovery { programme: Uuid },
    /// The profile of a request. Bound to the request's name and key, so that nobody can put their own key under
    /// somebody else's profile and have it approved.
    Profile {
        request: Uuid,
        name: NameHash,
        key: PublicKey,
    },
}

impl Purpose {
    fn info(self) -> Vec<u8> {
        match self {
            Self::DataKey { account } => {
                framed("mentorship-desk data key 1", &[account.as_bytes()])
            }
            Self::Text { author } => framed("mentorship-desk text 1", &[author.as_bytes()]),
            Self::Administrators { holder } => {
                framed("mentorship-desk administrators 1", &[holder.as_bytes()])
            }
            Self::Recovery { programme } => {
                framed("mentorship-desk recovery 2", &[programme.as_bytes()])
            }
            Self::Profile { request, name, key } => framed(
                "mentorship-desk profile 1",
                &[request.as_bytes(), name.as_bytes(), key.as_bytes()],
            ),
        }
    }
}

/// `Damaged` when the public key is one of the few that nothing can be sealed to: no key of ours is.
pub fn seal(public: PublicKey, purpose: Purpose, bytes: &[u8]) -> Result<Vec<u8>, VaultError> {
    let (encapsulated, ciphertext) =
        single_shot_seal::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &public.to_kem(),
            &purpose.info(),
            bytes,
            &[],
        )
        .map_err(|_| VaultError::Damaged)?;
    let mut sealed = encapsulated.to_bytes().to_vec();
    sealed.extend(ciphertext);
    Ok(sealed)
}

pub fn open(
    private: &PrivateKey,
    purpose: Purpose,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let (encapsulated, ciphertext) = sealed
        .split_at_checked(ENCAPSULATED)
        .ok_or(VaultError::NotForThisKey)?;
    let encapsulated =
        Encapsulated::from_bytes(encapsulated).map_err(|_| VaultError::NotForThisKey)?;
    single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        private.as_kem(),
        &encapsulated,
        &purpose.info(),
        ciphertext,
        &[],
    )
    .map(Zeroizing::new)
    .map_err(|_| VaultError::NotForThisKey)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{Purpose, open, seal};
    use crate::{KeyPair, PublicKey, VaultError, name::NameHash};

    #[test]
    fn only_the_right_key_for_the_same_purpose_opens() {
        let (pair, other) = (KeyPair::make(), KeyPair::make());
        let account = Uuid::from_u128(1);
        let purpose = Purpose::DataKey { account };
        let sealed = seal(pair.public(), purpose, b"text").unwrap();
        assert_eq!(*open(pair.private(), purpose, &sealed).unwrap(), b"text");

        let refused = |private, purpose, sealed: &[u8]| {
            matches!(
                open(private, purpose, sealed),
                Err(VaultError::NotForThisKey)
            )
        };
        assert!(refused(other.private(), purpose, &sealed));
        let somebody_else = Purpose::DataKey {
            account: Uuid::from_u128(2),
        };
        assert!(refused(pair.private(), somebody_else, &sealed));
        let profile = Purpose::Profile {
            request: account,
            name: NameHash::make(&[0; 32], "name"),
            key: pair.public(),
        };
        assert!(refused(pair.private(), profile, &sealed));
        for changed in 0..sealed.len() {
            let mut tampered = sealed.clone();
            tampered[changed] ^= 1;
            assert!(
                refused(pair.private(), purpose, &tampered),
                "byte {changed}"
            );
        }
        assert!(refused(pair.private(), purpose, &sealed[..31]));
        assert!(refused(pair.private(), purpose, &[]));
    }

    #[test]
    fn a_key_that_hides_nothing_is_refused() {
        let purpose = Purpose::DataKey {
            account: Uuid::nil(),
        };
        let sealed = seal(PublicKey::from_bytes([0; 32]), purpose, b"text");
        assert!(matches!(sealed, Err(VaultError::Damaged)));
    }
}
