//! What can go wrong with the file, told apart by what the callers do about it.

use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr, SqlErr};
use thiserror::Error;

#[derive(Debug, Error)]
pub enum StoreError {
    /// The mentor has no place left.
    #[error("the mentor has no place left")]
    MentorFull,
    /// The student has a mentor already.
    #[error("the student has no place left")]
    StudentFull,
    /// A row with the same key exists: the column says which.
    #[error("a row with this {0} exists already")]
    Taken(String),
    /// The key does not open the file, or the file is not a database.
    #[error("the file is damaged or is not ours")]
    NotOurs,
    /// Migrations were applied that this version does not know.
    #[error("the file was written by a newer version")]
    Newer,
    /// Whoever wanted the work does not want it any more.
    #[error("interrupted")]
    Interrupted,
    /// The file was closed meanwhile: whoever was signed in left.
    #[error("the file is closed")]
    Closed,
    /// The disk is full, read-only or failing.
    #[error("the disk refused: {0}")]
    Disk(String),
    /// Stored data does not read as what it should be.
    #[error("stored data is wrong: {0}")]
    Wrong(String),
    #[error(transparent)]
    Other(DbErr),
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        if let Some(SqlErr::UniqueConstraintViolation(message)) = error.sql_err() {
            let column = message.rsplit(['.', ' ']).next().unwrap_or_default();
            return Self::Taken(column.to_owned());
        }
        if matches!(
            error,
            DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed)
        ) {
            return Self::Closed;
        }
        let message = match &error {
            DbErr::Conn(RuntimeErr::SqlxError(inner))
            | DbErr::Exec(RuntimeErr::SqlxError(inner))
            | DbErr::Query(RuntimeErr::SqlxError(inner)) => inner.to_string(),
            other => other.to_string(),
        };
        if message.contains("places_of_mentor") {
            Self::MentorFull
        } else if message.contains("places_of_student") {
            Self::StudentFull
        } else if message.contains("file is not a database") || message.contains("malformed") {
            Self::NotOurs
        } else if message.ends_with("interrupted") {
            Self::Interrupted
        } else if [
            "disk is full",
            "readonly",
            "read-only",
            "disk I/O error",
            "unable to open database file",
        ]
        .iter()
        .any(|part| message.contains(part))
        {
            Self::Disk(message)
        } else {
            Self::Other(error)
        }
    }
}
