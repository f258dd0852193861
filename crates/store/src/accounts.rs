//! What people sign in with. The passwords are not here: the vault's slots verify them.

use chrono::{DateTime, Utc};
use domain::{AccountId, PersonId, SignInName};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use uuid::Uuid;

use crate::entities::{account, person};
use crate::people::roles;
use crate::{Db, Result, StoreError};

/// An account with the person it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub person: PersonId,
    pub person_name: String,
    pub active: bool,
    pub roles: domain::Roles,
    /// The sign-in name as written, and the key by which it is found.
    pub name: String,
    pub name_key: String,
    /// `None` until a password was chosen, or when the slot was lost.
    pub public_key: Option<Vec<u8>>,
}

fn account((account, person): (account::Model, Option<person::Model>)) -> Result<Account> {
    let person =
        person.ok_or_else(|| StoreError::Wrong("an account without a person".to_owned()))?;
    Ok(Account {
        id: AccountId(account.id),
        person: PersonId(account.person_id),
        active: person.active,
        roles: roles(person.is_student, person.is_mentor, person.is_administrator),
        person_name: person.name,
        name: account.name,
        name_key: account.name_key,
        public_key: account.public_key,
    })
}

async fn find(db: &Db<'_>, condition: sea_orm::sea_query::SimpleExpr) -> Result<Option<Account>> {
    let Some(row) = account::Entity::find().filter(condition).one(db).await? else {
        return Ok(None);
    };
    let person = person::Entity::find_by_id(row.person_id).one(db).await?;
    account((row, person)).map(Some)
}

pub async fn by_id(db: &Db<'_>, id: AccountId) -> Result<Option<Account>> {
    find(db, account::Column::Id.eq(id.0)).await
}

/// By the key of the sign-in name.
pub async fn by_name(db: &Db<'_>, name_key: &str) -> Result<Option<Account>> {
    find(db, account::Column::NameKey.eq(name_key)).await
}

pub async fn of_person(db: &Db<'_>, id: PersonId) -> Result<Option<Account>> {
    find(db, account::Column::PersonId.eq(id.0)).await
}

/// Every account, by sign-in name.
pub async fn all(db: &Db<'_>) -> Result<Vec<Account>> {
    let accounts = account::Entity::find()
        .order_by_asc(account::Column::NameKey)
        .all(db)
        .await?;
    let ids: Vec<Uuid> = accounts.iter().map(|account| account.person_id).collect();
    let mut people = std::collections::HashMap::new();
    // SQLite takes at most 32,766 parameters.
    for ids in ids.chunks(10_000) {
        for row in person::Entity::find()
            .filter(person::Column::Id.is_in(ids.iter().copied()))
            .all(db)
            .await?
        {
            people.insert(row.id, row);
        }
    }
    accounts
        .into_iter()
        .map(|row| {
            let person = people.remove(&row.person_id);
            account((row, person))
        })
        .collect()
}

/// Makes an account. Without a public key it waits for a code to be redeemed.
pub async fn insert(
    db: &Db<'_>,
    id: AccountId,
    person: PersonId,
    name: &SignInName,
    public_key: Option<&[u8]>,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = account::ActiveModel {
        id: Set(id.0),
        person_id: Set(person.0),
        name: Set(name.as_str().to_owned()),
        name_key: Set(name.key()),
        public_key: Set(public_key.map(<[u8]>::to_vec)),
        code_expires_at: Set(None),
        created_at: Set(now),
    };
    row.insert(db).await?;
    Ok(())
}

