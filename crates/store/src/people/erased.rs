//! Who was erased, and the file after it: what was deleted is overwritten.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::PersonId;
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, Set,
};
use sha2::Sha256;
use uuid::Uuid;

use crate::entities::{erased, person};
use crate::{Database, Db, Result};

/// Everybody who was ever erased.
pub async fn erased(db: &Db<'_>) -> Result<BTreeSet<PersonId>> {
    let ids: Vec<Uuid> = erased::Entity::find()
        .select_only()
        .column(erased::Column::PersonId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(PersonId).collect())
}

/// Those of these people who have a row.
pub async fn there(db: &Db<'_>, people: &BTreeSet<PersonId>) -> Result<BTreeSet<PersonId>> {
    let ids: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    let mut found = BTreeSet::new();
    // SQLite takes at most 32,766 parameters.
    for ids in ids.chunks(10_000) {
        let ids: Vec<Uuid> = person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .filter(person::Column::Id.is_in(ids.iter().copied()))
            .into_tuple()
            .all(db)
            .await?;
        found.extend(ids.into_iter().map(PersonId));
    }
    Ok(found)
}

/// Remembers that these people were erased who have no row. For those who have one, [`erase`] does it.
///
/// [`erase`]: crate::people::erase
pub async fn remember_erased(
    db: &Db<'_>,
    people: &BTreeSet<PersonId>,
    at: DateTime<Utc>,
) -> Result<()> {
    let there = there(db, people).await?;
    let absent: Vec<PersonId> = people.difference(&there).copied().collect();
    for chunk in absent.chunks(5_000) {
        let rows = chunk.iter().map(|person| erased::ActiveModel {
            person_id: Set(person.0),
            erased_at: Set(at),
            swept: Set(true),
        });
        erased::Entity::insert_many(rows)
            .exec_without_returning(db)
            .await?;
    }
    Ok(())
}

/// Whether nothing that was erased is left between the rows.
pub async fn is_swept(db: &Db<'_>) -> Result<bool> {
    let left = erased::Entity::find()
        .filter(erased::Column::Swept.eq(false))
        .count(db)
        .await?;
    Ok(left == 0)
}

/// Shows that a list of erased people was written by somebody who had the programme's file open. `private_key` is the
/// programme's, the same in every backup.
pub fn seal(private_key: &[u8], people: &BTreeSet<PersonId>) -> [u8; 32] {
    let mut seal =
        Hmac::<Sha256>::new_from_slice(private_key).expect("HMAC takes keys of any length");
    seal.update(b"mentorship-desk erased 1");
    for person in people {
        seal.update(person.0.as_bytes());
    }
    seal.finalize().into_bytes().into()
}

impl Database {
    /// Overwrites what is left of deleted rows: in the search's list of words, on pages that are free and on those in
    /// use, in the log. Nothing else runs meanwhile. Whatever ends it, it can be done again.
    pub async fn sweep(&self) -> Result<()> {
        let executor = self.executor();
        // A word that was deleted stays in the index until its parts are merged.
        executor
            .execute_unprepared("INSERT INTO sessions_search (sessions_search) VALUES ('optimize')")
            .await?;
        executor.execute_unprepared("VACUUM").await?;
        self.merge_log().await?;
        erased::Entity::update_many()
            .col_expr(erased::Column::Swept, Expr::value(true))
            .filter(erased::Column::Swept.eq(false))
            .exec(&executor)
            .await?;
        Ok(())
    }
}
