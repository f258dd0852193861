//! Reading the log.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::Signed;
use super::chain::Chain;
use crate::entities::audit;
use crate::entities::audit::{Column, Model};
use crate::{Db, Result};

/// A line of the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub number: u64,
    pub at: DateTime<Utc>,
    pub person: Option<Uuid>,
    pub command: String,
    pub refused: bool,
    pub subjects: Vec<Uuid>,
    pub fields: Vec<String>,
    pub items: Option<u64>,
    /// Whether it stands for a restore that put another log out of use.
    pub replaced: bool,
}

impl From<Model> for Line {
    /// A part that does not read any more is left out: the line is still listed, and its signature tells.
    fn from(row: Model) -> Self {
        Self {
            number: u64::try_from(row.number).unwrap_or_default(),
            at: row.at.parse().unwrap_or(DateTime::UNIX_EPOCH),
            person: row.person.and_then(|person| person.parse().ok()),
            command: row.command,
            refused: row.outcome == "refused",
            subjects: json(&row.subjects),
            fields: json(&row.fields),
            items: row.items.and_then(|items| u64::try_from(items).ok()),
            replaced: row.replaced.is_some(),
        }
    }
}

fn json<T: DeserializeOwned + Default>(text: &str) -> T {
    serde_json::from_str(text).unwrap_or_default()
}

/// Which lines are wanted.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Only what this person did.
    pub person: Option<Uuid>,
    /// Only what was refused.
    pub refused: bool,
    pub offset: u64,
    pub limit: u64,
}

/// A page of the lines wanted, the newest first, and how many there are in all.
pub async fn list(db: &Db<'_>, wanted: Wanted) -> Result<(Vec<Line>, u64)> {
    let mut lines = audit::Entity::find();
    if let Some(person) = wanted.person {
        lines = lines.filter(Column::Person.eq(person.to_string()));
    }
    if wanted.refused {
        lines = lines.filter(Column::Outcome.eq("refused"));
    }
    let total = lines.clone().count(db).await?;
    let rows = lines
        .order_by(Column::Number, Order::Desc)
        .offset(wanted.offset)
        .limit(wanted.limit)
        .all(db)
        .await?;
    Ok((rows.into_iter().map(Line::from).collect(), total))
}

/// The newest lines first.
pub async fn newest(db: &Db<'_>, most: u64) -> Result<Vec<Line>> {
    let wanted = Wanted {
        person: None,
        refused: false,
        offset: 0,
        limit: most,
    };
    Ok(list(db, wanted).await?.0)
}

/// The lines after this number, in their order, to be checked.
pub async fn part(db: &Db<'_>, after: u64, most: u64) -> Result<Vec<Signed>> {
    let rows = audit::Entity::find()
        .filter(Column::Number.gt(i64::try_from(after).unwrap_or(i64::MAX)))
        .order_by(Column::Number, Order::Asc)
        .limit(most)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Signed::from).collect())
}

/// Whether a line that is as it was signed says that a restore put the log with this head out of use.
pub(super) async fn replaced(db: &Db<'_>, head: &str) -> Result<bool> {
    let rows = audit::Entity::find()
        .filter(Column::Replaced.eq(head))
        .all(db)
        .await?;
    for row in rows {
        let before = audit::Entity::find_by_id(row.number - 1).one(db).await?;
        let before = before.map(|before| before.mac).unwrap_or_default();
        let chain: Chain = super::chain(db).await?;
        if chain.sign(&before, &row).as_slice() == row.mac {
            return Ok(true);
        }
    }
    Ok(false)
}
