//! The commands.

use std::sync::Arc;

use contract::backups::{
    BackupView, BackupsView, Choices, Keys, Kind, List, Make, Recover, Restore, Restored,
    SecondFolder, SetFolder, Source, State, Verify, With,
};
use contract::{ApiError, Code, Event, Feature};
use domain::secrets::composed;
use domain::{AccountId, Role, Roles, SignInName};
use store::{Database, Opened};
use vault::{DataKey, Recovery, RecoveryCode, Vault, VaultError};

use super::make::{Reading, make, read_back};
use super::restore::{Proven, Restoring, restore};
use super::shelf::{self, Entry};
use super::{Home, picked, place};
use crate::accounts;
use crate::attempts::Whose;
use crate::contexts::{Effect, Handle, Job, Local, Mutation, Public};
use crate::desk::{Inner, SignIn, data_file, off_thread};
use crate::fault::{Answer, not_found, refuse};
use crate::gate::{Author, change};

const ADMINISTRATORS: Roles = Roles::of(&[Role::Administrator]);

impl Handle<List> for Local<'_> {
    async fn handle(&self, _command: List) -> Answer<BackupsView> {
        list(self.desk, &self.sign_in).await
    }
}

async fn list(desk: &Inner, sign_in: &SignIn) -> Answer<BackupsView> {
    let last = super::last(desk, &sign_in.database).await?;
    let home = Home::of(desk);
    off_thread(move || {
        let second = home.second.as_ref().map(|folder| SecondFolder {
            name: name_of(folder),
            connected: folder.is_dir(),
        });
        Ok(BackupsView {
            backups: views(&home)?,
            second,
            next: last + chrono::TimeDelta::days(1),
        })
    })
    .await?
}

