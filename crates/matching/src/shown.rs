//! Values in the width that rows are compared in.

use crate::MAX_SCORE;

/// What is shown of a mentor without places: no score less this is much.
const CLOSED: i32 = 1_070_000_000;

/// Values less the lowest, by mentor. What shows is never more than the value, so that a pair never looks worse than it is.
pub(crate) struct Shown {
    base: i64,
    pub(crate) values: Vec<i32>,
}

impl Shown {
    /// Of all mentors, whose free places tell who is open.
    pub(crate) fn new(values: &[i64], free: &[u32]) -> Self {
        let pairs = || values.iter().zip(free);
        let open = pairs().filter(|(_, free)| **free > 0);
        let base = open.map(|(value, _)| *value).min().unwrap_or(0);
        let show = |(value, free): (&i64, &u32)| {
            if *free == 0 {
                return CLOSED;
            }
            let shown = (value - base).min(MAX_SCORE);
            i32::try_from(shown).expect("between 0 and the largest score")
        };
        Self {
            base,
            values: pairs().map(show).collect(),
        }
    }

    /// What a key, a score less what is shown, is worth at most.
    pub(crate) fn worth(&self, key: i32) -> i64 {
        i64::from(key) - self.base
    }

    /// The key of what is worth so much.
    pub(crate) fn key(&self, worth: i64) -> i32 {
        let key = worth.saturating_add(self.base);
        let key = key.clamp(i32::MIN.into(), i32::MAX.into());
        i32::try_from(key).expect("it is clamped")
    }
}
