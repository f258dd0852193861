//! The texts of sessions: who reads them, and how they are written.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::policy::Who;
use domain::{Audience, NoteId, PersonId, SessionId};
use sea_orm::sea_query::{
    Condition, Expr, ExprTrait, IntoColumnRef, JoinType, OnConflict, Order, Query, SelectStatement,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Set};
use uuid::Uuid;

use super::read::NUMBER;
use super::{Administered, Kind, Note, SealedText, TextKey, Written};
use crate::entities::note::Column;
use crate::entities::{note, pairing, person, session};
use crate::{Db, Result, StoreError};

/// How the table of texts is called inside queries.
pub(super) const N: &str = "n";
const AUTHOR: &str = "author";

/// The row number of a text's session, out of the text's own; triggers keep it so.
pub(super) const SESSION_NUMBER: &str = "number >> 10";

/// The texts of these sessions that `who` may read, oldest first.
pub async fn readable_texts(
    db: &Db<'_>,
    who: &Who,
    sessions: &[SessionId],
) -> Result<HashMap<SessionId, Vec<Note>>> {
    if sessions.is_empty() {
        return Ok(HashMap::new());
    }
    let mut query = Query::select();
    query
        .columns(
            [
                Column::Id,
                Column::SessionId,
                Column::AuthorId,
                Column::Kind,
            ]
            .map(|column| (N, column)),
        )
        .columns(
            [
                Column::Audience,
                Column::Body,
                Column::Sealed,
                Column::SealedFor,
                Column::Recoverable,
                Column::RecoverableBy,
                Column::Administered,
                Column::AdministeredFor,
                Column::WrittenAt,
                Column::ChangedAt,
            ]
            .map(|column| (N, column)),
        )
        .expr_as(Expr::col((AUTHOR, person::Column::Name)), "author_name")
        .from_as(note::Entity, N)
        .join_as(
            JoinType::InnerJoin,
            person::Entity,
            AUTHOR,
            Expr::col((AUTHOR, person::Column::Id)).equals((N, Column::AuthorId)),
        )
        .and_where(Expr::col((N, Column::SessionId)).is_in(sessions.iter().map(|id| id.0)))
        .cond_where(readable(who))
        .order_by((N, Column::WrittenAt), Order::Asc)
        .order_by((N, NUMBER), Order::Asc);
    let mut texts: HashMap<SessionId, Vec<Note>> = HashMap::new();
    for row in db.query_all(&query).await? {
        let row = Row::from_query_result(&row, "")?;
        texts
            .entry(SessionId(row.session_id))
            .or_default()
            .push(row.try_into()?);
    }
    Ok(texts)
}

/// The rule of [`domain::policy::Action::ReadText`] as a condition on the table called [`N`].
pub(super) fn readable(who: &Who) -> Condition {
    let audience = |audiences: &[Audience]| {
        Expr::col((N, Column::Audience)).is_in(audiences.iter().map(|audience| audience.as_str()))
    };
    let readable = Condition::any()
        .add(Expr::col((N, Column::AuthorId)).eq(who.person.0))
        .add(
            audience(&[Audience::Pair, Audience::Coordinators]).and(
                Expr::col((N, Column::SessionId))
                    .in_subquery(sessions_of(who.person, session::Column::Id)),
            ),
        );
    if who.is_administrator() {
        readable.add(audience(&[
            Audience::Coordinators,
            Audience::Administrators,
        ]))
    } else {
        readable
    }
}

/// Somebody's sessions: with the column that is wanted, for `IN`.
pub(super) fn sessions_of<C: IntoColumnRef>(person: PersonId, column: C) -> SelectStatement {
    Query::select()
        .column(column)
        .from(session::Entity)
        .and_where(Expr::col(session::Column::MatchId).in_subquery(matches_of(person)))
        .and_where(Expr::col(session::Column::DeletedAt).is_null())
        .take()
}

/// The matches in which somebody is the student or the mentor.
pub(crate) fn matches_of(person: PersonId) -> SelectStatement {
    Query::select()
        .column(pairing::Column::Id)
        .from(pairing::Entity)
        .cond_where(
            Condition::any()
                .add(Expr::col(pairing::Column::StudentId).eq(person.0))
                .add(Expr::col(pairing::Column::MentorId).eq(person.0)),
        )
        .take()
}

/// Writes a text, or rewrites the one of the same key; `id` is for a new one. Answers whether anything changed.
pub async fn put_text(
    db: &Db<'_>,
    id: NoteId,
    written: Written,
    now: DateTime<Utc>,
) -> Result<bool> {
    let rewritten = OnConflict::columns([
        Column::SessionId,
        Column::AuthorId,
        Column::Kind,
        Column::Audience,
    ])
    .update_columns([Column::Body, Column::ChangedAt])
    // Saving the same words again is no change.
    .action_and_where(Expr::col((note::Entity, Column::Body)).ne(Expr::cust("excluded.body")))
    .to_owned();
    let rows = note::Entity::insert(row(id, written.key, written.text.into_string(), now))
        .on_conflict(rewritten)
        .exec_without_returning(db)
        .await?;
    Ok(rows > 0)
}

pub(super) fn row(id: NoteId, key: TextKey, body: String, now: DateTime<Utc>) -> note::ActiveModel {
    note::ActiveModel {
        id: Set(id.0),
        session_id: Set(key.session.0),
        author_id: Set(key.author.0),
        kind: Set(key.kind.as_str().to_owned()),
        audience: Set(key.audience.as_str().to_owned()),
        body: Set(body),
        sealed: Set(None),
        sealed_for: Set(None),
        recoverable: Set(None),
        recoverable_by: Set(None),
        administered: Set(None),
        administered_for: Set(None),
        written_at: Set(now),
        changed_at: Set(now),
    }
}

/// Whether there was such a text.
pub async fn delete_text(db: &Db<'_>, key: TextKey) -> Result<bool> {
    let deleted = note::Entity::delete_many()
        .filter(Column::SessionId.eq(key.session.0))
        .filter(Column::AuthorId.eq(key.author.0))
        .filter(Column::Kind.eq(key.kind.as_str()))
        .filter(Column::Audience.eq(key.audience.as_str()))
        .exec(db)
        .await?;
    Ok(deleted.rows_affected > 0)
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    session_id: Uuid,
    author_id: Uuid,
    author_name: String,
    kind: String,
    audience: String,
    body: String,
    sealed: Option<Vec<u8>>,
    sealed_for: Option<Vec<u8>>,
    recoverable: Option<Vec<u8>>,
    recoverable_by: Option<Vec<u8>>,
    administered: Option<Vec<u8>>,
    administered_for: Option<Vec<u8>>,
    written_at: DateTime<Utc>,
    changed_at: DateTime<Utc>,
}

impl TryFrom<Row> for Note {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: NoteId(row.id),
            kind: Kind::parse(&row.kind)
                .ok_or_else(|| StoreError::Wrong("the kind of a note".to_owned()))?,
            author: PersonId(row.author_id),
            author_name: row.author_name,
            audience: Audience::parse(&row.audience)
                .ok_or_else(|| StoreError::Wrong("the audience of a note".to_owned()))?,
            text: row.body,
            sealed: SealedText::from_columns(
                row.sealed,
                row.sealed_for,
                row.recoverable,
                row.recoverable_by,
                Administered::from_columns(row.administered, row.administered_for),
            ),
            written_at: row.written_at,
            changed_at: row.changed_at,
        })
    }
}
