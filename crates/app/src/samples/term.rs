//! A term of the sample: matches, their sessions week by week, and goals. All times count back from the day it is loaded.

use chrono::{DateTime, Datelike, NaiveTime, TimeDelta, Utc, Weekday};
use domain::{Audience, GoalId, MatchId, NoteId, PersonId, Progress, SessionId};
use store::matches::{End, NewMatch, Turn};
use store::samples::{NoteKind, SampleGoal, SampleNote, SampleSession};

use super::people::Loaded;
use super::texts::{MEETINGS, Meeting};
use crate::contexts::Mutation;
use crate::fault::{Answer, Fault};

/// A match of the sample; people by their place in the cast, times in days ago.
struct Plot {
    student: usize,
    mentor: usize,
    /// The first session, how many days lie between two, and after which there are no more.
    first: i64,
    every: i64,
    until: i64,
    /// When they meet, in UTC, for how long, and where.
    hour: u32,
    minutes: u32,
    place: &'static str,
    fate: Fate,
    /// Title, due in so many days (negative: that long ago), progress in percent.
    goals: &'static [(&'static str, i64, i64)],
}

enum Fate {
    GoesOn,
    Paused,
    Ended(i64, &'static str),
}

use Fate::{Ended, GoesOn, Paused};

#[rustfmt::skip]
const TERM: &[Plot] = &[
    Plot { student: 0, mentor: 0, first: 84, every: 7, until: 6, hour: 15, minutes: 45, place: "Library", fate: GoesOn, goals: &[("Send the nursing application", 18, 70), ("Visit two wards", -10, 100), ("Write about the clinic on one page", 4, 40)] },
    Plot { student: 1, mentor: 0, first: 82, every: 14, until: 24, hour: 16, minutes: 30, place: "Video call", fate: GoesOn, goals: &[("List ten apprenticeships", -5, 60), ("Pass the mock maths exam", 30, 20)] },
    Plot { student: 2, mentor: 0, first: 83, every: 10, until: 12, hour: 15, minutes: 45, place: "Video call", fate: GoesOn, goals: &[("Visit one workplace", -3, 100), ("Ask two more places by telephone", 8, 25)] },
    Plot { student: 3, mentor: 0, first: 81, every: 7, until: 5, hour: 12, minutes: 30, place: "Room B4", fate: GoesOn, goals: &[("Speak first in a group", -2, 100), ("Give the assembly talk", 21, 50)] },
    Plot { student: 4, mentor: 0, first: 4, every: 7, until: 7, hour: 14, minutes: 45, place: "", fate: GoesOn, goals: &[] },
    Plot { student: 5, mentor: 1, first: 33, every: 7, until: 5, hour: 16, minutes: 60, place: "Library", fate: GoesOn, goals: &[("Write a small game", 25, 35)] },
    Plot { student: 6, mentor: 1, first: 80, every: 7, until: 3, hour: 15, minutes: 60, place: "Room B4", fate: GoesOn, goals: &[("Practise three interviews", 9, 66), ("Finish the CV", -20, 100)] },
    Plot { student: 7, mentor: 2, first: 79, every: 14, until: 8, hour: 14, minutes: 60, place: "Studio", fate: GoesOn, goals: &[("Choose twelve drawings", 12, 80), ("Show them to one stranger", 40, 0)] },
    Plot { student: 8, mentor: 3, first: 78, every: 14, until: 9, hour: 15, minutes: 45, place: "Law library", fate: GoesOn, goals: &[("Write one argument a week", 15, 55)] },
    Plot { student: 9, mentor: 4, first: 77, every: 10, until: 31, hour: 10, minutes: 45, place: "Video call", fate: Paused, goals: &[("Photograph five people at work", 28, 40)] },
    Plot { student: 10, mentor: 4, first: 76, every: 7, until: 4, hour: 14, minutes: 45, place: "Library", fate: GoesOn, goals: &[("Send five applications", 11, 60), ("Find out about grants", -1, 90)] },
    Plot { student: 11, mentor: 5, first: 75, every: 14, until: 10, hour: 17, minutes: 60, place: "Site office", fate: GoesOn, goals: &[("Build a bridge of paper that holds a kilogram", -6, 100), ("Understand vectors", 20, 45)] },
    Plot { student: 12, mentor: 6, first: 74, every: 7, until: 4, hour: 16, minutes: 45, place: "Hospital café", fate: GoesOn, goals: &[("Prepare for the admission test", 35, 50), ("Write the personal statement", 6, 75)] },
    Plot { student: 13, mentor: 3, first: 84, every: 14, until: 32, hour: 15, minutes: 30, place: "Law library", fate: Ended(30, "The plan was reached"), goals: &[("Sit in on a hearing", -40, 100)] },
    Plot { student: 14, mentor: 8, first: 70, every: 14, until: 22, hour: 12, minutes: 60, place: "Pilot station", fate: Ended(20, "Shifts left no common hour"), goals: &[("Ask about the cadet scheme", -25, 30)] },
];

pub(super) async fn load(m: &Mutation<'_>, people: &Loaded) -> Answer<()> {
    let mut matches = Vec::new();
    let mut sessions = Vec::new();
    let mut goals = Vec::new();
    for (number, plot) in TERM.iter().enumerate() {
        let new = NewMatch {
            id: MatchId(m.draw()),
            student: person(&people.students, plot.student)?,
            mentor: person(&people.mentors, plot.mentor)?,
            // A meeting that falls on a weekend moves two days at most.
            started_at: m.now - TimeDelta::days(plot.first + 4),
        };
        sessions.extend(plot_sessions(m, &new, plot, number));
        goals.extend(plot_goals(m, &new, plot)?);
        matches.push(new);
    }
    store::matches::insert(&m.db, &matches).await?;
    store::samples::insert_sessions(&m.db, &sessions).await?;
    store::samples::insert_goals(&m.db, &goals).await?;
    for (new, plot) in matches.iter().zip(TERM) {
        turn(m, new.id, &plot.fate).await?;
    }
    Ok(())
}

fn person(people: &[PersonId], place: usize) -> Answer<PersonId> {
    people
        .get(place)
        .copied()
        .ok_or_else(|| Fault::Broken("the sample names nobody".to_owned()))
}

async fn turn(m: &Mutation<'_>, id: MatchId, fate: &Fate) -> Answer<()> {
    let turn = match fate {
        GoesOn => return Ok(()),
        Paused => Turn::Paused,
        Ended(days, reason) => Turn::Ended(End {
            at: m.now - TimeDelta::days(*days),
            by: Some(m.who.person),
            reason: (*reason).to_owned(),
        }),
    };
    let found = store::matches::find(&m.db, id).await?;
    let found = found.ok_or_else(|| Fault::Broken("a match of the sample is gone".to_owned()))?;
    Ok(store::matches::turn(&m.db, &found, &turn).await?)
}

fn plot_sessions(
    m: &Mutation<'_>,
    of: &NewMatch,
    plot: &Plot,
    number: usize,
) -> Vec<SampleSession> {
    let step = usize::try_from(plot.every).unwrap_or(1);
    (plot.until..=plot.first)
        .rev()
        .step_by(step)
        .enumerate()
        // Neighbours talk about different things in the same week.
        .map(|(week, days)| session(m, of, plot, days, week + number * 5))
        .collect()
}

fn session(m: &Mutation<'_>, of: &NewMatch, plot: &Plot, days: i64, at: usize) -> SampleSession {
    let meeting = &MEETINGS[at % MEETINGS.len()];
    let starts_at = on_a_weekday(m.now - TimeDelta::days(days), plot.hour);
    SampleSession {
        id: SessionId(m.draw()),
        of: of.id,
        starts_at,
        minutes: plot.minutes,
        place: plot.place.to_owned(),
        topics: meeting
            .topics
            .iter()
            .map(|topic| (*topic).to_owned())
            .collect(),
        logged_by: of.mentor,
        logged_at: starts_at + TimeDelta::minutes(plot.minutes.into()),
        notes: notes(m, of, meeting, at),
    }
}

/// A note of every meeting, and after some of them what the student thought.
fn notes(m: &Mutation<'_>, of: &NewMatch, meeting: &Meeting, at: usize) -> Vec<SampleNote> {
    let audience = match at % 7 {
        3 => Audience::Author,
        5 => Audience::Coordinators,
        _ => Audience::Pair,
    };
    let note = |author, kind, audience, body: &str| SampleNote {
        id: NoteId(m.draw()),
        author,
        kind,
        audience,
        body: body.to_owned(),
    };
    let mut notes = vec![note(of.mentor, NoteKind::Note, audience, meeting.note)];
    if at.is_multiple_of(3) {
        notes.push(note(
            of.student,
            NoteKind::Reflection,
            Audience::Pair,
            meeting.reflection,
        ));
    }
    notes
}

fn plot_goals(m: &Mutation<'_>, of: &NewMatch, plot: &Plot) -> Answer<Vec<SampleGoal>> {
    plot.goals
        .iter()
        .map(|(title, due, progress)| {
            Ok(SampleGoal {
                id: GoalId(m.draw()),
                of: of.id,
                title: (*title).to_owned(),
                detail: String::new(),
                due: (m.now + TimeDelta::days(*due)).date_naive(),
                progress: Progress::new(*progress)
                    .map_err(|invalid| Fault::Broken(invalid.to_string()))?,
                created_at: of.started_at,
                changed_at: m.now - TimeDelta::days(plot.until),
            })
        })
        .collect()
}

/// The hour on this day, or on the Friday before where it is a weekend.
fn on_a_weekday(day: DateTime<Utc>, hour: u32) -> DateTime<Utc> {
    let back = match day.weekday() {
        Weekday::Sat => 1,
        Weekday::Sun => 2,
        Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => 0,
    };
    let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    (day - TimeDelta::days(back))
        .date_naive()
        .and_time(time)
        .and_utc()
}
