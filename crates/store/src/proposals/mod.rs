//! Cohorts of pairs under review, in tables of their own: a proposal uses up no place.

mod publish;
mod rules;
mod write;

use chrono::{DateTime, Utc};
use domain::{PersonId, ProposalId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;

use crate::entities::{person, proposal, proposal_certificate, proposal_pair, proposal_unmatched};
use crate::people::count;
use crate::{Db, Result};

pub use publish::{is_untouched, publish, set_read_revision, unpublish};
pub use rules::{Difference, Exclusion, Lock, Made, PlacesRule, Rules, rules, set_rules};
pub use write::{delete, insert, replace};

const DRAFT: &str = "draft";
const PUBLISHED: &str = "published";

/// A proposal without its pairs and rules.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    pub id: ProposalId,
    pub name: String,
    pub published: bool,
    /// As `contract::proposals::Goal` is written.
    pub goal: String,
    /// What a pair must score, in thousandths of a point.
    pub least: i64,
    pub made_at: DateTime<Utc>,
    pub solved_at: DateTime<Utc>,
    /// The moment for which waiting times and hours were compared.
    pub scored_at: DateTime<Utc>,
    pub published_at: Option<DateTime<Utc>>,
    /// As `domain::factors::Factor`s.
    pub factors: Value,
    /// In thousandths of a point.
    pub total: i64,
    pub pairs: u64,
    pub unmatched: u64,
    /// What `revisions::read` answered when it was solved.
    pub read_revision: String,
    pub proof: Option<Value>,
    /// The mentors whose capacity its publishing raised.
    pub raised: Value,
    /// Counts up with every change.
    pub revision: u32,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    pub student: PersonId,
    pub mentor: PersonId,
    /// In thousandths of a point.
    pub score: i64,
    /// The same for each factor.
    pub points: Vec<i64>,
    pub reasons: Vec<String>,
    pub locked: bool,
    /// The mentor's place in the student's order, and among the student's wishes.
    pub rank: u32,
    pub wish: Option<u32>,
    pub waiting_days: u32,
    /// How many places the mentor had in this proposal.
    pub mentor_places: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmatched {
    pub student: PersonId,
    /// How many places stayed empty.
    pub places: u32,
    pub reason: String,
    /// How far behind, in thousandths of a point.
    pub by: Option<i64>,
    pub waiting_days: u32,
}

/// What solving a proposal answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Solved {
    pub pairs: Vec<Pair>,
    pub unmatched: Vec<Unmatched>,
    pub certificate: Option<Value>,
}

fn whole(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

fn proposal(row: proposal::Model) -> Proposal {
    Proposal {
        id: ProposalId(row.id),
        name: row.name,
        published: row.state == PUBLISHED,
        goal: row.goal,
        least: row.least,
        made_at: row.made_at,
        solved_at: row.solved_at,
        scored_at: row.scored_at,
        published_at: row.published_at,
        factors: row.factors,
        total: row.total,
        pairs: whole(row.pairs),
        unmatched: whole(row.unmatched),
        read_revision: row.read_revision,
        proof: row.proof,
        raised: row.raised,
        revision: count(row.revision),
    }
}

/// Newest first.
pub async fn list(db: &Db<'_>) -> Result<Vec<Proposal>> {
    let rows = proposal::Entity::find()
        .order_by_desc(proposal::Column::MadeAt)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(proposal).collect())
}

pub async fn find(db: &Db<'_>, id: ProposalId) -> Result<Option<Proposal>> {
    Ok(proposal::Entity::find_by_id(id.0)
        .one(db)
        .await?
        .map(proposal))
}

/// Highest score first.
pub async fn pairs(db: &Db<'_>, id: ProposalId) -> Result<Vec<Pair>> {
    let rows = proposal_pair::Entity::find()
        .filter(proposal_pair::Column::ProposalId.eq(id.0))
        .order_by_desc(proposal_pair::Column::Score)
        .order_by_asc(proposal_pair::Column::StudentId)
        .order_by_asc(proposal_pair::Column::MentorId)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Pair {
            student: PersonId(row.student_id),
            mentor: PersonId(row.mentor_id),
            score: row.score,
            points: serde_json::from_value(row.points).unwrap_or_default(),
            reasons: serde_json::from_value(row.reasons).unwrap_or_default(),
            locked: row.locked,
            rank: count(row.rank),
            wish: row.wish.map(count),
            waiting_days: count(row.waiting_days),
            mentor_places: count(row.mentor_places),
        })
        .collect())
}

pub async fn unmatched(db: &Db<'_>, id: ProposalId) -> Result<Vec<Unmatched>> {
    let rows = proposal_unmatched::Entity::find()
        .filter(proposal_unmatched::Column::ProposalId.eq(id.0))
        .order_by_asc(proposal_unmatched::Column::StudentId)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Unmatched {
            student: PersonId(row.student_id),
            places: count(row.places),
            reason: row.reason,
            by: row.short_by,
            waiting_days: count(row.waiting_days),
        })
        .collect())
}

/// The numbers that prove a proposal, if its goal has any.
pub async fn certificate(db: &Db<'_>, id: ProposalId) -> Result<Option<Value>> {
    let row = proposal_certificate::Entity::find_by_id(id.0)
        .one(db)
        .await?;
    Ok(row.map(|row| row.body))
}

/// The names of everybody a proposal concerns.
pub async fn names(db: &Db<'_>, ids: &[PersonId]) -> Result<HashMap<PersonId, String>> {
    let mut names = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(10_000) {
        let rows: Vec<(Uuid, String)> = person::Entity::find()
            .select_only()
            .columns([person::Column::Id, person::Column::Name])
            .filter(person::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .into_tuple()
            .all(db)
            .await?;
        names.extend(rows.into_iter().map(|(id, name)| (PersonId(id), name)));
    }
    Ok(names)
}
