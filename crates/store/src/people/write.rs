//! Changes to people. Every change counts the revision up; what matches count is kept by the database's triggers.

use chrono::{DateTime, Utc};
use domain::names::search_key;
use domain::{PersonId, Role, Roles, Tag};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set, UpdateMany};

use super::{NewPerson, Origin, Profile};
use crate::entities::{account, person};
use crate::{Db, Result, Strings};

/// Inserts people who join.
pub async fn insert(db: &Db<'_>, people: Vec<NewPerson>) -> Result<()> {
    // SQLite takes at most 32,766 parameters in one statement, and a person has 24.
    for chunk in people.chunks(1_000) {
        person::Entity::insert_many(chunk.iter().map(row))
            .exec_without_returning(db)
            .await?;
    }
    Ok(())
}

/// How many students a mentor takes from now on. The database refuses fewer than there are.
pub async fn set_capacity(
    db: &Db<'_>,
    id: PersonId,
    capacity: u32,
    now: DateTime<Utc>,
) -> Result<()> {
    changing(id, now)
        .col_expr(person::Column::Capacity, Expr::value(capacity))
        .exec(db)
        .await?;
    Ok(())
}

pub async fn change(
    db: &Db<'_>,
    id: PersonId,
    profile: &Profile,
    now: DateTime<Utc>,
) -> Result<()> {
    changing(id, now).set(columns(profile)).exec(db).await?;
    Ok(())
}

pub async fn set_roles(db: &Db<'_>, id: PersonId, roles: Roles, now: DateTime<Utc>) -> Result<()> {
    let held = person::ActiveModel {
        is_student: Set(roles.contains(Role::Student)),
        is_mentor: Set(roles.contains(Role::Mentor)),
        is_administrator: Set(roles.contains(Role::Administrator)),
        ..Default::default()
    };
    changing(id, now).set(held).exec(db).await?;
    Ok(())
}

/// Takes a person out of the programme. Their account stays without a password: none that was chosen counts any more.
pub async fn deactivate(db: &Db<'_>, id: PersonId, now: DateTime<Utc>) -> Result<()> {
    changing(id, now)
        .col_expr(person::Column::Active, Expr::value(false))
        .exec(db)
        .await?;
    account::Entity::update_many()
        .col_expr(account::Column::PublicKey, Expr::value(None::<Vec<u8>>))
        .col_expr(
            account::Column::CodeExpiresAt,
            Expr::value(None::<DateTime<Utc>>),
        )
        .filter(account::Column::PersonId.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

pub async fn reactivate(db: &Db<'_>, id: PersonId, now: DateTime<Utc>) -> Result<()> {
    changing(id, now)
        .col_expr(person::Column::Active, Expr::value(true))
        .exec(db)
        .await?;
    Ok(())
}

/// Lets these people wait from now on, as far as they have no open match as a student.
pub async fn wait(db: &Db<'_>, ids: &[PersonId], now: DateTime<Utc>) -> Result<()> {
    person::Entity::update_many()
        .col_expr(person::Column::WaitingSince, Expr::value(now))
        .filter(person::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .filter(person::Column::OpenAsStudent.eq(0))
        .exec(db)
        .await?;
    Ok(())
}

fn changing(id: PersonId, now: DateTime<Utc>) -> UpdateMany<person::Entity> {
    person::Entity::update_many()
        .col_expr(person::Column::ChangedAt, Expr::value(now))
        .col_expr(
            person::Column::Revision,
            Expr::col(person::Column::Revision).add(1),
        )
        .filter(person::Column::Id.eq(id.0))
}

fn row(new: &NewPerson) -> person::ActiveModel {
    person::ActiveModel {
        id: Set(new.id.0),
        is_student: Set(new.roles.contains(Role::Student)),
        is_mentor: Set(new.roles.contains(Role::Mentor)),
        is_administrator: Set(new.roles.contains(Role::Administrator)),
        active: Set(true),
        mentor_limit: Set(1),
        open_as_mentor: Set(0),
        open_as_student: Set(0),
        sample: Set(new.origin == Origin::Sample),
        joined_at: Set(new.joined_at),
        waiting_since: Set(new.joined_at),
        changed_at: Set(new.joined_at),
        revision: Set(0),
        ..columns(&new.profile)
    }
}

fn columns(profile: &Profile) -> person::ActiveModel {
    let tags = |tags: &[Tag]| Strings(tags.iter().map(|tag| tag.as_str().to_owned()).collect());
    person::ActiveModel {
        name: Set(profile.name.as_str().to_owned()),
        name_key: Set(search_key(profile.name.as_str())),
        email: Set(profile
            .email
            .as_ref()
            .map(|email| email.as_str().to_owned())
            .unwrap_or_default()),
        email_key: Set(profile.email.as_ref().map(domain::Email::key)),
        bio: Set(profile.bio.as_str().to_owned()),
        interests: Set(tags(&profile.interests)),
        expertise: Set(tags(&profile.expertise)),
        languages: Set(Strings(
            profile
                .languages
                .iter()
                .map(|language| language.as_str().to_owned())
                .collect(),
        )),
        zone: Set(profile
            .zone
            .map(|zone| zone.as_str().to_owned())
            .unwrap_or_default()),
        availability: Set(profile.availability.into()),
        capacity: Set(profile.capacity.get().into()),
        ..Default::default()
    }
}
