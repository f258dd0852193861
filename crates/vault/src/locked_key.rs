//! A private key behind a password or a code: what slots and requests have in common.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Kdf, KdfError, KeyPair, PrivateKey, PublicKey, SlotKind,
    bytes::framed,
    kdf::{Salt, random_salt},
    name::NameHash,
    secret::Secret,
    wrap::Wrapped,
};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LockedKey {
    /// The account, or the request that this began as: when it was wrapped there was no account yet.
    bound_to: Uuid,
    name: NameHash,
    #[serde(with = "crate::bytes")]
    salt: Salt,
    /// Each key has its own, so that the vault can ask more of new ones without shutting out the old.
    kdf: Kdf,
    public: PublicKey,
    wrapped: Wrapped,
}

impl LockedKey {
    pub(crate) fn make(
        kdf: Kdf,
        bound_to: Uuid,
        name: NameHash,
        kind: SlotKind,
        secret: &[u8],
        pair: &KeyPair,
    ) -> Result<Self, KdfError> {
        let salt = random_salt();
        let about = about(bound_to, name, pair.public(), kind);
        let key = kdf.derive(secret, &salt)?;
        let wrapped = Wrapped::make(&key, &about, pair.private().to_bytes().as_slice());
        Ok(Self {
            bound_to,
            name,
            salt,
            kdf,
            public: pair.public(),
            wrapped,
        })
    }

    /// Costs as much to try as a real one and never opens.
    pub(crate) fn decoy(kdf: Kdf, name: NameHash, public: PublicKey) -> Self {
        Self {
            bound_to: Uuid::nil(),
            name,
            salt: random_salt(),
            kdf,
            public,
            wrapped: Wrapped::decoy(),
        }
    }

    /// `None` when the secret is not the one it was locked with.
    pub(crate) fn open(&self, kind: SlotKind, secret: &[u8]) -> Result<Option<KeyPair>, KdfError> {
        let key = self.kdf.derive(secret, &self.salt)?;
        let about = about(self.bound_to, self.name, self.public, kind);
        Ok(self
            .wrapped
            .open(&key, &about)
            .and_then(|bytes| Secret::from_slice(&bytes))
            .map(|bytes| KeyPair::from_private(PrivateKey::from_bytes(&bytes))))
    }

    pub(crate) fn name(&self) -> NameHash {
        self.name
    }

    pub(crate) fn public(&self) -> PublicKey {
        self.public
    }
}

/// Everything a wrapped key may not be moved away from. With it, nobody can give an expired code more time or pass a slot
/// off as another kind.
fn about(bound_to: Uuid, name: NameHash, public: PublicKey, kind: SlotKind) -> Vec<u8> {
    let common = [
        bound_to.as_bytes().as_slice(),
        name.as_bytes(),
        public.as_bytes(),
    ];
    match kind {
        SlotKind::Password => framed("mentorship-desk password 1", &common),
        SlotKind::OneTime { expires_at } => {
            let expiry = expires_at.timestamp_micros().to_be_bytes();
            let [bound_to, name, public] = common;
            framed(
                "mentorship-desk one-time code 1",
                &[bound_to, name, public, &expiry],
            )
        }
    }
}
