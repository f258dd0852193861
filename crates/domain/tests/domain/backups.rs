//! What is kept of many backups.

use chrono::{DateTime, TimeDelta, Utc};
use domain::backups::{DAYS, MONTHS, WEEKS, is_due, kept};
use proptest::prelude::*;

fn start() -> DateTime<Utc> {
    "2026-11-17T08:30:00Z".parse().unwrap()
}

fn times() -> impl Strategy<Value = Vec<DateTime<Utc>>> {
    let minutes = prop::collection::vec(0_i64..60 * 24 * 700, 0..200);
    minutes.prop_map(|all| {
        all.iter()
            .map(|at| start() - TimeDelta::minutes(*at))
            .collect()
    })
}

#[test]
fn a_year_of_daily_backups_leaves_twelve_days_ten_weeks_and_nine_months() {
    let made: Vec<_> = (0..365)
        .map(|days| start() - TimeDelta::days(days))
        .collect();
    let left: Vec<_> = made
        .iter()
        .zip(kept(&made))
        .filter(|(_, kept)| *kept)
        .map(|(at, _)| *at)
        .collect();
    assert!(
        left[..DAYS] == made[..DAYS],
        "every one of the last {DAYS} days"
    );
    // The twelve days are of three weeks and of one month; no Sunday of the other seven weeks ends a month.
    assert_eq!(left.len(), 12 + 7 + 8);
    assert_eq!(
        *left.last().unwrap(),
        "2026-03-31T08:30:00Z".parse::<DateTime<Utc>>().unwrap()
    );
}

#[test]
fn one_is_due_after_a_day_and_after_a_clock_that_was_wrong() {
    let now = start();
    for (hours, due) in [
        (0, false),
        (23, false),
        (24, true),
        (1000, true),
        (-1, false),
        (-24, true),
    ] {
        assert_eq!(
            is_due(now - TimeDelta::hours(hours), now),
            due,
            "{hours} hours ago"
        );
    }
}

proptest! {
    #[test]
    fn the_newest_is_always_kept(made in times()) {
        let kept = kept(&made);
        if let Some(newest) = made.iter().max() {
            prop_assert!(made.iter().zip(&kept).any(|(at, kept)| at == newest && *kept));
        }
    }

    #[test]
    fn no_more_than_the_sum_is_kept(made in times()) {
        prop_assert!(kept(&made).iter().filter(|kept| **kept).count() <= DAYS + WEEKS + MONTHS);
    }

    /// Pruning after every backup leaves the same as pruning once.
    #[test]
    fn pruning_twice_takes_nothing_more(made in times()) {
        let left: Vec<_> = made.iter().zip(kept(&made)).filter(|(_, kept)| *kept).map(|(at, _)| *at).collect();
        prop_assert!(kept(&left).into_iter().all(|kept| kept));
    }

    #[test]
    fn the_order_does_not_matter(made in times().prop_shuffle()) {
        let mut sorted = made.clone();
        sorted.sort();
        let pick = |made: &[DateTime<Utc>]| {
            let mut left: Vec<_> = made.iter().zip(kept(made)).filter(|(_, kept)| *kept).map(|(at, _)| *at).collect();
            left.sort();
            left.dedup();
            left
        };
        prop_assert_eq!(pick(&made), pick(&sorted));
    }

    /// What is let go is older than something kept of the same day, week and month, or beyond all three spans.
    #[test]
    fn what_is_let_go_has_a_newer_one_of_its_day_or_twelve_newer_days(made in times()) {
        use chrono::Datelike;
        let kept = kept(&made);
        for (at, _) in made.iter().zip(&kept).filter(|(_, kept)| !**kept) {
            let newer_that_day = made.iter().any(|other| other.date_naive() == at.date_naive() && other > at);
            let mut days: Vec<_> = made.iter().filter(|other| *other > at).map(|other| (other.year(), other.ordinal())).collect();
            days.sort_unstable();
            days.dedup();
            // Two backups of one moment: one of them is enough.
            let twin = made.iter().filter(|other| *other == at).count() > 1;
            prop_assert!(newer_that_day || days.len() >= DAYS || twin);
        }
    }
}
