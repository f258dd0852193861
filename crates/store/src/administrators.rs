//! The key pairs to which texts for the administrators are sealed, and who holds them. This crate stores their bytes,
//! and opens none.

use chrono::{DateTime, Utc};
use domain::{AccountId, KeyId, PersonId};
use sea_orm::sea_query::{Expr, OnConflict, Order, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Set,
};
use uuid::Uuid;

use crate::entities::{account, administrators_key, administrators_share, person};
use crate::{Db, Result};

/// A key pair of the administrators, as it lies in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub id: KeyId,
    pub public_key: Vec<u8>,
    /// The private half, sealed to the recovery code.
    pub recoverable: Vec<u8>,
    /// The public key of the recovery code of that time.
    pub recoverable_by: Vec<u8>,
    /// Who holds the private half.
    pub shares: Vec<Share>,
}

/// The private half for one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    pub account: AccountId,
    pub sealed: Vec<u8>,
    /// The public key of the account at that time.
    pub sealed_for: Vec<u8>,
}

/// An active administrator's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    pub account: AccountId,
    pub person: PersonId,
    /// `None` until a password was chosen.
    pub public_key: Option<Vec<u8>>,
}

/// Every pair, the newest first.
pub async fn pairs(db: &Db<'_>) -> Result<Vec<Pair>> {
    use administrators_key::Column;
    let query = Query::select()
        .columns([
            Column::Id,
            Column::PublicKey,
            Column::Recoverable,
            Column::RecoverableBy,
        ])
        .from(administrators_key::Entity)
        .order_by("number", Order::Desc)
        .take();
    let mut shares = administrators_share::Entity::find().all(db).await?;
    let mut pairs = Vec::new();
    for row in db.query_all(&query).await? {
        let id: Uuid = row.try_get("", "id")?;
        let of_this = shares.extract_if(.., |share| share.key_id == id);
        pairs.push(Pair {
            id: KeyId(id),
            public_key: row.try_get("", "public_key")?,
            recoverable: row.try_get("", "recoverable")?,
            recoverable_by: row.try_get("", "recoverable_by")?,
            shares: of_this
                .map(|share| Share {
                    account: AccountId(share.account_id),
                    sealed: share.sealed,
                    sealed_for: share.sealed_for,
                })
                .collect(),
        });
    }
    Ok(pairs)
}

/// The public half of the newest pair.
pub async fn public_key(db: &Db<'_>) -> Result<Option<Vec<u8>>> {
    let query = Query::select()
        .column(administrators_key::Column::PublicKey)
        .from(administrators_key::Entity)
        .order_by("number", Order::Desc)
        .limit(1)
        .take();
    let row = db.query_one(&query).await?;
    Ok(row.map(|row| row.try_get("", "public_key")).transpose()?)
}

/// The accounts of the active administrators.
pub async fn holders(db: &Db<'_>) -> Result<Vec<Holder>> {
    let administrators = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::Column::IsAdministrator.eq(true))
        .filter(person::Column::Active.eq(true))
        .into_query();
    let accounts = account::Entity::find()
        .filter(account::Column::PersonId.in_subquery(administrators))
        .all(db)
        .await?;
    Ok(accounts
        .into_iter()
        .map(|account| Holder {
            account: AccountId(account.id),
            person: PersonId(account.person_id),
            public_key: account.public_key,
        })
        .collect())
}

/// From now on this pair is the newest.
pub async fn insert(db: &Db<'_>, pair: Pair, now: DateTime<Utc>) -> Result<()> {
    let row = administrators_key::ActiveModel {
        id: Set(pair.id.0),
        public_key: Set(pair.public_key),
        recoverable: Set(pair.recoverable),
        recoverable_by: Set(pair.recoverable_by),
        made_at: Set(now),
    };
    administrators_key::Entity::insert(row)
        .exec_without_returning(db)
        .await?;
    for share in pair.shares {
        put_share(db, pair.id, share).await?;
    }
    Ok(())
}

/// Gives a pair to an account, or gives it again after its key changed.
pub async fn put_share(db: &Db<'_>, pair: KeyId, share: Share) -> Result<()> {
    use administrators_share::Column;
    let row = administrators_share::ActiveModel {
        key_id: Set(pair.0),
        account_id: Set(share.account.0),
        sealed: Set(share.sealed),
        sealed_for: Set(share.sealed_for),
    };
    administrators_share::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([Column::KeyId, Column::AccountId])
                .update_columns([Column::Sealed, Column::SealedFor])
                .to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Takes every pair from accounts that are not among these.
pub async fn keep_shares_of(db: &Db<'_>, accounts: &[AccountId]) -> Result<()> {
    administrators_share::Entity::delete_many()
        .filter(administrators_share::Column::AccountId.is_not_in(accounts.iter().map(|id| id.0)))
        .exec(db)
        .await?;
    Ok(())
}

/// The pair for the present recovery code.
pub async fn set_recoverable(
    db: &Db<'_>,
    id: KeyId,
    recoverable: Vec<u8>,
    recoverable_by: Vec<u8>,
) -> Result<()> {
    use administrators_key::Column;
    administrators_key::Entity::update_many()
        .col_expr(Column::Recoverable, Expr::value(recoverable))
        .col_expr(Column::RecoverableBy, Expr::value(recoverable_by))
        .filter(Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Nothing is sealed to it any more.
pub async fn remove(db: &Db<'_>, id: KeyId) -> Result<()> {
    administrators_key::Entity::delete_by_id(id.0)
        .exec(db)
        .await?;
    Ok(())
}
