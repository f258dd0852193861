//! What the programme asks of its people beyond the built-in profile.

use std::collections::HashMap;

use domain::fields::{FieldAudience, FieldKind};
use domain::names::search_key;
use domain::{FieldId, PersonId, Role, Roles};
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Set,
};
use uuid::Uuid;

use crate::entities::{answer, field};
use crate::people::{NewAnswer, Origin};
use crate::{Db, Result, StoreError, Strings};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub id: FieldId,
    pub name: String,
    pub kind: FieldKind,
    pub options: Vec<String>,
    pub audience: FieldAudience,
    pub sensitive: bool,
    /// Whom it is asked of.
    pub roles: Roles,
}

/// Which fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    All,
    /// Those that somebody with these roles is asked, and sees.
    AskedOf(Roles),
}

/// The fields in their order.
pub async fn list(db: &Db<'_>, wanted: Wanted) -> Result<Vec<Field>> {
    let rows = field::Entity::find()
        .filter(condition(wanted))
        .order_by_asc(field::Column::Position)
        .order_by_asc(field::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(Field::try_from).collect()
}

pub async fn find(db: &Db<'_>, id: FieldId) -> Result<Option<Field>> {
    field::Entity::find_by_id(id.0)
        .one(db)
        .await?
        .map(Field::try_from)
        .transpose()
}

/// How many people answered each field.
pub async fn answered(db: &Db<'_>) -> Result<HashMap<FieldId, u64>> {
    // Field by field: one pass over all answers in groups takes twice as long.
    let answers = answer::Entity::find()
        .select_only()
        .column_as(answer::Column::PersonId.count(), "number")
        .filter(
            Expr::col((answer::Entity, answer::Column::FieldId))
                .equals((field::Entity, field::Column::Id)),
        )
        .into_query();
    let rows: Vec<(Uuid, i64)> = field::Entity::find()
        .select_only()
        .column(field::Column::Id)
        .expr_as(
            SimpleExpr::SubQuery(None, Box::new(answers.into())),
            "number",
        )
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, number)| (FieldId(id), u64::try_from(number).unwrap_or_default()))
        .collect())
}

/// Everybody's answers to one field.
pub async fn answers(db: &Db<'_>, id: FieldId) -> Result<Vec<NewAnswer>> {
    let rows = answer::Entity::find()
        .filter(answer::Column::FieldId.eq(id.0))
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(NewAnswer {
                person: PersonId(row.person_id),
                field: id,
                value: crate::people::answers::read(row.value)?,
            })
        })
        .collect()
}

/// Adds a field after the others.
pub async fn insert(db: &Db<'_>, new: &Field, origin: Origin) -> Result<()> {
    let last: Option<Last> = field::Entity::find()
        .select_only()
        .column_as(field::Column::Position.max(), "position")
        .into_model()
        .one(db)
        .await?;
    let position = last.and_then(|last| last.position).unwrap_or_default() + 1;
    let row = field::ActiveModel {
        id: Set(new.id.0),
        kind: Set(new.kind.as_str().to_owned()),
        position: Set(position),
        sample: Set(origin == Origin::Sample),
        ..columns(new)
    };
    field::Entity::insert(row)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Everything but the kind.
pub async fn change(db: &Db<'_>, changed: &Field) -> Result<()> {
    field::Entity::update_many()
        .set(columns(changed))
        .filter(field::Column::Id.eq(changed.id.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Removes a field with everybody's answers.
pub async fn remove(db: &Db<'_>, id: FieldId) -> Result<()> {
    field::Entity::delete_by_id(id.0).exec(db).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Last {
    position: Option<i64>,
}

fn condition(wanted: Wanted) -> Condition {
    match wanted {
        Wanted::All => Condition::all(),
        Wanted::AskedOf(roles) => {
            let asked = roles.iter().fold(Condition::any(), |any, role| {
                any.add(asked_of(role).eq(true))
            });
            Condition::all()
                .add(field::Column::Audience.ne(FieldAudience::Administrators.as_str()))
                // Nobody is asked what nobody's role is asked; an empty `any` would let everything through.
                .add(if roles.is_empty() {
                    Condition::all().add(Expr::value(1).eq(0))
                } else {
                    asked
                })
        }
    }
}

fn asked_of(role: Role) -> field::Column {
    match role {
        Role::Student => field::Column::OfStudents,
        Role::Mentor => field::Column::OfMentors,
        Role::Administrator => field::Column::OfAdministrators,
    }
}

fn columns(field: &Field) -> field::ActiveModel {
    field::ActiveModel {
        name: Set(field.name.clone()),
        name_key: Set(search_key(&field.name)),
        options: Set(Strings(field.options.clone())),
        audience: Set(field.audience.as_str().to_owned()),
        sensitive: Set(field.sensitive),
        of_students: Set(field.roles.contains(Role::Student)),
        of_mentors: Set(field.roles.contains(Role::Mentor)),
        of_administrators: Set(field.roles.contains(Role::Administrator)),
        ..Default::default()
    }
}

impl TryFrom<field::Model> for Field {
    type Error = StoreError;

    fn try_from(row: field::Model) -> Result<Self> {
        let wrong = |what: &str| StoreError::Wrong(format!("the {what} of a field"));
        Ok(Self {
            id: FieldId(row.id),
            name: row.name,
            kind: FieldKind::parse(&row.kind).ok_or_else(|| wrong("kind"))?,
            options: row.options.0,
            audience: FieldAudience::parse(&row.audience).ok_or_else(|| wrong("audience"))?,
            sensitive: row.sensitive,
            roles: crate::people::roles(row.of_students, row.of_mentors, row.of_administrators),
        })
    }
}
