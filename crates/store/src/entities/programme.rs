//! The programme's one row.

use sea_orm::entity::prelude::*;

use super::Time;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "programme")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub zone: String,
    pub only_me: bool,
    pub public_key: Vec<u8>,
    pub private_key: Vec<u8>,
    pub recovery_key: Vec<u8>,
    pub factors: Option<Json>,
    pub founded_at: Time,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
