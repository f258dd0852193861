//! The vault: what `vault.json` says, in memory.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};

use crate::{
    Kdf, PublicKey, Recovery, Request, Slot, SlotKind, VaultError,
    bytes::random,
    device::DeviceSlot,
    file::{read_json, write_json},
    name::NameHash,
};

const FILE: &str = "vault.json";

const FORMAT: u32 = 1;

/// Changes are in memory until [`Vault::save`].
#[derive(Clone, Debug)]
pub struct Vault {
    folder: PathBuf,
    pub(crate) content: Content,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Content {
    version: u32,
    id: Uuid,
    programme_name: String,
    computer: Computer,
    #[serde(with = "crate::bytes")]
    salt: [u8; 32],
    kdf: Kdf,
    programme_public_key: PublicKey,
    pub(crate) slots: Vec<Slot>,
    pub(crate) requests: Vec<Request>,
    recovery: Option<Recovery>,
    pub(crate) device: Option<DeviceSlot>,
    #[serde(default)]
    pub(crate) audit_head: Option<crate::AuditHead>,
}

/// Who uses this computer. Only a computer of one person remembers a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Computer {
    OnlyMe,
    Shared,
}

/// What a new vault starts from.
#[derive(Clone, Debug)]
pub struct Founding {
    /// Shown at sign-in, before anything is open.
    pub programme_name: String,
    pub computer: Computer,
    /// Its private half is kept in the database.
    pub programme_public_key: PublicKey,
    /// For the slots made from now on.
    pub kdf: Kdf,
}

impl Vault {
    /// In memory, with no slot: nobody can sign in yet.
    pub fn found(folder: &Path, founding: Founding) -> Self {
        Self {
            folder: folder.to_owned(),
            content: Content {
                version: FORMAT,
                id: Builder::from_random_bytes(random()).into_uuid(),
                programme_name: founding.programme_name,
                computer: founding.computer,
                salt: random(),
                kdf: founding.kdf,
                programme_public_key: founding.programme_public_key,
                slots: Vec::new(),
                requests: Vec::new(),
                recovery: None,
                device: None,
                audit_head: None,
            },
        }
    }

    /// `None` when the folder has no `vault.json`.
    pub fn read(folder: &Path) -> Result<Option<Self>, VaultError> {
        let content = read_json(folder, FILE, FORMAT)?;
        Ok(content.map(|content| Self {
            folder: folder.to_owned(),
            content,
        }))
    }

    /// Replaces `vault.json`, all or nothing.
    pub fn save(&self) -> Result<(), VaultError> {
        write_json(&self.folder, FILE, &self.content)
    }

    /// Names this vault among all others, in the keyring for one.
    pub fn id(&self) -> Uuid {
        self.content.id
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn programme_name(&self) -> &str {
        &self.content.programme_name
    }

    pub fn set_programme_name(&mut self, name: &str) {
        name.clone_into(&mut self.content.programme_name);
    }

    pub fn computer(&self) -> Computer {
        self.content.computer
    }

    /// A shared computer forgets who was remembered. What the keyring still holds then opens nothing; to take it out as
    /// well, [`Vault::forget_device`] comes first.
    pub fn set_computer(&mut self, computer: Computer) {
        self.content.computer = computer;
        match computer {
            Computer::OnlyMe => {}
            Computer::Shared => self.content.device = None,
        }
    }

    pub fn programme_public_key(&self) -> PublicKey {
        self.content.programme_public_key
    }

    pub fn kdf(&self) -> Kdf {
        self.content.kdf
    }

    /// The same name gives the same hash in this vault and another in every other.
    pub fn name_hash(&self, name_key: &str) -> NameHash {
        NameHash::make(&self.content.salt, name_key)
    }

    /// Replaces the account's earlier slot, and any other for the same sign-in name: the database, which was asked first, says
    /// whose name it is.
    pub fn put(&mut self, slot: Slot) {
        let slots = &mut self.content.slots;
        slots.retain(|kept| kept.account() != slot.account() && kept.name() != slot.name());
        slots.push(slot);
        self.drop_stale_device();
    }

    /// Whether there was one.
    pub fn remove(&mut self, account: Uuid) -> bool {
        let before = self.content.slots.len();
        self.content.slots.retain(|slot| slot.account() != account);
        self.drop_stale_device();
        self.content.slots.len() < before
    }

    pub fn slot(&self, account: Uuid) -> Option<&Slot> {
        let mut slots = self.content.slots.iter();
        slots.find(|slot| slot.account() == account)
    }

    pub fn accounts(&self) -> impl Iterator<Item = (Uuid, SlotKind)> {
        let slots = self.content.slots.iter();
        slots.map(|slot| (slot.account(), slot.kind()))
    }

    /// Drops the one-time slots whose time is over, and says how many.
    pub fn expire(&mut self, now: DateTime<Utc>) -> usize {
        let before = self.content.slots.len();
        self.content
            .slots
            .retain(|slot| !slot.kind().is_expired(now));
        before - self.content.slots.len()
    }

    /// As a backup keeps it: without one-time codes, which are for now and not for the day of a restore, and without
    /// what binds it to this computer's keyring. Saved to `folder`.
    pub fn for_backup(&self, folder: &Path) -> Self {
        let mut copy = self.clone();
        folder.clone_into(&mut copy.folder);
        copy.content
            .slots
            .retain(|slot| slot.kind() == SlotKind::Password);
        copy.content.device = None;
        copy
    }

    /// The same vault, to be saved to another folder.
    #[must_use]
    pub fn moved(mut self, folder: &Path) -> Self {
        folder.clone_into(&mut self.folder);
        self
    }

    pub fn set_recovery(&mut self, recovery: Recovery) {
        self.content.recovery = Some(recovery);
    }

    pub fn recovery(&self) -> Option<&Recovery> {
        self.content.recovery.as_ref()
    }
}
