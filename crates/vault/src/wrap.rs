//! Wrapping a private key under a symmetric one: XChaCha20-Poly1305, whose nonces are long enough to be random.

use std::fmt;

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::bytes::random;

const NONCE: usize = 24;

/// The nonce, then the ciphertext with its tag.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Wrapped(#[serde(with = "crate::bytes")] Vec<u8>);

impl Wrapped {
    pub(crate) fn make(key: &[u8; 32], about: &[u8], secret: &[u8]) -> Self {
        let nonce: [u8; NONCE] = random();
        let payload = Payload {
            msg: secret,
            aad: about,
        };
        let ciphertext = XChaCha20Poly1305::new(key.into())
            .encrypt(&XNonce::from(nonce), payload)
            .expect("a short text is never too long for the cipher");
        Self([nonce.as_slice(), &ciphertext].concat())
    }

    /// As long as a wrapped key and opened by none.
    pub(crate) fn decoy() -> Self {
        Self(vec![0; NONCE + 32 + 16])
    }

    /// `None` when the key is another, or something was changed, here or in what it is `about`.
    pub(crate) fn open(&self, key: &[u8; 32], about: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, ciphertext) = self.0.split_first_chunk::<NONCE>()?;
        let payload = Payload {
            msg: ciphertext,
            aad: about,
        };
        XChaCha20Poly1305::new(key.into())
            .decrypt(&XNonce::from(*nonce), payload)
            .ok()
            .map(Zeroizing::new)
    }
}

impl fmt::Debug for Wrapped {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Wrapped(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::Wrapped;

    #[test]
    fn only_the_key_and_the_same_words_open_it() {
        let wrapped = Wrapped::make(&[1; 32], b"about", b"secret");
        assert_eq!(*wrapped.open(&[1; 32], b"about").unwrap(), b"secret");
        assert!(wrapped.open(&[2; 32], b"about").is_none());
        assert!(wrapped.open(&[1; 32], b"About").is_none());
        for changed in 0..wrapped.0.len() {
            let mut tampered = wrapped.clone();
            tampered.0[changed] ^= 1;
            assert!(
                tampered.open(&[1; 32], b"about").is_none(),
                "byte {changed}"
            );
        }
        assert!(Wrapped(vec![0; 23]).open(&[1; 32], b"about").is_none());
    }

    #[test]
    fn a_decoy_is_as_long_as_a_wrapped_key() {
        let real = Wrapped::make(&[1; 32], b"", &[0; 32]);
        assert_eq!(Wrapped::decoy().0.len(), real.0.len());
        assert_ne!(
            Wrapped::make(&[1; 32], b"", &[0; 32]),
            real,
            "the nonce is random"
        );
    }
}
