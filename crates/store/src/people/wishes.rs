//! The mentors students asked for.

use std::collections::HashMap;

use domain::PersonId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use uuid::Uuid;

use crate::entities::wish;
use crate::{Db, Result};

/// One student's wishes, the first one first.
pub async fn wishes(db: &Db<'_>, student: PersonId) -> Result<Vec<PersonId>> {
    let rows = wish::Entity::find()
        .filter(wish::Column::StudentId.eq(student.0))
        .order_by_asc(wish::Column::Rank)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| PersonId(row.mentor_id))
        .collect())
}

/// Everybody's wishes.
pub(crate) async fn all(db: &Db<'_>) -> Result<HashMap<Uuid, Vec<PersonId>>> {
    let mut wishes: HashMap<Uuid, Vec<PersonId>> = HashMap::new();
    let rows = wish::Entity::find()
        .order_by_asc(wish::Column::StudentId)
        .order_by_asc(wish::Column::Rank)
        .all(db)
        .await?;
    for row in rows {
        wishes
            .entry(row.student_id)
            .or_default()
            .push(PersonId(row.mentor_id));
    }
    Ok(wishes)
}

/// Puts these wishes, the first one first, in the place of those a student had.
pub async fn set_wishes(db: &Db<'_>, student: PersonId, mentors: &[PersonId]) -> Result<()> {
    wish::Entity::delete_many()
        .filter(wish::Column::StudentId.eq(student.0))
        .exec(db)
        .await?;
    if mentors.is_empty() {
        return Ok(());
    }
    let rows = (1_i64..)
        .zip(mentors)
        .map(|(rank, mentor)| wish::ActiveModel {
            student_id: Set(student.0),
            rank: Set(rank),
            mentor_id: Set(mentor.0),
        });
    wish::Entity::insert_many(rows)
        .exec_without_returning(db)
        .await?;
    Ok(())
}
