//! One match, or what hangs on some.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::matches::MatchState;
use domain::policy::Side;
use domain::{MatchId, PersonId};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, RelationDef, Select,
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

/// The latest session of each of these matches; of two that began together, the one logged later. The matches come first
/// in a cross join, whose tables are taken in the order they are written in: the other way round all sessions are looked
/// through.
pub async fn last_sessions(db: &Db<'_>, matches: &[MatchId]) -> Result<HashMap<MatchId, Last>> {
    use session::Column;
    let of_match = |column: pairing::Column| (pairing::Entity, column);
    let of_session = |column: Column| (session::Entity, column);
    let latest = Query::select()
        .columns([Column::MatchId, Column::Id, Column::Minutes, Column::Place].map(of_session))
        .from(pairing::Entity)
        .cross_join(session::Entity)
        .and_where(Expr::col(of_match(pairing::Column::Id)).is_in(matches.iter().map(|id| id.0)))
        .and_where(Expr::col(of_session(Column::MatchId)).equals(of_match(pairing::Column::Id)))
        .and_where(
            Expr::col(of_session(Column::StartsAt))
                .equals(of_match(pairing::Column::LastSessionAt)),
        )
        .and_where(Expr::col(of_session(Column::DeletedAt)).is_null())
        .take();
    let mut newest: HashMap<MatchId, (Uuid, Last)> = HashMap::new();
    for row in db.query_all(&latest).await? {
        let of = MatchId(row.try_get("", "match_id")?);
        let id: Uuid = row.try_get("", "id")?;
        if newest.get(&of).is_none_or(|(earlier, _)| *earlier < id) {
            let last = Last {
                minutes: count(row.try_get("", "minutes")?),
                place: row.try_get("", "place")?,
            };
            newest.insert(of, (id, last));
        }
    }
    Ok(newest
        .into_iter()
        .map(|(of, (_, last))| (of, last))
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
