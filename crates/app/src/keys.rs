//! The vault as the desk uses it: reading it, and what of its errors is told.
//!
//! The vault is read from its file for every change and written whole, under the desk's door, so that there is no
//! second copy in memory that could disagree.

use std::path::Path;
use std::sync::Arc;

use contract::programmes::KeyringState;
use contract::{ApiError, Code};
use vault::{CodeError, DataKey, KeyringError, Recovery, RecoveryCode, Vault, VaultError};

use crate::desk::{Inner, off_thread};
use crate::fault::{Answer, refuse};

/// What the person is told; `None` for faults of ours.
pub(crate) fn told(error: &VaultError) -> Option<ApiError> {
    let (code, message) = match error {
        VaultError::WrongPassword => {
            (Code::WrongPassword, "That name and password do not match. Check Caps Lock and try again".to_owned())
        }
        VaultError::WrongCode => {
            (Code::WrongPassword, "That name and code do not match. Check both with whoever gave them to you".to_owned())
        }
        VaultError::CodeExpired => {
            (Code::WrongPassword, "This code is older than 24 hours. Ask an administrator for a new one".to_owned())
        }
        VaultError::Code(error) => return Some(ApiError::field("code", code_error(error))),
        VaultError::Damaged | VaultError::NotForThisKey => (
            Code::RecoveryNeeded,
            "The programme's keys are damaged. The recovery code makes new ones; the data is not lost".to_owned(),
        ),
        VaultError::Newer { .. } => {
            (Code::Newer, "This programme was last opened by a newer Mentorship Desk. Install that version".to_owned())
        }
        VaultError::RequestsFull => {
            (Code::Conflict, "Too many people wait for an answer here. Ask an administrator to look at them".to_owned())
        }
        VaultError::NameTaken => return Some(ApiError::field("sign_in_name", "Somebody asked for this name already")),
        VaultError::OtherName => {
            (Code::Conflict, "This request was made for another sign-in name. Refuse it and ask them to register again".to_owned())
        }
        VaultError::ProfileTooLarge { .. } => return Some(ApiError::field("message", "Write less")),
        VaultError::NoPassword => (Code::Conflict, "Choose a password first".to_owned()),
        VaultError::NotRemembered => (Code::WrongPassword, "Nobody is kept signed in here".to_owned()),
        VaultError::SharedComputer => {
            (Code::Conflict, "Several people use this computer, so nobody is kept signed in here".to_owned())
        }
        VaultError::Keyring(error) => (Code::NoKeyring, keyring_error(*error).to_owned()),
        VaultError::File(error) => {
            tracing::warn!(%error, "the vault could not be read or written");
            (
                Code::Storage,
                "The disk refused. Check that it is not full or read-only, then try again. Nothing was changed".to_owned(),
            )
        }
        VaultError::Kdf(_) => return None,
    };
    Some(ApiError::new(code, message))
}

fn code_error(error: &CodeError) -> String {
    format!("Check the code: {error}")
}

fn keyring_error(error: KeyringError) -> &'static str {
    match error {
        KeyringError::Locked => {
            "The system's keyring is locked. Unlock it, or sign in with your password"
        }
        KeyringError::Absent => "This computer has no keyring. Sign in with your password",
        KeyringError::TimedOut => {
            "The system's keyring does not answer. Sign in with your password"
        }
        KeyringError::Foreign => {
            "The system's keyring does not know this programme. Sign in with your password"
        }
    }
}

/// The vault, where the programme has one.
pub(crate) fn read_vault(folder: &Path) -> Answer<Vault> {
    match Vault::read(folder) {
        Ok(Some(vault)) => Ok(vault),
        Ok(None) if crate::desk::data_file(folder).exists() => Err(refuse(
            Code::RecoveryNeeded,
            "The programme's keys are missing. The recovery code makes new ones",
        )),
        Ok(None) => Err(refuse(
            Code::NoProgramme,
            "There is no programme on this computer yet",
        )),
        Err(error) => Err(error.into()),
    }
}

/// What the recovery code works together with: its place in the vault, the file beside it, and the vault to come where
/// the file was being encrypted anew.
fn recoveries(folder: &Path) -> Vec<Recovery> {
    let of = |vault: Result<Option<Vault>, VaultError>| {
        vault
            .ok()
            .flatten()
            .and_then(|vault| vault.recovery().cloned())
    };
    [
        of(Vault::read(folder)),
        Recovery::read(folder).ok().flatten(),
        of(Vault::read_next(folder)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Refuses when there is nothing that a recovery code could open.
pub(crate) fn check_recovery_files(folder: &Path) -> Answer<()> {
    if recoveries(folder).is_empty() {
        return Err(refuse(
            Code::RecoveryNeeded,
            "Neither the vault nor recovery.json is here. Copy recovery.json back from wherever you keep it",
        ));
    }
    Ok(())
}

/// The data keys that the recovery code gives, each once: more than one while the file is being encrypted anew.
pub(crate) fn open_recovery(
    folder: &Path,
    code: &RecoveryCode,
) -> Result<Vec<(DataKey, Recovery)>, VaultError> {
    let mut found: Vec<(DataKey, Recovery)> = Vec::new();
    for recovery in recoveries(folder) {
        if let Ok(key) = recovery.open(code)
            && found.iter().all(|(known, _)| *known != key)
        {
            found.push((key, recovery));
        }
    }
    if found.is_empty() {
        return Err(VaultError::WrongCode);
    }
    Ok(found)
}

/// Asks the keyring how it is, on a thread where waiting delays nobody.
pub(crate) async fn keyring_state(desk: &Inner) -> Answer<KeyringState> {
    let keyring = Arc::clone(&desk.setup.keyring);
    let state = off_thread(move || keyring.state()).await?;
    Ok(match state {
        vault::KeyringState::Available => KeyringState::Available,
        vault::KeyringState::Locked => KeyringState::Locked,
        vault::KeyringState::Absent => KeyringState::Absent,
        vault::KeyringState::TimedOut => KeyringState::TimedOut,
        vault::KeyringState::Foreign => KeyringState::Foreign,
    })
}
