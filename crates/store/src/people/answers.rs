//! What people answered to the programme's fields.

use std::collections::BTreeMap;

use domain::fields::{FieldAudience, Value};
use domain::{FieldId, PersonId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationDef, Set,
};
use uuid::Uuid;

use crate::entities::{answer, field};
use crate::{Db, Result, StoreError};

/// An answer with its field's name.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    pub field: FieldId,
    pub name: String,
    pub value: Value,
}

#[derive(Debug, Clone, PartialEq)]
pub struct NewAnswer {
    pub person: PersonId,
    pub field: FieldId,
    pub value: Value,
}

/// A person's answers to the fields shown to these audiences, in the order of the fields.
pub async fn answers(
    db: &Db<'_>,
    person: PersonId,
    shown: &[FieldAudience],
) -> Result<Vec<Answer>> {
    let rows: Vec<Row> = answer::Entity::find()
        .select_only()
        .column(answer::Column::FieldId)
        .column(answer::Column::Value)
        .column(field::Column::Name)
        .join(JoinType::InnerJoin, to_field())
        .filter(answer::Column::PersonId.eq(person.0))
        .filter(field::Column::Audience.is_in(shown.iter().map(|audience| audience.as_str())))
        .order_by_asc(field::Column::Position)
        .into_model()
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Answer {
                field: FieldId(row.field_id),
                name: row.name,
                value: read(row.value)?,
            })
        })
        .collect()
}

/// Writes answers; `None` takes one back.
pub async fn set_answers(
    db: &Db<'_>,
    person: PersonId,
    answers: BTreeMap<FieldId, Option<Value>>,
) -> Result<()> {
    let (given, taken_back): (Vec<_>, Vec<_>) =
        answers.into_iter().partition(|(_, value)| value.is_some());
    if !taken_back.is_empty() {
        answer::Entity::delete_many()
            .filter(answer::Column::PersonId.eq(person.0))
            .filter(answer::Column::FieldId.is_in(taken_back.iter().map(|(field, _)| field.0)))
            .exec(db)
            .await?;
    }
    let given = given
        .into_iter()
        .filter_map(|(field, value)| {
            Some(NewAnswer {
                person,
                field,
                value: value?,
            })
        })
        .collect();
    insert_answers(db, given).await
}

/// Writes many people's answers at once; an earlier answer to the same field is replaced.
pub async fn insert_answers(db: &Db<'_>, answers: Vec<NewAnswer>) -> Result<()> {
    // SQLite takes at most 32,766 parameters in one statement.
    for chunk in answers.chunks(5_000) {
        let rows: Result<Vec<answer::ActiveModel>> = chunk
            .iter()
            .map(|new| {
                Ok(answer::ActiveModel {
                    person_id: Set(new.person.0),
                    field_id: Set(new.field.0),
                    value: Set(write(&new.value)?),
                })
            })
            .collect();
        answer::Entity::insert_many(rows?)
            .on_conflict(
                OnConflict::columns([answer::Column::PersonId, answer::Column::FieldId])
                    .update_column(answer::Column::Value)
                    .to_owned(),
            )
            .exec_without_returning(db)
            .await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Row {
    field_id: Uuid,
    value: serde_json::Value,
    name: String,
}

fn to_field() -> RelationDef {
    answer::Entity::belongs_to(field::Entity)
        .from(answer::Column::FieldId)
        .to(field::Column::Id)
        .into()
}

pub(crate) fn read(stored: serde_json::Value) -> Result<Value> {
    serde_json::from_value(stored).map_err(|_| StoreError::Wrong("an answer".to_owned()))
}

pub(crate) fn write(value: &Value) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|_| StoreError::Wrong("an answer".to_owned()))
}
