//! What a refused command answers.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A refusal. `message` is for people; the window decides on `code` alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiError {
    pub code: Code,
    pub message: String,
    /// What is wrong with which input, by the input's field name (`notes.0.text` for nested ones).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
    /// For how many seconds nothing more can be tried, after wrong passwords or codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait_seconds: Option<u32>,
}

impl ApiError {
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            fields: BTreeMap::new(),
            wait_seconds: None,
        }
    }

    /// One field is wrong.
    pub fn field(name: impl Into<String>, message: impl fmt::Display) -> Self {
        let mut error = Self::new(Code::Invalid, "Some of this needs another look");
        error.fields.insert(name.into(), message.to_string());
        error
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        for (name, message) in &self.fields {
            write!(f, "; {name}: {message}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ApiError {}

/// Why a command was refused. A variant exists only where the window does something of its own about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Code {
    /// The input is wrong; `fields` says where.
    Invalid = 10,
    /// There is no such thing, or not for you.
    NotFound = 11,
    /// Your roles do not allow this.
    Forbidden = 12,
    /// What was read has changed meanwhile, or the state does not allow this.
    Conflict = 13,
    /// The place is taken: a capacity or a pair.
    NoPlace = 14,
    /// Nobody is signed in.
    SignedOut = 15,
    /// The name, the password or the code is wrong.
    WrongPassword = 16,
    /// Too many wrong tries: `wait_seconds` says when the next one is heard.
    Wait = 26,
    /// Too many wrong tries for waiting to help: an administrator's code, or the recovery code.
    Stopped = 27,
    /// There is no programme on this computer yet.
    NoProgramme = 17,
    /// The programme's keys are missing or damaged: the recovery screen.
    RecoveryNeeded = 18,
    /// The file was written by a newer version.
    Newer = 19,
    /// The file is damaged, or is not ours.
    Damaged = 20,
    /// The keyring does not answer or is not there.
    NoKeyring = 21,
    /// The disk is full, read-only or failing; nothing was changed.
    Storage = 22,
    /// The job was cancelled.
    Cancelled = 23,
    /// Another Mentorship Desk has the file open.
    AlreadyRunning = 24,
    /// A fault of ours; the message carries its report number.
    Internal = 25,
}

impl Code {
    /// The exit status of `mentorship-desk call`: the variant's number. 1 and 2 are left to panics and wrong arguments.
    pub fn exit_status(self) -> u8 {
        self as u8
    }
}
