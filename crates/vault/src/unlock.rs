//! Signing in: a name and a secret in, the account's keys out.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{DataKey, KeyPair, OneTimeCode, Slot, SlotKind, Vault, VaultError};

/// Somebody is in. The keys are wiped when this is dropped.
#[derive(Clone, Debug)]
pub struct Unlocked {
    pub account: Uuid,
    pub key_pair: KeyPair,
    pub data_key: DataKey,
    /// What they came in with.
    pub kind: SlotKind,
}

impl Vault {
    /// `WrongPassword` also for an unknown name and for an account that has only a code, after the same work: neither the
    /// answer nor its time tells them apart.
    pub fn unlock(&self, name_key: &str, password: &str) -> Result<Unlocked, VaultError> {
        self.open_slot(name_key, password.as_bytes(), |kind| match kind {
            SlotKind::Password => true,
            SlotKind::OneTime { .. } => false,
        })?
        .ok_or(VaultError::WrongPassword)
    }

    /// `WrongCode` also for an unknown name and for an account that has a password. The caller then makes the account's
    /// password slot: a code opens its slot until it is replaced.
    pub fn redeem(
        &self,
        name_key: &str,
        code: &OneTimeCode,
        now: DateTime<Utc>,
    ) -> Result<Unlocked, VaultError> {
        let unlocked = self
            .open_slot(name_key, code.bytes(), |kind| match kind {
                SlotKind::Password => false,
                SlotKind::OneTime { .. } => true,
            })?
            .ok_or(VaultError::WrongCode)?;
        if unlocked.kind.is_expired(now) {
            return Err(VaultError::CodeExpired);
        }
        Ok(unlocked)
    }

    fn open_slot(
        &self,
        name_key: &str,
        secret: &[u8],
        admits: impl Fn(SlotKind) -> bool,
    ) -> Result<Option<Unlocked>, VaultError> {
        let name = self.name_hash(name_key);
        let found = self
            .content
            .slots
            .iter()
            .find(|slot| slot.name() == name && admits(slot.kind()));
        match found {
            Some(slot) => slot.open(secret),
            None => Slot::decoy(self, name).open(secret),
        }
    }
}

impl SlotKind {
    pub(crate) fn is_expired(self, now: DateTime<Utc>) -> bool {
        match self {
            Self::Password => false,
            Self::OneTime { expires_at } => expires_at <= now,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use uuid::Uuid;

    use crate::{
        Computer, DataKey, Founding, Kdf, KeyPair, OneTimeCode, Slot, Vault, VaultError, kdf::count,
    };

    /// Only the hashing takes time, so equal hashing is equal time.
    #[test]
    fn a_wrong_secret_and_an_unknown_name_cost_the_same() {
        let kdf = Kdf::new(19 * 1024, 2, 1).unwrap();
        let mut vault = Vault::found(
            "/nowhere".as_ref(),
            Founding {
                programme_name: "Bridges".to_owned(),
                computer: Computer::Shared,
                programme_public_key: KeyPair::make().public(),
                kdf,
            },
        );
        let key = DataKey::make();
        let (ada, bob) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let code = OneTimeCode::make();
        let now = DateTime::<Utc>::UNIX_EPOCH;
        let later = now + TimeDelta::hours(24);
        vault.put(Slot::make_password(&vault, ada, "ada", "right", &key).unwrap());
        vault.put(Slot::make_one_time(&vault, bob, "bob", &code, later, &key).unwrap());

        for (name, password) in [("ada", "wrong"), ("nobody", "right"), ("bob", &code.text())] {
            count::take();
            let answer = vault.unlock(name, password);
            assert!(matches!(answer, Err(VaultError::WrongPassword)), "{name}");
            assert_eq!(count::take(), [kdf], "{name}");
        }
        for name in ["ada", "nobody", "bob"] {
            count::take();
            let answer = vault.redeem(name, &OneTimeCode::make(), now);
            assert!(matches!(answer, Err(VaultError::WrongCode)), "{name}");
            assert_eq!(count::take(), [kdf], "{name}");
        }
        count::take();
        assert!(vault.unlock("ada", "right").is_ok());
        assert_eq!(count::take(), [kdf], "the right one, too");
    }
}
