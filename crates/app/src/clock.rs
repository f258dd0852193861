//! The one source of time.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use chrono::{DateTime, SubsecRound, Utc};

/// Tells the time; tests set it.
pub trait Clock: Send + Sync {
    fn now(&self) -> DateTime<Utc>;

    /// The time since some moment of this run, by a clock that nobody sets. It may stand still while the computer sleeps.
    fn steady(&self) -> Duration {
        static START: OnceLock<Instant> = OnceLock::new();
        START.get_or_init(Instant::now).elapsed()
    }
}

/// The computer's clock, to the millisecond: more would only make stored times longer.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(3)
    }
}
