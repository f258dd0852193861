//! One person at a time.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use domain::{Availability, PersonId};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, PaginatorTrait, QueryFilter, QuerySelect,
    RelationDef, Select,
};
use uuid::Uuid;

use super::{Account, Person, count, holds, roles};
use crate::entities::{account, erased, person};
use crate::{Db, Result, StoreError};

/// What a person wrote of themselves, as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub bio: String,
    pub interests: Vec<String>,
    pub expertise: Vec<String>,
    pub languages: Vec<String>,
    pub zone: String,
    pub availability: Availability,
}

pub async fn find(db: &Db<'_>, id: PersonId) -> Result<Option<Person>> {
    let row = summaries()
        .filter(person::Column::Id.eq(id.0))
        .into_model::<Row>()
        .one(db)
        .await?;
    Ok(row.map(Person::from))
}

pub async fn written(db: &Db<'_>, id: PersonId) -> Result<Option<Written>> {
    let Some(row) = person::Entity::find_by_id(id.0).one(db).await? else {
        return Ok(None);
    };
    Ok(Some(Written {
        bio: row.bio,
        interests: row.interests.0,
        expertise: row.expertise.0,
        languages: row.languages.0,
        zone: row.zone,
        availability: availability(&row.availability)?,
    }))
}

/// How many students each of these mentors takes, and how many they have.
pub async fn capacities(db: &Db<'_>, ids: &[PersonId]) -> Result<HashMap<PersonId, (u32, u32)>> {
    let rows: Vec<(Uuid, i64, i64)> = person::Entity::find()
        .select_only()
        .columns([
            person::Column::Id,
            person::Column::Capacity,
            person::Column::OpenAsMentor,
        ])
        .filter(person::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .into_tuple()
        .all(db)
        .await?;
    let rows = rows.into_iter();
    Ok(rows
        .map(|(id, capacity, taken)| (PersonId(id), (count(capacity), count(taken))))
        .collect())
}

/// How many active administrators there are besides this person who can sign in.
pub async fn other_administrators(db: &Db<'_>, id: PersonId) -> Result<u64> {
    let number = person::Entity::find()
        .join(JoinType::InnerJoin, to_account())
        .filter(holds(person::Column::IsAdministrator))
        .filter(holds(person::Column::Active))
        .filter(account::Column::PublicKey.is_not_null())
        .filter(person::Column::Id.ne(id.0))
        .count(db)
        .await?;
    Ok(number)
}

/// How many active administrators there are besides these people.
pub async fn administrators_besides(db: &Db<'_>, people: &BTreeSet<PersonId>) -> Result<usize> {
    let ids: Vec<Uuid> = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(holds(person::Column::IsAdministrator))
        .filter(holds(person::Column::Active))
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids
        .into_iter()
        .filter(|id| !people.contains(&PersonId(*id)))
        .count())
}

pub(super) fn availability(stored: &str) -> Result<Availability> {
    Availability::parse(stored).map_err(|_| StoreError::Wrong("an availability".to_owned()))
}

pub(super) fn to_account() -> RelationDef {
    person::Entity::belongs_to(account::Entity)
        .from(person::Column::Id)
        .to(account::Column::PersonId)
        .into()
}

fn to_erased() -> RelationDef {
    person::Entity::belongs_to(erased::Entity)
        .from(person::Column::Id)
        .to(erased::Column::PersonId)
        .into()
}

/// People with their accounts and without the long texts.
pub(super) fn summaries() -> Select<person::Entity> {
    person::Entity::find()
        .select_only()
        .columns([
            person::Column::Id,
            person::Column::Name,
            person::Column::Email,
            person::Column::IsStudent,
            person::Column::IsMentor,
            person::Column::IsAdministrator,
            person::Column::Active,
            person::Column::OpenAsMentor,
            person::Column::Capacity,
            person::Column::OpenAsStudent,
            person::Column::MentorLimit,
            person::Column::JoinedAt,
            person::Column::Sample,
            person::Column::Revision,
        ])
        .column_as(account::Column::Name, "sign_in_name")
        .column_as(
            Expr::col(account::Column::PublicKey.as_column_ref()).is_not_null(),
            "has_key",
        )
        .column_as(account::Column::CodeExpiresAt, "code_expires_at")
        .column_as(
            Expr::col(erased::Column::PersonId.as_column_ref()).is_not_null(),
            "erased",
        )
        .join(JoinType::LeftJoin, to_account())
        .join(JoinType::LeftJoin, to_erased())
}

#[derive(FromQueryResult)]
#[expect(clippy::struct_excessive_bools, reason = "the columns of a row")]
pub(super) struct Row {
    id: Uuid,
    name: String,
    email: String,
    is_student: bool,
    is_mentor: bool,
    is_administrator: bool,
    active: bool,
    open_as_mentor: i64,
    capacity: i64,
    open_as_student: i64,
    mentor_limit: i64,
    joined_at: DateTime<Utc>,
    sample: bool,
    erased: bool,
    revision: i64,
    sign_in_name: Option<String>,
    has_key: bool,
    code_expires_at: Option<DateTime<Utc>>,
}

impl From<Row> for Person {
    fn from(row: Row) -> Self {
        let (has_key, code_expires_at) = (row.has_key, row.code_expires_at);
        Self {
            id: PersonId(row.id),
            name: row.name,
            email: row.email,
            roles: roles(row.is_student, row.is_mentor, row.is_administrator),
            active: row.active,
            students: count(row.open_as_mentor),
            capacity: count(row.capacity),
            mentors: count(row.open_as_student),
            mentor_limit: count(row.mentor_limit),
            account: row.sign_in_name.map(|sign_in_name| Account {
                sign_in_name,
                has_key,
                code_expires_at,
            }),
            joined_at: row.joined_at,
            sample: row.sample,
            erased: row.erased,
            revision: count(row.revision),
        }
    }
}
