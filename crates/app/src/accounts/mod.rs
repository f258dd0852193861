//! Signing in and out: the two stores are brought together here.
//!
//! The database says which accounts count, the vault opens them. Whatever changes both writes the database first: a
//! slot without an active account opens nothing and is removed at the next sign-in; an account without a slot needs a
//! one-time code.

mod codes;
mod erased;
mod password;
mod recovery;
mod registration;
mod renewal;
pub(crate) mod strength;
mod tries;

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use contract::accounts::{
    Lock, LockReason, LockedBy, Me, SignIn as SignInCommand, SignInRemembered, SignOut, SignedIn,
    Touch,
};
use contract::programmes::Computer;
use contract::{Done, Feature};
use domain::policy::Who;
use domain::secrets::composed;
use domain::{AccountId, Roles, SignInName};
use serde_json::{Value, json};
use store::accounts::Account;
use store::audit::{self, Ended, Entry};
use store::{Database, Db, Health};
use vault::{Unlocked, Vault, VaultError};

use crate::attempts::Whose;
use crate::contexts::{Effect, Handle, Local, Mutation, Public, Query};
use crate::desk::{Inner, SignIn, data_file, off_thread};
use crate::fault::{Answer, Fault};
use crate::gate::{Author, change};
use crate::keys::read_vault;
use crate::recorded::recorded;

pub(crate) use erased::forget;
pub(crate) use tries::{confirm, tried};

/// Any role: what a person does with their own account.
const EVERYBODY: Roles = Roles::EVERYBODY;

/// As said by the gate for every refused sign-in, whatever the reason.
fn wrong_password() -> Fault {
    VaultError::WrongPassword.into()
}

impl Handle<SignInCommand> for Public<'_> {
    async fn handle(&self, command: SignInCommand) -> Answer<SignedIn> {
        let _door = self.desk.door.lock().await;
        let vault = read_vault(&self.desk.programme_folder())?;
        // A name that nobody could have is answered after the same work as any other.
        let name_key = SignInName::parse(&command.name)
            .map_or_else(|_| command.name.clone(), |name| name.key());
        let password = composed(&command.password);
        let whose = Whose::Name(vault.name_hash(&name_key));
        let unlocked = tried(
            self.desk,
            whose,
            "accounts.sign_in",
            Fault::from,
            move || vault.unlock(&name_key, &password),
        )
        .await?;
        let signed_in = enter(self.desk, unlocked.clone(), self.now).await?;
        password::keep(self.desk, unlocked, command.remember).await;
        Ok(signed_in)
    }
}

impl Handle<SignInRemembered> for Public<'_> {
    async fn handle(&self, _command: SignInRemembered) -> Answer<SignedIn> {
        let _door = self.desk.door.lock().await;
        if self.desk.watch.asks_for_password() {
            return Err(VaultError::NotRemembered.into());
        }
        let vault = read_vault(&self.desk.programme_folder())?;
        let keyring = self.desk.setup.keyring.clone();
        let unlocked = off_thread(move || vault.unlock_device(keyring.as_ref())).await??;
        enter(self.desk, unlocked, self.now).await
    }
}

