//! Texts that are sealed: this crate stores their bytes, and opens none.

use chrono::{DateTime, Utc};
use domain::policy::Who;
use domain::{Audience, NoteId, PersonId};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, OnConflict, Order, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

use super::TextKey;
use super::texts::{SESSION_NUMBER, row};
use crate::entities::note;
use crate::entities::note::Column;
use crate::{Db, Result};

/// A text that its author's key opens, and the recovery code; one for the administrators their key too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedText {
    pub sealed: Vec<u8>,
    /// The public key of the author's account at that time.
    pub sealed_for: Vec<u8>,
    pub recoverable: Vec<u8>,
    /// The public key of the recovery code of that time.
    pub recoverable_by: Vec<u8>,
    /// `None` where its author alone reads it.
    pub administered: Option<Administered>,
}

/// A text as the administrators read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Administered {
    pub sealed: Vec<u8>,
    /// The public half of the administrators' pair of that time.
    pub sealed_for: Vec<u8>,
}

impl SealedText {
    pub(super) fn from_columns(
        sealed: Option<Vec<u8>>,
        sealed_for: Option<Vec<u8>>,
        recoverable: Option<Vec<u8>>,
        recoverable_by: Option<Vec<u8>>,
        administered: Option<Administered>,
    ) -> Option<Self> {
        // What lacks a part does not open, and says so.
        Some(Self {
            sealed: sealed?,
            sealed_for: sealed_for.unwrap_or_default(),
            recoverable: recoverable.unwrap_or_default(),
            recoverable_by: recoverable_by.unwrap_or_default(),
            administered,
        })
    }
}

impl Administered {
    pub(super) fn from_columns(
        sealed: Option<Vec<u8>>,
        sealed_for: Option<Vec<u8>>,
    ) -> Option<Self> {
        Some(Self {
            sealed: sealed?,
            sealed_for: sealed_for.unwrap_or_default(),
        })
    }
}

/// A sealed text, and where it belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedNote {
    pub id: NoteId,
    pub author: PersonId,
    /// The row number of its session, by which a search finds it.
    pub session_number: i64,
    pub text: SealedText,
}

/// Which sealed texts are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sealed<'a> {
    /// Those that somebody may read.
    ReadBy(&'a Who),
    /// Those that somebody wrote.
    WrittenBy(PersonId),
    /// Those that somebody wrote, and another recovery code than this one opens.
    Outdated {
        author: PersonId,
        recovery_key: &'a [u8],
    },
    /// Those of the administrators that are sealed to this key of theirs.
    AdministeredFor(&'a [u8]),
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
        Column::Administered,
        Column::AdministeredFor,
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
    let (administered, administered_for) = text
        .administered
        .map(|text| (text.sealed, text.sealed_for))
        .unzip();
    let row = note::ActiveModel {
        body: Set(String::new()),
        sealed: Set(Some(text.sealed)),
        sealed_for: Set(Some(text.sealed_for)),
        recoverable: Set(Some(text.recoverable)),
        recoverable_by: Set(Some(text.recoverable_by)),
        administered: Set(administered),
        administered_for: Set(administered_for),
        ..row(id, key, String::new(), now)
    };
    note::Entity::insert(row)
        .on_conflict(rewritten)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// The same text for another key of its author, or another recovery code.
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

/// The same text for another key of the administrators. Only while it is as it was read: it may have been rewritten
/// meanwhile.
pub async fn administer(
    db: &Db<'_>,
    id: NoteId,
    before: &Administered,
    text: Administered,
) -> Result<()> {
    note::Entity::update_many()
        .col_expr(Column::Administered, Expr::value(text.sealed))
        .col_expr(Column::AdministeredFor, Expr::value(text.sealed_for))
        .filter(Column::Id.eq(id.0))
        .filter(Column::Administered.eq(before.sealed.clone()))
        .exec(db)
        .await?;
    Ok(())
}

/// Sealed texts, the newest first.
pub async fn sealed(db: &Db<'_>, wanted: Sealed<'_>, most: u64) -> Result<Vec<SealedNote>> {
    let query = Query::select()
        .columns([
            Column::Id,
            Column::AuthorId,
            Column::Sealed,
            Column::SealedFor,
            Column::Recoverable,
            Column::RecoverableBy,
            Column::Administered,
            Column::AdministeredFor,
        ])
        .expr_as(Expr::cust(SESSION_NUMBER), "session_number")
        .from(note::Entity)
        .and_where(Expr::col(Column::Sealed).is_not_null())
        .cond_where(wanted.condition())
        .order_by("number", Order::Desc)
        .limit(most)
        .take();
    let mut found = Vec::new();
    for row in db.query_all(&query).await? {
        let text = SealedText::from_columns(
            row.try_get("", "sealed")?,
            row.try_get("", "sealed_for")?,
            row.try_get("", "recoverable")?,
            row.try_get("", "recoverable_by")?,
            Administered::from_columns(
                row.try_get("", "administered")?,
                row.try_get("", "administered_for")?,
            ),
        );
        if let Some(text) = text {
            found.push(SealedNote {
                id: NoteId(row.try_get("", "id")?),
                author: PersonId(row.try_get("", "author_id")?),
                session_number: row.try_get("", "session_number")?,
                text,
            });
        }
    }
    Ok(found)
}

impl Sealed<'_> {
    fn condition(self) -> Condition {
        match self {
            Self::ReadBy(who) => {
                let administrators = who
                    .is_administrator()
                    .then(|| Expr::col(Column::Audience).eq(Audience::Administrators.as_str()));
                Condition::any()
                    .add(Expr::col(Column::AuthorId).eq(who.person.0))
                    .add_option(administrators)
            }
            Self::WrittenBy(author) => {
                Condition::all().add(Expr::col(Column::AuthorId).eq(author.0))
            }
            Self::AdministeredFor(key) => Condition::all()
                .add(Expr::col(Column::Administered).is_not_null())
                .add(Expr::col(Column::AdministeredFor).eq(key.to_vec())),
            Self::Outdated {
                author,
                recovery_key,
            } => Condition::all()
                .add(Expr::col(Column::AuthorId).eq(author.0))
                .add(Expr::col(Column::RecoverableBy).ne(recovery_key.to_vec())),
        }
    }
}
