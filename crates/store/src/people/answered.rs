//! How many of those who can be matched say something that can be compared: counted where they lie, because reading
//! everybody's answers takes a hundred times as long.

use std::collections::HashMap;

use domain::{Availability, FieldId};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};
use uuid::Uuid;

use crate::{Db, Result, StoreError};

/// The people of one side who can have another match, and how many of them filled in each part of their profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    pub people: u64,
    /// How many more matches they can have together.
    pub places: u64,
    pub interests: u64,
    pub expertise: u64,
    pub languages: u64,
    pub availability: u64,
    pub bio: u64,
    /// Who wished for somebody.
    pub wishes: u64,
}

/// Both sides, as [`candidates`](super::candidates) reads them without anybody besides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    pub students: Side,
    pub mentors: Side,
    /// How many students and how many mentors answered each field; fields that none of them answered are left out.
    pub fields: HashMap<FieldId, (u64, u64)>,
}

const STUDENTS: &str = "active AND is_student AND open_as_student < mentor_limit";
const MENTORS: &str = "active AND is_mentor AND open_as_mentor < capacity";

pub async fn answered(db: &Db<'_>) -> Result<Answered> {
    Ok(Answered {
        students: side(db, STUDENTS, "mentor_limit - open_as_student").await?,
        mentors: side(db, MENTORS, "capacity - open_as_mentor").await?,
        fields: fields(db).await?,
    })
}

async fn side(db: &Db<'_>, who: &str, places: &str) -> Result<Side> {
    // Whoever has no free hour is stored as a week without any, or as nothing.
    let never = String::from(Availability::default());
    let sql = format!(
        "SELECT count(*) AS people,
                coalesce(sum({places}), 0) AS places,
                count(*) FILTER (WHERE interests <> '[]') AS interests,
                count(*) FILTER (WHERE expertise <> '[]') AS expertise,
                count(*) FILTER (WHERE languages <> '[]') AS languages,
                count(*) FILTER (WHERE availability NOT IN ('', $1)) AS availability,
                count(*) FILTER (WHERE bio <> '') AS bio,
                count(*) FILTER (WHERE EXISTS (SELECT 1 FROM wishes WHERE student_id = people.id)) AS wishes
         FROM people WHERE {who}"
    );
    let row = db
        .query_one_raw(Statement::from_sql_and_values(
            DbBackend::Sqlite,
            sql,
            [never.into()],
        ))
        .await?
        .ok_or_else(|| StoreError::Wrong("a count that has no row".to_owned()))?;
    let row = SideRow::from_query_result(&row, "")?;
    Ok(Side {
        people: count(row.people),
        places: count(row.places),
        interests: count(row.interests),
        expertise: count(row.expertise),
        languages: count(row.languages),
        availability: count(row.availability),
        bio: count(row.bio),
        wishes: count(row.wishes),
    })
}

/// The people come first in a cross join, whose tables are taken in the order they are written in: those who can be matched
/// are often few, and the answers of all are many.
async fn fields(db: &Db<'_>) -> Result<HashMap<FieldId, (u64, u64)>> {
    let sql = format!(
        "SELECT answers.field_id AS field, count(*) FILTER (WHERE student) AS students,
                count(*) FILTER (WHERE mentor) AS mentors
         FROM (SELECT id, ({STUDENTS}) AS student, ({MENTORS}) AS mentor FROM people
               WHERE ({STUDENTS}) OR ({MENTORS})) AS free
         CROSS JOIN answers WHERE answers.person_id = free.id GROUP BY answers.field_id"
    );
    db.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql))
        .await?
        .iter()
        .map(|row| {
            let row = FieldRow::from_query_result(row, "")?;
            Ok((
                FieldId(row.field),
                (count(row.students), count(row.mentors)),
            ))
        })
        .collect()
}

/// No count is negative, and no side has more taken than it has places: the file's rules say so.
fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

#[derive(FromQueryResult)]
struct SideRow {
    people: i64,
    places: i64,
    interests: i64,
    expertise: i64,
    languages: i64,
    availability: i64,
    bio: i64,
    wishes: i64,
}

#[derive(FromQueryResult)]
struct FieldRow {
    field: Uuid,
    students: i64,
    mentors: i64,
}
