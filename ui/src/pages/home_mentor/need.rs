//! Who needs a mentor most, and in which words. Pure: now and the zone are passed in.

use chrono::{DateTime, Utc};
use contract::matches::MatchView;
use domain::Zone;
use domain::matches::MatchState;
use domain::names::search_key;

use crate::components::StateMark;
use crate::time;

/// Up to here a contact is fresh, in days; the administrators' figures draw the same lines.
const FRESH: i64 = 14;
/// Up to here it is due; after it is late.
const DUE: i64 = 28;

/// When two people were last in contact, as shape, words and a line below.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Contact {
    pub(crate) mark: StateMark,
    pub(crate) word: String,
    pub(crate) note: String,
}

/// The shape and the words of a match's last contact.
pub(crate) fn contact(view: &MatchView, now: DateTime<Utc>, zone: Zone) -> Contact {
    let note = match (view.last_session_at, view.last_minutes) {
        (Some(at), Some(minutes)) => {
            let length = time::minutes(minutes.into());
            match time::date_in(now, zone)
                .signed_duration_since(time::date_in(at, zone))
                .num_days()
            {
                // Relative words already say the day.
                0 | 1 => format!("{}, {length}", time::clock(at, zone)),
                _ => format!("{}, {length}", time::day(at, now, zone)),
            }
        }
        (Some(at), None) => time::day(at, now, zone),
        (None, _) => matched_since(view, now, zone),
    };
    match view.state {
        MatchState::Paused => Contact {
            mark: StateMark::Paused,
            word: "Paused".to_owned(),
            note: view.last_session_at.map_or(note, |at| {
                format!("Met {}", time::ago(at, now, zone).to_lowercase())
            }),
        },
        MatchState::Ended => Contact {
            mark: StateMark::Ended,
            word: "Ended".to_owned(),
            note: view.ended_at.map_or(note, |at| time::day(at, now, zone)),
        },
        MatchState::Active => {
            let Some(at) = view.last_session_at else {
                return Contact {
                    mark: StateMark::New,
                    word: "Not met yet".to_owned(),
                    note,
                };
            };
            let days = days(at, now, zone);
            let mark = if days <= FRESH {
                StateMark::Ok
            } else if days <= DUE {
                StateMark::Waiting
            } else {
                StateMark::Bad
            };
            Contact {
                mark,
                word: time::ago(at, now, zone),
                note,
            }
        }
    }
}

fn days(at: DateTime<Utc>, now: DateTime<Utc>, zone: Zone) -> i64 {
    time::date_in(now, zone)
        .signed_duration_since(time::date_in(at, zone))
        .num_days()
}

/// "Matched today", "Matched Thu 3 Sep".
pub(crate) fn matched_since(view: &MatchView, now: DateTime<Utc>, zone: Zone) -> String {
    let day = time::day(view.started_at, now, zone);
    match days(view.started_at, now, zone) {
        0 | 1 => format!("Matched {}", day.to_lowercase()),
        _ => format!("Matched {day}"),
    }
}

/// The longest without contact first; who was never met counts from the day of the match. Paused matches last.
pub(crate) fn by_need(rows: &mut [MatchView]) {
    rows.sort_by_key(|view| {
        (
            view.state != MatchState::Active,
            view.last_session_at.unwrap_or(view.started_at),
        )
    });
}

/// By the student's name, ignoring case and accents.
pub(crate) fn by_name(rows: &mut [MatchView]) {
    rows.sort_by_key(|view| search_key(&view.student.name));
}

