//! Who meets whom. The places of both people are counted by the database's triggers.

use chrono::{DateTime, Utc};
use domain::matches::MatchState;
use domain::policy::Pair;
use domain::{MatchId, PersonId};

mod list;
mod read;
mod write;

pub use list::{Of, Order, Wanted, list};
pub use read::{Last, find, last_sessions, open_goals, open_of, open_pair, shared};
pub use write::{end_all, insert, turn};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    pub id: MatchId,
    pub student: Party,
    pub mentor: Party,
    pub state: MatchState,
    pub started_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub end_reason: String,
    /// How many sessions there were, and how many minutes they took.
    pub sessions: u64,
    pub minutes: u64,
    pub last_session_at: Option<DateTime<Utc>>,
    pub revision: u32,
}

/// One of the two people of a match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    pub id: PersonId,
    pub name: String,
    pub active: bool,
}

impl Match {
    pub fn pair(&self) -> Pair {
        Pair {
            student: self.student.id,
            mentor: self.mentor.id,
            state: self.state,
        }
    }
}

/// A match that begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMatch {
    pub id: MatchId,
    pub student: PersonId,
    pub mentor: PersonId,
    pub started_at: DateTime<Utc>,
}

/// The state a match goes into, with what is known of an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    Active,
    Paused,
    Ended(End),
}

/// Who ended a match, when and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    pub at: DateTime<Utc>,
    /// `None`: a restore did.
    pub by: Option<PersonId>,
    pub reason: String,
}
