//! What is typed about a session, what is wrong with it, and what is sent of it. Pure.

use chrono::{DateTime, Duration, NaiveDateTime, Timelike, Utc};
use contract::matches::MatchView;
use contract::sessions::{Change, Log, NoteDraft, NoteKind, SessionView};
use domain::{Audience, Line, MatchId, Minutes, SessionId, Tag, Text, Zone};
use serde::{Deserialize, Serialize};

use crate::form::{Check, Errors};
use crate::when::{self, When};

const LONGEST_PLACE: usize = 120;

/// How long a session is thought to take before the first one was logged.
pub(crate) const USUAL_MINUTES: u32 = 45;

/// Sessions start at quarters of an hour, as a rule.
const STEP: u32 = 15;

/// As typed. This is also what is kept as a draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Draft {
    /// Read by [`when::parse`].
    pub(crate) when: String,
    pub(crate) minutes: String,
    pub(crate) place: String,
    pub(crate) topics: Vec<String>,
    pub(crate) shared: String,
    /// Who reads the shared note besides the pair.
    pub(crate) audience: Audience,
    pub(crate) private: String,
    /// Of the session as it was read; 0 for a new one.
    pub(crate) revision: u32,
}

/// What the quick log carries into the editor.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Carried {
    pub(crate) when: String,
    pub(crate) minutes: String,
}

/// Where the draft of a new session is kept.
pub(crate) fn log_key(of: MatchId) -> String {
    format!("sessions.log:{of}")
}

/// Where the draft of a change is kept.
pub(crate) fn change_key(id: SessionId) -> String {
    format!("sessions.change:{id}")
}

/// When a session that has just ended began: `minutes` ago, on the quarter before.
pub(crate) fn began(now: NaiveDateTime, minutes: u32) -> NaiveDateTime {
    let ago = now - Duration::minutes(minutes.into());
    ago - Duration::minutes((ago.minute() % STEP).into()) - Duration::seconds(ago.second().into())
}

impl Draft {
    /// A new session, as the last one was.
    pub(crate) fn fresh(view: &MatchView, now: NaiveDateTime) -> Self {
        let minutes = view.last_minutes.unwrap_or(USUAL_MINUTES);
        Self {
            when: when::write(began(now, minutes)),
            minutes: minutes.to_string(),
            place: view.last_place.clone().unwrap_or_default(),
            topics: Vec::new(),
            shared: String::new(),
            audience: Audience::Pair,
            private: String::new(),
            revision: 0,
        }
    }

    /// A session as it stands.
    pub(crate) fn of(session: &SessionView, zone: Zone) -> Self {
        let own = |audience: Audience| own_note(session, audience).unwrap_or_default();
        let audience = shared_audience(session);
        Self {
            when: when::write(when::to_local(session.starts_at, zone)),
            minutes: session.minutes.to_string(),
            place: session.place.clone(),
            topics: session.topics.clone(),
            shared: own(audience),
            audience,
            private: own(Audience::Author),
            revision: session.revision,
        }
    }

    /// With what was typed in the quick log.
    pub(crate) fn carrying(mut self, carried: Option<&Carried>, now: NaiveDateTime) -> Self {
        if let Some(carried) = carried {
            self.when = match when::parse(&carried.when, now) {
                Ok(When {
                    date,
                    time: Some(time),
                }) => when::write(date.and_time(time)),
                Ok(When { time: None, .. }) | Err(_) => carried.when.clone(),
            };
            self.minutes.clone_from(&carried.minutes);
        }
        self
    }

    /// The texts alone: what somebody would not want to type again.
    pub(crate) fn texts(&self) -> String {
        [self.shared.as_str(), self.private.as_str()]
            .into_iter()
            .filter(|text| !text.trim().is_empty())
            .collect::<Vec<_>>()
            .join("\n\n")
    }

    /// What is wrong, under the names the command has.
    pub(crate) fn check(&self, now: NaiveDateTime) -> Errors {
        check_facts(&self.when, &self.minutes, now)
            .field("place", Line::parse_optional(&self.place, LONGEST_PLACE))
            .field("topics", Tag::parse_all(&self.topics))
            .field("notes.0.text", Text::parse(&self.shared))
            .field("notes.1.text", Text::parse(&self.private))
            .done()
    }

