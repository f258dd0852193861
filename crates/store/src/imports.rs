//! What imports read: everybody at once, and how files were read last.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::fields::Value;
use domain::{
    Capacity, Email, FieldId, Invalid, Language, PersonId, PersonName, Roles, Tag, Text, Zone,
};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use uuid::Uuid;

use crate::entities::{answer, import_mapping, person};
use crate::people::{Profile, answers, count, roles};
use crate::{Db, Result, StoreError};

/// A person with everything that an import compares.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    pub id: PersonId,
    pub active: bool,
    pub roles: Roles,
    /// Open matches as a mentor: the capacity cannot be less.
    pub open_as_mentor: u32,
    pub profile: Profile,
    /// To the fields that were asked for.
    pub answers: BTreeMap<FieldId, Value>,
    /// The mentors they wish for, the first wish first.
    pub wishes: Vec<PersonId>,
}

/// Everybody, active or not, with their answers to these fields. Who was erased is nobody any more.
pub async fn people(db: &Db<'_>, fields: &[FieldId]) -> Result<Vec<Person>> {
    let mut people: BTreeMap<Uuid, Person> = BTreeMap::new();
    let erased = crate::people::erased(db).await?;
    for row in person::Entity::find()
        .order_by_asc(person::Column::Id)
        .all(db)
        .await?
    {
        if !erased.contains(&PersonId(row.id)) {
            people.insert(row.id, person(row)?);
        }
    }
    if !fields.is_empty() {
        let wanted = answer::Column::FieldId.is_in(fields.iter().map(|field| field.0));
        for row in answer::Entity::find().filter(wanted).all(db).await? {
            if let Some(person) = people.get_mut(&row.person_id) {
                person
                    .answers
                    .insert(FieldId(row.field_id), answers::read(row.value)?);
            }
        }
    }
    for (student, wishes) in crate::people::wishes::all(db).await? {
        if let Some(person) = people.get_mut(&student) {
            person.wishes = wishes;
        }
    }
    Ok(people.into_values().collect())
}

fn person(row: person::Model) -> Result<Person> {
    let roles = roles(row.is_student, row.is_mentor, row.is_administrator);
    Ok(Person {
        id: PersonId(row.id),
        active: row.active,
        roles,
        open_as_mentor: count(row.open_as_mentor),
        profile: profile(row).map_err(|_| StoreError::Wrong("a profile".to_owned()))?,
        answers: BTreeMap::new(),
        wishes: Vec::new(),
    })
}

/// The profile of a row. What was stored once passed these rules.
fn profile(row: person::Model) -> std::result::Result<Profile, Invalid> {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Ok(Profile {
        name: PersonName::parse(&row.name)?,
        email: given(&row.email)
            .map(|email| Email::parse(&email))
            .transpose()?,
        bio: Text::parse(&row.bio)?,
        interests: Tag::parse_all(&row.interests.0)?,
        expertise: Tag::parse_all(&row.expertise.0)?,
        languages: Language::parse_all(&row.languages.0)?,
        zone: given(&row.zone)
            .map(|zone| Zone::parse(&zone))
            .transpose()?,
        availability: domain::Availability::parse(&row.availability)?,
        capacity: Capacity::new(row.capacity)?,
    })
}

/// How a file with these headings was read last.
pub async fn mapping(db: &Db<'_>, headings: &str) -> Result<Option<serde_json::Value>> {
    let row = import_mapping::Entity::find_by_id(headings.to_owned())
        .one(db)
        .await?;
    Ok(row.map(|row| row.mapping))
}

pub async fn remember(
    db: &Db<'_>,
    headings: &str,
    mapping: serde_json::Value,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = import_mapping::ActiveModel {
        headings: Set(headings.to_owned()),
        mapping: Set(mapping),
        used_at: Set(now),
    };
    let replaced = OnConflict::column(import_mapping::Column::Headings)
        .update_columns([
            import_mapping::Column::Mapping,
            import_mapping::Column::UsedAt,
        ])
        .to_owned();
    import_mapping::Entity::insert(row)
        .on_conflict(replaced)
        .exec_without_returning(db)
        .await?;
    Ok(())
}
