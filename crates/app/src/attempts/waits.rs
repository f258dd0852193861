//! How long a name waits: a pure function of how often it was wrong.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::Whose;

/// A slip of the finger costs nothing.
pub(super) const FREE: u32 = 4;
const FIRST: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_mins(15);
/// From here on waiting does not help.
pub(super) const STOP: u32 = 50;

/// What has to pass after the last of so many wrong tries: nothing, then 5 s, doubled each time, 15 minutes at most.
pub(super) fn after(wrong: u32) -> Duration {
    match wrong.checked_sub(FREE + 1) {
        None => Duration::ZERO,
        Some(doublings) => 2_u32
            .checked_pow(doublings)
            .and_then(|factor| FIRST.checked_mul(factor))
            .map_or(LONGEST, |wait| wait.min(LONGEST)),
    }
}

/// What is left to wait. `steady` is what has passed by a clock that nobody sets, where the try was made by this very
/// program: a clock set forward then shortens nothing. A clock set back makes the wait start again.
pub(super) fn left(
    wrong: u32,
    last: DateTime<Utc>,
    now: DateTime<Utc>,
    steady: Option<Duration>,
) -> Duration {
    let wait = after(wrong);
    let passed = (now - last).to_std().unwrap_or(Duration::ZERO);
    let passed = steady.map_or(passed, |steady| passed.min(steady));
    wait.saturating_sub(passed)
}

/// Whether nothing is heard any more. The recovery code is the way out and is never stopped: at four tries an hour nobody
/// guesses 150 bits. Nor are names that share a line: one of them would stop the others.
pub(super) fn is_stopped(whose: Whose, wrong: u32) -> bool {
    match whose {
        Whose::Name(_) => wrong >= STOP,
        Whose::Recovery | Whose::Others => false,
    }
}
