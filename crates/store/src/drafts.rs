//! Unfinished texts, by account.

use chrono::{DateTime, Utc};
use domain::AccountId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, Set};

use crate::entities::draft;
use crate::{Db, Result};

/// A draft as it was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub body: String,
    pub saved_at: DateTime<Utc>,
}

pub async fn find(db: &Db<'_>, account: AccountId, key: &str) -> Result<Option<Draft>> {
    let row = draft::Entity::find_by_id((account.0, key.to_owned()))
        .one(db)
        .await?;
    Ok(row.map(|row| Draft {
        body: row.body,
        saved_at: row.saved_at,
    }))
}

/// Saves a draft, over an earlier one with the same key.
pub async fn save(db: &Db<'_>, account: AccountId, key: &str, draft: Draft) -> Result<()> {
    let row = draft::ActiveModel {
        account_id: Set(account.0),
        key: Set(key.to_owned()),
        body: Set(draft.body),
        saved_at: Set(draft.saved_at),
    };
    draft::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([draft::Column::AccountId, draft::Column::Key])
                .update_columns([draft::Column::Body, draft::Column::SavedAt])
                .to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Forgets a draft; there need not be one.
pub async fn remove(db: &Db<'_>, account: AccountId, key: &str) -> Result<()> {
    draft::Entity::delete_by_id((account.0, key.to_owned()))
        .exec(db)
        .await?;
    Ok(())
}
