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
    DataKey, KeyPair, PrivateKey, PublicKey, Purpose, RecoveryCode, VaultError,
    bytes::random,
    file::{read_json, write_json},
    open, seal,
    secret::Secret,
};

const FILE: &str = "recovery.json";

pub(crate) const FORMAT: u32 = 1;

/// The data key behind the recovery code.
///
/// The code is stretched to a key pair, and the data key is sealed to its public half: so a new data key is sealed again
/// without the code, and the sheet in the drawer stays good.
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
    public: PublicKey,
    /// The data key, sealed to `public`.
    #[serde(with = "crate::bytes")]
    data_key: Vec<u8>,
}

impl Recovery {
    pub fn make(
        code: &RecoveryCode,
        data_key: &DataKey,
        programme: Uuid,
    ) -> Result<Self, VaultError> {
        let salt = random();
        let public = derive(code, &salt).public();
        Ok(Self {
            version: FORMAT,
            programme,
            salt,
            public,
            data_key: seal(public, Purpose::Recovery { programme }, data_key.bytes())?,
        })
    }

    /// The same code for another data key.
    pub fn resealed(&self, data_key: &DataKey) -> Result<Self, VaultError> {
        let purpose = Purpose::Recovery {
            programme: self.programme,
        };
        Ok(Self {
            data_key: seal(self.public, purpose, data_key.bytes())?,
            ..self.clone()
        })
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
        let pair = derive(code, &self.salt);
        if pair.public() != self.public {
            return Err(VaultError::WrongCode);
        }
        let purpose = Purpose::Recovery {
            programme: self.programme,
        };
        open(pair.private(), purpose, &self.data_key)
            .ok()
            .and_then(|bytes| DataKey::from_bytes(&bytes))
            .ok_or(VaultError::WrongCode)
    }

    /// To seal to whoever holds the code.
    pub fn public_key(&self) -> PublicKey {
        self.public
    }

    pub fn programme(&self) -> Uuid {
        self.programme
    }
}

fn derive(code: &RecoveryCode, salt: &[u8; 32]) -> KeyPair {
    let mut key: Secret = Secret::zeros();
    Hkdf::<Sha256>::new(Some(salt), code.bytes())
        .expand(b"mentorship-desk recovery 2", key.as_mut_slice())
        .expect("HKDF gives 32 bytes");
    KeyPair::from_private(PrivateKey::from_bytes(&key))
}
