//! How a slot is found: by a hash of the sign-in name that means nothing outside this vault.

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// HMAC-SHA256 of the sign-in name's key (as `domain` computes it) under the vault's salt.
///
/// It hides who is in the programme from a glance at the file, not from somebody who tries names: the salt is beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NameHash(#[serde(with = "crate::bytes")] [u8; 32]);

impl NameHash {
    pub(crate) fn make(vault_salt: &[u8; 32], name_key: &str) -> Self {
        let mut hmac =
            Hmac::<Sha256>::new_from_slice(vault_salt).expect("HMAC takes a key of any length");
        hmac.update(name_key.as_bytes());
        Self(hmac.finalize().into_bytes().into())
    }

    pub(crate) fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}
