//! The audit: who did what and when. Appended to, never changed, and chained so that a change shows.
//!
//! Every line is signed with a key of its own programme (HMAC-SHA256), together with the signature of the line before.
//! The number and the signature of the last line are the log's [`Head`]; whoever keeps one outside of the file can tell
//! later whether the end was cut off.

mod chain;
mod read;
mod subjects;

use std::fmt::Write;

use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DbBackend, EntityTrait, Order, QueryOrder, QueryTrait, Set,
    Statement,
};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::entities::{audit, audit_key};
use crate::{Db, Result, StoreError};

pub use chain::{Broken, Chain, Signed};
pub use read::{Line, Wanted, list, newest, part};
pub use subjects::{Subject, subjects};

/// How an audited command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    Done,
    Refused,
}

impl Ended {
    fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
        }
    }
}

/// A line to be written: ids, the name of the action, names of fields and a number; never what anybody wrote.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    pub at: DateTime<Utc>,
    /// `None` where nobody was signed in.
    pub person: Option<Uuid>,
    pub command: &'a str,
    pub ended: Ended,
    pub subjects: &'a [Uuid],
    pub fields: &'a [String],
    /// How many rows or tries it stands for, where they are not named.
    pub items: Option<u64>,
    /// The head of the log that a restore put out of use.
    pub replaced: Option<Head>,
}

impl<'a> Entry<'a> {
    pub fn new(at: DateTime<Utc>, person: Option<Uuid>, command: &'a str, ended: Ended) -> Self {
        Self {
            at,
            person,
            command,
            ended,
            subjects: &[],
            fields: &[],
            items: None,
            replaced: None,
        }
    }
}

/// The last line of a log, as it can be kept elsewhere: its number and its signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    pub number: u64,
    pub hash: [u8; 32],
}

impl Head {
    /// `<number>:<64 hexadecimal digits>`, as the line of a restore keeps it.
    fn text(&self) -> String {
        let mut text = format!("{}:", self.number);
        for byte in self.hash {
            write!(text, "{byte:02x}").expect("a string takes all that is written");
        }
        text
    }
}

/// Keeps the key of a programme that is being founded.
pub async fn set_key(db: &Db<'_>, key: &[u8; 32]) -> Result<()> {
    let row = audit_key::ActiveModel {
        one: Set(1),
        key: Set(key.to_vec()),
    };
    audit_key::Entity::insert(row)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// The chain of this programme's log, from its first line.
pub async fn chain(db: &Db<'_>) -> Result<Chain> {
    let row = audit_key::Entity::find().one(db).await?;
    let key = row.map(|row| Zeroizing::new(row.key));
    let key = key.ok_or_else(|| StoreError::Wrong("the audit has no key".to_owned()))?;
    Ok(Chain::new(&key))
}

/// Appends a line and answers the new head.
pub async fn append(db: &Db<'_>, entry: Entry<'_>) -> Result<Head> {
    append_change(db, entry, []).await
}

/// As [`append`], and counts one change of each of these features.
pub async fn append_change<'f>(
    db: &Db<'_>,
    entry: Entry<'_>,
    features: impl IntoIterator<Item = &'f str>,
) -> Result<Head> {
    let (chain, number, before) = end(db).await?;
    let mut row = audit::Model {
        number,
        at: entry.at.to_rfc3339_opts(SecondsFormat::AutoSi, true),
        person: entry.person.map(|person| person.to_string()),
        command: entry.command.to_owned(),
        outcome: entry.ended.as_str().to_owned(),
        subjects: serde_json::json!(entry.subjects).to_string(),
        fields: serde_json::json!(entry.fields).to_string(),
        items: entry
            .items
            .map(|items| i64::try_from(items).unwrap_or(i64::MAX)),
        replaced: entry.replaced.map(|head| head.text()),
        mac: Vec::new(),
    };
    let hash = chain.sign(&before, &row);
    row.mac = hash.to_vec();
    let line = audit::Entity::insert(audit::ActiveModel::from(row).reset_all()).into_query();
    let counted = crate::revisions::counted(features);
    crate::together(db, counted.into_iter().chain([line])).await?;
    Ok(Head {
        number: u64::try_from(number).unwrap_or_default(),
        hash,
    })
}

/// What the next line follows from: the chain's key, the line's number and the signature of the line before.
async fn end(db: &Db<'_>) -> Result<(Chain, i64, Vec<u8>)> {
    let sql = "SELECT k.key, coalesce(a.number, 0) + 1 AS next, coalesce(a.mac, x'') AS before FROM audit_key AS k
               LEFT JOIN (SELECT number, mac FROM audit ORDER BY number DESC LIMIT 1) AS a";
    let row = db
        .query_one_raw(Statement::from_string(DbBackend::Sqlite, sql))
        .await?;
    let row = row.ok_or_else(|| StoreError::Wrong("the audit has no key".to_owned()))?;
    let key: Zeroizing<Vec<u8>> = Zeroizing::new(row.try_get("", "key")?);
    Ok((
        Chain::new(&key),
        row.try_get("", "next")?,
        row.try_get("", "before")?,
    ))
}

async fn last(db: &Db<'_>) -> Result<Option<audit::Model>> {
    Ok(audit::Entity::find()
        .order_by(audit::Column::Number, Order::Desc)
        .one(db)
        .await?)
}

/// The last line's number and signature.
pub async fn head(db: &Db<'_>) -> Result<Option<Head>> {
    let last = last(db).await?;
    Ok(last.and_then(|row| Signed::from(row).head()))
}

/// Whether a head that was kept earlier belongs to this log: its line still bears that signature, or a restore says
/// that it put a log with this head out of use. Looks at single lines; [`Chain`] looks at all.
pub async fn knows(db: &Db<'_>, kept: &Head) -> Result<bool> {
    let number = i64::try_from(kept.number).unwrap_or(i64::MAX);
    let row = audit::Entity::find_by_id(number).one(db).await?;
    if row.is_some_and(|row| row.mac == kept.hash) {
        return Ok(true);
    }
    read::replaced(db, &kept.text()).await
}