/// A password was chosen: the account's key is known, no code is outstanding.
pub async fn set_key(db: &Db<'_>, id: AccountId, public_key: &[u8]) -> Result<()> {
    account::Entity::update_many()
        .col_expr(account::Column::PublicKey, Expr::value(public_key.to_vec()))
        .col_expr(
            account::Column::CodeExpiresAt,
            Expr::value(None::<DateTime<Utc>>),
        )
        .filter(account::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

/// A code was issued under this name: no password counts until it is redeemed.
pub async fn set_code(
    db: &Db<'_>,
    id: AccountId,
    name: &SignInName,
    until: DateTime<Utc>,
) -> Result<()> {
    account::Entity::update_many()
        .col_expr(account::Column::Name, Expr::value(name.as_str()))
        .col_expr(account::Column::NameKey, Expr::value(name.key()))
        .col_expr(account::Column::PublicKey, Expr::value(None::<Vec<u8>>))
        .col_expr(account::Column::CodeExpiresAt, Expr::value(until))
        .filter(account::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

/// These accounts have no slot in the vault: they need a code.
pub async fn forget_keys(db: &Db<'_>, ids: &[AccountId]) -> Result<()> {
    for ids in ids.chunks(10_000) {
        account::Entity::update_many()
            .col_expr(account::Column::PublicKey, Expr::value(None::<Vec<u8>>))
            .filter(account::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .exec(db)
            .await?;
    }
    Ok(())
}

/// Inserts somebody who comes with an account: the first administrator, or an admitted request.
pub async fn insert_person(
    db: &Db<'_>,
    id: PersonId,
    new: NewPerson<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = person::ActiveModel {
        id: Set(id.0),
        name: Set(new.name.as_str().to_owned()),
        name_key: Set(domain::names::search_key(new.name.as_str())),
        email: Set(new
            .email
            .map(|email| email.as_str().to_owned())
            .unwrap_or_default()),
        email_key: Set(new.email.map(domain::Email::key)),
        bio: Set(String::new()),
        interests: Set(crate::Strings::default()),
        expertise: Set(crate::Strings::default()),
        languages: Set(crate::Strings::default()),
        zone: Set(String::new()),
        availability: Set(String::new()),
        is_student: Set(new.roles.contains(domain::Role::Student)),
        is_mentor: Set(new.roles.contains(domain::Role::Mentor)),
        is_administrator: Set(new.roles.contains(domain::Role::Administrator)),
        active: Set(true),
        capacity: Set(1),
        mentor_limit: Set(1),
        open_as_mentor: Set(0),
        open_as_student: Set(0),
        sample: Set(false),
        joined_at: Set(now),
        waiting_since: Set(now),
        changed_at: Set(now),
        revision: Set(0),
    };
    row.insert(db).await?;
    Ok(())
}

#[derive(Debug, Clone, Copy)]
pub struct NewPerson<'a> {
    pub name: &'a domain::PersonName,
    pub email: Option<&'a domain::Email>,
    pub roles: domain::Roles,
}

/// The active person with this e-mail who has no account yet.
pub async fn person_without_account(db: &Db<'_>, email_key: &str) -> Result<Option<PersonId>> {
    let found = person::Entity::find()
        .filter(person::Column::EmailKey.eq(email_key))
        .filter(person::Column::Active.eq(true))
        .one(db)
        .await?;
    let Some(person) = found else {
        return Ok(None);
    };
    let id = PersonId(person.id);
    Ok(of_person(db, id).await?.is_none().then_some(id))
}

/// Gives a person one more role.
pub async fn add_role(db: &Db<'_>, id: PersonId, role: domain::Role) -> Result<()> {
    let column = match role {
        domain::Role::Student => person::Column::IsStudent,
        domain::Role::Mentor => person::Column::IsMentor,
        domain::Role::Administrator => person::Column::IsAdministrator,
    };
    person::Entity::update_many()
        .col_expr(column, Expr::value(true))
        .filter(person::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Names and e-mails of these people, for codes.
pub async fn contacts(
    db: &Db<'_>,
    ids: &[PersonId],
) -> Result<Vec<(PersonId, String, String, bool)>> {
    let mut found = Vec::new();
    for ids in ids.chunks(10_000) {
        let rows = person::Entity::find()
            .filter(person::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .all(db)
            .await?;
        found.extend(
            rows.into_iter()
                .map(|row| (PersonId(row.id), row.name, row.email, row.active)),
        );
    }
    Ok(found)
}
