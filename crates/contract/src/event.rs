//! What the window is told without asking.

use domain::JobId;
use serde::{Deserialize, Serialize};

use crate::jobs::JobState;

/// The features whose lists can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    Programmes,
    Accounts,
    People,
    Fields,
    Matches,
    Proposals,
    Sessions,
    Goals,
    Backups,
}

impl Feature {
    pub const ALL: [Self; 9] = [
        Self::Programmes,
        Self::Accounts,
        Self::People,
        Self::Fields,
        Self::Matches,
        Self::Proposals,
        Self::Sessions,
        Self::Goals,
        Self::Backups,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Programmes => "programmes",
            Self::Accounts => "accounts",
            Self::People => "people",
            Self::Fields => "fields",
            Self::Matches => "matches",
            Self::Proposals => "proposals",
            Self::Sessions => "sessions",
            Self::Goals => "goals",
            Self::Backups => "backups",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    /// Rows of these features changed: whoever shows them asks again.
    Changed { features: Vec<Feature> },
    /// A job went on or ended.
    Job { job: JobId, state: JobState },
    /// The programme is about to be locked: what is unsaved is saved now or never.
    Locking,
    /// The programme was locked or signed out of; the window forgets what it shows.
    Closed,
}
