//! One match, or what hangs on some.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::matches::MatchState;
use domain::policy::Side;
use domain::{MatchId, PersonId};
use sea_orm::sea_query::{Alias, Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, RelationDef, Select,
};
use uuid::Uuid;

use super::{Match, Party};
use crate::entities::{goal, pairing, person, session};
use crate::people::count;
use crate::{Db, Result, StoreError};

/// The names of the table of people on both sides of a match.
pub(super) const STUDENT: &str = "student";
pub(super) const MENTOR: &str = "mentor";

pub async fn find(db: &Db<'_>, id: MatchId) -> Result<Option<Match>> {
    let row = with_people()
        .filter(pairing::Column::Id.eq(id.0))
        .into_model::<Row>()
        .one(db)
        .await?;
    row.map(Match::try_from).transpose()
}

/// The open match of these two people.
pub async fn open_pair(
    db: &Db<'_>,
    student: PersonId,
    mentor: PersonId,
) -> Result<Option<MatchId>> {
    let id: Option<Uuid> = pairing::Entity::find()
        .select_only()
        .column(pairing::Column::Id)
        .filter(pairing::Column::StudentId.eq(student.0))
        .filter(pairing::Column::MentorId.eq(mentor.0))
        .filter(is_open())
        .into_tuple()
        .one(db)
        .await?;
    Ok(id.map(MatchId))
}

/// The open matches somebody has on one side, by the other's name; none outside.
pub async fn open_of(db: &Db<'_>, person: PersonId, side: Side) -> Result<Vec<Match>> {
    let (mine, other) = match side {
        Side::Student => (pairing::Column::StudentId, MENTOR),
        Side::Mentor => (pairing::Column::MentorId, STUDENT),
        Side::Outside => return Ok(Vec::new()),
    };
    let rows = with_people()
        .filter(mine.eq(person.0))
        .filter(is_open())
        .order_by_asc(Expr::col((Alias::new(other), person::Column::NameKey)))
        .into_model::<Row>()
        .all(db)
        .await?;
    rows.into_iter().map(Match::try_from).collect()
}

/// Whether two people have, or had, a match with each other.
pub async fn shared(db: &Db<'_>, one: PersonId, other: PersonId) -> Result<bool> {
    let together = |student: PersonId, mentor: PersonId| {
        Condition::all()
            .add(pairing::Column::StudentId.eq(student.0))
            .add(pairing::Column::MentorId.eq(mentor.0))
    };
    let number = pairing::Entity::find()
        .filter(
            Condition::any()
                .add(together(one, other))
                .add(together(other, one)),
        )
        .count(db)
        .await?;
    Ok(number > 0)
}

/// A match's latest session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Last {
    pub minutes: u32,
    pub place: String,
}

/// The latest session of each of these matches; of two that began together, the one logged later.
pub async fn last_sessions(db: &Db<'_>, matches: &[MatchId]) -> Result<HashMap<MatchId, Last>> {
    let to_match: RelationDef = session::Entity::belongs_to(pairing::Entity)
        .from(session::Column::MatchId)
        .to(pairing::Column::Id)
        .into();
    let rows: Vec<(Uuid, i64, String)> = session::Entity::find()
        .select_only()
        .columns([
            session::Column::MatchId,
            session::Column::Minutes,
            session::Column::Place,
        ])
        .join(JoinType::InnerJoin, to_match)
        .filter(session::Column::MatchId.is_in(matches.iter().map(|id| id.0)))
        .filter(session::Column::DeletedAt.is_null())
        .filter(
            Expr::col(session::Column::StartsAt.as_column_ref())
                .eq(Expr::col(pairing::Column::LastSessionAt.as_column_ref())),
        )
        .order_by_asc(session::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, minutes, place)| {
            (
                MatchId(id),
                Last {
                    minutes: count(minutes),
                    place,
                },
            )
        })
        .collect())
}

/// How many goals of each of these matches wait to be reached; matches without any are left out.
pub async fn open_goals(db: &Db<'_>, matches: &[MatchId]) -> Result<HashMap<MatchId, u64>> {
    let rows: Vec<(Uuid, i64)> = goal::Entity::find()
        .select_only()
        .column(goal::Column::MatchId)
        .column_as(goal::Column::Id.count(), "number")
        .filter(goal::Column::MatchId.is_in(matches.iter().map(|id| id.0)))
        .filter(goal::Column::DeletedAt.is_null())
        .filter(goal::Column::ReachedAt.is_null())
        .group_by(goal::Column::MatchId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, number)| (MatchId(id), u64::from(count(number))))
        .collect())
}

/// As the partial index on open pairs says it.
pub(super) fn is_open() -> sea_orm::sea_query::SimpleExpr {
    Expr::col(pairing::Column::State.as_column_ref()).ne(Expr::cust("'ended'"))
}

pub(super) fn to_student() -> RelationDef {
    pairing::Entity::belongs_to(person::Entity)
        .from(pairing::Column::StudentId)
        .to(person::Column::Id)
        .into()
}

pub(super) fn to_mentor() -> RelationDef {
    pairing::Entity::belongs_to(person::Entity)
        .from(pairing::Column::MentorId)
        .to(person::Column::Id)
        .into()
}

/// Matches with the names of both people.
pub(super) fn with_people() -> Select<pairing::Entity> {
    let of = |side: &'static str, column: person::Column| Expr::col((Alias::new(side), column));
    pairing::Entity::find()
        .expr_as(of(STUDENT, person::Column::Name), "student_name")
        .expr_as(of(STUDENT, person::Column::Active), "student_active")
        .expr_as(of(MENTOR, person::Column::Name), "mentor_name")
        .expr_as(of(MENTOR, person::Column::Active), "mentor_active")
        .join_as(JoinType::InnerJoin, to_student(), Alias::new(STUDENT))
        .join_as(JoinType::InnerJoin, to_mentor(), Alias::new(MENTOR))
}

#[derive(FromQueryResult)]
pub(super) struct Row {
    id: Uuid,
    student_id: Uuid,
    student_name: String,
    student_active: bool,
    mentor_id: Uuid,
    mentor_name: String,
    mentor_active: bool,
    state: String,
    started_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    end_reason: String,
    sessions: i64,
    minutes: i64,
    last_session_at: Option<DateTime<Utc>>,
    revision: i64,
}

impl TryFrom<Row> for Match {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: MatchId(row.id),
            student: Party {
                id: PersonId(row.student_id),
                name: row.student_name,
                active: row.student_active,
            },
            mentor: Party {
                id: PersonId(row.mentor_id),
                name: row.mentor_name,
                active: row.mentor_active,
            },
            state: MatchState::parse(&row.state)
                .ok_or_else(|| StoreError::Wrong("the state of a match".to_owned()))?,
            started_at: row.started_at,
            ended_at: row.ended_at,
            end_reason: row.end_reason,
            sessions: count(row.sessions).into(),
            minutes: count(row.minutes).into(),
            last_session_at: row.last_session_at,
            revision: count(row.revision),
        })
    }
}
