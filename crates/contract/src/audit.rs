//! The activity log: who did what and when, and whether the log is as it was written.

use chrono::{DateTime, Utc};
use domain::{FieldId, GoalId, MatchId, PersonId, ProposalId, SessionId};
use serde::{Deserialize, Serialize};

use crate::PageRequest;

/// The log's lines, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct List {
    /// Only what this person did.
    #[serde(default)]
    pub person: Option<PersonId>,
    /// Only what was refused.
    #[serde(default)]
    pub refused: bool,
    #[serde(default)]
    pub page: PageRequest,
}

/// A line: ids and names of actions and fields. What people wrote is in no line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineView {
    /// From 1, in the order it happened.
    pub number: u64,
    pub at: DateTime<Utc>,
    pub by: By,
    /// The name of a command, or of what a command did, such as `accounts.admit`.
    pub action: String,
    pub refused: bool,
    pub subjects: Vec<Subject>,
    /// The names of the fields that changed.
    pub fields: Vec<String>,
    /// How many rows or tries the line stands for, where that is more than it names.
    pub items: Option<u64>,
}

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "who")]
pub enum By {
    Person {
        id: PersonId,
        name: String,
    },
    /// Somebody who was removed since.
    Gone,
    /// Nobody was signed in.
    Nobody,
}

/// What it was about, as it is called today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Subject {
    Person {
        id: PersonId,
        name: String,
    },
    Match {
        id: MatchId,
        student: String,
        mentor: String,
    },
    Session {
        id: SessionId,
        student: String,
        mentor: String,
        starts_at: DateTime<Utc>,
    },
    Goal {
        id: GoalId,
        student: String,
        mentor: String,
    },
    Field {
        id: FieldId,
        name: String,
    },
    Proposal {
        id: ProposalId,
        name: String,
    },
    /// Something that was removed since, or that has no name.
    Other,
}

/// Checks every line of the log, and its end against what the vault remembers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verify {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// How many lines there are.
    pub lines: u64,
    /// The line up to which the vault vouches that nothing was cut off; `None` where the vault remembers none, as one
    /// that was made anew.
    pub kept: Option<u64>,
    /// What is wrong, at most [`Verified::MOST`]; empty where the log is as it was written.
    pub broken: Vec<Broken>,
}

impl Verified {
    pub const MOST: usize = 100;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Broken {
    /// The line was changed or put elsewhere.
    Changed { number: u64 },
    /// These lines were removed.
    Missing { from: u64, to: u64 },
    /// The log ends with `last`, and once had a line `kept`.
    CutOff { last: u64, kept: u64 },
    /// Where the file was closed once, another line stands now.
    Replaced { number: u64 },
}
