//! Reading dates and times as people type them: "yesterday 3pm", "17 Nov", "2026-11-17 15:00", "last monday".
//!
//! Pure: what now is in the zone is passed in. Days before months in "3/4", as in most of the world; what cannot be a
//! day first is read month first.

use chrono::{
    DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc, Weekday,
};
use domain::{Invalid, Zone};

/// What a text said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct When {
    pub(crate) date: NaiveDate,
    /// `None`: only a day was said.
    pub(crate) time: Option<NaiveTime>,
}

/// Reads a day, a time (of today) or both.
pub(crate) fn parse(text: &str, now: NaiveDateTime) -> Result<When, Invalid> {
    let text = text
        .trim()
        .to_lowercase()
        .replace(['\u{a0}', '\u{202f}'], " ");
    if text.is_empty() {
        return Err(Invalid::Empty);
    }
    if text == "now" {
        return Ok(When {
            date: now.date(),
            time: Some(now.time()),
        });
    }
    if let Ok(moment) = NaiveDateTime::parse_from_str(&text.replace('t', " "), "%Y-%m-%d %H:%M") {
        return Ok(When {
            date: moment.date(),
            time: Some(moment.time()),
        });
    }
    let words: Vec<&str> = text
        .split([' ', ','])
        .filter(|word| !word.is_empty() && !["at", "on", "the", "of", "um"].contains(word))
        .collect();
    let (time, rest) = take_time(&words);
    let date = match rest.as_slice() {
        [] => time.map(|_| now.date()),
        rest => read_date(rest, now.date()),
    };
    date.map(|date| When { date, time })
        .ok_or(Invalid::NotADate)
}

/// Reads a day alone.
pub(crate) fn parse_date(text: &str, today: NaiveDate) -> Result<NaiveDate, Invalid> {
    let when = parse(text, today.and_time(NaiveTime::MIN))?;
    if when.time.is_some() && text.trim().to_lowercase() != "now" {
        Err(Invalid::NotADate)
    } else {
        Ok(when.date)
    }
}

/// A moment of the zone's clock in UTC. A time that the clock jumped over is read an hour later, one that it showed
/// twice as the first.
pub(crate) fn to_utc(local: NaiveDateTime, zone: Zone) -> DateTime<Utc> {
    let tz = zone.tz();
    tz.from_local_datetime(&local)
        .earliest()
        .or_else(|| {
            tz.from_local_datetime(&(local + chrono::Duration::hours(1)))
                .earliest()
        })
        .map_or_else(|| local.and_utc(), |moment| moment.to_utc())
}

/// What the zone's clock shows.
pub(crate) fn to_local(at: DateTime<Utc>, zone: Zone) -> NaiveDateTime {
    at.with_timezone(&zone.tz()).naive_local()
}

/// As a person would type it, so that it can be read again: "Tue 17 Nov 2026, 15:00".
pub(crate) fn write(local: NaiveDateTime) -> String {
    local.format("%a %-d %b %Y, %H:%M").to_string()
}

/// As a person would type it: "Tue 17 Nov 2026".
pub(crate) fn write_date(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

/// Takes the words that are a time out of `words`: "3pm", "3 pm", "15:00", "15.30 uhr", "noon".
fn take_time<'a>(words: &[&'a str]) -> (Option<NaiveTime>, Vec<&'a str>) {
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).copied().unwrap_or_default();
        let half = ["am", "pm", "a.m.", "p.m."].contains(&next);
        let joined = if half {
            format!("{word}{}", next.replace('.', ""))
        } else {
            (*word).to_owned()
        };
        if let Some(time) = read_time(&joined) {
            let taken = if half || next == "uhr" || next == "h" {
                2
            } else {
                1
            };
            let rest = words[..at]
                .iter()
                .chain(&words[at + taken..])
                .copied()
                .collect();
            return (Some(time), rest);
        }
    }
    (None, words.to_vec())
}