/// What the head of the page says of all of them; `None` where nobody waits.
pub(crate) fn summary(rows: &[MatchView], now: DateTime<Utc>, zone: Zone) -> Option<String> {
    let count = |mark: StateMark| {
        rows.iter()
            .filter(|view| contact(view, now, zone).mark == mark)
            .count() as u64
    };
    let students =
        |number: u64, rest: &str| format!("{} {rest}", time::count(number, "student", "students"));
    match (
        count(StateMark::Bad),
        count(StateMark::Waiting),
        count(StateMark::New),
    ) {
        (late @ 1.., _, _) => Some(students(late, "not met for over 4 weeks")),
        (0, due @ 1.., _) => Some(students(due, "not met for over 2 weeks")),
        (0, 0, new @ 1..) => Some(students(new, "not met yet")),
        (0, 0, 0) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::matches::{MySide, Partner};

    use crate::pages::sessions::words::fixture::{at, id};

    fn view(name: &str, started: &str, last: Option<&str>) -> MatchView {
        let partner = |number, name: &str| Partner {
            id: id(number),
            name: name.to_owned(),
            active: true,
        };
        MatchView {
            id: id(1),
            student: partner(2, name),
            mentor: partner(3, "Amara Okonkwo"),
            mine: MySide::Mentor,
            state: MatchState::Active,
            started_at: at(started),
            ended_at: None,
            end_reason: String::new(),
            sessions: 1,
            minutes: 45,
            last_session_at: last.map(at),
            last_minutes: last.map(|_| 45),
            last_place: None,
            open_goals: Some(0),
        }
    }

    fn now() -> DateTime<Utc> {
        at("2026-11-17T15:54:00Z")
    }

    #[test]
    fn the_longest_without_contact_comes_first_and_the_paused_last() {
        let mut rows = [
            MatchView {
                state: MatchState::Paused,
                ..view("Paused", "2026-01-01T00:00:00Z", None)
            },
            view(
                "Fresh",
                "2026-09-03T00:00:00Z",
                Some("2026-11-11T15:00:00Z"),
            ),
            view("New", "2026-11-13T00:00:00Z", None),
            view("Late", "2026-09-03T00:00:00Z", Some("2026-10-01T15:00:00Z")),
        ];
        by_need(&mut rows);
        let names: Vec<_> = rows.iter().map(|view| view.student.name.as_str()).collect();
        assert_eq!(names, ["Late", "Fresh", "New", "Paused"]);
        by_name(&mut rows);
        assert_eq!(rows[0].student.name, "Fresh");
    }

    #[test]
    fn shape_and_words_say_the_same() {
        let said = |last: Option<&str>| {
            let contact = contact(&view("X", "2026-11-13T09:00:00Z", last), now(), Zone::UTC);
            (contact.mark, contact.word, contact.note)
        };
        assert_eq!(
            said(Some("2026-11-17T15:00:00Z")),
            (
                StateMark::Ok,
                "Today".to_owned(),
                "15:00, 45 min".to_owned()
            )
        );
        assert_eq!(
            said(Some("2026-11-03T15:00:00Z")),
            (
                StateMark::Ok,
                "14 days ago".to_owned(),
                "Tue 3 Nov, 45 min".to_owned()
            )
        );
        assert_eq!(said(Some("2026-11-02T15:00:00Z")).0, StateMark::Waiting);
        assert_eq!(said(Some("2026-10-01T15:00:00Z")).0, StateMark::Bad);
        assert_eq!(
            said(None),
            (
                StateMark::New,
                "Not met yet".to_owned(),
                "Matched Fri 13 Nov".to_owned()
            )
        );
    }

    #[test]
    fn the_head_names_the_most_urgent() {
        let late = view("A", "2026-09-03T00:00:00Z", Some("2026-10-01T15:00:00Z"));
        let new = view("B", "2026-11-13T00:00:00Z", None);
        let fresh = view("C", "2026-09-03T00:00:00Z", Some("2026-11-11T15:00:00Z"));
        let said = |rows: &[MatchView]| summary(rows, now(), Zone::UTC);
        assert_eq!(
            said(&[late, new.clone()]).as_deref(),
            Some("1 student not met for over 4 weeks")
        );
        assert_eq!(
            said(&[new.clone(), new]).as_deref(),
            Some("2 students not met yet")
        );
        assert_eq!(said(&[fresh]), None);
    }
}
