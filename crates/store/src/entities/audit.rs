//! Who did what and when. Everything a line says is text, byte by byte as it was signed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub at: String,
    pub person: Option<String>,
    pub command: String,
    pub outcome: String,
    pub subjects: String,
    pub fields: String,
    pub items: Option<i64>,
    pub replaced: Option<String>,
    pub mac: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
