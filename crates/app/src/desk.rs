//! The desk: what is open, who is signed in, and the one door through which everything is asked.

#[cfg(test)]
pub(crate) mod in_memory;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use contract::jobs::JobState;
use contract::{ApiError, Code, Event};
use domain::policy::Who;
use domain::{AccountId, JobId, PersonId, Roles};
use store::{Database, Db};
use tokio::sync::broadcast;
use tokio_util::task::TaskTracker;
use vault::Unlocked;

use crate::attempts::Attempts;
use crate::contexts::Progress;
use crate::fault::{Answer, Fault, internal, refuse};
use crate::ids::Ids;
use crate::lock::InstanceLock;
use crate::watch::Watch;
use crate::{Clock, Files, Preferences, StartError, dispatch};

/// What the desk is given by whoever starts it.
pub struct Setup {
    /// Where the programme's file, its vault and the settings lie. Nothing is written elsewhere.
    pub folder: PathBuf,
    pub clock: Arc<dyn Clock>,
    pub keyring: Arc<dyn vault::Keyring>,
    pub files: Arc<dyn Files>,
    pub preferences: Arc<dyn Preferences>,
    /// How costly new passwords are to guess.
    pub kdf: vault::Kdf,
}

/// A desk. Cheap to clone; all clones are the same desk.
#[derive(Clone)]
pub struct Desk {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) setup: Setup,
    pub(crate) ids: Ids,
    _lock: InstanceLock,
    sign_in: Mutex<Option<Arc<SignIn>>>,
    /// The last one, as long as anything holds it.
    last_sign_in: Mutex<Weak<SignIn>>,
    pub(crate) attempts: Attempts,
    pub(crate) watch: Watch,
    /// Held by whoever changes the vault or who is signed in: one such change at a time.
    pub(crate) door: tokio::sync::Mutex<()>,
    /// The recovery code drawn last, while the first run waits for it to be typed back.
    pub(crate) drawn: Mutex<Option<crate::programmes::Drawn>>,
    /// Held by whoever makes, reads or restores backups: one such work at a time. Taken after the door.
    pub(crate) backing: tokio::sync::Mutex<()>,
    /// What goes on while the person does something else; closing waits for it.
    pub(crate) background: TaskTracker,
    /// What was picked for backups.
    pub(crate) chosen: Mutex<Chosen>,
    events: broadcast::Sender<Event>,
}

/// What was picked last, by the token the window holds for it.
#[derive(Default)]
pub(crate) struct Chosen {
    /// The folder of a backup to restore.
    pub(crate) backup: Option<(String, PathBuf)>,
    /// The second folder to be.
    pub(crate) folder: Option<(String, PathBuf)>,
}

/// Somebody is signed in: the file is open.
pub(crate) struct SignIn {
    pub(crate) database: Database,
    pub(crate) account: AccountId,
    pub(crate) person: PersonId,
    pub(crate) unlocked: Unlocked,
    /// What opens sealed texts.
    pub(crate) keys: crate::seals::Keys,
    /// The roles the person held when that was read last, for what must not wait for the file.
    pub(crate) roles: Mutex<Roles>,
    /// The file is damaged: it is open for reading only, and a backup should be restored.
    pub(crate) is_damaged: bool,
    pub(crate) jobs: Mutex<HashMap<JobId, Arc<JobEntry>>>,
    /// The files the person picked, by the token the window holds.
    pub(crate) picked: Mutex<HashMap<String, PathBuf>>,
    /// What the last job about a proposal left for the next one.
    pub(crate) proposal: Mutex<Option<crate::proposals::Kept>>,
}

pub(crate) struct JobEntry {
    pub(crate) progress: Arc<Progress>,
    pub(crate) owner: PersonId,
    /// `None` while it runs.
    pub(crate) ended: Mutex<Option<JobState>>,
}

impl Desk {
    /// Takes the data folder. What a first run left unfinished is cleared away.
    pub fn open(setup: Setup) -> Result<Self, StartError> {
        if let Some(reason) = crate::backups::place::refused(&setup.folder) {
            return Err(StartError::Place(reason));
        }
        let lock = InstanceLock::take(&setup.folder)?;
        let (events, _) = broadcast::channel(1024);
        let inner = Inner {
            watch: Watch::new(setup.clock.as_ref()),
            attempts: Attempts::default(),
            last_sign_in: Mutex::default(),
            setup,
            ids: Ids::new(),
            _lock: lock,
            sign_in: Mutex::new(None),
            door: tokio::sync::Mutex::new(()),
            drawn: Mutex::new(None),
            backing: tokio::sync::Mutex::new(()),
            background: TaskTracker::new(),
            chosen: Mutex::default(),
            events,
        };
        crate::programmes::clear_unfinished(&inner.setup.folder).map_err(StartError::Folder)?;
        crate::backups::settle(&inner.setup.folder).map_err(StartError::Folder)?;
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// Asks one command: JSON text in, JSON text out. A panic inside is an answer too.
    pub async fn rpc(&self, command: &str, input: &str) -> Result<String, ApiError> {
        let inner = Arc::clone(&self.inner);
        let (name, input) = (command.to_owned(), input.to_owned());
        let asked = tokio::spawn(async move { dispatch::dispatch(&inner, &name, &input).await });
        match asked.await {
            Ok(answer) => answer,
            Err(ended) => Err(internal(command, &ended.to_string())),
        }
    }

    /// What happens from now on.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.inner.events.subscribe()
    }

