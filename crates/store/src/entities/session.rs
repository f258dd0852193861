//! One meeting of a match.

use sea_orm::entity::prelude::*;

use super::{Strings, Time};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub match_id: Uuid,
    pub starts_at: Time,
    pub minutes: i64,
    pub place: String,
    pub topics: Strings,
    pub logged_by: Option<Uuid>,
    pub logged_at: Time,
    pub changed_at: Time,
    pub deleted_at: Option<Time>,
    pub revision: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
