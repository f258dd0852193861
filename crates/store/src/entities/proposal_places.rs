//! How many students a mentor takes in one proposal.

use sea_orm::entity::prelude::*;

use super::Time;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "proposal_places")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub proposal_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub mentor_id: Uuid,
    pub places: i64,
    pub free: i64,
    pub made_by: Option<Uuid>,
    pub made_at: Time,
    pub lapsed: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
