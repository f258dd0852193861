//! Why a value was refused, in words a person can act on.

use thiserror::Error;

/// A refused value. The text says what to do, and names no field: the field is known where the value was typed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Invalid {
    #[error("Fill this in")]
    Empty,
    #[error("Use at least {0} characters")]
    TooShort(usize),
    #[error("Use at most {0} characters")]
    TooLong(usize),
    #[error("Take out the control characters")]
    ControlCharacters,
    #[error("Write it on one line")]
    SeveralLines,
    #[error("Add the part before the @")]
    EmailWithoutName,
    #[error("Add the part after the @")]
    EmailWithoutDomain,
    #[error("Write an e-mail like name@example.org")]
    NotAnEmail,
    #[error("Use letters, digits and . _ - only, or an e-mail")]
    NotASignInName,
    #[error("Choose a number from {0} to {1}")]
    OutOfRange(i64, i64),
    #[error("Write a number")]
    NotANumber,
    #[error("Choose one of the options")]
    NotAnOption,
    #[error("Use at most {0} entries")]
    TooMany(usize),
    #[error("Choose a time zone such as Europe/Berlin")]
    NotAZone,
    #[error("Write a language such as English or pt")]
    NotALanguage,
    #[error("Choose at least one role")]
    NoRole,
    #[error("Write a date as YYYY-MM-DD")]
    NotADate,
    #[error("Choose a date between {0} and {1}")]
    DateOutOfRange(String, String),
    #[error("A student cannot be their own mentor")]
    SelfMatch,
}
