//! Texts for their author or for the administrators: sealed to the key pair of each who reads them, and to the recovery
//! code.

use hkdf::Hkdf;
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    KeyPair, PrivateKey, PublicKey, Purpose, RecoveryCode, VaultError, open, seal, secret::Secret,
};

impl RecoveryCode {
    /// The key pair to whose public half texts are sealed, so that the code opens them. Another one for every programme
    /// and every code.
    pub fn text_keys(&self, programme: Uuid) -> KeyPair {
        let mut key: Secret = Secret::zeros();
        Hkdf::<Sha256>::new(Some(programme.as_bytes()), self.bytes())
            .expand(b"mentorship-desk recovery texts 1", key.as_mut_slice())
            .expect("HKDF gives 32 bytes");
        KeyPair::from_private(PrivateKey::from_bytes(&key))
    }
}

/// Seals a text to one reader. `author` is who wrote it: under another name it does not open.
pub fn seal_text(reader: PublicKey, author: Uuid, text: &str) -> Result<Vec<u8>, VaultError> {
    seal(reader, Purpose::Text { author }, text.as_bytes())
}

/// `NotForThisKey` also when a single bit was changed.
pub fn open_text(
    reader: &KeyPair,
    author: Uuid,
    sealed: &[u8],
) -> Result<Zeroizing<String>, VaultError> {
    let bytes = open(reader.private(), Purpose::Text { author }, sealed)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| VaultError::NotForThisKey)?;
    Ok(Zeroizing::new(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{open_text, seal_text};
    use crate::{KeyPair, RecoveryCode};

    #[test]
    fn only_its_reader_opens_a_text_and_only_as_it_was_written() {
        let (reader, other) = (KeyPair::make(), KeyPair::make());
        let author = Uuid::from_u128(1);
        let sealed = seal_text(reader.public(), author, "Xin chào").unwrap();
        assert_eq!(*open_text(&reader, author, &sealed).unwrap(), "Xin chào");
        assert!(open_text(&other, author, &sealed).is_err());
        assert!(open_text(&reader, Uuid::from_u128(2), &sealed).is_err());
        for changed in 0..sealed.len() {
            let mut tampered = sealed.clone();
            tampered[changed] ^= 1;
            assert!(
                open_text(&reader, author, &tampered).is_err(),
                "byte {changed}"
            );
        }
    }

    #[test]
    fn a_recovery_code_has_one_pair_for_each_programme() {
        let (code, programme) = (RecoveryCode::make(), Uuid::from_u128(1));
        let again = RecoveryCode::parse(&code.text()).unwrap();
        assert_eq!(
            code.text_keys(programme).public(),
            again.text_keys(programme).public()
        );
        assert_ne!(
            code.text_keys(programme).public(),
            code.text_keys(Uuid::from_u128(2)).public()
        );
        assert_ne!(
            code.text_keys(programme).public(),
            RecoveryCode::make().text_keys(programme).public()
        );
    }
}
