//! Whom a proposal can match, with everything its factors compare.

use std::collections::{BTreeMap, HashMap};

use domain::fields::Value;
use domain::{Availability, FieldId, PersonId};
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{answers, count, holds, read};
use crate::entities::{answer, person};
use crate::{Db, Result};

/// Somebody with a free place.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    pub id: PersonId,
    pub name: String,
    /// How many more matches the person can have on this side.
    pub places: u32,
    pub interests: Vec<String>,
    pub expertise: Vec<String>,
    pub languages: Vec<String>,
    /// Empty: the programme's.
    pub zone: String,
    pub availability: Availability,
    pub answers: BTreeMap<FieldId, Value>,
}

/// Both sides, each by id. Who is a student and a mentor stands on both.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Candidates {
    pub students: Vec<Candidate>,
    pub mentors: Vec<Candidate>,
}

/// Active students who can have another mentor, and active mentors with a free place.
pub async fn candidates(db: &Db<'_>) -> Result<Candidates> {
    let students = side(db, STUDENTS).await?;
    let mentors = side(db, MENTORS).await?;
    let answers = all_answers(db).await?;
    let with_answers = |rows: Vec<person::Model>, side: Side| -> Result<Vec<Candidate>> {
        rows.into_iter()
            .map(|row| candidate(row, side, &answers))
            .collect()
    };
    Ok(Candidates {
        students: with_answers(students, STUDENTS)?,
        mentors: with_answers(mentors, MENTORS)?,
    })
}

/// The columns in which the two sides differ.
#[derive(Clone, Copy)]
struct Side {
    role: person::Column,
    open: person::Column,
    limit: person::Column,
    places: fn(&person::Model) -> i64,
}

const STUDENTS: Side = Side {
    role: person::Column::IsStudent,
    open: person::Column::OpenAsStudent,
    limit: person::Column::MentorLimit,
    places: |row| row.mentor_limit - row.open_as_student,
};
const MENTORS: Side = Side {
    role: person::Column::IsMentor,
    open: person::Column::OpenAsMentor,
    limit: person::Column::Capacity,
    places: |row| row.capacity - row.open_as_mentor,
};

impl Side {
    fn is_free(self) -> SimpleExpr {
        Expr::col(self.open.as_column_ref()).lt(Expr::col(self.limit.as_column_ref()))
    }
}

async fn side(db: &Db<'_>, side: Side) -> Result<Vec<person::Model>> {
    Ok(person::Entity::find()
        .filter(person::Column::Active.eq(true))
        .filter(holds(side.role))
        .filter(side.is_free())
        .order_by_asc(person::Column::Id)
        .all(db)
        .await?)
}

async fn all_answers(db: &Db<'_>) -> Result<HashMap<Uuid, BTreeMap<FieldId, Value>>> {
    let mut answers: HashMap<Uuid, BTreeMap<FieldId, Value>> = HashMap::new();
    for row in answer::Entity::find().all(db).await? {
        answers
            .entry(row.person_id)
            .or_default()
            .insert(FieldId(row.field_id), answers::read(row.value)?);
    }
    Ok(answers)
}

fn candidate(
    row: person::Model,
    side: Side,
    answers: &HashMap<Uuid, BTreeMap<FieldId, Value>>,
) -> Result<Candidate> {
    Ok(Candidate {
        id: PersonId(row.id),
        places: count((side.places)(&row)),
        name: row.name,
        interests: row.interests.0,
        expertise: row.expertise.0,
        languages: row.languages.0,
        zone: row.zone,
        availability: read::availability(&row.availability)?,
        answers: answers.get(&row.id).cloned().unwrap_or_default(),
    })
}