    /// For a draft that [`Draft::check`] finds good. `with_notes` is off for the student of the match.
    pub(crate) fn log(
        self,
        of: MatchId,
        zone: Zone,
        now: NaiveDateTime,
        with_notes: bool,
    ) -> Option<Log> {
        Some(Log {
            of,
            starts_at: starts_at(&self.when, zone, now)?,
            minutes: minutes(&self.minutes)?,
            notes: if with_notes {
                self.notes(None)
            } else {
                Vec::new()
            },
            place: self.place,
            topics: self.topics,
            draft: Some(log_key(of)),
        })
    }

    /// For a draft that [`Draft::check`] finds good. `start` is the time as it was read and as it is written, so that
    /// a time nobody touched stays what it is to the second.
    pub(crate) fn change(
        self,
        session: &SessionView,
        zone: Zone,
        now: NaiveDateTime,
        with_notes: bool,
    ) -> Option<Change> {
        let untouched = self.when == when::write(when::to_local(session.starts_at, zone));
        Some(Change {
            id: session.id,
            revision: self.revision,
            starts_at: if untouched {
                session.starts_at
            } else {
                starts_at(&self.when, zone, now)?
            },
            minutes: minutes(&self.minutes)?,
            notes: if with_notes {
                self.notes(Some(session))
            } else {
                Vec::new()
            },
            place: self.place,
            topics: self.topics,
            draft: Some(change_key(session.id)),
        })
    }

    /// The shared note, the private one, and an empty one for the audience the shared note had before.
    fn notes(&self, before: Option<&SessionView>) -> Vec<NoteDraft> {
        let note = |text: &str, audience: Audience| NoteDraft {
            text: text.to_owned(),
            audience,
        };
        let mut notes = vec![
            note(&self.shared, self.audience),
            note(&self.private, Audience::Author),
        ];
        if let Some(session) = before {
            let was = shared_audience(session);
            if was != self.audience && own_note(session, was).is_some() {
                notes.push(note("", was));
            }
        }
        notes
    }
}

/// What is wrong with the two facts that the quick log asks for too.
pub(crate) fn check_facts(when: &str, minutes: &str, now: NaiveDateTime) -> Check {
    let read = when::parse(when, now);
    let future = matches!(&read, Ok(When { date, time: Some(time) }) if date.and_time(*time) > now + Duration::minutes(5));
    let timeless = matches!(&read, Ok(When { time: None, .. }));
    Check::default()
        .when(
            read.is_err(),
            "starts_at",
            "Write a day and a time, such as yesterday 15:00",
        )
        .when(timeless, "starts_at", "Add the time, such as 15:00")
        .when(
            future,
            "starts_at",
            "Choose a time that has passed: a session is logged afterwards",
        )
        .field(
            "minutes",
            minutes
                .trim()
                .parse()
                .map_err(|_| {
                    domain::Invalid::OutOfRange(Minutes::LEAST.into(), Minutes::MOST.into())
                })
                .and_then(Minutes::new),
        )
}

/// The moment that was typed.
pub(crate) fn starts_at(text: &str, zone: Zone, now: NaiveDateTime) -> Option<DateTime<Utc>> {
    let when = when::parse(text, now).ok()?;
    Some(when::to_utc(when.date.and_time(when.time?), zone))
}

pub(crate) fn minutes(text: &str) -> Option<i64> {
    text.trim().parse().ok()
}

fn own_note(session: &SessionView, audience: Audience) -> Option<String> {
    session
        .notes
        .iter()
        .find(|note| note.mine && note.kind == NoteKind::Note && note.audience == audience)
        .map(|note| note.text.clone())
}

/// For whom a shared note can be.
const SHARED: [Audience; 3] = [
    Audience::Pair,
    Audience::Coordinators,
    Audience::Administrators,
];

/// For whom the own shared note of a session is.
fn shared_audience(session: &SessionView) -> Audience {
    SHARED
        .into_iter()
        .find(|audience| own_note(session, *audience).is_some())
        .unwrap_or(Audience::Pair)
}