fn read_time(word: &str) -> Option<NaiveTime> {
    match word {
        "noon" | "midday" => return NaiveTime::from_hms_opt(12, 0, 0),
        "midnight" => return NaiveTime::from_hms_opt(0, 0, 0),
        _ => {}
    }
    let (digits, half) = if let Some(digits) = word.strip_suffix("pm") {
        (digits, Some(12))
    } else if let Some(digits) = word.strip_suffix("am") {
        (digits, Some(0))
    } else {
        (
            word.strip_suffix('h')
                .filter(|_| word.len() > 1)
                .unwrap_or(word),
            None,
        )
    };
    let (hour, minute) = match digits.split_once([':', 'h']).or_else(|| {
        digits
            .split_once('.')
            .filter(|(_, m)| m.len() == 2 && !m.contains('.'))
    }) {
        Some((hour, minute)) => {
            let minute = if minute.is_empty() { "0" } else { minute };
            (hour.parse::<u32>().ok()?, minute.parse::<u32>().ok()?)
        }
        // A bare number is a time only with its half of the day, or as "15h".
        None if half.is_some() || word.ends_with('h') => (digits.parse::<u32>().ok()?, 0),
        None => return None,
    };
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(offset) => hour % 12 + offset,
        None => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}

fn read_date(words: &[&str], today: NaiveDate) -> Option<NaiveDate> {
    match words {
        ["today"] => Some(today),
        ["yesterday"] => today.checked_sub_days(Days::new(1)),
        ["tomorrow"] => today.checked_add_days(Days::new(1)),
        [number, "day" | "days", "ago"] => today.checked_sub_days(Days::new(number.parse().ok()?)),
        [number, "week" | "weeks", "ago"] => {
            today.checked_sub_days(Days::new(number.parse::<u64>().ok()?.checked_mul(7)?))
        }
        ["in", number, "day" | "days"] => today.checked_add_days(Days::new(number.parse().ok()?)),
        ["in", number, "week" | "weeks"] => {
            today.checked_add_days(Days::new(number.parse::<u64>().ok()?.checked_mul(7)?))
        }
        ["next", day] => {
            weekday(day).and_then(|day| today.checked_add_days(Days::new(until(today, day))))
        }
        ["last", day] => {
            weekday(day).and_then(|day| today.checked_sub_days(Days::new(since(today, day))))
        }
        // A bare weekday is the last one: what is written down here mostly has happened.
        [day] if weekday(day).is_some() => {
            let day = weekday(day)?;
            if today.weekday() == day {
                Some(today)
            } else {
                today.checked_sub_days(Days::new(since(today, day)))
            }
        }
        [day, rest @ ..] if weekday(day).is_some() && !rest.is_empty() => read_date(rest, today),
        [single] => read_numbers(single, today),
        [first, second, rest @ ..] if rest.len() <= 1 => {
            let (day, month) = match (month(first), month(second)) {
                (Some(month), None) => (second, month),
                (None, Some(month)) => (first, month),
                _ => return None,
            };
            let day = day
                .trim_end_matches(['.', 's', 't', 'n', 'd', 'r', 'h'])
                .parse()
                .ok()?;
            let year = rest
                .first()
                .map(|year| read_year(year))
                .map_or(Some(None), |year| year.map(Some))?;
            with_year(year, month, day, today)
        }
        _ => None,
    }
}

/// "2026-11-17", "17.11.2026", "17/11", "11/17/26".
fn read_numbers(word: &str, today: NaiveDate) -> Option<NaiveDate> {
    let parts: Vec<&str> = word.trim_end_matches('.').split(['-', '/', '.']).collect();
    if let [year, month, day] = parts.as_slice()
        && year.len() == 4
    {
        return NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    }
    let (first, second, year) = match parts.as_slice() {
        [first, second] => (first, second, None),
        [first, second, year] => (first, second, Some(read_year(year)?)),
        _ => return None,
    };
    let (first, second): (u32, u32) = (first.parse().ok()?, second.parse().ok()?);
    with_year(year, second, first, today).or_else(|| with_year(year, first, second, today))
}

fn read_year(word: &str) -> Option<i32> {
    let year: i32 = word.parse().ok()?;
    match word.len() {
        2 => Some(2000 + year),
        4 => Some(year),
        _ => None,
    }
}

/// Without a year: the one that brings the date nearest to today.
fn with_year(year: Option<i32>, month: u32, day: u32, today: NaiveDate) -> Option<NaiveDate> {
    if let Some(year) = year {
        return NaiveDate::from_ymd_opt(year, month, day);
    }
    (today.year() - 1..=today.year() + 1)
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .min_by_key(|date| date.signed_duration_since(today).num_days().abs())
}

