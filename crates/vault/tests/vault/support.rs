//! A small programme, and keyrings that misbehave.

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use tempfile::TempDir;
use uuid::Uuid;
use vault::{
    Computer, DataKey, Founding, Kdf, KeyPair, Keyring, KeyringError, KeyringState, Slot, Vault,
};
use zeroize::Zeroizing;

pub(crate) const ADA: Uuid = Uuid::from_u128(0xada);
pub(crate) const BOB: Uuid = Uuid::from_u128(0xb0b);

/// A vault where Ada signs in as "ada" with "right".
pub(crate) struct World {
    pub(crate) folder: TempDir,
    pub(crate) programme: KeyPair,
    pub(crate) data_key: DataKey,
    pub(crate) vault: Vault,
}

pub(crate) fn world(computer: Computer) -> World {
    let folder = TempDir::new().unwrap();
    let programme = KeyPair::make();
    let data_key = DataKey::make();
    let founding = Founding {
        programme_name: "Bridges".to_owned(),
        computer,
        programme_public_key: programme.public(),
        kdf: Kdf::for_tests(),
    };
    let mut vault = Vault::found(folder.path(), founding);
    let slot = Slot::make_password(&vault, ADA, "ada", "right", &data_key).unwrap();
    vault.put(slot);
    World {
        folder,
        programme,
        data_key,
        vault,
    }
}

impl World {
    /// The vault as the next start of the program finds it.
    pub(crate) fn reread(&self) -> Vault {
        self.vault.save().unwrap();
        Vault::read(self.folder.path()).unwrap().unwrap()
    }
}

/// Writes a file as somebody would who knows how it is made: with the right sum.
pub(crate) fn forge(path: &Path, text: &str) {
    let file = vault::summed(serde_json::from_str(text).unwrap());
    std::fs::write(path, file.to_string()).unwrap();
}

pub(crate) fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
}

pub(crate) fn tomorrow() -> DateTime<Utc> {
    now() + TimeDelta::hours(24)
}

/// Refuses everything in one way.
pub(crate) struct Failing(pub(crate) KeyringError);

impl Keyring for Failing {
    fn state(&self) -> KeyringState {
        self.0.into()
    }

    fn set(&self, _name: &str, _value: &[u8]) -> Result<(), KeyringError> {
        Err(self.0)
    }

    fn get(&self, _name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyringError> {
        Err(self.0)
    }

    fn delete(&self, _name: &str) -> Result<(), KeyringError> {
        Err(self.0)
    }
}
