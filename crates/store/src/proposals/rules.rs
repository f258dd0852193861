//! What an administrator decided about a proposal.

use chrono::{DateTime, Utc};
use domain::{PersonId, ProposalId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::entities::{proposal_exclusion, proposal_lock, proposal_places};
use crate::people::count;
use crate::{Db, Result};

/// The rules of one proposal, each list in the order in which they were made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rules {
    pub locks: Vec<Lock>,
    pub exclusions: Vec<Exclusion>,
    pub places: Vec<PlacesRule>,
}

/// Who made a rule, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    pub by: Option<PersonId>,
    pub at: DateTime<Utc>,
}

/// How totals differ: pairs, and thousandths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Difference {
    pub pairs: i64,
    pub points: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    pub student: PersonId,
    pub mentor: PersonId,
    pub made: Made,
    /// Why it did not apply when the proposal was solved.
    pub lapsed: Option<String>,
    /// How the totals differ from those without it.
    pub difference: Option<Difference>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    pub student: PersonId,
    pub mentor: PersonId,
    pub reason: String,
    pub made: Made,
    pub lapsed: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacesRule {
    pub mentor: PersonId,
    pub places: u32,
    /// What the profile had free when the proposal was solved.
    pub free: u32,
    pub made: Made,
    pub lapsed: Option<String>,
}

pub async fn rules(db: &Db<'_>, id: ProposalId) -> Result<Rules> {
    let locks = proposal_lock::Entity::find()
        .filter(proposal_lock::Column::ProposalId.eq(id.0))
        .order_by_asc(proposal_lock::Column::MadeAt)
        .order_by_asc(proposal_lock::Column::StudentId)
        .order_by_asc(proposal_lock::Column::MentorId)
        .all(db)
        .await?;
    let exclusions = proposal_exclusion::Entity::find()
        .filter(proposal_exclusion::Column::ProposalId.eq(id.0))
        .order_by_asc(proposal_exclusion::Column::MadeAt)
        .order_by_asc(proposal_exclusion::Column::StudentId)
        .order_by_asc(proposal_exclusion::Column::MentorId)
        .all(db)
        .await?;
    let places = proposal_places::Entity::find()
        .filter(proposal_places::Column::ProposalId.eq(id.0))
        .order_by_asc(proposal_places::Column::MadeAt)
        .order_by_asc(proposal_places::Column::MentorId)
        .all(db)
        .await?;
    Ok(Rules {
        locks: locks.into_iter().map(Lock::from).collect(),
        exclusions: exclusions.into_iter().map(Exclusion::from).collect(),
        places: places.into_iter().map(PlacesRule::from).collect(),
    })
}

/// Puts these rules in the place of those a proposal had.
pub async fn set_rules(db: &Db<'_>, id: ProposalId, rules: &Rules) -> Result<()> {
    proposal_lock::Entity::delete_many()
        .filter(proposal_lock::Column::ProposalId.eq(id.0))
        .exec(db)
        .await?;
    proposal_exclusion::Entity::delete_many()
        .filter(proposal_exclusion::Column::ProposalId.eq(id.0))
        .exec(db)
        .await?;
    proposal_places::Entity::delete_many()
        .filter(proposal_places::Column::ProposalId.eq(id.0))
        .exec(db)
        .await?;
    // SQLite takes at most 32,766 parameters, and a rule has at most 8.
    for chunk in rules.locks.chunks(4_000) {
        let rows = chunk.iter().map(|lock| proposal_lock::ActiveModel {
            proposal_id: Set(id.0),
            student_id: Set(lock.student.0),
            mentor_id: Set(lock.mentor.0),
            made_by: Set(lock.made.by.map(|by| by.0)),
            made_at: Set(lock.made.at),
            lapsed: Set(lock.lapsed.clone()),
            pairs: Set(lock.difference.map(|difference| difference.pairs)),
            points: Set(lock.difference.map(|difference| difference.points)),
        });
        proposal_lock::Entity::insert_many(rows)
            .exec_without_returning(db)
            .await?;
    }
    for chunk in rules.exclusions.chunks(4_000) {
        let rows = chunk
            .iter()
            .map(|exclusion| proposal_exclusion::ActiveModel {
                proposal_id: Set(id.0),
                student_id: Set(exclusion.student.0),
                mentor_id: Set(exclusion.mentor.0),
                reason: Set(exclusion.reason.clone()),
                made_by: Set(exclusion.made.by.map(|by| by.0)),
                made_at: Set(exclusion.made.at),
                lapsed: Set(exclusion.lapsed.clone()),
            });
        proposal_exclusion::Entity::insert_many(rows)
            .exec_without_returning(db)
            .await?;
    }
    for chunk in rules.places.chunks(4_000) {
        let rows = chunk.iter().map(|rule| proposal_places::ActiveModel {
            proposal_id: Set(id.0),
            mentor_id: Set(rule.mentor.0),
            places: Set(rule.places.into()),
            free: Set(rule.free.into()),
            made_by: Set(rule.made.by.map(|by| by.0)),
            made_at: Set(rule.made.at),
            lapsed: Set(rule.lapsed.clone()),
        });
        proposal_places::Entity::insert_many(rows)
            .exec_without_returning(db)
            .await?;
    }
    Ok(())
}

impl From<proposal_lock::Model> for Lock {
    fn from(row: proposal_lock::Model) -> Self {
        Self {
            student: PersonId(row.student_id),
            mentor: PersonId(row.mentor_id),
            made: Made {
                by: row.made_by.map(PersonId),
                at: row.made_at,
            },
            lapsed: row.lapsed,
            difference: row
                .pairs
                .zip(row.points)
                .map(|(pairs, points)| Difference { pairs, points }),
        }
    }
}

impl From<proposal_exclusion::Model> for Exclusion {
    fn from(row: proposal_exclusion::Model) -> Self {
        Self {
            student: PersonId(row.student_id),
            mentor: PersonId(row.mentor_id),
            reason: row.reason,
            made: Made {
                by: row.made_by.map(PersonId),
                at: row.made_at,
            },
            lapsed: row.lapsed,
        }
    }
}

impl From<proposal_places::Model> for PlacesRule {
    fn from(row: proposal_places::Model) -> Self {
        Self {
            mentor: PersonId(row.mentor_id),
            places: count(row.places),
            free: count(row.free),
            made: Made {
                by: row.made_by.map(PersonId),
                at: row.made_at,
            },
            lapsed: row.lapsed,
        }
    }
}
