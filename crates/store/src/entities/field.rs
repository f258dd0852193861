//! What the programme asks beyond the built-in profile.

use sea_orm::entity::prelude::*;

use super::Strings;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fields")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub name_key: String,
    pub kind: String,
    pub options: Strings,
    pub audience: String,
    pub sensitive: bool,
    pub of_students: bool,
    pub of_mentors: bool,
    pub of_administrators: bool,
    pub position: i64,
    pub sample: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
