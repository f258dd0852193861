//! A cohort of pairs under review.

use sea_orm::entity::prelude::*;

use super::Time;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "proposals")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub state: String,
    pub goal: String,
    pub least: i64,
    pub made_at: Time,
    pub solved_at: Time,
    pub scored_at: Time,
    pub published_at: Option<Time>,
    pub factors: Json,
    pub total: i64,
    pub pairs: i64,
    pub unmatched: i64,
    pub read_revision: String,
    pub proof: Option<Json>,
    pub raised: Json,
    pub revision: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
