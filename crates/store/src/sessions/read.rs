//! The facts of sessions.

use chrono::{DateTime, Utc};
use domain::matches::MatchState;
use domain::policy::Pair;
use domain::{MatchId, PersonId, SessionId};
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::Session;
use crate::entities::{Strings, pairing, person, session};
use crate::matches::Party;
use crate::people::count;
use crate::{Db, Result, StoreError};

/// How the tables are called inside this module's queries.
pub(super) const S: &str = "s";
const M: &str = "m";
const STUDENT: &str = "student";
const MENTOR: &str = "mentor";

/// The row number of a session; not in the entity because nothing outside of queries needs it.
pub(super) const NUMBER: &str = "number";

/// A session that was not deleted.
pub async fn find(db: &Db<'_>, id: SessionId) -> Result<Option<Session>> {
    one(db, id, Expr::col((S, session::Column::DeletedAt)).is_null()).await
}

/// A session that was deleted.
pub async fn find_deleted(db: &Db<'_>, id: SessionId) -> Result<Option<Session>> {
    one(
        db,
        id,
        Expr::col((S, session::Column::DeletedAt)).is_not_null(),
    )
    .await
}

async fn one(db: &Db<'_>, id: SessionId, standing: Expr) -> Result<Option<Session>> {
    let mut query = facts();
    query
        .and_where(Expr::col((S, session::Column::Id)).eq(id.0))
        .and_where(standing);
    let row = db.query_one(&query).await?;
    row.map(|row| Session::try_from(Row::from_query_result(&row, "")?))
        .transpose()
}

/// The sessions of these row numbers, newest first.
pub(super) async fn by_number(db: &Db<'_>, numbers: &[i64]) -> Result<Vec<Session>> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = facts();
    query
        .and_where(Expr::col((S, NUMBER)).is_in(numbers.iter().copied()))
        .order_by((S, session::Column::StartsAt), Order::Desc)
        .order_by((S, session::Column::Minutes), Order::Desc)
        .order_by((S, NUMBER), Order::Desc);
    let rows = db.query_all(&query).await?;
    rows.iter()
        .map(|row| Session::try_from(Row::from_query_result(row, "")?))
        .collect()
}

fn facts() -> SelectStatement {
    use {pairing::Column as Match, person::Column as Person, session::Column};
    let mut query = Query::select();
    query
        .columns(
            [
                Column::Id,
                Column::MatchId,
                Column::StartsAt,
                Column::Minutes,
            ]
            .map(|column| (S, column)),
        )
        .columns([Column::Place, Column::Topics, Column::Revision].map(|column| (S, column)))
        .columns([Match::StudentId, Match::MentorId, Match::State].map(|column| (M, column)))
        .expr_as(Expr::col((STUDENT, Person::Name)), "student_name")
        .expr_as(Expr::col((STUDENT, Person::Active)), "student_active")
        .expr_as(Expr::col((MENTOR, Person::Name)), "mentor_name")
        .expr_as(Expr::col((MENTOR, Person::Active)), "mentor_active")
        .from_as(session::Entity, S)
        .join_as(
            JoinType::InnerJoin,
            pairing::Entity,
            M,
            Expr::col((M, Match::Id)).equals((S, Column::MatchId)),
        )
        .join_as(
            JoinType::InnerJoin,
            person::Entity,
            STUDENT,
            Expr::col((STUDENT, Person::Id)).equals((M, Match::StudentId)),
        )
        .join_as(
            JoinType::InnerJoin,
            person::Entity,
            MENTOR,
            Expr::col((MENTOR, Person::Id)).equals((M, Match::MentorId)),
        );
    query
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    match_id: Uuid,
    starts_at: DateTime<Utc>,
    minutes: i64,
    place: String,
    topics: Strings,
    revision: i64,
    student_id: Uuid,
    mentor_id: Uuid,
    state: String,
    student_name: String,
    student_active: bool,
    mentor_name: String,
    mentor_active: bool,
}

impl TryFrom<Row> for Session {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let (student, mentor) = (PersonId(row.student_id), PersonId(row.mentor_id));
        Ok(Self {
            id: SessionId(row.id),
            of: MatchId(row.match_id),
            pair: Pair {
                student,
                mentor,
                state: state(&row.state)?,
            },
            student: Party {
                id: student,
                name: row.student_name,
                active: row.student_active,
            },
            mentor: Party {
                id: mentor,
                name: row.mentor_name,
                active: row.mentor_active,
            },
            starts_at: row.starts_at,
            minutes: count(row.minutes),
            place: row.place,
            topics: row.topics.0,
            revision: count(row.revision),
        })
    }
}

pub(crate) fn state(text: &str) -> Result<MatchState> {
    MatchState::parse(text).ok_or_else(|| StoreError::Wrong("the state of a match".to_owned()))
}
