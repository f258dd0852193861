//! A match; named so because `match` is a word of the language.

use sea_orm::entity::prelude::*;

use super::Time;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "matches")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub student_id: Uuid,
    pub mentor_id: Uuid,
    pub state: String,
    pub started_at: Time,
    pub ended_at: Option<Time>,
    pub end_reason: String,
    pub ended_by: Option<Uuid>,
    pub proposal_id: Option<Uuid>,
    pub revision: i64,
    pub sessions: i64,
    pub minutes: i64,
    pub last_session_at: Option<Time>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
