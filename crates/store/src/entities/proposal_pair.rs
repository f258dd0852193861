//! A pair of a proposal.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "proposal_pairs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub proposal_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub student_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub mentor_id: Uuid,
    pub score: i64,
    pub points: Json,
    pub reasons: Json,
    pub locked: bool,
    pub rank: i64,
    pub wish: Option<i64>,
    pub waiting_days: i64,
    pub mentor_places: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