pub(super) fn name_of(path: &std::path::Path) -> String {
    path.file_name().map_or_else(
        || path.to_string_lossy().into_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// Both folders as one list, newest first.
fn views(home: &Home) -> std::io::Result<Vec<BackupView>> {
    let mut views: Vec<BackupView> = shelf::entries(&home.shelf)?
        .iter()
        .map(|entry| view(entry, true))
        .collect();
    if let Some(second) = &home.second {
        // A folder that is not there, or does not answer, has nothing to show.
        for entry in shelf::entries(second).unwrap_or_default() {
            match views.iter_mut().find(|view| view.id == entry.id) {
                Some(view) => view.second = true,
                None => views.push(view(&entry, false)),
            }
        }
    }
    views.sort_by(|a, b| b.made_at.cmp(&a.made_at).then_with(|| b.id.cmp(&a.id)));
    Ok(views)
}

fn view(entry: &Entry, here: bool) -> BackupView {
    BackupView {
        id: entry.id.clone(),
        kind: entry.kind,
        made_at: entry.made_at,
        size: entry.size(),
        state: entry.state(),
        here,
        second: !here,
    }
}

impl Handle<Choices> for Public<'_> {
    async fn handle(&self, _command: Choices) -> Answer<Vec<BackupView>> {
        let home = Home::of(self.desk);
        Ok(off_thread(move || views(&home)).await??)
    }
}

/// Changes nothing in the programme but the audit.
struct Recorded<const NAME: u8>;

macro_rules! recorded {
    ($($number:literal = $name:literal;)*) => {$(
        impl Effect for Recorded<$number> {
            const NAME: &'static str = $name;
            type Output = ();

            async fn carry_out(self, _m: &Mutation<'_>) -> Answer<()> {
                Ok(())
            }
        }
    )*};
}

recorded! {
    0 = "backups.make";
    1 = "backups.set_folder";
}

impl Handle<Make> for Job {
    async fn handle(&self, _command: Make) -> Answer<BackupView> {
        let _backing = self.desk.backing.lock().await;
        let sign_in = &self.sign_in;
        sign_in.check_sound()?;
        let key = &sign_in.unlocked.data_key;
        let entry = make(
            &self.desk,
            &sign_in.database,
            key,
            Kind::ByHand,
            Some(&self.progress),
        )
        .await?;
        let author = Author::SignedIn(sign_in, ADMINISTRATORS);
        change(&self.desk, &sign_in.database, author, Recorded::<0>).await?;
        Ok(view(&entry, true))
    }
}

/// A backup of the list, by its id: where it lies on this computer, or else in the second folder.
fn listed(desk: &Inner, id: &str) -> Answer<Entry> {
    let home = Home::of(desk);
    let of = |shelf: &std::path::Path| {
        shelf::entries(shelf)
            .unwrap_or_default()
            .into_iter()
            .find(|entry| entry.id == id)
    };
    of(&home.shelf)
        .or_else(|| home.second.as_deref().and_then(of))
        .ok_or_else(not_found)
}

impl Handle<Verify> for Job {
    async fn handle(&self, command: Verify) -> Answer<BackupView> {
        let _backing = self.desk.backing.lock().await;
        self.progress.go_on(0, 1)?;
        let entry = listed(&self.desk, &command.id)?;
        let keys = [self.sign_in.unlocked.data_key.clone()];
        let reading = read_back(&entry, &keys).await?;
        let now = self.desk.setup.clock.now();
        let state = match (&reading, entry.state()) {
            (Reading::Damaged, _) | (Reading::Whole, State::Damaged) => State::Damaged,
            (Reading::Whole, State::Unverified) => State::Unverified,
            (Reading::Whole, State::Verified { .. }) => State::Verified { at: now },
        };
        let here = entry.folder.starts_with(&self.desk.setup.folder);
        let mut seen = view(&entry, here);
        seen.state = state;
        if let Some(mut manifest) = entry.manifest {
            manifest.state = state;
            off_thread(move || manifest.save(&entry.folder)).await??;
        }
        self.desk.emit(Event::Changed {
            features: vec![Feature::Backups],
        });
        Ok(seen)
    }
}

fn find(desk: &Inner, source: &Source) -> Answer<Entry> {
    match source {
        Source::Listed { id } => listed(desk, id),
        Source::Picked { file } => picked::backup(desk, file),
    }
}

impl Handle<Restore> for Job {
    async fn handle(&self, command: Restore) -> Answer<Restored> {
        let sign_in = &self.sign_in;
        let backup = picked::named(&self.desk, command.backup, self.now).await?;
        let _door = self.desk.door.lock().await;
        let _backing = self.desk.backing.lock().await;
        let entry = find(&self.desk, &backup)?;
        accounts::confirm(
            &self.desk,
            sign_in,
            "backups.restore",
            "password",
            command.password,
        )
        .await?;
        let proven = Proven {
            account: sign_in.account,
            public_key: *sign_in.unlocked.key_pair.public().as_bytes(),
            signed_in: true,
        };
        let restoring = Restoring {
            key: sign_in.unlocked.data_key.clone(),
            account: Some(proven),
            keys: Keys::Present,
        };
        restore(
            &self.desk,
            &entry,
            restoring,
            Some(&sign_in.database),
            Some(&self.progress),
        )
        .await
    }
}

impl Handle<Recover> for Public<'_> {
    async fn handle(&self, command: Recover) -> Answer<Restored> {
        let backup = picked::named(self.desk, command.backup, self.now).await?;
        let _door = self.desk.door.lock().await;
        let _backing = self.desk.backing.lock().await;
        let entry = find(self.desk, &backup)?;
        let mut restoring = prove(self.desk, &entry, command.with).await?;
        // The file is closed: whoever was signed in leaves first.
        self.desk.close().await?;
        let file = data_file(&self.desk.programme_folder());
        let key = restoring.key.pragma_literal();
        let present = match Database::look(&file, &key).await {
            Ok(Opened::Ready(database)) => Some(database),
            // Not to be changed now, only kept.
            Ok(Opened::Behind(behind)) => Some(behind.database().clone()),
            Err(_) => None,
        };
        if present.is_some()
            && Vault::read(&self.desk.programme_folder()).is_ok_and(|vault| vault.is_some())
        {
            restoring.keys = Keys::Present;
        }
        let restored = restore(self.desk, &entry, restoring, present.as_ref(), None).await;
        if let Some(database) = present {
            database.close().await?;
        }
        restored
    }
}

/// One try, counted and forgiven like one at the sign-in.
async fn prove(desk: &Arc<Inner>, entry: &Entry, with: With) -> Answer<Restoring> {
    const COMMAND: &str = "backups.recover";
    let folder = desk.programme_folder();
    let whose = match &with {
        With::RecoveryCode { code } => {
            // A slip of the pen is no try.
            RecoveryCode::parse(code).map_err(VaultError::from)?;
            Whose::Recovery
        }
        With::Administrator { name, .. } => {
            // Without today's vault the backup's hashes the name.
            let vaults = [&folder, &entry.folder].map(|folder| Vault::read(folder).ok().flatten());
            let vault = vaults.into_iter().flatten().next();
            vault.map_or(Whose::Recovery, |vault| {
                Whose::Name(vault.name_hash(&name_key(name)))
            })
        }
    };
    let clock = desk.setup.clock.as_ref();
    let begun = desk.attempts.begin(&folder, whose, COMMAND, clock)?;
    let found = match with {
        With::RecoveryCode { code } => with_code(desk, entry, &code).await,
        With::Administrator { name, password } => {
            with_password(desk, entry, &name, &password).await
        }
    };
    match found {
        Ok(restoring) => {
            desk.attempts.right(&folder, &begun);
            Ok(restoring)
        }
        Err(fault) => {
            let error = fault.into_api_error(COMMAND);
            if error.code == Code::WrongPassword {
                return Err(desk.attempts.wrong(&folder, begun, error.into(), COMMAND));
            }
            desk.attempts.undecided(&folder, &begun);
            Err(error.into())
        }
    }
}

