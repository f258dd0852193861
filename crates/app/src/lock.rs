//! One Mentorship Desk at a time: an operating-system lock on a file in the data folder.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use thiserror::Error;

/// Why the desk did not start.
#[derive(Debug, Error)]
pub enum StartError {
    #[error("Mentorship Desk is open already. Close the other window first")]
    AlreadyRunning,
    /// On a network, or copied by a cloud service.
    #[error("Mentorship Desk cannot keep its programme here: {0}")]
    Place(String),
    #[error("The data folder cannot be used: {0}")]
    Folder(std::io::Error),
}

/// Held as long as the desk lives; the system frees it even when the process is killed.
#[derive(Debug)]
pub(crate) struct InstanceLock(#[expect(dead_code, reason = "held for its lock")] File);

impl InstanceLock {
    pub(crate) fn take(folder: &Path) -> Result<Self, StartError> {
        fs::create_dir_all(folder).map_err(StartError::Folder)?;
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join("desk.lock"))
            .map_err(StartError::Folder)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(StartError::AlreadyRunning),
            Err(TryLockError::Error(error)) => Err(StartError::Folder(error)),
        }
    }
}
