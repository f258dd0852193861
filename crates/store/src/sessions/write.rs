//! Logging, changing and deleting the facts of sessions.

use chrono::{DateTime, Utc};
use domain::{Line, MatchId, NoteId, PersonId, SessionId, Tag};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, NotSet, QueryFilter, QueryTrait, Set};

use super::{Facts, Written, texts};
use crate::entities::{Strings, note, session};
use crate::{Db, Result};

/// Inserts a session with its first texts; such as are there already, sealed ones, become its own too.
pub async fn insert(
    db: &Db<'_>,
    id: SessionId,
    of: MatchId,
    facts: Facts,
    logged_by: PersonId,
    texts: Vec<(NoteId, Written)>,
    now: DateTime<Utc>,
) -> Result<()> {
    // The texts come first: with its session each of them enters the index for searching, all in one.
    let texts = texts.into_iter().map(|(id, written)| {
        let row = texts::row(id, written.key, written.text.into_string(), now);
        note::Entity::insert(row).into_query()
    });
    let session = session::Entity::insert(row(id, of, facts, logged_by, now)).into_query();
    crate::together(db, texts.chain([session])).await
}

pub(super) fn row(
    id: SessionId,
    of: MatchId,
    facts: Facts,
    logged_by: PersonId,
    now: DateTime<Utc>,
) -> session::ActiveModel {
    session::ActiveModel {
        id: Set(id.0),
        match_id: Set(of.0),
        logged_by: Set(Some(logged_by.0)),
        logged_at: Set(now),
        deleted_at: Set(None),
        revision: Set(0),
        ..told(facts, now)
    }
}

/// Changes the facts; the revision counts up.
pub async fn change(db: &Db<'_>, id: SessionId, facts: Facts, now: DateTime<Utc>) -> Result<()> {
    revise(db, id, told(facts, now)).await
}

/// Hides a session with its texts.
pub async fn delete(db: &Db<'_>, id: SessionId, now: DateTime<Utc>) -> Result<()> {
    revise(db, id, standing(Some(now), now)).await
}

/// Shows a deleted session again.
pub async fn restore(db: &Db<'_>, id: SessionId, now: DateTime<Utc>) -> Result<()> {
    revise(db, id, standing(None, now)).await
}

async fn revise(db: &Db<'_>, id: SessionId, changed: session::ActiveModel) -> Result<()> {
    session::Entity::update_many()
        .set(changed)
        .col_expr(
            session::Column::Revision,
            Expr::col(session::Column::Revision).add(1),
        )
        .filter(session::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

fn told(facts: Facts, now: DateTime<Utc>) -> session::ActiveModel {
    session::ActiveModel {
        starts_at: Set(facts.starts_at),
        minutes: Set(facts.minutes.get().into()),
        place: Set(facts.place.map(Line::into_string).unwrap_or_default()),
        topics: Set(Strings(
            facts
                .topics
                .iter()
                .map(|topic| Tag::as_str(topic).to_owned())
                .collect(),
        )),
        changed_at: Set(now),
        ..untouched()
    }
}

fn standing(deleted_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> session::ActiveModel {
    session::ActiveModel {
        deleted_at: Set(deleted_at),
        changed_at: Set(now),
        ..untouched()
    }
}

fn untouched() -> session::ActiveModel {
    session::ActiveModel {
        id: NotSet,
        match_id: NotSet,
        starts_at: NotSet,
        minutes: NotSet,
        place: NotSet,
        topics: ActiveValue::NotSet,
        logged_by: NotSet,
        logged_at: NotSet,
        changed_at: NotSet,
        deleted_at: NotSet,
        revision: NotSet,
    }
}
