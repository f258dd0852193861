//! Where the operating system keeps a secret for us, behind one trait.

use std::{
    collections::HashMap,
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use thiserror::Error;
use zeroize::Zeroizing;

/// Calls block, for at most some seconds: they do not belong on an async thread.
pub trait Keyring: Send + Sync {
    /// Without asking the person anything. A locked keyring may show only when a value is asked for.
    fn state(&self) -> KeyringState;

    fn set(&self, name: &str, value: &[u8]) -> Result<(), KeyringError>;

    /// `None` when there is no such value.
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyringError>;

    /// Also fine when there is no such value.
    fn delete(&self, name: &str) -> Result<(), KeyringError>;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyringState {
    Available,
    Locked,
    /// There is none, or it fails at everything.
    Absent,
    TimedOut,
    /// It holds something that is not ours.
    Foreign,
}

/// The states in which nothing can be got.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum KeyringError {
    #[error("the system's keyring is locked")]
    Locked,
    #[error("there is no system keyring")]
    Absent,
    #[error("the system's keyring does not answer")]
    TimedOut,
    #[error("the system's keyring does not have the key of this vault")]
    Foreign,
}

impl From<KeyringError> for KeyringState {
    fn from(error: KeyringError) -> Self {
        match error {
            KeyringError::Locked => Self::Locked,
            KeyringError::Absent => Self::Absent,
            KeyringError::TimedOut => Self::TimedOut,
            KeyringError::Foreign => Self::Foreign,
        }
    }
}

/// A computer without a keyring.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoKeyring;

impl Keyring for NoKeyring {
    fn state(&self) -> KeyringState {
        KeyringState::Absent
    }

    fn set(&self, _name: &str, _value: &[u8]) -> Result<(), KeyringError> {
        Err(KeyringError::Absent)
    }

    fn get(&self, _name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyringError> {
        Err(KeyringError::Absent)
    }

    fn delete(&self, _name: &str) -> Result<(), KeyringError> {
        Err(KeyringError::Absent)
    }
}

/// Keeps values until it is dropped: for tests, and where nothing may outlast the process.
#[derive(Default)]
pub struct MemoryKeyring {
    values: Mutex<HashMap<String, Zeroizing<Vec<u8>>>>,
}

impl MemoryKeyring {
    fn values(&self) -> MutexGuard<'_, HashMap<String, Zeroizing<Vec<u8>>>> {
        self.values.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Keyring for MemoryKeyring {
    fn state(&self) -> KeyringState {
        KeyringState::Available
    }

    fn set(&self, name: &str, value: &[u8]) -> Result<(), KeyringError> {
        let value = Zeroizing::new(value.to_vec());
        self.values().insert(name.to_owned(), value);
        Ok(())
    }

    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyringError> {
        Ok(self.values().get(name).cloned())
    }

    fn delete(&self, name: &str) -> Result<(), KeyringError> {
        self.values().remove(name);
        Ok(())
    }
}

impl fmt::Debug for MemoryKeyring {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "MemoryKeyring({} values)", self.values().len())
    }
}
