//! The vault: what `vault.json` says, in memory.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};

use crate::{
    DataKey, Kdf, PublicKey, Recovery, Request, Slot, SlotKind, Unlocked, VaultError,
    bytes::random,
    device::DeviceSlot,
    file::{forget, read_json, write_json},
    name::NameHash,
};

const FILE: &str = "vault.json";

/// The vault for the file's next data key, from before the file is encrypted anew until that is done.
const NEXT: &str = "vault.json.next";

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
    /// The file should get a new data key: somebody may hold the present one.
    #[serde(default)]
    renew_key: bool,
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
                renew_key: false,
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

    /// Says that somebody may hold the present data key.
    pub fn ask_for_new_key(&mut self) {
        self.content.renew_key = true;
    }

    pub fn needs_new_key(&self) -> bool {
        self.content.renew_key
    }

    /// The same vault for another data key: sealed again to every slot's public key and to the recovery code's, with no
    /// secret of anybody. What is not in this vault does not get the new key.
    pub fn resealed(&self, data_key: &DataKey) -> Result<Self, VaultError> {
        let mut next = self.clone();
        for slot in &mut next.content.slots {
            slot.reseal(data_key)?;
        }
        if let Some(recovery) = &mut next.content.recovery {
            *recovery = recovery.resealed(data_key)?;
        }
        next.content.renew_key = false;
        Ok(next)
    }

    /// Writes this vault beside the one that counts, as the one to come.
    pub fn save_as_next(&self) -> Result<(), VaultError> {
        write_json(&self.folder, NEXT, &self.content)
    }

    /// The vault to come. That there is one says that encrypting the file anew was begun, not that it was done.
    pub fn read_next(folder: &Path) -> Result<Option<Self>, VaultError> {
        let content = read_json(folder, NEXT, FORMAT)?;
        Ok(content.map(|content| Self {
            folder: folder.to_owned(),
            content,
        }))
    }

    /// The file has the new key: this vault, the one to come, counts from now on.
    pub fn save_over(&self) -> Result<(), VaultError> {
        if let Some(recovery) = self.recovery() {
            recovery.save(&self.folder)?;
        }
        self.save()?;
        Self::forget_next(&self.folder)
    }

    /// The file has kept its key: the vault to come goes.
    pub fn forget_next(folder: &Path) -> Result<(), VaultError> {
        forget(folder, NEXT)
    }

    /// What somebody who is in by this vault's slot is in the vault to come. `None` when they have no slot there, or
    /// another key pair.
    pub fn reopen(&self, unlocked: &Unlocked) -> Option<Unlocked> {
        self.slot(unlocked.account)
            .filter(|slot| slot.public_key() == unlocked.key_pair.public())?
            .open_with(unlocked.key_pair.clone())
            .ok()
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
    #[must_use]
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
