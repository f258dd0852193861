//! The way back: a backup becomes the programme.
//!
//! The programme is put together beside the present one, checked whole, and takes its place by renaming. What was there
//! before is a backup by then. Today's vault stays where the key is the same: whoever lost their right to sign in since
//! the backup does not get it back by a restore.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use contract::backups::{Keys, Kind, Restored};
use contract::{Code, Event};
use domain::{AccountId, PersonId, Role};
use store::accounts::Account;
use store::{Database, Opened, StoreError};
use uuid::Uuid;
use vault::{DataKey, Recovery, Vault};

use super::disk::{copy_files, remove_folder};
use super::make::{Reading, keep_as_it_is, make, read_back};
use super::shelf::Entry;
use super::swap;
use crate::contexts::Progress;
use crate::desk::{Inner, data_file, off_thread};
use crate::fault::{Answer, Fault, refuse};
use crate::people::erased;

/// Who restores, and with which key.
pub(super) struct Restoring {
    pub(super) key: DataKey,
    /// The account that showed it may, and whose public key the restored file must know; `None` with a recovery code.
    pub(super) account: Option<Proven>,
    /// Whether `key` is today's: then today's vault stays.
    pub(super) keys: Keys,
}

pub(super) struct Proven {
    pub(super) account: AccountId,
    pub(super) public_key: [u8; 32],
    /// Whether the sign-in of this moment vouches for them, and not the backup's own words.
    pub(super) signed_in: bool,
}

/// What the present file knows that the backup may not.
struct Today {
    accounts: Option<Vec<Account>>,
    erased: BTreeSet<PersonId>,
}

/// The steps a restore reports.
const STEPS: u64 = 4;

/// Carries it out. `present` is the programme as it is open now, if it is. The caller holds the door and
/// `desk.backing`; `close` lets go of the present file.
pub(super) async fn restore(
    desk: &Arc<Inner>,
    entry: &Entry,
    restoring: Restoring,
    present: Option<&Database>,
    progress: Option<&Arc<Progress>>,
) -> Answer<Restored> {
    let signed_in = desk.is_signed_in();
    let restored = carry_out(desk, entry, restoring, present, progress).await;
    // Told only now: in the middle of it there is no programme to look at.
    if signed_in && !desk.is_signed_in() {
        desk.emit(Event::Closed);
    }
    restored
}

async fn carry_out(
    desk: &Arc<Inner>,
    entry: &Entry,
    restoring: Restoring,
    present: Option<&Database>,
    progress: Option<&Arc<Progress>>,
) -> Answer<Restored> {
    let step = |done| match progress {
        Some(progress) => progress.go_on(done, STEPS),
        None => Ok(()),
    };
    step(0)?;
    let data = desk.setup.folder.clone();
    check_programme(desk, entry)?;
    match read_back(entry, std::slice::from_ref(&restoring.key)).await? {
        Reading::Whole => {}
        Reading::Damaged => return Err(damaged()),
    }
    step(1)?;
    let today = match present {
        Some(database) => store::accounts::all(&database.executor()).await.ok(),
        None => None,
    };
    let today = Today {
        accounts: today,
        erased: erased::present(present).await,
    };
    let folder = swap::restoring(&data);
    let prepared: Answer<_> = async {
        let erased = prepare(desk, entry, &restoring, today, &folder).await?;
        // The last moment to change one's mind.
        step(2)?;
        let kept = keep_present(desk, present, &restoring.key).await?;
        // The present file is closed before it gives its place.
        desk.leave().await?;
        Ok((erased, kept))
    }
    .await;
    let (erased, kept) = match prepared {
        Ok(prepared) => prepared,
        Err(fault) => {
            let _ = remove_folder(&folder);
            return Err(fault);
        }
    };
    off_thread(move || swap::swap(&data)).await??;
    Ok(Restored {
        made_at: entry.made_at,
        kept,
        keys: restoring.keys,
        erased,
    })
}

fn damaged() -> Fault {
    refuse(
        Code::Damaged,
        "This backup is damaged and was not restored. Choose another one. Nothing was changed",
    )
}

/// A backup of somebody else's programme takes no programme's place.
fn check_programme(desk: &Inner, entry: &Entry) -> Answer<()> {
    let folder = desk.programme_folder();
    let here = programme_of(&folder);
    let there = entry
        .manifest
        .as_ref()
        .and_then(|manifest| manifest.programme);
    match (here, there) {
        (Some(here), Some(there)) if here != there => Err(refuse(
            Code::Conflict,
            "That is a backup of another programme. Nothing was changed",
        )),
        _ => Ok(()),
    }
}

fn programme_of(folder: &Path) -> Option<Uuid> {
    Vault::read(folder)
        .ok()
        .flatten()
        .and_then(|vault| vault.recovery().cloned())
        .or_else(|| Recovery::read(folder).ok().flatten())
        .map(|recovery| recovery.programme())
}

