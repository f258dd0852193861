//! How many of those who can be matched say something that can be compared: counted where they lie, because reading
//! everybody's answers takes a hundred times as long.

use std::collections::HashMap;

use domain::{Availability, FieldId};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::candidates::{self, MENTORS, STUDENTS};
use super::count;
use crate::entities::{answer, person};
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

pub async fn answered(db: &Db<'_>) -> Result<Answered> {
    Ok(Answered {
        students: side(db, STUDENTS).await?,
        mentors: side(db, MENTORS).await?,
        fields: fields(db).await?,
    })
}

async fn side(db: &Db<'_>, side: candidates::Side) -> Result<Side> {
    let those = |said: &str| Expr::cust(format!("count(*) FILTER (WHERE {said})"));
    // Whoever has no free hour is stored as a week without any, or as nothing.
    let never = String::from(Availability::default());
    let hours = Expr::cust_with_values(
        "count(*) FILTER (WHERE availability NOT IN ('', ?))",
        [never],
    );
    let wished = "EXISTS (SELECT 1 FROM wishes WHERE wishes.student_id = people.id)";
    let row: Option<SideRow> = person::Entity::find()
        .select_only()
        .expr_as(Expr::cust("count(*)"), "people")
        .expr_as(side.room().sum().if_null(0), "places")
        .expr_as(those("interests <> '[]'"), "interests")
        .expr_as(those("expertise <> '[]'"), "expertise")
        .expr_as(those("languages <> '[]'"), "languages")
        .expr_as(hours, "availability")
        .expr_as(those("bio <> ''"), "bio")
        .expr_as(those(wished), "wishes")
        .filter(side.can_have_another(&[]))
        .into_model()
        .one(db)
        .await?;
    let row = row.ok_or_else(|| StoreError::Wrong("a count that has no row".to_owned()))?;
    Ok(Side {
        people: count(row.people).into(),
        places: count(row.places).into(),
        interests: count(row.interests).into(),
        expertise: count(row.expertise).into(),
        languages: count(row.languages).into(),
        availability: count(row.availability).into(),
        bio: count(row.bio).into(),
        wishes: count(row.wishes).into(),
    })
}

/// The people come first in a cross join, whose tables are taken in the order they are written in: those who can be matched
/// are often few, and the answers of all are many.
async fn fields(db: &Db<'_>) -> Result<HashMap<FieldId, (u64, u64)>> {
    let (students, mentors) = (
        STUDENTS.can_have_another(&[]),
        MENTORS.can_have_another(&[]),
    );
    let free = Query::select()
        .column(person::Column::Id)
        .expr_as(students.clone(), "student")
        .expr_as(mentors.clone(), "mentor")
        .from(person::Entity)
        .cond_where(Condition::any().add(students).add(mentors))
        .take();
    let answered = Query::select()
        .expr_as(Expr::col(answer::Column::FieldId), "field")
        .expr_as(Expr::cust("count(*) FILTER (WHERE student)"), "students")
        .expr_as(Expr::cust("count(*) FILTER (WHERE mentor)"), "mentors")
        .from_subquery(free, "free")
        .cross_join(answer::Entity)
        .and_where(Expr::col(answer::Column::PersonId).equals(("free", person::Column::Id)))
        .group_by_col(answer::Column::FieldId)
        .take();
    db.query_all(&answered)
        .await?
        .iter()
        .map(|row| {
            let row = FieldRow::from_query_result(row, "")?;
            let counts = (count(row.students).into(), count(row.mentors).into());
            Ok((FieldId(row.field), counts))
        })
        .collect()
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
