//! What students work towards.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{GoalId, MatchId};
use serde::{Deserialize, Serialize};

/// The goals of the asking person's matches, open ones first, then by due date.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct List {
    #[serde(default)]
    pub of: Option<MatchId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalView {
    pub id: GoalId,
    pub of: MatchId,
    pub student_name: String,
    pub title: String,
    /// Markdown.
    pub detail: String,
    pub due: Option<NaiveDate>,
    /// 0 to 100; 100 is reached.
    pub progress: u32,
    pub reached_at: Option<DateTime<Utc>>,
    pub revision: u32,
    /// Whether the asking person may change it now.
    pub may_change: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Create {
    pub of: MatchId,
    pub title: String,
    #[serde(default)]
    pub detail: String,
    #[serde(default)]
    pub due: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub id: GoalId,
    pub revision: u32,
    pub title: String,
    #[serde(default)]
    pub detail: String,
    #[serde(default)]
    pub due: Option<NaiveDate>,
    pub progress: i64,
}

/// Deletes a goal; [`Restore`] undoes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delete {
    pub id: GoalId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restore {
    pub id: GoalId,
}
