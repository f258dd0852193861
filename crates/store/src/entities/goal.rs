//! What a student works towards.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;

use super::Time;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "goals")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub match_id: Uuid,
    pub title: String,
    pub detail: String,
    pub due: Option<NaiveDate>,
    pub progress: i64,
    pub reached_at: Option<Time>,
    pub created_at: Time,
    pub changed_at: Time,
    pub deleted_at: Option<Time>,
    pub revision: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
