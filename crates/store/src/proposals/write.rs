//! Keeping what was solved.

use domain::ProposalId;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::json;

use super::{DRAFT, PUBLISHED, Proposal, Solved};
use crate::entities::{proposal, proposal_certificate, proposal_pair, proposal_unmatched};
use crate::{Db, Result};

pub async fn insert(db: &Db<'_>, new: &Proposal, solved: &Solved) -> Result<()> {
    row(new).insert(db).await?;
    insert_solved(db, new.id, solved).await
}

/// Puts what was solved again in the place of what was there.
pub async fn replace(db: &Db<'_>, changed: &Proposal, solved: &Solved) -> Result<()> {
    row(changed).update(db).await?;
    let id = changed.id.0;
    proposal_pair::Entity::delete_many()
        .filter(proposal_pair::Column::ProposalId.eq(id))
        .exec(db)
        .await?;
    proposal_unmatched::Entity::delete_many()
        .filter(proposal_unmatched::Column::ProposalId.eq(id))
        .exec(db)
        .await?;
    proposal_certificate::Entity::delete_by_id(id)
        .exec(db)
        .await?;
    insert_solved(db, changed.id, solved).await
}

/// Throws a proposal away with its pairs and rules.
pub async fn delete(db: &Db<'_>, id: ProposalId) -> Result<()> {
    proposal::Entity::delete_by_id(id.0).exec(db).await?;
    Ok(())
}

fn row(of: &Proposal) -> proposal::ActiveModel {
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    proposal::ActiveModel {
        id: Set(of.id.0),
        name: Set(of.name.clone()),
        state: Set(if of.published { PUBLISHED } else { DRAFT }.to_owned()),
        goal: Set(of.goal.clone()),
        least: Set(of.least),
        made_at: Set(of.made_at),
        solved_at: Set(of.solved_at),
        scored_at: Set(of.scored_at),
        published_at: Set(of.published_at),
        factors: Set(of.factors.clone()),
        total: Set(of.total),
        pairs: Set(number(of.pairs)),
        unmatched: Set(number(of.unmatched)),
        read_revision: Set(of.read_revision.clone()),
        proof: Set(of.proof.clone()),
        raised: Set(of.raised.clone()),
        revision: Set(of.revision.into()),
    }
}

async fn insert_solved(db: &Db<'_>, id: ProposalId, solved: &Solved) -> Result<()> {
    // SQLite takes at most 32,766 parameters, and a pair has 11.
    for chunk in solved.pairs.chunks(2_000) {
        let rows = chunk.iter().map(|pair| proposal_pair::ActiveModel {
            proposal_id: Set(id.0),
            student_id: Set(pair.student.0),
            mentor_id: Set(pair.mentor.0),
            score: Set(pair.score),
            points: Set(json!(pair.points)),
            reasons: Set(json!(pair.reasons)),
            locked: Set(pair.locked),
            rank: Set(pair.rank.into()),
            wish: Set(pair.wish.map(Into::into)),
            waiting_days: Set(pair.waiting_days.into()),
            mentor_places: Set(pair.mentor_places.into()),
        });
        proposal_pair::Entity::insert_many(rows)
            .exec_without_returning(db)
            .await?;
    }
    for chunk in solved.unmatched.chunks(5_000) {
        let rows = chunk.iter().map(|left| proposal_unmatched::ActiveModel {
            proposal_id: Set(id.0),
            student_id: Set(left.student.0),
            places: Set(left.places.into()),
            reason: Set(left.reason.clone()),
            short_by: Set(left.by),
            waiting_days: Set(left.waiting_days.into()),
        });
        proposal_unmatched::Entity::insert_many(rows)
            .exec_without_returning(db)
            .await?;
    }
    if let Some(body) = &solved.certificate {
        let row = proposal_certificate::ActiveModel {
            proposal_id: Set(id.0),
            body: Set(body.clone()),
        };
        proposal_certificate::Entity::insert(row)
            .exec_without_returning(db)
            .await?;
    }
    Ok(())
}
