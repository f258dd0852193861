//! A new key for the file, when somebody may hold the present one.
//!
//! It is asked for in the vault, by whatever made it necessary: an account that went, a password or a code that came into
//! wrong hands. It happens at the next sign-in, when nobody else uses the file:
//!
//! 1. `vault.json.next` is written: the same vault, sealed to the same people for a new key.
//! 2. The file is encrypted anew, in one transaction of SQLite's.
//! 3. The next vault takes the place of the present one.
//!
//! Between 1 and 3 either vault may be the one whose key fits: whoever comes in has the same key pair in both, so the file
//! says which it is.

use std::sync::Arc;

use contract::Feature;
use domain::AccountId;
use domain::policy::Who;
use store::accounts::Account;
use store::{Database, StoreError};
use vault::{DataKey, Recovery, Unlocked, Vault};

use crate::backups::open_file;
use crate::contexts::{Effect, Mutation};
use crate::desk::{Inner, off_thread};
use crate::fault::{Answer, Fault};
use crate::gate::{Author, change};
use crate::keys::read_vault;

/// Whether the file did not open because it has another key, or is damaged: the two look the same.
fn is_another_key(fault: &Fault) -> bool {
    matches!(fault, Fault::Store(StoreError::NotOurs))
}

/// Opens the file for somebody who is in, by whichever key it has.
pub(super) async fn open(desk: &Inner, unlocked: Unlocked) -> Answer<(Database, Unlocked)> {
    let folder = desk.programme_folder();
    match open_file(desk, &unlocked.data_key).await {
        Ok(database) => {
            // Encrypting anew was begun and not done.
            off_thread(move || Vault::forget_next(&folder)).await??;
            Ok((database, unlocked))
        }
        Err(fault) if is_another_key(&fault) => {
            let Ok(Some(next)) = Vault::read_next(&folder) else {
                return Err(fault);
            };
            let Some(again) = next.reopen(&unlocked) else {
                return Err(fault);
            };
            let database = open_file(desk, &again.data_key).await?;
            off_thread(move || next.save_over()).await??;
            Ok((database, again))
        }
        Err(fault) => Err(fault),
    }
}

/// Opens the file by the recovery code's key that fits.
pub(super) async fn open_any(
    desk: &Inner,
    candidates: Vec<(DataKey, Recovery)>,
) -> Answer<(Database, DataKey, Recovery)> {
    let folder = desk.programme_folder();
    let mut refused = None;
    for (key, recovery) in candidates {
        match open_file(desk, &key).await {
            Ok(database) => {
                if let Ok(Some(next)) = Vault::read_next(&folder) {
                    let is_next = next.recovery() == Some(&recovery);
                    off_thread(move || {
                        if is_next {
                            next.save_over()
                        } else {
                            Vault::forget_next(next.folder())
                        }
                    })
                    .await??;
                }
                return Ok((database, key, recovery));
            }
            Err(fault) if is_another_key(&fault) => refused = Some(fault),
            Err(fault) => return Err(fault),
        }
    }
    Err(refused.unwrap_or_else(|| Fault::Broken("no recovery key to try".to_owned())))
}

/// Gives the file a new key if the vault asks for it. A disk that refuses spoils no sign-in: it is tried again at the next.
pub(super) async fn renew_if_asked(
    desk: &Arc<Inner>,
    database: Database,
    unlocked: Unlocked,
    account: &Account,
) -> Answer<(Database, Unlocked)> {
    let vault = read_vault(&desk.programme_folder())?;
    if !vault.needs_new_key() {
        return Ok((database, unlocked));
    }
    match encrypt_anew(desk, &database, &vault, account).await {
        Ok(()) => {
            database.close().await?;
            open(desk, unlocked).await
        }
        Err(fault) => {
            tracing::warn!(%fault, "the file keeps its key for now");
            database.close().await?;
            open(desk, unlocked).await
        }
    }
}

/// Steps 1 and 2; opening does the third. The audit says so in the same file, before.
async fn encrypt_anew(
    desk: &Arc<Inner>,
    database: &Database,
    vault: &Vault,
    account: &Account,
) -> Answer<()> {
    let key = DataKey::make();
    let next = vault.resealed(&key)?;
    off_thread(move || next.save_as_next()).await??;
    let who = Who {
        person: account.person,
        roles: account.roles,
    };
    let author = Author::Entering(who, account.id);
    change(desk, database, author, Renewed(account.id)).await?;
    database.encrypt_anew(&key.pragma_literal()).await?;
    Ok(())
}

/// The file gets a new key.
struct Renewed(AccountId);

impl Effect for Renewed {
    const NAME: &'static str = "accounts.new_key";
    type Output = ();

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<()> {
        m.about(self.0.0);
        m.touch(Feature::Accounts);
        Ok(())
    }
}
