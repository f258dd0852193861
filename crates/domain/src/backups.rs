//! Which backups are kept, and when the next one is due.

use std::collections::HashSet;

use chrono::{DateTime, Datelike, TimeDelta, Utc};

/// The newest backup of each of this many days that have one.
pub const DAYS: usize = 12;
/// Of each of this many weeks that have one; a week begins on Monday.
pub const WEEKS: usize = 10;
/// Of each of this many months that have one.
pub const MONTHS: usize = 9;

/// Whether a daily backup is due. A last one from the future was made by a clock that was wrong: it does not count.
pub fn is_due(last: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    (now - last).abs() >= TimeDelta::days(1)
}

/// Whether a backup that was made for a reason, and not because a day was over, is kept whatever else there is: of two
/// imports on one morning the state before the first is worth as much as the state before the second.
pub fn is_recent(made_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    (now - made_at).abs() <= TimeDelta::days(12)
}

/// For each backup, by when it was made and in any order: whether it is kept.
///
/// Only days, weeks and months that have a backup count, so a summer without a sign-in takes none away.
pub fn kept(made: &[DateTime<Utc>]) -> Vec<bool> {
    let mut newest_first: Vec<usize> = (0..made.len()).collect();
    newest_first.sort_by_key(|at| std::cmp::Reverse(made[*at]));
    let mut kept = vec![false; made.len()];
    let mut keep = |most: usize, period: &dyn Fn(DateTime<Utc>) -> (i32, u32)| {
        let mut seen = HashSet::new();
        for at in &newest_first {
            if seen.len() == most {
                break;
            }
            if seen.insert(period(made[*at])) {
                kept[*at] = true;
            }
        }
    };
    keep(DAYS, &|at| (at.year(), at.ordinal()));
    keep(WEEKS, &|at| (at.iso_week().year(), at.iso_week().week()));
    keep(MONTHS, &|at| (at.year(), at.month()));
    kept
}
