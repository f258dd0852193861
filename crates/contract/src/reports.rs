//! The programme in numbers.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The administrator's figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// How many weeks the charts show, 4 to 52.
    #[serde(default = "Overview::usual_weeks")]
    pub weeks: u32,
}

impl Overview {
    fn usual_weeks() -> u32 {
        12
    }
}

impl Default for Overview {
    fn default() -> Self {
        Self {
            weeks: Self::usual_weeks(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverviewView {
    /// Active people by role; somebody with two roles counts in both.
    pub students: u64,
    pub mentors: u64,
    pub administrators: u64,
    pub active_matches: u64,
    pub paused_matches: u64,
    pub ended_matches: u64,
    /// Active students with an open match, and without one.
    pub matched: u64,
    pub waiting: u64,
    /// Days since the longest-waiting student joined or lost their last match.
    pub longest_wait: Option<u64>,
    /// Free places of active mentors.
    pub free_places: u64,
    /// Sessions of this calendar month and of the same days of the month before, in the programme's zone.
    pub sessions_this_month: u64,
    pub sessions_month_before: u64,
    /// All sessions ever, and their minutes.
    pub sessions: u64,
    pub minutes: u64,
    /// Active matches by their last session: within 14 days, within 28, longer ago, none yet.
    pub contact: Contact,
    /// Oldest first; the last one is the current, unfinished week. Weeks start on Monday in the programme's zone.
    pub weeks: Vec<Week>,
    /// Requests to join that wait.
    pub requests: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Contact {
    pub within_14_days: u64,
    pub within_28_days: u64,
    pub longer: u64,
    pub none: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week {
    /// Its Monday.
    pub starts: NaiveDate,
    pub sessions: u64,
    pub minutes: u64,
}

/// Writes the facts of all sessions (no texts) as CSV to a file the person chooses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportSessions {
    /// The asking person's password, again.
    #[serde(default)]
    pub password: String,
}

/// Writes the people with their fields as CSV to a file the person chooses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportPeople {
    /// The asking person's password, again.
    #[serde(default)]
    pub password: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    /// `None`: no file was chosen.
    pub file_name: Option<String>,
    pub rows: u64,
}
