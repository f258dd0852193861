//! What students work towards. Only the pair of a match sees its goals: every query here names the person who asks.

use chrono::{DateTime, NaiveDate, Utc};
use domain::policy::Pair;
use domain::{GoalId, Line, MatchId, PersonId, Progress, Text};
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, NullOrdering, Order, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, NotSet, QueryFilter, Set,
};
use uuid::Uuid;

use crate::entities::{goal, pairing, person};
use crate::people::count;
use crate::sessions::{matches_of, state};
use crate::{Db, Result, StoreError};

/// A goal as its pair sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    pub id: GoalId,
    pub of: MatchId,
    pub pair: Pair,
    pub student_name: String,
    pub title: String,
    pub detail: String,
    pub due: Option<NaiveDate>,
    pub progress: u32,
    pub reached_at: Option<DateTime<Utc>>,
    pub revision: u32,
}

/// What is told of a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub title: Line,
    pub detail: Text,
    pub due: Option<NaiveDate>,
}

/// The goals of the person's matches (or of one of them), open ones first, then by due date.
pub async fn list(db: &Db<'_>, person: PersonId, of: Option<MatchId>) -> Result<Vec<Goal>> {
    let mut query = seen_by(person);
    query
        .and_where(Expr::col((goal::Entity, goal::Column::DeletedAt)).is_null())
        .and_where_option(of.map(|of| Expr::col((goal::Entity, goal::Column::MatchId)).eq(of.0)))
        .order_by_expr(
            Expr::col((goal::Entity, goal::Column::ReachedAt)).is_not_null(),
            Order::Asc,
        )
        .order_by_with_nulls(
            (goal::Entity, goal::Column::Due),
            Order::Asc,
            NullOrdering::Last,
        )
        .order_by((goal::Entity, goal::Column::Id), Order::Asc);
    let rows = db.query_all(&query).await?;
    rows.iter()
        .map(|row| Goal::try_from(Row::from_query_result(row, "")?))
        .collect()
}

/// A goal of the person's matches that was not deleted.
pub async fn find(db: &Db<'_>, person: PersonId, id: GoalId) -> Result<Option<Goal>> {
    one(
        db,
        person,
        id,
        Expr::col((goal::Entity, goal::Column::DeletedAt)).is_null(),
    )
    .await
}

/// A goal of the person's matches that was deleted.
pub async fn find_deleted(db: &Db<'_>, person: PersonId, id: GoalId) -> Result<Option<Goal>> {
    one(
        db,
        person,
        id,
        Expr::col((goal::Entity, goal::Column::DeletedAt)).is_not_null(),
    )
    .await
}

async fn one(db: &Db<'_>, person: PersonId, id: GoalId, standing: Expr) -> Result<Option<Goal>> {
    let mut query = seen_by(person);
    query
        .and_where(Expr::col((goal::Entity, goal::Column::Id)).eq(id.0))
        .and_where(standing);
    let row = db.query_one(&query).await?;
    row.map(|row| Goal::try_from(Row::from_query_result(&row, "")?))
        .transpose()
}

fn seen_by(person: PersonId) -> SelectStatement {
    use {goal::Column, pairing::Column as Match, person::Column as Person};
    Query::select()
        .columns(
            [Column::Id, Column::MatchId, Column::Title, Column::Detail]
                .map(|column| (goal::Entity, column)),
        )
        .columns(
            [Column::Due, Column::Progress, Column::ReachedAt].map(|column| (goal::Entity, column)),
        )
        .column((goal::Entity, Column::Revision))
        .columns(
            [Match::StudentId, Match::MentorId, Match::State]
                .map(|column| (pairing::Entity, column)),
        )
        .expr_as(Expr::col((person::Entity, Person::Name)), "student_name")
        .from(goal::Entity)
        .join(
            JoinType::InnerJoin,
            pairing::Entity,
            Expr::col((pairing::Entity, Match::Id)).equals((goal::Entity, Column::MatchId)),
        )
        .join(
            JoinType::InnerJoin,
            person::Entity,
            Expr::col((person::Entity, Person::Id)).equals((pairing::Entity, Match::StudentId)),
        )
        .and_where(Expr::col((goal::Entity, Column::MatchId)).in_subquery(matches_of(person)))
        .take()
}

pub async fn insert(
    db: &Db<'_>,
    id: GoalId,
    of: MatchId,
    told: Told,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = goal::ActiveModel {
        id: Set(id.0),
        match_id: Set(of.0),
        title: Set(told.title.into_string()),
        detail: Set(told.detail.into_string()),
        due: Set(told.due),
        progress: Set(0),
        reached_at: Set(None),
        created_at: Set(now),
        changed_at: Set(now),
        deleted_at: Set(None),
        revision: Set(0),
    };
    goal::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Changes a goal; `reached_at` is when its progress came to 100.
pub async fn change(
    db: &Db<'_>,
    id: GoalId,
    told: Told,
    progress: Progress,
    reached_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<()> {
    let changed = goal::ActiveModel {
        title: Set(told.title.into_string()),
        detail: Set(told.detail.into_string()),
        due: Set(told.due),
        progress: Set(progress.get().into()),
        reached_at: Set(reached_at),
        changed_at: Set(now),
        ..untouched()
    };
    revise(db, id, changed).await
}

pub async fn delete(db: &Db<'_>, id: GoalId, now: DateTime<Utc>) -> Result<()> {
    revise(
        db,
        id,
        goal::ActiveModel {
            deleted_at: Set(Some(now)),
            changed_at: Set(now),
            ..untouched()
        },
    )
    .await
}

pub async fn restore(db: &Db<'_>, id: GoalId, now: DateTime<Utc>) -> Result<()> {
    revise(
        db,
        id,
        goal::ActiveModel {
            deleted_at: Set(None),
            changed_at: Set(now),
            ..untouched()
        },
    )
    .await
}

async fn revise(db: &Db<'_>, id: GoalId, changed: goal::ActiveModel) -> Result<()> {
    goal::Entity::update_many()
        .set(changed)
        .col_expr(
            goal::Column::Revision,
            Expr::col(goal::Column::Revision).add(1),
        )
        .filter(goal::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

fn untouched() -> goal::ActiveModel {
    goal::ActiveModel {
        id: NotSet,
        match_id: NotSet,
        title: NotSet,
        detail: NotSet,
        due: NotSet,
        progress: NotSet,
        reached_at: NotSet,
        created_at: NotSet,
        changed_at: NotSet,
        deleted_at: NotSet,
        revision: NotSet,
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    match_id: Uuid,
    student_id: Uuid,
    mentor_id: Uuid,
    state: String,
    student_name: String,
    title: String,
    detail: String,
    due: Option<NaiveDate>,
    progress: i64,
    reached_at: Option<DateTime<Utc>>,
    revision: i64,
}

impl TryFrom<Row> for Goal {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: GoalId(row.id),
            of: MatchId(row.match_id),
            pair: Pair {
                student: PersonId(row.student_id),
                mentor: PersonId(row.mentor_id),
                state: state(&row.state)?,
            },
            student_name: row.student_name,
            title: row.title,
            detail: row.detail,
            due: row.due,
            progress: count(row.progress),
            reached_at: row.reached_at,
            revision: count(row.revision),
        })
    }
}
