//! Unfinished texts, kept in the encrypted file so that nothing typed is lost.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A draft of the asking person's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Get {
    /// What it is a draft of, such as `sessions.log:<match>`; at most 200 characters.
    pub key: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftView {
    /// What the window saved, as it saved it.
    pub body: String,
    pub saved_at: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Save {
    pub key: String,
    /// At most 200,000 characters.
    pub body: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drop {
    pub key: String,
}
