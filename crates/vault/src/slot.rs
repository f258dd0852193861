//! Slots: what lets one account open the file.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    DataKey, KeyPair, OneTimeCode, PublicKey, Purpose, Unlocked, Vault, VaultError,
    locked_key::LockedKey, name::NameHash, open, seal,
};

/// Making one does the work of hashing and touches no file: it belongs before a transaction, not in it. It counts when it is
/// in the vault ([`Vault::put`]) and the vault is saved.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    account: Uuid,
    kind: SlotKind,
    key: LockedKey,
    /// The data key, sealed to the public half of `key`.
    #[serde(with = "crate::bytes")]
    data_key: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotKind {
    Password,
    OneTime { expires_at: DateTime<Utc> },
}

impl Slot {
    /// For a new account, or after a code was redeemed: with a fresh key pair.
    pub fn make_password(
        vault: &Vault,
        account: Uuid,
        name_key: &str,
        password: &str,
        data_key: &DataKey,
    ) -> Result<Self, VaultError> {
        Self::lock(
            vault,
            account,
            name_key,
            SlotKind::Password,
            password.as_bytes(),
            &KeyPair::make(),
            data_key,
        )
    }

    /// For an account without a password. Putting it into the vault takes the account's password away.
    pub fn make_one_time(
        vault: &Vault,
        account: Uuid,
        name_key: &str,
        code: &OneTimeCode,
        expires_at: DateTime<Utc>,
        data_key: &DataKey,
    ) -> Result<Self, VaultError> {
        Self::lock(
            vault,
            account,
            name_key,
            SlotKind::OneTime { expires_at },
            code.bytes(),
            &KeyPair::make(),
            data_key,
        )
    }

    /// A new password, or a new sign-in name, for somebody who is in. The account keeps its key pair, unless they came in
    /// with a code: whoever made the code could have kept that pair.
    pub fn change_password(
        vault: &Vault,
        unlocked: &Unlocked,
        name_key: &str,
        password: &str,
    ) -> Result<Self, VaultError> {
        let fresh;
        let pair = match unlocked.kind {
            SlotKind::Password => &unlocked.key_pair,
            SlotKind::OneTime { .. } => {
                fresh = KeyPair::make();
                &fresh
            }
        };
        Self::lock(
            vault,
            unlocked.account,
            name_key,
            SlotKind::Password,
            password.as_bytes(),
            pair,
            &unlocked.data_key,
        )
    }

    fn lock(
        vault: &Vault,
        account: Uuid,
        name_key: &str,
        kind: SlotKind,
        secret: &[u8],
        pair: &KeyPair,
        data_key: &DataKey,
    ) -> Result<Self, VaultError> {
        let name = vault.name_hash(name_key);
        let key = LockedKey::make(vault.kdf(), account, name, kind, secret, pair)?;
        Self::with_key(account, kind, key, data_key)
    }

    /// Without any secret of the account's: the public half of its key is enough.
    pub(crate) fn with_key(
        account: Uuid,
        kind: SlotKind,
        key: LockedKey,
        data_key: &DataKey,
    ) -> Result<Self, VaultError> {
        let purpose = Purpose::DataKey { account };
        Ok(Self {
            account,
            kind,
            data_key: seal(key.public(), purpose, data_key.bytes())?,
            key,
        })
    }

    /// Another data key for the same account.
    pub(crate) fn reseal(&mut self, data_key: &DataKey) -> Result<(), VaultError> {
        let purpose = Purpose::DataKey {
            account: self.account,
        };
        self.data_key = seal(self.key.public(), purpose, data_key.bytes())?;
        Ok(())
    }

    pub(crate) fn decoy(vault: &Vault, name: NameHash) -> Self {
        Self {
            account: Uuid::nil(),
            kind: SlotKind::Password,
            key: LockedKey::decoy(vault.kdf(), name, vault.programme_public_key()),
            data_key: Vec::new(),
        }
    }

    /// The database keeps it too, and whoever unlocked the slot is believed only if the two agree.
    pub fn public_key(&self) -> PublicKey {
        self.key.public()
    }

    pub fn account(&self) -> Uuid {
        self.account
    }

    pub fn kind(&self) -> SlotKind {
        self.kind
    }

    pub(crate) fn name(&self) -> NameHash {
        self.key.name()
    }

    /// `None` when the secret is wrong.
    pub(crate) fn open(&self, secret: &[u8]) -> Result<Option<Unlocked>, VaultError> {
        let Some(pair) = self.key.open(self.kind, secret)? else {
            return Ok(None);
        };
        self.open_with(pair).map(Some)
    }

    pub(crate) fn open_with(&self, key_pair: KeyPair) -> Result<Unlocked, VaultError> {
        let purpose = Purpose::DataKey {
            account: self.account,
        };
        let data_key = open(key_pair.private(), purpose, &self.data_key)
            .ok()
            .and_then(|bytes| DataKey::from_bytes(&bytes))
            .ok_or(VaultError::Damaged)?;
        Ok(Unlocked {
            account: self.account,
            key_pair,
            data_key,
            kind: self.kind,
        })
    }
}
