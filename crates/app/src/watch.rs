//! Locking: when nobody is at the window, when the computer sleeps, and when somebody asks.
//!
//! Locking is two steps. First the window is told, and for a second only drafts are taken; then the file is closed and its
//! key dropped. Whoever runs the desk calls [`Desk::tick`] every few seconds.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use contract::accounts::{Lock, LockReason, LockedBy, SignOut};
use contract::drafts::Save;
use contract::preferences::Preferences;
use contract::{Code, Command, Event};

use crate::desk::{Inner, SignIn, lock};
use crate::fault::{Answer, refuse};
use crate::{Clock, Desk};

/// How long the window has to save what is unsaved.
const PATIENCE: Duration = Duration::from_secs(1);

/// What is still answered in that time.
const WHILE_LOCKING: [&str; 3] = [Save::NAME, Lock::NAME, SignOut::NAME];

/// Ticks come every few seconds: when none came for so long, the computer slept.
const SLEPT: Duration = Duration::from_mins(1);

/// A moment by the clock on the wall and by the one nobody sets.
#[derive(Clone, Copy)]
struct Moment {
    wall: DateTime<Utc>,
    steady: Duration,
}

impl Moment {
    fn now(clock: &dyn Clock) -> Self {
        Self {
            wall: clock.now(),
            steady: clock.steady(),
        }
    }

    /// The longer of what the two clocks say: the one may be set, the other stands still while the computer sleeps.
    fn since(self, earlier: Self) -> Duration {
        let wall = (self.wall - earlier.wall).to_std().unwrap_or_default();
        wall.max(self.steady.saturating_sub(earlier.steady))
    }
}

pub(crate) struct Watch {
    state: Mutex<State>,
    is_locking: AtomicBool,
    /// Only a password opens the desk, even if the vault still says otherwise.
    password_only: AtomicBool,
}

struct State {
    touched: Moment,
    ticked: Moment,
    reason: LockReason,
    locked_by: Option<LockedBy>,
}

impl Watch {
    pub(crate) fn new(clock: &dyn Clock) -> Self {
        let now = Moment::now(clock);
        Self {
            state: Mutex::new(State {
                touched: now,
                ticked: now,
                reason: LockReason::Asked,
                locked_by: None,
            }),
            is_locking: AtomicBool::new(false),
            password_only: AtomicBool::new(false),
        }
    }

    /// Somebody is at the window.
    pub(crate) fn touch(&self, clock: &dyn Clock) {
        lock(&self.state).touched = Moment::now(clock);
    }

    /// Somebody signed in.
    pub(crate) fn entered(&self, clock: &dyn Clock) {
        let now = Moment::now(clock);
        *lock(&self.state) = State {
            touched: now,
            ticked: now,
            reason: LockReason::Asked,
            locked_by: None,
        };
        self.is_locking.store(false, Ordering::SeqCst);
        self.password_only.store(false, Ordering::SeqCst);
    }

    /// Locking begins. Whether it had not begun before.
    pub(crate) fn begin(&self) -> bool {
        !self.is_locking.swap(true, Ordering::SeqCst)
    }

    pub(crate) fn reason(&self) -> LockReason {
        lock(&self.state).reason
    }

    pub(crate) fn set_locked_by(&self, locked_by: Option<LockedBy>) {
        lock(&self.state).locked_by = locked_by;
    }

    pub(crate) fn locked_by(&self) -> Option<LockedBy> {
        lock(&self.state).locked_by.clone()
    }

    /// The remembered sign-in could not be removed from the vault.
    pub(crate) fn ask_for_password(&self) {
        self.password_only.store(true, Ordering::SeqCst);
    }

    pub(crate) fn asks_for_password(&self) -> bool {
        self.password_only.load(Ordering::SeqCst)
    }

    /// Refuses what is not admitted while the desk is being locked.
    pub(crate) fn check(&self, command: &str) -> Answer<()> {
        if self.is_locking.load(Ordering::SeqCst) && !WHILE_LOCKING.contains(&command) {
            return Err(refuse(Code::SignedOut, "The desk is being locked"));
        }
        Ok(())
    }

    /// Why the desk should be locked now.
    fn due(&self, clock: &dyn Clock, minutes: u8) -> Option<LockReason> {
        let now = Moment::now(clock);
        let mut state = lock(&self.state);
        let slept = now.since(state.ticked) > SLEPT;
        state.ticked = now;
        let away = now.since(state.touched) >= Duration::from_mins(minutes.into());
        if slept {
            Some(LockReason::Suspended)
        } else {
            away.then_some(LockReason::Away { minutes })
        }
    }
}

/// The setting of this computer; a file that says something else says ten.
fn minutes(desk: &Inner) -> u8 {
    let kept: Preferences =
        serde_json::from_value(desk.setup.preferences.load()).unwrap_or_default();
    if Preferences::LOCK_MINUTES.contains(&kept.lock_minutes) {
        kept.lock_minutes
    } else {
        Preferences::default().lock_minutes
    }
}

impl SignIn {
    fn works(&self) -> bool {
        lock(&self.jobs)
            .values()
            .any(|job| lock(&job.ended).is_none())
    }
}

impl Desk {
    /// Locks the desk if nobody was at the window for the time that is set, or if the computer slept since the last
    /// tick. A running job is waited for.
    pub async fn tick(&self) {
        let desk = self.inner();
        let due = desk.watch.due(desk.setup.clock.as_ref(), minutes(desk));
        let Ok(sign_in) = desk.signed_in() else {
            return;
        };
        match due {
            Some(LockReason::Away { .. }) if sign_in.works() => {}
            Some(reason) => {
                drop(sign_in);
                self.lock(reason).await;
            }
            None => {}
        }
    }

    /// Locks the desk: the window has a second to save its drafts, then the file is closed whatever it does.
    pub async fn lock(&self, reason: LockReason) {
        let desk = self.inner();
        if desk.signed_in().is_err() || !desk.watch.begin() {
            return;
        }
        lock(&desk.watch.state).reason = reason;
        let mut events = self.events();
        desk.emit(Event::Locking);
        // The window locks by itself once it has saved.
        let closed = async { while !matches!(events.recv().await, Ok(Event::Closed) | Err(_)) {} };
        let _ = tokio::time::timeout(PATIENCE, closed).await;
        crate::accounts::lock_now(desk).await;
    }

    /// Whether a key to the file is in memory: for those who check that locking drops it.
    pub fn holds_key(&self) -> bool {
        self.inner().last_sign_in().is_some()
    }

    fn inner(&self) -> &Arc<Inner> {
        &self.inner
    }
}