    /// Closes the file and forgets its key, as before the program ends.
    pub async fn close(&self) {
        crate::backups::daily(&self.inner).await;
        self.inner.background.close();
        self.inner.background.wait().await;
        // The vault is written: nobody else may have it in hand.
        let _door = self.inner.door.lock().await;
        if let Err(error) = self.inner.close().await {
            tracing::warn!(%error, "the file did not close cleanly");
        }
    }
}

impl Inner {
    /// The folder of the programme: its file, its vault, its recovery file.
    pub(crate) fn programme_folder(&self) -> PathBuf {
        self.setup.folder.join(crate::programmes::FOLDER)
    }

    pub(crate) fn signed_in(&self) -> Answer<Arc<SignIn>> {
        lock(&self.sign_in)
            .clone()
            .ok_or_else(|| refuse(Code::SignedOut, "Sign in first"))
    }

    /// Who is signed in, for one who asks `command`: while the desk is being locked hardly anything is answered.
    pub(crate) fn signed_in_for(&self, command: &str) -> Answer<Arc<SignIn>> {
        self.watch.check(command)?;
        self.signed_in()
    }

    pub(crate) fn last_sign_in(&self) -> Option<Arc<SignIn>> {
        lock(&self.last_sign_in).upgrade()
    }

    pub(crate) fn is_signed_in(&self) -> bool {
        lock(&self.sign_in).is_some()
    }

    /// Makes this the sign-in; an earlier one ends.
    pub(crate) async fn enter(&self, sign_in: SignIn) -> Answer<()> {
        let sign_in = Arc::new(sign_in);
        *lock(&self.last_sign_in) = Arc::downgrade(&sign_in);
        self.watch.entered(self.setup.clock.as_ref());
        let earlier = lock(&self.sign_in).replace(sign_in);
        self.end(earlier).await
    }

    /// Ends the sign-in: jobs are cancelled, the audit's head is kept, the file is closed, the key is dropped. The caller
    /// holds the door.
    pub(crate) async fn close(&self) -> Answer<()> {
        if !self.is_signed_in() {
            return Ok(());
        }
        let ended = self.leave().await;
        self.emit(Event::Closed);
        ended
    }

    /// As [`Inner::close`], for who tells the window later, when there is something to look at again.
    pub(crate) async fn leave(&self) -> Answer<()> {
        let sign_in = lock(&self.sign_in).take();
        self.end(sign_in).await
    }

    async fn end(&self, sign_in: Option<Arc<SignIn>>) -> Answer<()> {
        let Some(sign_in) = sign_in else {
            return Ok(());
        };
        sign_in.cancel_jobs();
        if !sign_in.is_damaged {
            // Without it the log is still a chain; that is no reason to keep the file open.
            let kept = crate::audit::keep_head(&self.programme_folder(), &sign_in.database).await;
            if let Err(fault) = kept {
                tracing::warn!(%fault, "the head of the audit could not be kept");
            }
        }
        // Waits for the connection to come back from whoever still uses it.
        Ok(sign_in.database.clone().close().await?)
    }

    pub(crate) fn emit(&self, event: Event) {
        // Nobody may be listening, as in `call`.
        let _ = self.events.send(event);
    }
}

impl SignIn {
    /// Refuses what would write to a damaged file, or copy it as if it were whole.
    pub(crate) fn check_sound(&self) -> Answer<()> {
        if self.is_damaged {
            return Err(refuse(
                Code::Damaged,
                "The programme's file is damaged and open for reading only. Restore a backup to go on",
            ));
        }
        Ok(())
    }

    pub(crate) fn cancel_jobs(&self) {
        for job in lock(&self.jobs).values() {
            job.progress.cancel();
        }
    }

    /// Who is asking, by the roles the person holds at this moment.
    pub(crate) async fn who(&self, db: &Db<'_>) -> Answer<Who> {
        match store::people::standing(db, self.person).await? {
            Some(standing) if standing.active => {
                *lock(&self.roles) = standing.roles;
                Ok(Who {
                    person: self.person,
                    roles: standing.roles,
                })
            }
            Some(_) | None => Err(refuse(
                Code::SignedOut,
                "Your account is not active any more. Ask an administrator",
            )),
        }
    }

    /// Who is asking, by the roles that were read last.
    pub(crate) fn who_last(&self) -> Who {
        Who {
            person: self.person,
            roles: *lock(&self.roles),
        }
    }
}

/// A lock that outlives a panic: what it guards is whole between two statements.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs work that hashes, reads files or computes on a thread where it delays nobody.
pub(crate) async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Answer<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|ended| Fault::Broken(ended.to_string()))
}

/// The same executor for a shorter time.
pub(crate) fn reborrow<'a>(db: &'a Db<'_>) -> Db<'a> {
    match db {
        Db::Connection(connection) => Db::Connection(connection),
        Db::Transaction(transaction) => Db::Transaction(transaction),
        Db::OwnedTransaction(transaction) => Db::Transaction(transaction),
    }
}

/// The file inside a programme's folder.
pub(crate) fn data_file(folder: &Path) -> PathBuf {
    folder.join("programme.db")
}
