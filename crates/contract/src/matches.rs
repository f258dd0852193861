//! Who meets whom.

use chrono::{DateTime, Utc};
use domain::matches::MatchState;
use domain::policy::Side;
use domain::{MatchId, PersonId};
use serde::{Deserialize, Serialize};

use crate::page::{PageRequest, Scope};

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct List {
    #[serde(default)]
    pub scope: Scope,
    /// None: all.
    #[serde(default)]
    pub state: Option<MatchState>,
    /// Finds the names of both people.
    #[serde(default)]
    pub text: String,
    /// Only this person's.
    #[serde(default)]
    pub person: Option<PersonId>,
    #[serde(default)]
    pub sort: Sort,
    #[serde(default)]
    pub page: PageRequest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Whose last contact is longest ago first; never met before all.
    #[default]
    LastContact,
    /// By the student's name.
    Student,
    /// Newest first.
    Started,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Get {
    pub id: MatchId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchView {
    pub id: MatchId,
    pub student: Partner,
    pub mentor: Partner,
    /// The side of the asking person.
    pub mine: MySide,
    pub state: MatchState,
    pub started_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub end_reason: String,
    /// How many sessions were logged, and how many minutes they took.
    pub sessions: u64,
    pub minutes: u64,
    pub last_session_at: Option<DateTime<Utc>>,
    /// How long the last session took.
    pub last_minutes: Option<u32>,
    pub last_place: Option<String>,
    /// Open goals; administrators are told none.
    pub open_goals: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    pub id: PersonId,
    pub name: String,
    pub active: bool,
}

/// As [`Side`], for the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MySide {
    Student,
    Mentor,
    Outside,
}

impl From<Side> for MySide {
    fn from(side: Side) -> Self {
        match side {
            Side::Student => Self::Student,
            Side::Mentor => Self::Mentor,
            Side::Outside => Self::Outside,
        }
    }
}

/// Makes a match by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Make {
    pub student: PersonId,
    pub mentor: PersonId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    pub id: MatchId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resume {
    pub id: MatchId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    pub id: MatchId,
    /// One line; may be empty.
    #[serde(default)]
    pub reason: String,
}

/// Opens an ended match again. Refused when the place is taken, naming by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reopen {
    pub id: MatchId,
}
