//! Unfinished texts, by account: their bytes, as they were sealed.

use chrono::{DateTime, Utc};
use domain::AccountId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::entities::draft;
use crate::sessions::SealedText;
use crate::{Db, Result};

/// A draft as it was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub body: SealedText,
    pub saved_at: DateTime<Utc>,
}

/// The draft that this key pair of the account opens.
pub async fn find(
    db: &Db<'_>,
    account: AccountId,
    key: &str,
    sealed_for: &[u8],
) -> Result<Option<Draft>> {
    let id = (account.0, key.to_owned(), sealed_for.to_vec());
    let row = draft::Entity::find_by_id(id).one(db).await?;
    Ok(row.map(|row| draft(row).1))
}

/// Every draft of the account with its key, the oldest first.
pub async fn of_account(db: &Db<'_>, account: AccountId) -> Result<Vec<(String, Draft)>> {
    let rows = draft::Entity::find()
        .filter(draft::Column::AccountId.eq(account.0))
        .order_by_asc(draft::Column::SavedAt)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(draft).collect())
}

/// Saves a draft, over an earlier one with the same key that the same key pair opens.
pub async fn save(db: &Db<'_>, account: AccountId, key: &str, draft: Draft) -> Result<()> {
    use draft::Column;
    let row = draft::ActiveModel {
        account_id: Set(account.0),
        key: Set(key.to_owned()),
        sealed: Set(draft.body.sealed),
        sealed_for: Set(draft.body.sealed_for),
        recoverable: Set(draft.body.recoverable),
        recoverable_by: Set(draft.body.recoverable_by),
        saved_at: Set(draft.saved_at),
    };
    draft::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([Column::AccountId, Column::Key, Column::SealedFor])
                .update_columns([
                    Column::Sealed,
                    Column::Recoverable,
                    Column::RecoverableBy,
                    Column::SavedAt,
                ])
                .to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Forgets a draft that this key pair opens; there need not be one.
pub async fn remove(db: &Db<'_>, account: AccountId, key: &str, sealed_for: &[u8]) -> Result<()> {
    draft::Entity::delete_by_id((account.0, key.to_owned(), sealed_for.to_vec()))
        .exec(db)
        .await?;
    Ok(())
}

fn draft(row: draft::Model) -> (String, Draft) {
    let body = SealedText {
        sealed: row.sealed,
        sealed_for: row.sealed_for,
        recoverable: row.recoverable,
        recoverable_by: row.recoverable_by,
        administered: None,
    };
    let draft = Draft {
        body,
        saved_at: row.saved_at,
    };
    (row.key, draft)
}
