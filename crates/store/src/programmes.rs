//! The programme's one row.

use chrono::{DateTime, Utc};
use domain::ProgrammeId;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};
use serde_json::Value;

use crate::entities::{person, programme};
use crate::{Db, Result, StoreError};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programme {
    pub id: ProgrammeId,
    pub name: String,
    /// A name of the IANA database.
    pub zone: String,
    pub only_me: bool,
    /// Profiles of requests are sealed to it; the vault has it too.
    pub public_key: Vec<u8>,
    pub private_key: Vec<u8>,
    /// Texts that only their authors read are sealed to it: the recovery code has its private half.
    pub recovery_key: Vec<u8>,
    pub founded_at: DateTime<Utc>,
}

pub async fn insert(db: &Db<'_>, programme: Programme) -> Result<()> {
    let row = programme::ActiveModel {
        id: Set(programme.id.0),
        name: Set(programme.name),
        zone: Set(programme.zone),
        only_me: Set(programme.only_me),
        public_key: Set(programme.public_key),
        private_key: Set(programme.private_key),
        recovery_key: Set(programme.recovery_key),
        factors: Set(None),
        founded_at: Set(programme.founded_at),
    };
    row.insert(db).await?;
    Ok(())
}

async fn row(db: &Db<'_>) -> Result<programme::Model> {
    let row = programme::Entity::find().one(db).await?;
    row.ok_or_else(|| StoreError::Wrong("the programme has no row".to_owned()))
}

pub async fn get(db: &Db<'_>) -> Result<Programme> {
    let row = row(db).await?;
    Ok(Programme {
        id: ProgrammeId(row.id),
        name: row.name,
        zone: row.zone,
        only_me: row.only_me,
        public_key: row.public_key,
        private_key: row.private_key,
        recovery_key: row.recovery_key,
        founded_at: row.founded_at,
    })
}

pub async fn change(db: &Db<'_>, name: &str, zone: &str) -> Result<()> {
    programme::Entity::update_many()
        .col_expr(programme::Column::Name, Expr::value(name))
        .col_expr(programme::Column::Zone, Expr::value(zone))
        .exec(db)
        .await?;
    Ok(())
}

/// There is a new recovery code.
pub async fn set_recovery_key(db: &Db<'_>, key: &[u8]) -> Result<()> {
    programme::Entity::update_many()
        .col_expr(programme::Column::RecoveryKey, Expr::value(key.to_vec()))
        .exec(db)
        .await?;
    Ok(())
}

/// The factors the administrator set; `None` while the defaults hold.
pub async fn factors(db: &Db<'_>) -> Result<Option<Value>> {
    Ok(row(db).await?.factors)
}

pub async fn set_factors(db: &Db<'_>, factors: Option<Value>) -> Result<()> {
    let mut changed = programme::ActiveModel::from(row(db).await?);
    changed.factors = Set(factors);
    changed.update(db).await?;
    Ok(())
}

/// How many people came with the sample.
pub async fn sample_people(db: &Db<'_>) -> Result<u64> {
    Ok(person::Entity::find()
        .filter(person::Column::Sample.eq(true))
        .count(db)
        .await?)
}
