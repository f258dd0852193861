//! Times in words. Pure: now and the zone are passed in.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::Zone;

/// The day it is in the zone.
pub(crate) fn date_in(at: DateTime<Utc>, zone: Zone) -> NaiveDate {
    at.with_timezone(&zone.tz()).date_naive()
}

/// "Today", "Yesterday", "Tomorrow", "Tue 17 Nov", and with the year where it is another one.
pub(crate) fn date(date: NaiveDate, today: NaiveDate) -> String {
    match date.signed_duration_since(today).num_days() {
        0 => "Today".to_owned(),
        -1 => "Yesterday".to_owned(),
        1 => "Tomorrow".to_owned(),
        _ if date.year() == today.year() => date.format("%a %-d %b").to_string(),
        _ => date.format("%a %-d %b %Y").to_string(),
    }
}

/// [`date`] of a moment.
pub(crate) fn day(at: DateTime<Utc>, now: DateTime<Utc>, zone: Zone) -> String {
    date(date_in(at, zone), date_in(now, zone))
}

/// "Today, 15:00".
pub(crate) fn day_time(at: DateTime<Utc>, now: DateTime<Utc>, zone: Zone) -> String {
    format!("{}, {}", day(at, now, zone), clock(at, zone))
}

/// "15:00".
pub(crate) fn clock(at: DateTime<Utc>, zone: Zone) -> String {
    at.with_timezone(&zone.tz()).format("%H:%M").to_string()
}

/// "Tue 17 Nov 2026, 15:00".
pub(crate) fn absolute(at: DateTime<Utc>, zone: Zone) -> String {
    at.with_timezone(&zone.tz())
        .format("%a %-d %b %Y, %H:%M")
        .to_string()
}

/// "Today", "Yesterday", "24 days ago", "In 3 days", by the calendar of the zone.
pub(crate) fn ago(at: DateTime<Utc>, now: DateTime<Utc>, zone: Zone) -> String {
    let days = date_in(now, zone)
        .signed_duration_since(date_in(at, zone))
        .num_days();
    match days {
        0 => "Today".to_owned(),
        1 => "Yesterday".to_owned(),
        -1 => "Tomorrow".to_owned(),
        2.. => format!("{days} days ago"),
        _ => format!("In {} days", -days),
    }
}

/// "45 min", "1 h", "20 h 45 min".
pub(crate) fn minutes(minutes: u64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {rest} min"),
    }
}

/// "1 person", "2 people", "1,488 people".
pub(crate) fn count(number: u64, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        grouped(number),
        if number == 1 { one } else { many }
    )
}

/// "1,488".
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let parts: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|part| std::str::from_utf8(part).unwrap_or_default())
        .collect();
    parts.join(",")
}

/// "Good morning" until noon, "Good afternoon" until six, "Good evening" after, by the zone's clock.
pub(crate) fn greeting(now: DateTime<Utc>, zone: Zone) -> &'static str {
    use chrono::Timelike;
    match now.with_timezone(&zone.tz()).hour() {
        5..12 => "Good morning",
        12..18 => "Good afternoon",
        _ => "Good evening",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text)
            .expect("a test's time")
            .to_utc()
    }

    #[test]
    fn days_are_counted_by_the_calendar_of_the_zone() {
        let berlin = Zone::parse("Europe/Berlin").expect("a zone");
        let now = at("2026-11-17T15:00:00Z");
        // 23:30 in Berlin is still the 16th there, and half an hour later it is today.
        assert_eq!(
            day_time(at("2026-11-16T22:30:00Z"), now, berlin),
            "Yesterday, 23:30"
        );
        assert_eq!(
            day_time(at("2026-11-16T23:00:00Z"), now, berlin),
            "Today, 00:00"
        );
        assert_eq!(day(at("2026-10-27T08:00:00Z"), now, berlin), "Tue 27 Oct");
        assert_eq!(
            day(at("2025-12-31T12:00:00Z"), now, berlin),
            "Wed 31 Dec 2025"
        );
        assert_eq!(absolute(now, berlin), "Tue 17 Nov 2026, 16:00");
    }

    #[test]
    fn distances_in_words() {
        let now = at("2026-11-17T15:00:00Z");
        assert_eq!(
            ago(at("2026-10-24T15:00:00Z"), now, Zone::UTC),
            "24 days ago"
        );
        assert_eq!(ago(at("2026-11-20T01:00:00Z"), now, Zone::UTC), "In 3 days");
        assert_eq!(minutes(45), "45 min");
        assert_eq!(minutes(120), "2 h");
        assert_eq!(minutes(1245), "20 h 45 min");
        assert_eq!(count(1, "person", "people"), "1 person");
        assert_eq!(count(1_488, "person", "people"), "1,488 people");
    }

    #[test]
    fn large_numbers_are_grouped() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(1_488), "1,488");
        assert_eq!(grouped(2_000_000_000), "2,000,000,000");
    }
}
