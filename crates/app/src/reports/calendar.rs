//! Weeks and months as a programme counts them: by the days of its own zone.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use domain::Zone;
use store::reports::Span;

/// The day it is in the zone.
pub(super) fn day(zone: Zone, at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&zone.tz()).date_naive()
}

/// The Mondays of the last `weeks` weeks, oldest first; the last one begins the week of `today`.
pub(super) fn mondays(today: NaiveDate, weeks: u32) -> Vec<NaiveDate> {
    let this = today - Days::new(today.weekday().num_days_from_monday().into());
    (0..u64::from(weeks))
        .rev()
        .map(|before| this - Days::new(before * 7))
        .collect()
}

/// The week that begins on this Monday.
pub(super) fn week(zone: Zone, monday: NaiveDate) -> Span {
    span(zone, monday, monday + Days::new(7))
}

/// The calendar month of `today`.
pub(super) fn month(zone: Zone, today: NaiveDate) -> Span {
    let first = first_of_month(today);
    span(zone, first, first + Months::new(1))
}

/// The same days of the month before: from its first to the day of `today`, or to its end where it is shorter.
pub(super) fn month_before(zone: Zone, today: NaiveDate) -> Span {
    // Adding and taking off months stops at the last day of a shorter month.
    let same_day = today - Months::new(1);
    span(zone, first_of_month(same_day), same_day + Days::new(1))
}

fn first_of_month(day: NaiveDate) -> NaiveDate {
    day - Days::new(day.day0().into())
}

fn span(zone: Zone, from: NaiveDate, to: NaiveDate) -> Span {
    Span {
        from: start_of(zone, from),
        to: start_of(zone, to),
    }
}

/// When a day begins. Where the clocks jump over midnight it begins with the first time that exists.
fn start_of(zone: Zone, day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    // Some zones skipped a whole day once, when they crossed the date line.
    (0..=48)
        .find_map(|halves| {
            zone.tz()
                .from_local_datetime(&(midnight + TimeDelta::minutes(30 * halves)))
                .earliest()
        })
        .map_or_else(|| midnight.and_utc(), |begins| begins.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        Zone::parse(name).unwrap()
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn check(span: Span, from: &str, to: &str) {
        assert_eq!(
            (span.from.to_rfc3339(), span.to.to_rfc3339()),
            (from.to_owned(), to.to_owned())
        );
    }

    #[test]
    fn weeks_start_on_monday() {
        let mondays_of = |today: &str| {
            mondays(date(today), 2)
                .iter()
                .map(NaiveDate::to_string)
                .collect::<Vec<_>>()
        };
        assert_eq!(mondays_of("2026-11-22"), ["2026-11-09", "2026-11-16"]);
        assert_eq!(mondays_of("2026-11-23"), ["2026-11-16", "2026-11-23"]);
    }

    #[test]
    fn a_week_in_which_the_clocks_change_has_an_hour_more_or_less() {
        let berlin = zone("Europe/Berlin");
        check(
            week(berlin, date("2026-03-23")),
            "2026-03-22T23:00:00+00:00",
            "2026-03-29T22:00:00+00:00",
        );
        check(
            week(berlin, date("2026-10-19")),
            "2026-10-18T22:00:00+00:00",
            "2026-10-25T23:00:00+00:00",
        );
    }

    #[test]
    fn a_day_without_midnight_begins_with_its_first_hour() {
        // In Beirut the clocks went from 0:00 to 1:00 on 28 March 2021.
        let first = start_of(zone("Asia/Beirut"), date("2021-03-28"));
        assert_eq!(first.to_rfc3339(), "2021-03-27T22:00:00+00:00");
        // Samoa had no 30 December 2011.
        let none = start_of(zone("Pacific/Apia"), date("2011-12-30"));
        assert_eq!(none, start_of(zone("Pacific/Apia"), date("2011-12-31")));
    }

    #[test]
    fn the_month_before_is_compared_up_to_the_same_day() {
        let utc = Zone::UTC;
        check(
            month(utc, date("2026-03-31")),
            "2026-03-01T00:00:00+00:00",
            "2026-04-01T00:00:00+00:00",
        );
        check(
            month_before(utc, date("2026-03-31")),
            "2026-02-01T00:00:00+00:00",
            "2026-03-01T00:00:00+00:00",
        );
        check(
            month_before(utc, date("2026-01-05")),
            "2025-12-01T00:00:00+00:00",
            "2025-12-06T00:00:00+00:00",
        );
    }
}
