//! Somebody in the programme.

use sea_orm::entity::prelude::*;

use super::{Strings, Time};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "people")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub name_key: String,
    pub email: String,
    pub email_key: Option<String>,
    pub bio: String,
    pub interests: Strings,
    pub expertise: Strings,
    pub languages: Strings,
    pub zone: String,
    pub availability: String,
    pub is_student: bool,
    pub is_mentor: bool,
    pub is_administrator: bool,
    pub active: bool,
    pub capacity: i64,
    pub mentor_limit: i64,
    pub open_as_mentor: i64,
    pub open_as_student: i64,
    pub sample: bool,
    pub joined_at: Time,
    pub waiting_since: Time,
    pub changed_at: Time,
    pub revision: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
