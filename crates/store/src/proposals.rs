//! Cohorts of pairs under review, in tables of their own: a proposal uses up no place.

use chrono::{DateTime, Utc};
use domain::{MatchId, PersonId, ProposalId};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use serde_json::{Value, json};
use std::collections::HashMap;
use uuid::Uuid;

use crate::entities::{
    goal, pairing, person, proposal, proposal_pair, proposal_unmatched, session,
};
use crate::{Db, Result};

const DRAFT: &str = "draft";
const PUBLISHED: &str = "published";

/// A proposal without its pairs.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    pub id: ProposalId,
    pub name: String,
    pub published: bool,
    pub made_at: DateTime<Utc>,
    pub published_at: Option<DateTime<Utc>>,
    /// As `domain::factors::Factor`s.
    pub factors: Value,
    /// In thousandths of a point.
    pub total: i64,
    pub pairs: u64,
    pub unmatched: u64,
    /// What `revisions::read` answered when it was solved.
    pub read_revision: String,
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
    /// How many free places the mentor had.
    pub mentor_places: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmatched {
    pub student: PersonId,
    pub reason: String,
}

fn whole(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

fn proposal(row: proposal::Model) -> Proposal {
    Proposal {
        id: ProposalId(row.id),
        name: row.name,
        published: row.state == PUBLISHED,
        made_at: row.made_at,
        published_at: row.published_at,
        factors: row.factors,
        total: row.total,
        pairs: whole(row.pairs),
        unmatched: whole(row.unmatched),
        read_revision: row.read_revision,
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

pub async fn insert(
    db: &Db<'_>,
    new: &Proposal,
    pairs: &[Pair],
    unmatched: &[Unmatched],
) -> Result<()> {
    let row = proposal::ActiveModel {
        id: Set(new.id.0),
        name: Set(new.name.clone()),
        state: Set(DRAFT.to_owned()),
        made_at: Set(new.made_at),
        published_at: Set(None),
        factors: Set(new.factors.clone()),
        total: Set(new.total),
        pairs: Set(i64::try_from(pairs.len()).unwrap_or(i64::MAX)),
        unmatched: Set(i64::try_from(unmatched.len()).unwrap_or(i64::MAX)),
        read_revision: Set(new.read_revision.clone()),
    };
    row.insert(db).await?;
    // SQLite takes at most 32,766 parameters.
    for chunk in pairs.chunks(2_000) {
        let rows = chunk.iter().map(|pair| proposal_pair::ActiveModel {
            proposal_id: Set(new.id.0),
            student_id: Set(pair.student.0),
            mentor_id: Set(pair.mentor.0),
            score: Set(pair.score),
            points: Set(json!(pair.points)),
            reasons: Set(json!(pair.reasons)),
            mentor_places: Set(pair.mentor_places.into()),
        });
        proposal_pair::Entity::insert_many(rows)
            .exec_without_returning(db)
            .await?;
    }
    for chunk in unmatched.chunks(5_000) {
        let rows = chunk.iter().map(|left| proposal_unmatched::ActiveModel {
            proposal_id: Set(new.id.0),
            student_id: Set(left.student.0),
            reason: Set(left.reason.clone()),
        });
        proposal_unmatched::Entity::insert_many(rows)
            .exec_without_returning(db)
            .await?;
    }
    Ok(())
}

/// Highest score first.
pub async fn pairs(db: &Db<'_>, id: ProposalId) -> Result<Vec<Pair>> {
    let rows = proposal_pair::Entity::find()
        .filter(proposal_pair::Column::ProposalId.eq(id.0))
        .order_by_desc(proposal_pair::Column::Score)
        .order_by_asc(proposal_pair::Column::StudentId)
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
            mentor_places: u32::try_from(row.mentor_places).unwrap_or_default(),
        })
        .collect())
}

pub async fn unmatched(db: &Db<'_>, id: ProposalId) -> Result<Vec<Unmatched>> {
    let rows = proposal_unmatched::Entity::find()
        .filter(proposal_unmatched::Column::ProposalId.eq(id.0))
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Unmatched {
            student: PersonId(row.student_id),
            reason: row.reason,
        })
        .collect())
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

/// Makes matches of the pairs. The database refuses one too many.
pub async fn publish(
    db: &Db<'_>,
    id: ProposalId,
    pairs: &[(MatchId, PersonId, PersonId)],
    now: DateTime<Utc>,
) -> Result<()> {
    for chunk in pairs.chunks(2_000) {
        let rows = chunk
            .iter()
            .map(|(id_of_match, student, mentor)| pairing::ActiveModel {
                id: Set(id_of_match.0),
                student_id: Set(student.0),
                mentor_id: Set(mentor.0),
                state: Set(domain::matches::MatchState::Active.as_str().to_owned()),
                started_at: Set(now),
                ended_at: Set(None),
                end_reason: Set(String::new()),
                ended_by: Set(None),
                proposal_id: Set(Some(id.0)),
                revision: Set(0),
                sessions: Set(0),
                minutes: Set(0),
                last_session_at: Set(None),
            });
        pairing::Entity::insert_many(rows)
            .exec_without_returning(db)
            .await?;
    }
    set_state(db, id, PUBLISHED, Some(now)).await
}

async fn set_state(
    db: &Db<'_>,
    id: ProposalId,
    state: &str,
    at: Option<DateTime<Utc>>,
) -> Result<()> {
    proposal::Entity::update_many()
        .col_expr(proposal::Column::State, Expr::value(state))
        .col_expr(proposal::Column::PublishedAt, Expr::value(at))
        .filter(proposal::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Whether a published proposal's matches are as they were made: no session, no goal, no change by hand, none missing.
pub async fn is_untouched(db: &Db<'_>, of: &Proposal) -> Result<bool> {
    let matches: Vec<(Uuid, i64)> = pairing::Entity::find()
        .select_only()
        .columns([pairing::Column::Id, pairing::Column::Revision])
        .filter(pairing::Column::ProposalId.eq(of.id.0))
        .into_tuple()
        .all(db)
        .await?;
    if matches.len() as u64 != of.pairs || matches.iter().any(|(_, revision)| *revision != 0) {
        return Ok(false);
    }
    for chunk in matches.chunks(10_000) {
        let ids: Vec<Uuid> = chunk.iter().map(|(id, _)| *id).collect();
        // A deleted session was a session: its notes would go with the match.
        let sessions = session::Entity::find()
            .filter(session::Column::MatchId.is_in(ids.clone()))
            .count(db)
            .await?;
        let goals = goal::Entity::find()
            .filter(goal::Column::MatchId.is_in(ids))
            .count(db)
            .await?;
        if sessions + goals > 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Takes the matches back; the proposal is a draft again.
pub async fn unpublish(db: &Db<'_>, id: ProposalId) -> Result<()> {
    pairing::Entity::delete_many()
        .filter(pairing::Column::ProposalId.eq(id.0))
        .exec(db)
        .await?;
    set_state(db, id, DRAFT, None).await
}

/// Throws a proposal away with its pairs.
pub async fn delete(db: &Db<'_>, id: ProposalId) -> Result<()> {
    proposal::Entity::delete_by_id(id.0).exec(db).await?;
    Ok(())
}
