//! Making matches of a proposal, and taking that back.

use chrono::{DateTime, Utc};
use domain::{MatchId, PersonId, ProposalId};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, Set};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{DRAFT, PUBLISHED, Proposal};
use crate::entities::{goal, pairing, proposal, session};
use crate::{Db, Result};

/// Makes matches of the pairs. The database refuses one too many.
pub async fn publish(
    db: &Db<'_>,
    id: ProposalId,
    pairs: &[(MatchId, PersonId, PersonId)],
    raised: Value,
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
    set_state(db, id, PUBLISHED, Some(now), raised).await
}

async fn set_state(
    db: &Db<'_>,
    id: ProposalId,
    state: &str,
    at: Option<DateTime<Utc>>,
    raised: Value,
) -> Result<()> {
    proposal::Entity::update_many()
        .col_expr(proposal::Column::State, Expr::value(state))
        .col_expr(proposal::Column::PublishedAt, Expr::value(at))
        .col_expr(proposal::Column::Raised, Expr::value(raised))
        .col_expr(
            proposal::Column::Revision,
            Expr::col(proposal::Column::Revision).add(1),
        )
        .filter(proposal::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Notes which state of the programme the proposal is about.
pub async fn set_read_revision(db: &Db<'_>, id: ProposalId, revision: String) -> Result<()> {
    proposal::Entity::update_many()
        .col_expr(proposal::Column::ReadRevision, Expr::value(revision))
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
    set_state(db, id, DRAFT, None, json!([])).await
}
