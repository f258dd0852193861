//! X25519 key pairs: everybody may seal to the public half, the private half opens.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use hpke::{Deserializable, Kem, Serializable, kem::X25519HkdfSha256};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PublicKey(#[serde(with = "crate::bytes")] [u8; 32]);

impl PublicKey {
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn to_kem(self) -> <X25519HkdfSha256 as Kem>::PublicKey {
        Deserializable::from_bytes(&self.0).expect("any 32 bytes are a public key")
    }

    fn from_kem(key: &<X25519HkdfSha256 as Kem>::PublicKey) -> Self {
        Self(key.to_bytes().into())
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PublicKey({})", STANDARD.encode(self.0))
    }
}

/// Wiped when dropped (by x25519-dalek).
#[derive(Clone)]
pub struct PrivateKey(<X25519HkdfSha256 as Kem>::PrivateKey);

impl PrivateKey {
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(Deserializable::from_bytes(bytes).expect("any 32 bytes are a private key"))
    }

    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        let mut bytes = Zeroizing::new([0; 32]);
        self.0.write_exact(bytes.as_mut_slice());
        bytes
    }

    pub fn public(&self) -> PublicKey {
        PublicKey::from_kem(&X25519HkdfSha256::sk_to_pk(&self.0))
    }

    pub(crate) fn as_kem(&self) -> &<X25519HkdfSha256 as Kem>::PrivateKey {
        &self.0
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PrivateKey(..)")
    }
}

#[derive(Clone, Debug)]
pub struct KeyPair {
    public: PublicKey,
    private: PrivateKey,
}

impl KeyPair {
    pub fn make() -> Self {
        let (private, public) = X25519HkdfSha256::gen_keypair();
        Self {
            public: PublicKey::from_kem(&public),
            private: PrivateKey(private),
        }
    }

    pub fn from_private(private: PrivateKey) -> Self {
        Self {
            public: private.public(),
            private,
        }
    }

    pub fn public(&self) -> PublicKey {
        self.public
    }

    pub fn private(&self) -> &PrivateKey {
        &self.private
    }
}

#[cfg(test)]
mod tests {
    use super::{KeyPair, PrivateKey};

    #[test]
    fn a_private_key_survives_storage_and_knows_its_public_half() {
        let pair = KeyPair::make();
        let kept = PrivateKey::from_bytes(&pair.private().to_bytes());
        assert_eq!(kept.public(), pair.public());
        assert_eq!(KeyPair::from_private(kept).public(), pair.public());
        assert_ne!(KeyPair::make().public(), pair.public());
    }

    #[test]
    fn a_private_key_is_not_printed() {
        let pair = KeyPair::from_private(PrivateKey::from_bytes(&[7; 32]));
        let shown = format!("{pair:?}");
        assert!(shown.contains("PrivateKey(..)"), "{shown}");
    }
}
