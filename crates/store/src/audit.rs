//! The audit: appended to, never changed.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue, EntityTrait, NotSet, Order, QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

use crate::entities::audit;
use crate::{Db, Result};

/// How an audited command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    Done,
    Refused,
}

/// A line of the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub at: DateTime<Utc>,
    pub person: Option<Uuid>,
    pub command: String,
    pub refused: bool,
    pub subjects: Vec<Uuid>,
}

pub async fn append(
    db: &Db<'_>,
    at: DateTime<Utc>,
    person: Option<Uuid>,
    command: &str,
    ended: Ended,
    subjects: &[Uuid],
) -> Result<()> {
    let line = audit::ActiveModel {
        number: NotSet,
        at: Set(at),
        person_id: Set(person),
        command: Set(command.to_owned()),
        outcome: Set(match ended {
            Ended::Done => "done".to_owned(),
            Ended::Refused => "refused".to_owned(),
        }),
        subjects: ActiveValue::Set(serde_json::json!(subjects)),
    };
    line.insert(db).await?;
    Ok(())
}

/// The newest lines first.
pub async fn newest(db: &Db<'_>, most: u64) -> Result<Vec<Line>> {
    let lines = audit::Entity::find()
        .order_by(audit::Column::Number, Order::Desc)
        .limit(most)
        .all(db)
        .await?;
    Ok(lines
        .into_iter()
        .map(|line| Line {
            at: line.at,
            person: line.person_id,
            command: line.command,
            refused: line.outcome == "refused",
            subjects: serde_json::from_value(line.subjects).unwrap_or_default(),
        })
        .collect())
}