/// Puts the programme together in `folder`: the file brought up to date, erased people erased again, its line in the
/// audit, the keys beside it. Answers how many people were erased again.
async fn prepare(
    desk: &Arc<Inner>,
    entry: &Entry,
    restoring: &Restoring,
    today: Today,
    folder: &Path,
) -> Answer<u64> {
    {
        let (from, to) = (entry.folder.clone(), folder.to_owned());
        off_thread(move || -> Answer<()> {
            remove_folder(&to)?;
            // Only the file: which keys go beside it is decided below.
            copy_files(&from, &to, |name| name != "programme.db")?;
            Ok(())
        })
        .await??;
    }
    let file = data_file(folder);
    let literal = restoring.key.pragma_literal();
    let database = match Database::look(&file, &literal).await {
        Ok(Opened::Ready(database)) => database,
        Ok(Opened::Behind(behind)) => behind.up().await?,
        Err(StoreError::NotOurs) => return Err(other_key()),
        Err(other) => return Err(other.into()),
    };
    let written = match write(desk, &database, restoring, today, entry).await {
        Ok(erased) => erased::keep_beside(folder, &database)
            .await
            .map(|()| erased),
        Err(fault) => Err(fault),
    };
    database.close().await?;
    let erased = written?;
    match store::backups::check(&file, &literal).await {
        Ok(_) => {}
        Err(StoreError::NotOurs) => return Err(damaged()),
        Err(other) => return Err(other.into()),
    }
    let (present, backup, folder) = (
        desk.programme_folder(),
        entry.folder.clone(),
        folder.to_owned(),
    );
    let (keys, account) = (
        restoring.keys,
        restoring.account.as_ref().map(|proven| proven.account.0),
    );
    off_thread(move || put_keys(keys, account, &present, &backup, &folder)).await??;
    Ok(erased)
}

fn other_key() -> Fault {
    refuse(
        Code::WrongPassword,
        "This backup was made with an earlier key. Sign out, choose \"Restore a backup\" and use the password or the recovery code of that time",
    )
}

/// What a restore changes in the restored file.
async fn write(
    desk: &Inner,
    database: &Database,
    restoring: &Restoring,
    today: Today,
    entry: &Entry,
) -> Answer<u64> {
    let transaction = database.write().await?;
    let shelf = entry.folder.parent();
    let known = erased::known(desk, &transaction.db(), today.erased, shelf).await?;
    let erased = erased::erase_again(desk, &transaction.db(), &known).await?;
    let accounts = store::accounts::all(&transaction.db()).await?;
    let person = match &restoring.account {
        None => None,
        Some(proven) => {
            let of_then = accounts.iter().find(|account| account.id == proven.account);
            if !proven.signed_in && !of_then.is_some_and(|account| may(account, proven)) {
                return Err(refuse(
                    Code::WrongPassword,
                    "Only an administrator who is active in that backup can restore it, with the password of that time",
                ));
            }
            of_then.map(|account| account.person)
        }
    };
    // Today's passwords go on opening today's accounts: the keys known to the present file are carried over.
    if restoring.keys == Keys::Present {
        for account in today.accounts.unwrap_or_default() {
            if !accounts.iter().any(|then| then.id == account.id) {
                continue;
            }
            // Who proved with the backup's slot that they may restore it keeps that slot's key.
            let proved_then = restoring
                .account
                .as_ref()
                .is_some_and(|proven| !proven.signed_in && proven.account == account.id);
            match &account.public_key {
                Some(key) => store::accounts::set_key(&transaction.db(), account.id, key).await?,
                None if proved_then => {}
                None => store::accounts::forget_keys(&transaction.db(), &[account.id]).await?,
            }
        }
    }
    let discarded = Vault::read(&desk.programme_folder())
        .ok()
        .flatten()
        .and_then(|vault| vault.audit_head());
    let now = desk.setup.clock.now();
    crate::audit::restored(&transaction.db(), now, person, entry.made_at, discarded).await?;
    transaction.commit().await?;
    Ok(erased)
}

fn may(account: &Account, proven: &Proven) -> bool {
    account.active
        && account.roles.contains(Role::Administrator)
        && account.public_key.as_deref() == Some(proven.public_key.as_slice())
}

/// The vault and the recovery file beside the restored file.
fn put_keys(
    keys: Keys,
    account: Option<Uuid>,
    present: &Path,
    backup: &Path,
    folder: &Path,
) -> Answer<()> {
    let of_the_backup = Vault::read(backup)?;
    match keys {
        Keys::Present => {
            // Whatever stands beside the present file goes with it: tries that were counted, for one.
            copy_files(present, folder, |name| name.starts_with("programme.db"))?;
            // Who proved with the backup's own slot that they may restore it can sign in afterwards.
            let Some(mut vault) = Vault::read(present)? else {
                return Ok(());
            };
            let missing = account.filter(|account| vault.slot(*account).is_none());
            let slot = missing.and_then(|account| {
                of_the_backup
                    .as_ref()
                    .filter(|then| then.id() == vault.id())
                    .and_then(|then| then.slot(account).cloned())
            });
            if let Some(slot) = slot {
                vault.put(slot);
                vault.moved(folder).save()?;
            }
        }
        Keys::OfTheBackup => {
            copy_files(backup, folder, |name| {
                name.starts_with("programme.db") || name == super::manifest::FILE
            })?;
        }
    }
    super::disk::sync_folder(folder)?;
    Ok(())
}

/// Makes a backup of what is there now; `None` where nothing is.
async fn keep_present(
    desk: &Arc<Inner>,
    present: Option<&Database>,
    key: &DataKey,
) -> Answer<Option<String>> {
    if let Some(database) = present
        && let Ok(entry) = make(desk, database, key, Kind::BeforeRestore, None).await
    {
        return Ok(Some(entry.id));
    }
    let folder = desk.programme_folder();
    if !folder.exists() {
        return Ok(None);
    }
    // It does not read: then it is kept as it lies there, once nobody has it open any more.
    desk.leave().await?;
    if let Some(database) = present {
        database.clone().close().await?;
    }
    keep_as_it_is(desk).await.map(Some)
}