fn weekday(word: &str) -> Option<Weekday> {
    (word.len() >= 3)
        .then(|| word.trim_end_matches('.').parse().ok())
        .flatten()
}

fn month(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.');
    let word = if word == "sept" { "sep" } else { word };
    (word.len() >= 3)
        .then(|| {
            word.parse::<chrono::Month>()
                .ok()
                .map(|month| month.number_from_month())
        })
        .flatten()
}

/// Days since the last `day` before today, 1 to 7.
fn since(today: NaiveDate, day: Weekday) -> u64 {
    let days = (today.weekday().num_days_from_monday() + 7 - day.num_days_from_monday()) % 7;
    u64::from(if days == 0 { 7 } else { days })
}

/// Days until the next `day` after today, 1 to 7.
fn until(today: NaiveDate, day: Weekday) -> u64 {
    let days = (day.num_days_from_monday() + 7 - today.weekday().num_days_from_monday()) % 7;
    u64::from(if days == 0 { 7 } else { days })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Tuesday.
    fn now() -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, 11, 17)
            .and_then(|date| date.and_hms_opt(15, 54, 0))
            .expect("a date")
    }

    fn read(text: &str) -> String {
        match parse(text, now()) {
            Ok(When {
                date,
                time: Some(time),
            }) => format!("{date} {}", time.format("%H:%M")),
            Ok(When { date, time: None }) => date.to_string(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn what_people_type_is_understood() {
        for (text, meant) in [
            ("yesterday 3pm", "2026-11-16 15:00"),
            ("Yesterday at 3:30 PM", "2026-11-16 15:30"),
            ("today", "2026-11-17"),
            ("now", "2026-11-17 15:54"),
            ("15:00", "2026-11-17 15:00"),
            ("noon", "2026-11-17 12:00"),
            ("12am", "2026-11-17 00:00"),
            ("12 pm", "2026-11-17 12:00"),
            ("2026-11-03", "2026-11-03"),
            ("2026-11-03T09:15", "2026-11-03 09:15"),
            ("2026-11-03 9:15", "2026-11-03 09:15"),
            ("3.11.2026", "2026-11-03"),
            ("3.11. 15.30 uhr", "2026-11-03 15:30"),
            ("3/11", "2026-11-03"),
            ("11/17/2026", "2026-11-17"),
            ("17 Nov", "2026-11-17"),
            ("Nov 3rd, 2025", "2025-11-03"),
            ("Tue 17 Nov 2026, 15:00", "2026-11-17 15:00"),
            ("monday", "2026-11-16"),
            ("tuesday", "2026-11-17"),
            ("last tuesday", "2026-11-10"),
            ("next tue 9h", "2026-11-24 09:00"),
            ("3 days ago", "2026-11-14"),
            ("2 weeks ago 14h30", "2026-11-03 14:30"),
            // The nearest one to today, in either direction.
            ("5 jan", "2027-01-05"),
            ("20 dec", "2026-12-20"),
        ] {
            assert_eq!(read(text), meant, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "soon",
            "31 feb",
            "25:00",
            "13pm",
            "2026-13-01",
            "17",
            "99999999999 days ago",
            "1/2/3/4",
        ] {
            assert!(parse(text, now()).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_written_can_be_read() {
        assert_eq!(
            parse(&write(now()), now()),
            Ok(When {
                date: now().date(),
                time: Some(now().time())
            })
        );
        assert_eq!(
            parse_date(&write_date(now().date()), now().date()),
            Ok(now().date())
        );
    }

    #[test]
    fn clock_changes_lose_nothing() {
        let berlin = Zone::parse("Europe/Berlin").expect("a zone");
        let local = |hour| {
            NaiveDate::from_ymd_opt(2026, 3, 29)
                .and_then(|date| date.and_hms_opt(hour, 30, 0))
                .expect("a time")
        };
        assert_eq!(
            to_utc(local(1), berlin).to_rfc3339(),
            "2026-03-29T00:30:00+00:00"
        );
        // 2:30 never was: an hour later.
        assert_eq!(
            to_utc(local(2), berlin).to_rfc3339(),
            "2026-03-29T01:30:00+00:00"
        );
    }
}
