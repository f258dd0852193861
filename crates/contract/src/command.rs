//! What a command is.

use domain::Roles;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What kind of work a command is; decides what it may touch and how it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Asked before sign-in: the state of the file, first run, sign-in, registration.
    Public,
    /// Reads.
    Query,
    /// Changes the database and nothing else, in one transaction.
    Mutation,
    /// This computer's matters: the vault, the keyring, drafts, picked files.
    Local,
    /// Long work: answers an id at once, reports progress by events, can be cancelled.
    Job,
}

/// Something the window can ask, as a type. Its value is the input.
pub trait Command: Serialize + DeserializeOwned + Send + 'static {
    /// `feature.verb`.
    const NAME: &'static str;
    const KIND: Kind;
    /// The roles of which one is needed; empty for public commands.
    const ROLES: Roles;
    /// What the answer is made of. For a job: what its end reports.
    type Output: Serialize + DeserializeOwned + Send + 'static;
}

/// A row of the table, for those who list it.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Row {
    pub name: &'static str,
    pub kind: Kind,
    pub roles: Roles,
    /// The Rust type of the input.
    pub input: &'static str,
    /// The Rust type of the answer.
    pub output: &'static str,
}
