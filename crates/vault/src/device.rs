//! The remembered sign-in: one account's private key, wrapped by a key that the system's keyring holds.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Computer, KeyPair, Keyring, KeyringError, PrivateKey, PublicKey, Slot, SlotKind, Unlocked,
    Vault, VaultError, bytes::framed, secret::Secret, wrap::Wrapped,
};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeviceSlot {
    account: Uuid,
    /// When the account's key pair changes, it is no longer remembered.
    public: PublicKey,
    wrapped: Wrapped,
}

impl DeviceSlot {
    /// The slot that this opens, if it is still there and the same.
    fn slot<'v>(&self, vault: &'v Vault) -> Option<&'v Slot> {
        password_slot(vault, self.account, self.public)
    }
}

impl Vault {
    /// The account that is remembered on this computer.
    pub fn remembered(&self) -> Option<Uuid> {
        let device = self.content.device.as_ref()?;
        device.slot(self).map(Slot::account)
    }

    /// Puts a fresh key into the keyring and the device slot into this vault, which the caller saves. Whoever was remembered
    /// before no longer is. When the saving fails, the key left in the keyring opens nothing.
    pub fn remember(
        &mut self,
        unlocked: &Unlocked,
        keyring: &dyn Keyring,
    ) -> Result<(), VaultError> {
        match self.computer() {
            Computer::OnlyMe => {}
            Computer::Shared => return Err(VaultError::SharedComputer),
        }
        let (account, public) = (unlocked.account, unlocked.key_pair.public());
        if password_slot(self, account, public).is_none() {
            return Err(VaultError::NoPassword);
        }
        let key: Secret = Secret::random();
        keyring.set(&self.keyring_name(), key.as_slice())?;
        let about = about(self.id(), account, public);
        let private = unlocked.key_pair.private().to_bytes();
        self.content.device = Some(DeviceSlot {
            account,
            public,
            wrapped: Wrapped::make(&key, &about, private.as_slice()),
        });
        Ok(())
    }

    /// `Keyring(Foreign)` when the keyring has no key for this slot, or another's: the vault came from another computer.
    pub fn unlock_device(&self, keyring: &dyn Keyring) -> Result<Unlocked, VaultError> {
        match self.computer() {
            Computer::OnlyMe => {}
            Computer::Shared => return Err(VaultError::SharedComputer),
        }
        let device = self
            .content
            .device
            .as_ref()
            .ok_or(VaultError::NotRemembered)?;
        let slot = device.slot(self).ok_or(VaultError::NotRemembered)?;
        let kept = keyring.get(&self.keyring_name())?;
        let private = kept
            .and_then(|kept| Secret::<32>::from_slice(&kept))
            .and_then(|key| {
                let about = about(self.id(), device.account, device.public);
                device.wrapped.open(&key, &about)
            })
            .and_then(|bytes| Secret::<32>::from_slice(&bytes))
            .ok_or(KeyringError::Foreign)?;
        slot.open_with(KeyPair::from_private(PrivateKey::from_bytes(&private)))
    }

    /// Takes the device slot out of this vault, which the caller saves. What the keyring holds opens nothing then.
    /// Whether there was one.
    pub fn drop_device(&mut self) -> bool {
        self.content.device.take().is_some()
    }

    /// Takes the device slot out of this vault, which the caller saves, and the key out of the keyring. The slot is gone even
    /// when the keyring does not answer, and without it the key opens nothing.
    pub fn forget_device(&mut self, keyring: &dyn Keyring) -> Result<(), KeyringError> {
        self.content.device = None;
        keyring.delete(&self.keyring_name())
    }

    /// A device slot whose account has gone, or got another key pair, opens nothing any more.
    pub(crate) fn drop_stale_device(&mut self) {
        if self.remembered().is_none() {
            self.content.device = None;
        }
    }

    fn keyring_name(&self) -> String {
        self.id().to_string()
    }
}

fn password_slot(vault: &Vault, account: Uuid, public: PublicKey) -> Option<&Slot> {
    vault.slot(account).filter(|slot| match slot.kind() {
        SlotKind::Password => slot.public_key() == public,
        SlotKind::OneTime { .. } => false,
    })
}

fn about(vault: Uuid, account: Uuid, public: PublicKey) -> Vec<u8> {
    framed(
        "mentorship-desk device 1",
        &[vault.as_bytes(), account.as_bytes(), public.as_bytes()],
    )
}
