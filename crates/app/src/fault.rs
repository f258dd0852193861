//! What goes wrong inside, and what of it is told.

use contract::{ApiError, Code};
use store::StoreError;
use thiserror::Error;
use vault::VaultError;

/// Why a handler did not answer. `?` turns every layer's errors into one of these; the gate turns them into words.
#[derive(Debug, Error)]
pub(crate) enum Fault {
    /// Meant for the person who asked.
    #[error(transparent)]
    Refused(#[from] ApiError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error("file system: {0}")]
    Io(#[from] std::io::Error),
    /// A promise of our own was broken.
    #[error("broken promise: {0}")]
    Broken(String),
}

/// What handlers answer.
pub(crate) type Answer<T> = std::result::Result<T, Fault>;

/// Refuses with one code and a sentence.
pub(crate) fn refuse(code: Code, message: impl Into<String>) -> Fault {
    Fault::Refused(ApiError::new(code, message))
}

/// The answer for a row that does not exist and for one that is not the asking person's: the two are not told apart.
pub(crate) fn not_found() -> Fault {
    refuse(
        Code::NotFound,
        "There is nothing here for you. It may have been removed",
    )
}

/// What was read before a change is no longer what stands there.
pub(crate) fn changed_meanwhile() -> Fault {
    refuse(
        Code::Conflict,
        "This was changed meanwhile. Look at it again before you save",
    )
}

impl Fault {
    /// What the person is told. Faults of ours get a report number and go to the log with it.
    pub(crate) fn into_api_error(self, command: &str) -> ApiError {
        match self {
            Self::Refused(error) => error,
            Self::Store(error) => store_error(error, command),
            Self::Vault(error) => vault_error(error, command),
            Self::Io(error) => {
                tracing::warn!(command, %error, "the file system refused");
                ApiError::new(
                    Code::Storage,
                    "The disk refused to write. Check that it is not full or read-only, then try again. Nothing was changed",
                )
            }
            Self::Broken(what) => internal(command, &what),
        }
    }
}

fn store_error(error: StoreError, command: &str) -> ApiError {
    match error {
        StoreError::MentorFull => ApiError::new(
            Code::NoPlace,
            "This mentor has no free place. Raise the capacity first",
        ),
        StoreError::StudentFull => ApiError::new(
            Code::NoPlace,
            "This student has a mentor already. End that match first",
        ),
        StoreError::Taken(column) => match column.trim_end_matches("_key") {
            "email" => ApiError::field("email", "Somebody else has this e-mail"),
            "name" => ApiError::field("name", "This name is taken"),
            _ => ApiError::new(Code::Conflict, "This exists already"),
        },
        StoreError::NotOurs => ApiError::new(
            Code::Damaged,
            "The programme's file is damaged or is not one of Mentorship Desk. It was not changed",
        ),
        StoreError::Newer => ApiError::new(
            Code::Newer,
            "This programme was last opened by a newer Mentorship Desk. Install that version to open it",
        ),
        StoreError::Closed => ApiError::new(Code::SignedOut, "The desk was locked meanwhile"),
        StoreError::Interrupted => ApiError::new(Code::Cancelled, "Cancelled. Nothing was changed"),
        StoreError::Disk(reason) => {
            tracing::warn!(command, reason, "the disk refused");
            ApiError::new(
                Code::Storage,
                "The disk refused to write. Check that it is not full or read-only, then try again. Nothing was changed",
            )
        }
        StoreError::Wrong(what) => internal(command, &what),
        StoreError::Other(error) => internal(command, &error.to_string()),
    }
}

fn vault_error(error: VaultError, command: &str) -> ApiError {
    match crate::keys::told(&error) {
        Some(told) => told,
        None => internal(command, &error.to_string()),
    }
}

pub(crate) fn internal(command: &str, what: &str) -> ApiError {
    let incident = crate::ids::Ids::incident();
    tracing::error!(command, incident, what, "internal error");
    ApiError::new(
        Code::Internal,
        format!(
            "Something went wrong in Mentorship Desk. Nothing was changed. Report number: {incident}"
        ),
    )
}
