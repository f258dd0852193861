//! Whom a proposal can match, with everything its factors compare.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use domain::fields::Value;
use domain::{Availability, FieldId, PersonId};
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{answers, count, holds, read, wishes};
use crate::entities::{answer, person};
use crate::{Db, Result};

/// Somebody with a free place, or a mentor who is asked for all the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    pub id: PersonId,
    pub side: CandidateSide,
    pub name: String,
    /// How many more matches the person can have on this side, and how many there are.
    pub places: u32,
    pub taken: u32,
    pub bio: String,
    pub interests: Vec<String>,
    pub expertise: Vec<String>,
    pub languages: Vec<String>,
    /// Empty: the programme's.
    pub zone: String,
    pub availability: Availability,
    pub answers: BTreeMap<FieldId, Value>,
    /// The mentors the person asked for, the first one first.
    pub wishes: Vec<PersonId>,
    /// Since when the person has had no mentor; `None` with one.
    pub waiting_since: Option<DateTime<Utc>>,
}

/// As what somebody stands in a list of candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CandidateSide {
    Student,
    Mentor,
}

/// Both sides, each by id. Who is a student and a mentor stands on both.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Candidates {
    pub students: Vec<Candidate>,
    pub mentors: Vec<Candidate>,
}

/// Active students who can have another mentor, and active mentors with a free place or among `also`.
pub async fn candidates(db: &Db<'_>, also: &[PersonId]) -> Result<Candidates> {
    let students = side(db, STUDENTS, &[]).await?;
    let mentors = side(db, MENTORS, also).await?;
    let answers = all_answers(db).await?;
    let wishes = wishes::all(db).await?;
    let with_answers = |rows: Vec<person::Model>, side: Side| -> Result<Vec<Candidate>> {
        rows.into_iter()
            .map(|row| candidate(row, side, &answers, &wishes))
            .collect()
    };
    Ok(Candidates {
        students: with_answers(students, STUDENTS)?,
        mentors: with_answers(mentors, MENTORS)?,
    })
}

/// The columns in which the two sides differ.
#[derive(Clone, Copy)]
pub(super) struct Side {
    stands_as: CandidateSide,
    role: person::Column,
    open: person::Column,
    limit: person::Column,
    places: fn(&person::Model) -> i64,
    taken: fn(&person::Model) -> i64,
}

pub(super) const STUDENTS: Side = Side {
    stands_as: CandidateSide::Student,
    role: person::Column::IsStudent,
    open: person::Column::OpenAsStudent,
    limit: person::Column::MentorLimit,
    places: |row| row.mentor_limit - row.open_as_student,
    taken: |row| row.open_as_student,
};
pub(super) const MENTORS: Side = Side {
    stands_as: CandidateSide::Mentor,
    role: person::Column::IsMentor,
    open: person::Column::OpenAsMentor,
    limit: person::Column::Capacity,
    places: |row| row.capacity - row.open_as_mentor,
    taken: |row| row.open_as_mentor,
};

impl Side {
    /// Who is on this side and can have another match, and whoever is among `also` besides.
    pub(super) fn can_have_another(self, also: &[PersonId]) -> Condition {
        let mut wanted = Condition::any().add(Expr::col(self.open).lt(Expr::col(self.limit)));
        if !also.is_empty() {
            wanted = wanted.add(person::Column::Id.is_in(also.iter().map(|id| id.0)));
        }
        Condition::all()
            .add(person::Column::Active.eq(true))
            .add(holds(self.role))
            .add(wanted)
    }

    /// How many more matches somebody can have.
    pub(super) fn room(self) -> SimpleExpr {
        Expr::col(self.limit).sub(Expr::col(self.open))
    }
}

async fn side(db: &Db<'_>, side: Side, also: &[PersonId]) -> Result<Vec<person::Model>> {
    Ok(person::Entity::find()
        .filter(side.can_have_another(also))
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
    wishes: &HashMap<Uuid, Vec<PersonId>>,
) -> Result<Candidate> {
    Ok(Candidate {
        id: PersonId(row.id),
        side: side.stands_as,
        places: count((side.places)(&row)),
        taken: count((side.taken)(&row)),
        name: row.name,
        bio: row.bio,
        interests: row.interests.0,
        expertise: row.expertise.0,
        languages: row.languages.0,
        zone: row.zone,
        availability: read::availability(&row.availability)?,
        answers: answers.get(&row.id).cloned().unwrap_or_default(),
        wishes: wishes.get(&row.id).cloned().unwrap_or_default(),
        waiting_since: (row.open_as_student == 0).then_some(row.waiting_since),
    })
}