/// Opens the file for somebody whose slot opened, and signs them in if the database agrees. The caller holds the door.
pub(crate) async fn enter(
    desk: &Arc<Inner>,
    unlocked: Unlocked,
    now: DateTime<Utc>,
) -> Answer<SignedIn> {
    // One connection, exclusive: whoever was signed in leaves first.
    desk.close().await?;
    let (database, unlocked) = renewal::open(desk, unlocked).await?;
    let id = AccountId(unlocked.account);
    // Every page is read once: a damaged file is better found now than by whoever asks for that page.
    let (database, is_damaged) = match database.quick_check().await? {
        Health::Sound => (database, false),
        Health::Damaged => {
            database.close().await?;
            let file = data_file(&desk.programme_folder());
            let key = unlocked.data_key.pragma_literal();
            (Database::open_damaged(&file, &key).await?, true)
        }
    };
    let entered = if is_damaged {
        look_only(&database, id, &unlocked)
            .await
            .map_err(|fault| match fault {
                // What is needed to sign in lies on a damaged page.
                crate::fault::Fault::Store(_) => {
                    crate::fault::Fault::Store(store::StoreError::NotOurs)
                }
                other => other,
            })
    } else {
        admit(desk, &database, id, &unlocked, now).await
    };
    let (account, signed_in) = match entered {
        Ok(entered) => entered,
        Err(fault) => {
            database.close().await?;
            return Err(fault);
        }
    };
    if is_damaged {
        tracing::warn!("the file is damaged and open for reading only");
    }
    remember_name(desk, &account.name);
    let (database, unlocked) = if is_damaged {
        (database, unlocked)
    } else {
        renewal::renew_if_asked(desk, database, unlocked, &account).await?
    };
    desk.enter(SignIn {
        database,
        account: id,
        person: account.person,
        keys: crate::seals::Keys::new(unlocked.key_pair.clone()),
        unlocked,
        roles: std::sync::Mutex::new(signed_in.roles),
        is_damaged,
        jobs: std::sync::Mutex::default(),
        picked: std::sync::Mutex::default(),
        proposal: std::sync::Mutex::default(),
    })
    .await?;
    crate::seals::tend(desk).await;
    crate::backups::daily_soon(desk);
    Ok(signed_in)
}

/// Signs in to a damaged file: nothing is written, in the file or in the vault, because what the file says of accounts
/// may be wrong.
async fn look_only(
    database: &Database,
    id: AccountId,
    unlocked: &Unlocked,
) -> Answer<(Account, SignedIn)> {
    let found = store::accounts::by_id(&database.executor(), id).await?;
    let account = found
        .filter(|account| counts(account, unlocked))
        .ok_or_else(wrong_password)?;
    let mut signed_in = signed_in(&database.executor(), &account).await?;
    signed_in.damaged = true;
    Ok((account, signed_in))
}

async fn admit(
    desk: &Arc<Inner>,
    database: &Database,
    id: AccountId,
    unlocked: &Unlocked,
    now: DateTime<Utc>,
) -> Answer<(Account, SignedIn)> {
    let folder = desk.programme_folder();
    let found = store::accounts::by_id(&database.executor(), id).await?;
    let Some(account) = found.filter(|account| counts(account, unlocked)) else {
        let mut vault = read_vault(&folder)?;
        vault.remove(id.0);
        vault.save()?;
        return Err(wrong_password());
    };
    let who = Who {
        person: account.person,
        roles: account.roles,
    };
    if let Err(fault) = crate::people::erased::settle(desk, database, who, id).await {
        tracing::warn!(%fault, "what was erased is finished at a later sign-in");
    }
    let slots = reconcile_vault(&folder, database, now).await?;
    // Whoever enters may have been erased again just now.
    if store::accounts::by_id(&database.executor(), id)
        .await?
        .is_none()
    {
        return Err(wrong_password());
    }
    let entered = Entered {
        refused: desk.attempts.unrecorded(&folder),
        slots,
    };
    change(desk, database, Author::Entering(who, id), entered).await?;
    desk.attempts.recorded(&folder);
    let signed_in = signed_in(&database.executor(), &account).await?;
    Ok((account, signed_in))
}

/// A slot counts when its account is active and the database knows its key: `vault.json` is a plain file.
fn counts(account: &Account, unlocked: &Unlocked) -> bool {
    account.active
        && account.public_key.as_deref() == Some(unlocked.key_pair.public().as_bytes().as_slice())
}

