//! Whole tables, for export.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::fields::Value;
use domain::{PersonId, Roles};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryOrder, Statement};
use uuid::Uuid;

use crate::entities::{Strings, answer, field, person};
use crate::people::answers::read;
use crate::people::roles;
use crate::{Db, Result};

/// What is told of a session to those who read none of its texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionFacts {
    pub starts_at: DateTime<Utc>,
    pub minutes: i64,
    pub student: String,
    pub mentor: String,
    pub place: String,
    pub topics: Vec<String>,
}

/// Everybody, with the programme's fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Roster {
    /// The names of the fields, in their order.
    pub fields: Vec<String>,
    pub people: Vec<RosterPerson>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct RosterPerson {
    pub id: PersonId,
    pub name: String,
    pub email: String,
    pub roles: Roles,
    pub active: bool,
    pub bio: String,
    pub interests: Vec<String>,
    pub expertise: Vec<String>,
    pub languages: Vec<String>,
    pub zone: String,
    pub capacity: i64,
    pub open_as_mentor: i64,
    pub open_as_student: i64,
    pub joined_at: DateTime<Utc>,
    /// One for each field of the roster.
    pub answers: Vec<Option<Value>>,
}

/// All sessions that were not deleted, oldest first.
pub async fn session_facts(db: &Db<'_>) -> Result<Vec<SessionFacts>> {
    let statement = Statement::from_string(
        DbBackend::Sqlite,
        "SELECT s.starts_at, s.minutes, s.place, s.topics, student.name AS student, mentor.name AS mentor
         FROM sessions AS s
         JOIN matches AS m ON m.id = s.match_id
         JOIN people AS student ON student.id = m.student_id
         JOIN people AS mentor ON mentor.id = m.mentor_id
         WHERE s.deleted_at IS NULL
         ORDER BY s.starts_at, s.number",
    );
    let rows = db.query_all_raw(statement).await?;
    rows.iter()
        .map(|row| Ok(SessionRow::from_query_result(row, "")?.into()))
        .collect()
}

/// Everybody by name, those who are not active too.
pub async fn roster(db: &Db<'_>) -> Result<Roster> {
    let fields = field::Entity::find()
        .order_by_asc(field::Column::Position)
        .all(db)
        .await?;
    let places: HashMap<Uuid, usize> = fields
        .iter()
        .enumerate()
        .map(|(at, field)| (field.id, at))
        .collect();
    let mut answers = answers(db, &places).await?;
    let people = person::Entity::find()
        .order_by_asc(person::Column::NameKey)
        .order_by_asc(person::Column::Id)
        .all(db);
    let people = people.await?.into_iter().map(|row| {
        let answers = answers
            .remove(&row.id)
            .unwrap_or_else(|| vec![None; fields.len()]);
        RosterPerson {
            answers,
            ..RosterPerson::from(row)
        }
    });
    Ok(Roster {
        people: people.collect(),
        fields: fields.into_iter().map(|field| field.name).collect(),
    })
}

/// Each person's answers, at the places of the fields.
async fn answers(
    db: &Db<'_>,
    places: &HashMap<Uuid, usize>,
) -> Result<HashMap<Uuid, Vec<Option<Value>>>> {
    let mut all: HashMap<Uuid, Vec<Option<Value>>> = HashMap::new();
    for row in answer::Entity::find().all(db).await? {
        let value = read(row.value)?;
        let theirs = all
            .entry(row.person_id)
            .or_insert_with(|| vec![None; places.len()]);
        if let Some(place) = places.get(&row.field_id).and_then(|at| theirs.get_mut(*at)) {
            *place = Some(value);
        }
    }
    Ok(all)
}

impl From<person::Model> for RosterPerson {
    fn from(row: person::Model) -> Self {
        Self {
            id: PersonId(row.id),
            roles: roles(row.is_student, row.is_mentor, row.is_administrator),
            name: row.name,
            email: row.email,
            active: row.active,
            bio: row.bio,
            interests: row.interests.0,
            expertise: row.expertise.0,
            languages: row.languages.0,
            zone: row.zone,
            capacity: row.capacity,
            open_as_mentor: row.open_as_mentor,
            open_as_student: row.open_as_student,
            joined_at: row.joined_at,
            answers: Vec::new(),
        }
    }
}

#[derive(FromQueryResult)]
struct SessionRow {
    starts_at: DateTime<Utc>,
    minutes: i64,
    place: String,
    topics: Strings,
    student: String,
    mentor: String,
}

impl From<SessionRow> for SessionFacts {
    fn from(row: SessionRow) -> Self {
        Self {
            starts_at: row.starts_at,
            minutes: row.minutes,
            student: row.student,
            mentor: row.mentor,
            place: row.place,
            topics: row.topics.0,
        }
    }
}
