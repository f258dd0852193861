//! Texts that are sealed: this crate stores their bytes, and opens none.

use chrono::{DateTime, Utc};
use domain::{NoteId, PersonId};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Order, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

use super::TextKey;
use super::texts::row;
use crate::entities::note;
use crate::entities::note::Column;
use crate::{Db, Result};

/// A text that its author's key opens, and the recovery code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedText {
    pub sealed: Vec<u8>,
    /// The public key of the author's account at that time.
    pub sealed_for: Vec<u8>,
    pub recoverable: Vec<u8>,
    /// The public key of the recovery code of that time.
    pub recoverable_by: Vec<u8>,
}

impl SealedText {
    pub(super) fn from_columns(
        sealed: Option<Vec<u8>>,
        sealed_for: Option<Vec<u8>>,
        recoverable: Option<Vec<u8>>,
        recoverable_by: Option<Vec<u8>>,
    ) -> Option<Self> {
        // What lacks a part does not open, and says so.
        Some(Self {
            sealed: sealed?,
            sealed_for: sealed_for.unwrap_or_default(),
            recoverable: recoverable.unwrap_or_default(),
            recoverable_by: recoverable_by.unwrap_or_default(),
        })
    }
}

/// A sealed text, and where it belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedNote {
    pub id: NoteId,
    /// The row number of its session, by which a search finds it.
    pub session_number: i64,
    pub text: SealedText,
}

/// Writes a sealed text, or rewrites the one of the same key; `id` is for a new one.
pub async fn put_sealed(
    db: &Db<'_>,
    id: NoteId,
    key: TextKey,
    text: SealedText,
    now: DateTime<Utc>,
) -> Result<()> {
    let columns = [
        Column::Body,
        Column::Sealed,
        Column::SealedFor,
        Column::Recoverable,
        Column::RecoverableBy,
        Column::ChangedAt,
    ];
    let rewritten = OnConflict::columns([
        Column::SessionId,
        Column::AuthorId,
        Column::Kind,
        Column::Audience,
    ])
    .update_columns(columns)
    .to_owned();
    let row = note::ActiveModel {
        body: Set(String::new()),
        sealed: Set(Some(text.sealed)),
        sealed_for: Set(Some(text.sealed_for)),
        recoverable: Set(Some(text.recoverable)),
        recoverable_by: Set(Some(text.recoverable_by)),
        ..row(id, key, String::new(), now)
    };
    note::Entity::insert(row)
        .on_conflict(rewritten)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// The same text for another key.
pub async fn reseal(db: &Db<'_>, id: NoteId, text: SealedText) -> Result<()> {
    note::Entity::update_many()
        .col_expr(Column::Sealed, Expr::value(text.sealed))
        .col_expr(Column::SealedFor, Expr::value(text.sealed_for))
        .col_expr(Column::Recoverable, Expr::value(text.recoverable))
        .col_expr(Column::RecoverableBy, Expr::value(text.recoverable_by))
        .filter(Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

/// What somebody sealed, the newest first.
pub async fn sealed(db: &Db<'_>, author: PersonId, most: u64) -> Result<Vec<SealedNote>> {
    find(db, author, None, most).await
}

/// What somebody sealed, and another recovery code than this one opens.
pub async fn sealed_for_others_than(
    db: &Db<'_>,
    author: PersonId,
    recovery_key: &[u8],
) -> Result<Vec<SealedNote>> {
    find(db, author, Some(recovery_key), i64::MAX.unsigned_abs()).await
}

async fn find(
    db: &Db<'_>,
    author: PersonId,
    other_than: Option<&[u8]>,
    most: u64,
) -> Result<Vec<SealedNote>> {
    let mut query = Query::select();
    query
        .columns([
            Column::Id,
            Column::Sealed,
            Column::SealedFor,
            Column::Recoverable,
            Column::RecoverableBy,
        ])
        .column("session_number")
        .from(note::Entity)
        .and_where(Expr::col(Column::AuthorId).eq(author.0))
        .and_where(Expr::col(Column::Sealed).is_not_null())
        .order_by("number", Order::Desc)
        .limit(most);
    if let Some(key) = other_than {
        query.and_where(Expr::col(Column::RecoverableBy).ne(key.to_vec()));
    }
    let mut found = Vec::new();
    for row in db.query_all(&query).await? {
        let text = SealedText::from_columns(
            row.try_get("", "sealed")?,
            row.try_get("", "sealed_for")?,
            row.try_get("", "recoverable")?,
            row.try_get("", "recoverable_by")?,
        );
        if let Some(text) = text {
            found.push(SealedNote {
                id: NoteId(row.try_get("", "id")?),
                session_number: row.try_get("", "session_number")?,
                text,
            });
        }
    }
    Ok(found)
}