/// Removes slots without an active account and expired codes, and brings the name shown at sign-in up to date. Answers
/// the accounts that have a slot.
async fn reconcile_vault(
    folder: &Path,
    database: &Database,
    now: DateTime<Utc>,
) -> Answer<HashSet<AccountId>> {
    let mut vault = read_vault(folder)?;
    let accounts = store::accounts::all(&database.executor()).await?;
    let active: HashSet<_> = accounts
        .iter()
        .filter(|account| account.active)
        .map(|account| account.id.0)
        .collect();
    let stale: Vec<_> = vault
        .accounts()
        .map(|(id, _)| id)
        .filter(|id| !active.contains(id))
        .collect();
    let mut changed = vault.expire(now) > 0;
    if !stale.is_empty() {
        // Whoever left may have kept a copy of the vault as it was.
        vault.ask_for_new_key();
    }
    for id in stale {
        changed |= vault.remove(id);
    }
    let name = store::programmes::get(&database.executor()).await?.name;
    if vault.programme_name() != name {
        vault.set_programme_name(&name);
        changed = true;
    }
    if changed {
        vault.save()?;
    }
    if let Some(recovery) = vault
        .recovery()
        .filter(|_| !folder.join("recovery.json").exists())
    {
        recovery.save(folder)?;
    }
    Ok(vault.accounts().map(|(id, _)| AccountId(id)).collect())
}

/// Somebody came in: accounts whose slot is gone are marked, refused tries since the last time are recorded.
struct Entered {
    refused: Vec<(DateTime<Utc>, String, u32)>,
    slots: HashSet<AccountId>,
}

impl Effect for Entered {
    const NAME: &'static str = "accounts.sign_in";
    type Output = ();

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<()> {
        let lost: Vec<AccountId> = store::accounts::all(&m.db)
            .await?
            .into_iter()
            .filter(|account| account.public_key.is_some() && !self.slots.contains(&account.id))
            .map(|account| account.id)
            .collect();
        store::accounts::forget_keys(&m.db, &lost).await?;
        for (when, what, count) in self.refused {
            let entry = Entry {
                items: Some(count.into()),
                ..Entry::new(when, None, &what, Ended::Refused)
            };
            audit::append(&m.db, entry).await?;
        }
        Ok(())
    }
}

async fn signed_in(db: &Db<'_>, account: &Account) -> Answer<SignedIn> {
    let programme = store::programmes::get(db).await?;
    Ok(SignedIn {
        person: account.person,
        name: account.person_name.clone(),
        sign_in_name: account.name.clone(),
        roles: account.roles,
        programme: programme.name,
        zone: programme.zone,
        damaged: false,
    })
}

impl Handle<Me> for Query<'_> {
    async fn handle(&self, _command: Me) -> Answer<SignedIn> {
        let account = store::accounts::by_id(&self.db, self.account).await?;
        let account = account.ok_or_else(crate::fault::not_found)?;
        let mut signed_in = signed_in(&self.db, &account).await?;
        signed_in.damaged = self.is_damaged;
        Ok(signed_in)
    }
}

impl Handle<SignOut> for Local<'_> {
    async fn handle(&self, _command: SignOut) -> Answer<Done> {
        leave(self.desk, SignedOut, None).await
    }
}

impl Handle<Lock> for Local<'_> {
    async fn handle(&self, _command: Lock) -> Answer<Done> {
        let reason = self.desk.watch.reason();
        leave(self.desk, Locked, Some(reason)).await
    }
}

impl Handle<Touch> for Local<'_> {
    async fn handle(&self, _command: Touch) -> Answer<Done> {
        self.desk.watch.touch(self.desk.setup.clock.as_ref());
        Ok(Done {})
    }
}

/// Locks whatever the window does, if somebody is still signed in.
pub(crate) async fn lock_now(desk: &Arc<Inner>) {
    let reason = desk.watch.reason();
    if let Err(fault) = leave(desk, Locked, Some(reason)).await {
        tracing::warn!(%fault, "the file did not close cleanly");
    }
}

