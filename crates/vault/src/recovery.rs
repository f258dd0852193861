//! Recovery: the printed code opens the file when nobody's password does.
//!
//! The same content is a slot in the vault and a file of its own beside the programme's file and every backup, so that the
//! code and either of the two are enough.

use std::path::Path;

use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use uuid::Uuid;

use crate::{
    DataKey, RecoveryCode, VaultError,
    bytes::{framed, random},
    file::{read_json, write_json},
    secret::Secret,
    wrap::Wrapped,
};

const FILE: &str = "recovery.json";

pub(crate) const FORMAT: u32 = 1;

/// The data key behind the recovery code.
///
/// HKDF and no password hashing: the code is 150 random bits, which nobody guesses however cheap a guess is. Argon2id only
/// makes up for secrets that people choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recovery {
    version: u32,
    programme: Uuid,
    #[serde(with = "crate::bytes")]
    salt: [u8; 32],
    wrapped: Wrapped,
}

impl Recovery {
    pub fn make(code: &RecoveryCode, data_key: &DataKey, programme: Uuid) -> Self {
        let salt = random();
        let key = derive(code, &salt);
        Self {
            version: FORMAT,
            programme,
            salt,
            wrapped: Wrapped::make(&key, &about(programme), data_key.bytes()),
        }
    }

    /// Replaces `recovery.json` in the folder, all or nothing.
    pub fn save(&self, folder: &Path) -> Result<(), VaultError> {
        write_json(folder, FILE, self)
    }

    /// `None` when the folder has no `recovery.json`.
    pub fn read(folder: &Path) -> Result<Option<Self>, VaultError> {
        read_json(folder, FILE, FORMAT)
    }

    /// `WrongCode` when the code is another programme's, or an earlier one of this programme.
    pub fn open(&self, code: &RecoveryCode) -> Result<DataKey, VaultError> {
        self.wrapped
            .open(&derive(code, &self.salt), &about(self.programme))
            .and_then(|bytes| DataKey::from_bytes(&bytes))
            .ok_or(VaultError::WrongCode)
    }

    pub fn programme(&self) -> Uuid {
        self.programme
    }
}

fn derive(code: &RecoveryCode, salt: &[u8; 32]) -> Secret {
    let mut key = Secret::zeros();
    Hkdf::<Sha256>::new(Some(salt), code.bytes())
        .expand(b"mentorship-desk recovery 1", key.as_mut_slice())
        .expect("HKDF gives 32 bytes");
    key
}

fn about(programme: Uuid) -> Vec<u8> {
    framed("mentorship-desk recovery 1", &[programme.as_bytes()])
}
