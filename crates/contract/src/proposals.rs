//! A whole cohort of pairs under review.

use chrono::{DateTime, Utc};
use domain::factors::{Factor, Source};
use domain::{MatchId, PersonId, ProposalId};
use serde::{Deserialize, Serialize};

/// The factors of the score, and what they can compare.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factors {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorsView {
    pub factors: Vec<Factor>,
    /// Whether the administrator set them; otherwise they are the defaults for this programme's fields.
    pub set: bool,
    /// What a factor can compare, with its name.
    pub sources: Vec<SourceView>,
    /// Active students who can be matched, and free places of active mentors.
    pub students: u64,
    pub mentors: u64,
    pub places: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceView {
    pub source: Source,
    pub name: String,
    /// Whether answers have an order (choices with options, numbers), as `Difference` needs.
    pub ordered: bool,
    /// How many of the students and mentors concerned answered.
    pub students: u64,
    pub mentors: u64,
}

/// Replaces the factors; an empty list returns to the defaults.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetFactors {
    pub factors: Vec<Factor>,
}

/// Newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProposalSummary {
    pub id: ProposalId,
    pub name: String,
    pub state: ProposalState,
    pub made_at: DateTime<Utc>,
    pub published_at: Option<DateTime<Utc>>,
    pub pairs: u64,
    pub unmatched: u64,
    /// The sum of the pairs' scores, in points.
    pub total: f64,
    /// Whether people, fields or factors changed since it was solved.
    pub stale: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalState {
    Draft,
    Published,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Get {
    pub id: ProposalId,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProposalView {
    pub summary: ProposalSummary,
    /// The factors it was solved with, named.
    pub factors: Vec<FactorView>,
    /// Highest score first.
    pub pairs: Vec<PairView>,
    pub unmatched: Vec<UnmatchedView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorView {
    pub factor: Factor,
    /// Such as "Interests and expertise".
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PairView {
    pub student: PersonId,
    pub student_name: String,
    pub mentor: PersonId,
    pub mentor_name: String,
    /// Points, one decimal.
    pub score: f64,
    /// Points of each factor, in the order of the factors.
    pub points: Vec<f64>,
    /// Why, for each factor, in words: "Nursing, care work".
    pub reasons: Vec<String>,
    /// How many of the mentor's places this proposal fills, of how many free ones.
    pub mentor_filled: u32,
    pub mentor_places: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnmatchedView {
    pub student: PersonId,
    pub name: String,
    pub reason: UnmatchedReason,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnmatchedReason {
    /// There is no mentor with a free place whom the rules allow.
    NoMentor,
    /// Every place went to somebody with a higher score.
    NoPlace,
}

/// Solves the cohort: every active student without a mentor, every free place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Solve {
    #[serde(default)]
    pub name: String,
}

/// Makes the pairs matches, all or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publish {
    pub id: ProposalId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    pub matches: Vec<MatchId>,
}

/// Takes a publishing back. Refused after any session or any change to one of its matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unpublish {
    pub id: ProposalId,
}

/// Throws a draft away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discard {
    pub id: ProposalId,
}
