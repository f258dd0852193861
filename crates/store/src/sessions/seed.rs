//! Many sessions at once, for the sample programme and the benchmarks.

use chrono::{DateTime, Utc};
use domain::{MatchId, NoteId, PersonId, SessionId};
use sea_orm::EntityTrait;

use super::{Facts, Written, texts, write};
use crate::entities::{note, session};
use crate::{Db, Result};

/// A session with its texts, as if logged at `logged_at`.
#[derive(Debug, Clone)]
pub struct Seed {
    pub id: SessionId,
    pub of: MatchId,
    pub facts: Facts,
    pub logged_by: PersonId,
    pub logged_at: DateTime<Utc>,
    pub notes: Vec<SeedNote>,
}

#[derive(Debug, Clone)]
pub struct SeedNote {
    pub id: NoteId,
    pub written: Written,
}

// SQLite takes 32,766 values in a statement; a row has eleven at most.
const ROWS: usize = 500;

/// Inserts them all. The caller's transaction makes it all or nothing, and fast.
pub async fn insert_many(db: &Db<'_>, seeds: Vec<Seed>) -> Result<()> {
    let mut sessions = Vec::with_capacity(seeds.len());
    let mut notes = Vec::new();
    for seed in seeds {
        let Seed {
            id,
            of,
            facts,
            logged_by,
            logged_at,
            notes: texts,
        } = seed;
        sessions.push(write::row(id, of, facts, logged_by, logged_at));
        notes.extend(texts.into_iter().map(|text| {
            texts::row(
                text.id,
                text.written.key,
                text.written.text.into_string(),
                logged_at,
            )
        }));
    }
    for rows in sessions.chunks(ROWS) {
        session::Entity::insert_many(rows.to_vec())
            .exec_without_returning(db)
            .await?;
    }
    for rows in notes.chunks(ROWS) {
        note::Entity::insert_many(rows.to_vec())
            .exec_without_returning(db)
            .await?;
    }
    Ok(())
}
