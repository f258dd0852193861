//! An unfinished text.

use sea_orm::entity::prelude::*;

use super::Time;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "drafts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub sealed: Vec<u8>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub sealed_for: Vec<u8>,
    pub recoverable: Vec<u8>,
    pub recoverable_by: Vec<u8>,
    pub saved_at: Time,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