fn name_key(name: &str) -> String {
    SignInName::parse(name).map_or_else(|_| name.to_owned(), |name| name.key())
}

/// The key by the recovery code: the backup's own recovery file, or today's where the code is newer than the backup.
async fn with_code(desk: &Inner, entry: &Entry, code: &str) -> Answer<Restoring> {
    let code = RecoveryCode::parse(code).map_err(VaultError::from)?;
    let of = |folder: &std::path::Path| {
        let in_vault = Vault::read(folder)
            .ok()
            .flatten()
            .and_then(|vault| vault.recovery().cloned());
        let beside = Recovery::read(folder).ok().flatten();
        in_vault
            .into_iter()
            .chain(beside)
            .find_map(|recovery| recovery.open(&code).ok())
    };
    let today = of(&desk.programme_folder());
    let has_vault = Vault::read(&desk.programme_folder()).is_ok_and(|vault| vault.is_some());
    for key in of(&entry.folder).into_iter().chain(today.clone()) {
        if opens(entry, &key).await? {
            let present = has_vault && today.as_ref() == Some(&key);
            return Ok(Restoring {
                key,
                account: None,
                keys: keys(present),
            });
        }
    }
    Err(refuse(
        Code::WrongPassword,
        "That recovery code does not open this backup",
    ))
}

fn keys(present: bool) -> Keys {
    if present {
        Keys::Present
    } else {
        Keys::OfTheBackup
    }
}

/// The key by the password of that time, or by today's where it was only changed since.
async fn with_password(
    desk: &Inner,
    entry: &Entry,
    name: &str,
    password: &str,
) -> Answer<Restoring> {
    let name_key = name_key(name);
    let password = composed(password);
    let today = Vault::read(&desk.programme_folder()).ok().flatten();
    let vaults = [
        (Vault::read(&entry.folder).ok().flatten(), false),
        (today, true),
    ];
    for (vault, present) in vaults {
        let Some(vault) = vault else {
            continue;
        };
        let tried = {
            let (name_key, password) = (name_key.clone(), password.clone());
            off_thread(move || vault.unlock(&name_key, &password)).await?
        };
        let unlocked = match tried {
            Ok(unlocked) => unlocked,
            Err(VaultError::WrongPassword) => continue,
            Err(other) => return Err(other.into()),
        };
        if opens(entry, &unlocked.data_key).await? {
            return Ok(Restoring {
                key: unlocked.data_key,
                account: Some(Proven {
                    account: AccountId(unlocked.account),
                    public_key: *unlocked.key_pair.public().as_bytes(),
                    signed_in: false,
                }),
                keys: keys(present),
            });
        }
    }
    Err(VaultError::WrongPassword.into())
}

/// Whether the key opens the backup; a damaged one is opened by none, and said to be damaged.
async fn opens(entry: &Entry, key: &DataKey) -> Answer<bool> {
    match store::backups::check(&data_file(&entry.folder), &key.pragma_literal()).await {
        Ok(_) => Ok(true),
        Err(store::StoreError::NotOurs) => match read_back(entry, &[]).await? {
            Reading::Whole => Ok(false),
            Reading::Damaged => Err(refuse(
                Code::Damaged,
                "This backup is damaged and was not restored. Choose another one. Nothing was changed",
            )),
        },
        Err(other) => Err(other.into()),
    }
}

impl Handle<SetFolder> for Local<'_> {
    async fn handle(&self, command: SetFolder) -> Answer<BackupsView> {
        let second = match &command.folder {
            None => None,
            Some(token) => Some(picked::folder(self.desk, token).await?),
        };
        if let Some(folder) = &second {
            let data = self.desk.setup.folder.canonicalize()?;
            let wrong = |reason: String| ApiError::field("folder", reason);
            let real = folder.canonicalize().map_err(|_| {
                wrong("This folder cannot be opened. Choose another one".to_owned())
            })?;
            if real.starts_with(&data) {
                return Err(wrong(
                    "The first copies lie there already. Choose a folder on another disk, such as a memory stick"
                        .to_owned(),
                )
                .into());
            }
            if let Some(reason) = place::refused(folder) {
                return Err(wrong(format!("Not here: {reason}")).into());
            }
            tempfile::tempfile_in(folder).map_err(|_| {
                wrong("Nothing can be written to this folder. Choose another one".to_owned())
            })?;
        }
        let author = Author::SignedIn(&self.sign_in, ADMINISTRATORS);
        change(self.desk, &self.sign_in.database, author, Recorded::<1>).await?;
        Home::set_second(&self.desk.setup.folder, second)?;
        let desk = Arc::clone(self.desk);
        // What is here already is copied there while the person goes on.
        self.desk.background.spawn(async move {
            let _backing = desk.backing.lock().await;
            super::make::file_away(&desk, Home::of(&desk), None).await;
        });
        list(self.desk, &self.sign_in).await
    }
}
