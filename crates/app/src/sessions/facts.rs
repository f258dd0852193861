//! Reading what was typed about a session.

use std::collections::BTreeSet;

use chrono::{DateTime, SubsecRound, TimeDelta, TimeZone, Utc};
use contract::sessions::NoteDraft;
use domain::policy::Side;
use domain::{Audience, Line, Minutes, Tag, Text};
use store::sessions::Facts;

use crate::fault::Answer;
use crate::inputs::Form;

const LONGEST_PLACE: usize = 120;

/// How far ahead the clock of the person who typed the time may go.
const CLOCK_SKEW: TimeDelta = TimeDelta::minutes(5);

/// As typed; [`contract::sessions::Log`] and [`contract::sessions::Change`] share it.
pub(super) struct Typed<'a> {
    pub(super) starts_at: DateTime<Utc>,
    pub(super) minutes: i64,
    pub(super) place: &'a str,
    pub(super) topics: &'a [String],
    pub(super) notes: &'a [NoteDraft],
}

/// As understood. Of the notes there is one at most for each audience; an empty one says that there shall be none.
pub(super) struct Told {
    pub(super) facts: Facts,
    pub(super) notes: Vec<(Audience, Text)>,
}

impl Typed<'_> {
    /// `side` is the side of the match on which the author stands.
    pub(super) fn parse(&self, side: Side, now: DateTime<Utc>) -> Answer<Told> {
        let mut form = Form::default();
        let (Some(starts_at), Some(minutes), Some(place), Some(topics), Some(notes)) = (
            form.take("starts_at", starts_at(self.starts_at, now)),
            form.take("minutes", Minutes::new(self.minutes)),
            form.take("place", Line::parse_optional(self.place, LONGEST_PLACE)),
            form.take("topics", Tag::parse_all(self.topics)),
            self.parse_notes(&mut form, side),
        ) else {
            return Err(form.refused());
        };
        Ok(Told {
            facts: Facts {
                starts_at,
                minutes,
                place,
                topics,
            },
            notes,
        })
    }

    fn parse_notes(&self, form: &mut Form, side: Side) -> Option<Vec<(Audience, Text)>> {
        // Also an administrator who is the student of the match is its student here.
        if side == Side::Student && !self.notes.is_empty() {
            form.wrong(
                "notes",
                "The student of a match writes a reflection instead",
            );
            return None;
        }
        let mut audiences = BTreeSet::new();
        let notes: Vec<Option<(Audience, Text)>> = self
            .notes
            .iter()
            .enumerate()
            .map(|(at, note)| {
                let text = form.take(format!("notes.{at}.text"), Text::parse(&note.text))?;
                if audiences.insert(note.audience.as_str()) {
                    Some((note.audience, text))
                } else {
                    form.wrong(
                        format!("notes.{at}.audience"),
                        "Write one text for each audience",
                    );
                    None
                }
            })
            .collect();
        notes.into_iter().collect()
    }
}

fn starts_at(at: DateTime<Utc>, now: DateTime<Utc>) -> Result<DateTime<Utc>, &'static str> {
    let earliest = Utc.with_ymd_and_hms(2000, 1, 1, 0, 0, 0).single();
    if at > now + CLOCK_SKEW {
        Err("Choose a time that has passed: a session is logged afterwards")
    } else if earliest.is_some_and(|earliest| at < earliest) {
        Err("Choose a date after 1999")
    } else {
        Ok(at.trunc_subsecs(0))
    }
}
