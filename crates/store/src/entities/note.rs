//! A note or a reflection of a session.

use sea_orm::entity::prelude::*;

use super::Time;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub session_id: Uuid,
    pub author_id: Uuid,
    pub kind: String,
    pub audience: String,
    pub body: String,
    pub sealed: Option<Vec<u8>>,
    pub sealed_for: Option<Vec<u8>>,
    pub recoverable: Option<Vec<u8>>,
    pub recoverable_by: Option<Vec<u8>>,
    pub administered: Option<Vec<u8>>,
    pub administered_for: Option<Vec<u8>>,
    pub written_at: Time,
    pub changed_at: Time,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