/// Ends the sign-in; nobody is remembered until the next password. Whatever else is refused, by the disk or by the
/// keyring, the file is closed and its key is dropped.
async fn leave<E: Effect>(desk: &Arc<Inner>, effect: E, lock: Option<LockReason>) -> Answer<Done> {
    let _door = desk.door.lock().await;
    let Ok(sign_in) = desk.signed_in() else {
        // Somebody else was quicker.
        return Ok(Done {});
    };
    desk.watch.begin();
    // They hold the file: what comes next would wait for them.
    sign_in.cancel_jobs();
    if let Err(fault) = password::forget(desk).await {
        tracing::warn!(%fault, "the remembered sign-in stays in the vault");
        desk.watch.ask_for_password();
    }
    let locked_by = match lock {
        Some(reason) => locked_by(&sign_in, reason).await,
        None => None,
    };
    let author = Author::SignedIn(&sign_in, EVERYBODY);
    if let Err(fault) = change(desk, &sign_in.database, author, effect).await {
        tracing::warn!(%fault, "leaving could not be recorded");
    }
    drop(sign_in);
    // Said before the window is told to look.
    desk.watch.set_locked_by(locked_by);
    desk.close().await?;
    Ok(Done {})
}

/// What the lock screen shows; without it, the sign-in.
async fn locked_by(sign_in: &SignIn, reason: LockReason) -> Option<LockedBy> {
    let db = sign_in.database.executor();
    let account = store::accounts::by_id(&db, sign_in.account).await.ok()??;
    let programme = store::programmes::get(&db).await.ok()?;
    Some(LockedBy {
        person: sign_in.person,
        name: account.person_name,
        sign_in_name: account.name,
        zone: programme.zone,
        reason,
    })
}

recorded! {
    /// Changes nothing but the audit.
    SignedOut = "accounts.sign_out";
    /// Changes nothing but the audit.
    Locked = "accounts.lock";
}

/// The account has this key from now on: a password was chosen.
struct SetKey {
    account: AccountId,
    public_key: Vec<u8>,
    /// Whether every other account lost its slot with the vault.
    others_lost: bool,
}

impl Effect for SetKey {
    const NAME: &'static str = "accounts.set_password";
    type Output = ();

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<()> {
        store::accounts::set_key(&m.db, self.account, &self.public_key).await?;
        if self.others_lost {
            let accounts = store::accounts::all(&m.db).await?;
            let others: Vec<AccountId> = accounts
                .into_iter()
                .map(|account| account.id)
                .filter(|id| *id != self.account)
                .collect();
            store::accounts::forget_keys(&m.db, &others).await?;
        }
        m.about(self.account.0);
        m.touch(Feature::Accounts);
        Ok(())
    }
}

/// Writes the slot that belongs to a key the database has already.
async fn put_slot(mut vault: Vault, slot: vault::Slot) -> Answer<()> {
    off_thread(move || {
        vault.put(slot);
        vault.save()
    })
    .await??;
    Ok(())
}

/// The sign-in names used on this computer, where one person uses it.
pub(crate) fn remembered_names(desk: &Inner, computer: Computer) -> Vec<String> {
    match computer {
        Computer::Shared => Vec::new(),
        Computer::OnlyMe => {
            serde_json::from_value(desk.setup.preferences.load()["sign_in_names"].take())
                .unwrap_or_default()
        }
    }
}

/// Names are cosmetic: without them a name is typed. Never on a computer that several people use.
fn remember_name(desk: &Inner, name: &str) {
    let personal = matches!(
        read_vault(&desk.programme_folder()).map(|vault| vault.computer()),
        Ok(vault::Computer::OnlyMe)
    );
    let mut preferences = desk.setup.preferences.load();
    let mut names: Vec<String> =
        serde_json::from_value(preferences["sign_in_names"].take()).unwrap_or_default();
    names.retain(|known| known != name);
    names.insert(0, name.to_owned());
    names.truncate(5);
    let mut settings = match preferences {
        Value::Object(settings) => settings,
        _ => serde_json::Map::new(),
    };
    if personal {
        settings.insert("sign_in_names".to_owned(), json!(names));
    } else {
        settings.remove("sign_in_names");
    }
    desk.setup.preferences.store(&Value::Object(settings));
}

/// Refuses with a wrong field.
fn wrong(field: &str, message: impl std::fmt::Display) -> Fault {
    Fault::Refused(contract::ApiError::field(field, message))
}

/// The name as typed, parsed.
fn sign_in_name(field: &str, text: &str) -> Answer<SignInName> {
    SignInName::parse(text).map_err(|error| wrong(field, error))
}
