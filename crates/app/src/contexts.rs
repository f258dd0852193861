//! What a handler is given: each kind of command has a context of its own, so that a query cannot write and a public
//! command cannot ask who is signed in.

use std::collections::BTreeSet;
use std::future::Future;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use contract::{Code, Command, Feature};
use domain::policy::Who;
use domain::{AccountId, JobId};
use store::Db;
use uuid::Uuid;

use crate::desk::{Inner, SignIn};
use crate::fault::{Answer, refuse};

/// Answers a command.
pub(crate) trait Handle<C: Command> {
    fn handle(&self, command: C) -> impl Future<Output = Answer<C::Output>> + Send;
}

/// A change that is no command of the window: the part of a public, local or job command that writes.
pub(crate) trait Effect: Send {
    /// As written in the audit, such as `accounts.admit`.
    const NAME: &'static str;
    type Output: Send;

    fn carry_out(self, m: &Mutation<'_>) -> impl Future<Output = Answer<Self::Output>> + Send;
}

/// Before sign-in: no person, perhaps no file.
pub(crate) struct Public<'a> {
    pub(crate) desk: &'a Arc<Inner>,
    pub(crate) now: DateTime<Utc>,
}

/// Reads one state of the file.
pub(crate) struct Query<'a> {
    pub(crate) db: Db<'a>,
    pub(crate) who: Who,
    pub(crate) account: AccountId,
    /// What opens sealed texts for the asking person.
    pub(crate) keys: Option<&'a crate::seals::Keys>,
    pub(crate) now: DateTime<Utc>,
    /// The file is damaged and open for reading only.
    pub(crate) is_damaged: bool,
}

/// Changes the file, in one transaction that the gate commits. Its effect is a function of the database, who, the
/// command, now and the ids drawn, and of nothing else.
pub(crate) struct Mutation<'a> {
    pub(crate) db: Db<'a>,
    pub(crate) who: Who,
    pub(crate) account: AccountId,
    pub(crate) now: DateTime<Utc>,
    pub(crate) ids: &'a crate::ids::Ids,
    /// As for a query; what is stored does not follow from it.
    pub(crate) keys: Option<&'a crate::seals::Keys>,
    /// What was sealed before the change began.
    pub(crate) prepared: Vec<crate::seals::Prepared>,
    pub(crate) notes: Notes,
}

/// What a mutation tells the gate besides its answer.
#[derive(Default)]
pub(crate) struct Notes(Mutex<Noted>);

#[derive(Default)]
pub(crate) struct Noted {
    pub(crate) features: BTreeSet<Feature>,
    /// What the audit names: rows, fields that changed, and how many rows where they are too many to be named.
    pub(crate) subjects: Vec<Uuid>,
    pub(crate) fields: BTreeSet<String>,
    pub(crate) items: Option<u64>,
}

impl Notes {
    pub(crate) fn into_noted(self) -> Noted {
        self.0
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn note(&self) -> std::sync::MutexGuard<'_, Noted> {
        crate::desk::lock(&self.0)
    }
}

impl Mutation<'_> {
    /// Draws the next id.
    pub(crate) fn draw(&self) -> Uuid {
        self.ids.draw(self.now)
    }

    /// Says that rows of a feature changed: lists that show them ask again, and long work notices.
    pub(crate) fn touch(&self, feature: Feature) {
        self.notes.note().features.insert(feature);
    }

    /// Says what the audit names.
    pub(crate) fn about(&self, id: Uuid) {
        self.notes.note().subjects.push(id);
    }

    /// Says which fields changed: their names, never what they say.
    pub(crate) fn changed<'f>(&self, fields: impl IntoIterator<Item = &'f str>) {
        let fields = fields.into_iter().map(str::to_owned);
        self.notes.note().fields.extend(fields);
    }

    /// Says how many rows the change was about.
    pub(crate) fn count(&self, items: u64) {
        self.notes.note().items = Some(items);
    }

    /// A reading view of the same transaction, for what queries and mutations share.
    pub(crate) fn as_query(&self) -> Query<'_> {
        Query {
            db: crate::desk::reborrow(&self.db),
            who: self.who,
            account: self.account,
            keys: self.keys,
            now: self.now,
            is_damaged: false,
        }
    }
}

/// This computer's matters.
pub(crate) struct Local<'a> {
    pub(crate) desk: &'a Arc<Inner>,
    pub(crate) sign_in: Arc<SignIn>,
    pub(crate) who: Who,
    pub(crate) now: DateTime<Utc>,
}

/// Long work, off the window's thread, with no transaction open.
pub(crate) struct Job {
    pub(crate) desk: Arc<Inner>,
    pub(crate) sign_in: Arc<SignIn>,
    pub(crate) who: Who,
    pub(crate) now: DateTime<Utc>,
    pub(crate) progress: Arc<Progress>,
}

impl Job {
    /// Runs work that computes on a thread of its own. The work asks [`Progress::go_on`] now and then.
    pub(crate) async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Progress) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        let progress = Arc::clone(&self.progress);
        crate::desk::off_thread(move || work(&progress)).await?
    }
}

/// How far a job is, and whether its owner still wants it.
pub(crate) struct Progress {
    pub(crate) job: JobId,
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
    report: Box<dyn Fn(u64, u64) + Send + Sync>,
}

impl Progress {
    pub(crate) fn new(job: JobId, report: Box<dyn Fn(u64, u64) + Send + Sync>) -> Self {
        Self {
            job,
            done: AtomicU64::new(0),
            total: AtomicU64::new(0),
            cancelled: AtomicBool::new(false),
            report,
        }
    }

    /// Reports `done` of `total`; fails once the job was cancelled.
    pub(crate) fn go_on(&self, done: u64, total: u64) -> Answer<()> {
        let percent = |done: u64, total: u64| (done * 100).checked_div(total);
        let before = percent(
            self.done.swap(done, Ordering::Relaxed),
            self.total.swap(total, Ordering::Relaxed),
        );
        // The window draws at most a hundred steps.
        if percent(done, total) != before {
            (self.report)(done, total);
        }
        if self.cancelled.load(Ordering::Relaxed) {
            Err(refuse(Code::Cancelled, "Cancelled. Nothing was changed"))
        } else {
            Ok(())
        }
    }

    pub(crate) fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    pub(crate) fn so_far(&self) -> (u64, u64) {
        (
            self.done.load(Ordering::Relaxed),
            self.total.load(Ordering::Relaxed),
        )
    }
}
