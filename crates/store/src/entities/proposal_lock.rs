//! A pair that a proposal must make.

use sea_orm::entity::prelude::*;

use super::Time;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "proposal_locks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub proposal_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub student_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub mentor_id: Uuid,
    pub made_by: Option<Uuid>,
    pub made_at: Time,
    pub lapsed: Option<String>,
    pub pairs: Option<i64>,
    pub points: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