/// For whom the shared note can be: not for those who have another note of the same author already.
pub(crate) fn audiences(session: Option<&SessionView>) -> Vec<Audience> {
    let taken = |audience: Audience| {
        session.is_some_and(|session| {
            audience != shared_audience(session) && own_note(session, audience).is_some()
        })
    };
    SHARED
        .into_iter()
        .filter(|audience| !taken(*audience))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::sessions::words::fixture::{id, note, session};

    fn now() -> NaiveDateTime {
        chrono::NaiveDate::from_ymd_opt(2026, 11, 17)
            .and_then(|date| date.and_hms_opt(15, 54, 12))
            .expect("a date")
    }

    fn draft() -> Draft {
        Draft {
            when: "today 15:00".to_owned(),
            minutes: "45".to_owned(),
            place: String::new(),
            topics: Vec::new(),
            shared: "Went well".to_owned(),
            audience: Audience::Pair,
            private: String::new(),
            revision: 3,
        }
    }

    #[test]
    fn a_session_that_has_just_ended_began_on_a_quarter() {
        assert_eq!(when::write(began(now(), 45)), "Tue 17 Nov 2026, 15:00");
        assert_eq!(when::write(began(now(), 30)), "Tue 17 Nov 2026, 15:15");
        // Soon after midnight it began the day before.
        assert_eq!(
            when::write(began(
                now() - Duration::hours(15) - Duration::minutes(40),
                45
            )),
            "Mon 16 Nov 2026, 23:15"
        );
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let errors = Draft {
            when: "tomorrow 9:00".to_owned(),
            minutes: "0".to_owned(),
            place: "x".repeat(200),
            shared: "\u{7}".to_owned(),
            ..draft()
        }
        .check(now());
        assert_eq!(
            errors.keys().copied().collect::<Vec<_>>(),
            ["minutes", "notes.0.text", "place", "starts_at"]
        );
        assert!(draft().check(now()).is_empty());
        let day_only = Draft {
            when: "yesterday".to_owned(),
            ..draft()
        };
        assert_eq!(
            day_only.check(now()).get("starts_at").map(String::as_str),
            Some("Add the time, such as 15:00")
        );
    }

    #[test]
    fn a_time_that_nobody_touched_stays_to_the_second() {
        let stored = session("2026-11-17T15:00:42Z", &[]);
        let zone = Zone::UTC;
        let untouched = Draft::of(&stored, zone).change(&stored, zone, now(), true);
        assert_eq!(
            untouched.map(|change| change.starts_at),
            Some(stored.starts_at)
        );
        let moved = Draft {
            when: "today 14:00".to_owned(),
            ..Draft::of(&stored, zone)
        };
        assert_eq!(
            moved
                .change(&stored, zone, now(), true)
                .map(|change| change.starts_at.to_rfc3339())
                .as_deref(),
            Some("2026-11-17T14:00:00+00:00")
        );
    }

    #[test]
    fn a_note_that_gets_other_readers_leaves_none_behind() {
        let mut stored = session("2026-11-17T15:00:00Z", &[]);
        stored.notes = vec![note(
            NoteKind::Note,
            Audience::Coordinators,
            true,
            "For all",
        )];
        let read = Draft::of(&stored, Zone::UTC);
        assert_eq!(
            (read.shared.as_str(), read.audience),
            ("For all", Audience::Coordinators)
        );
        let sent = Draft {
            audience: Audience::Pair,
            ..read
        }
        .notes(Some(&stored));
        let said: Vec<_> = sent
            .iter()
            .map(|note| (note.audience, note.text.as_str()))
            .collect();
        assert_eq!(
            said,
            [
                (Audience::Pair, "For all"),
                (Audience::Author, ""),
                (Audience::Coordinators, "")
            ]
        );
    }

    #[test]
    fn an_audience_with_a_note_of_its_own_is_not_offered() {
        let mut stored = session("2026-11-17T15:00:00Z", &[]);
        stored.notes = vec![
            note(NoteKind::Note, Audience::Pair, true, "a"),
            note(NoteKind::Note, Audience::Coordinators, true, "b"),
        ];
        assert_eq!(
            audiences(Some(&stored)),
            [Audience::Pair, Audience::Administrators]
        );
        stored.notes = vec![note(NoteKind::Note, Audience::Administrators, true, "c")];
        assert_eq!(audiences(Some(&stored)), SHARED);
        assert_eq!(audiences(None), SHARED);
    }

    #[test]
    fn the_student_of_a_match_sends_no_notes() {
        let log = draft()
            .log(id(2), Zone::UTC, now(), false)
            .expect("a good draft");
        assert!(log.notes.is_empty());
        assert_eq!(log.minutes, 45);
        assert_eq!(log.draft.as_deref(), Some(log_key(id(2)).as_str()));
    }

    #[test]
    fn the_quick_log_hands_over_what_was_typed() {
        let carried = Carried {
            when: "Yesterday, 14:00".to_owned(),
            minutes: "50".to_owned(),
        };
        let draft = draft().carrying(Some(&carried), now());
        assert_eq!(
            (draft.when.as_str(), draft.minutes.as_str()),
            ("Mon 16 Nov 2026, 14:00", "50")
        );
    }
}
