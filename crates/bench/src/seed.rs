//! A large programme: 10,000 people, 8,000 matches, 100,000 sessions with their notes, the same every time.

use chrono::{DateTime, TimeDelta, Utc};
use contract::people::{List, SetRoles};
use contract::{PageRequest, people};
use domain::{Audience, MatchId, Minutes, NoteId, PersonId, Role, SessionId, Tag, Text};
use store::matches::NewMatch;
use store::sessions::{Facts, Kind, Seed, SeedNote, TextKey, Written};
use uuid::Uuid;

use crate::desk::{Desk, PASSWORD};
use crate::{Result, imports};

/// How much there is of it. The administrator is one of the people.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) people: usize,
    pub(crate) mentors: usize,
    pub(crate) sessions: usize,
}

pub(crate) const LARGE: Size = Size {
    people: 10_000,
    mentors: 2_000,
    sessions: 100_000,
};

pub(crate) async fn programme(size: Size) -> Result<Desk> {
    let desk = Desk::founded().await?;
    imports::roster(&desk, size.people - 1, size.mentors).await?;
    // The administrator mentors too, so that every query of the table has something to answer.
    let me = desk.administrator.person;
    let roles = vec![Role::Student, Role::Mentor, Role::Administrator];
    desk.ask(&SetRoles {
        id: me,
        roles,
        password: PASSWORD.to_owned(),
    })
    .await?;
    let mentors = ids(&desk, Role::Mentor).await?;
    let students = ids(&desk, Role::Student).await?;
    let now = Utc::now();
    desk.directly(async |database| {
        let transaction = database.write().await?;
        let matches = matches(&mentors, &students, me, now);
        store::matches::insert(&transaction.db(), &matches).await?;
        for part in sessions(size.sessions, &matches, now)?.chunks(5_000) {
            store::sessions::insert_many(&transaction.db(), part.to_vec()).await?;
        }
        transaction.commit().await?;
        Ok(())
    })
    .await?;
    Ok(desk)
}

async fn ids(desk: &Desk, role: Role) -> Result<Vec<PersonId>> {
    let mut ids = Vec::new();
    loop {
        let page = PageRequest {
            offset: ids.len() as u64,
            limit: PageRequest::MOST,
        };
        let list = List {
            role: Some(role),
            sort: people::Sort::Joined,
            page,
            ..List::default()
        };
        let rows = desk.ask(&list).await?.rows;
        if rows.is_empty() {
            return Ok(ids);
        }
        ids.extend(rows.into_iter().map(|row| row.id));
    }
}

/// Four students for each mentor; the administrator has one.
fn matches(
    mentors: &[PersonId],
    students: &[PersonId],
    me: PersonId,
    now: DateTime<Utc>,
) -> Vec<NewMatch> {
    let others = mentors.iter().copied().filter(|id| *id != me);
    let places = std::iter::once(me).chain(others.flat_map(|id| [id; 4]));
    let students = students.iter().copied().filter(|id| *id != me);
    places
        .zip(students)
        .enumerate()
        .map(|(number, (mentor, student))| NewMatch {
            id: MatchId(id(1, number)),
            student,
            mentor,
            started_at: now - TimeDelta::weeks(30),
        })
        .collect()
}

fn sessions(many: usize, matches: &[NewMatch], now: DateTime<Utc>) -> Result<Vec<Seed>> {
    const WORDS: [&str; 8] = [
        "interview",
        "letter",
        "garden",
        "exam",
        "placement",
        "confidence",
        "timetable",
        "visit",
    ];
    (0..many)
        .map(|number| {
            let of = &matches[number % matches.len()];
            let days = i64::try_from(number / matches.len()).unwrap_or(0) * 14;
            let minute = i64::try_from(number % 500).unwrap_or(0);
            let starts_at = now - TimeDelta::days(days + 1) - TimeDelta::minutes(minute);
            let text = format!(
                "We spoke about the {} and number {number}.",
                WORDS[number % WORDS.len()]
            );
            let key = TextKey {
                session: SessionId(id(2, number)),
                author: of.mentor,
                kind: Kind::Note,
                audience: if number.is_multiple_of(3) {
                    Audience::Coordinators
                } else {
                    Audience::Pair
                },
            };
            Ok(Seed {
                id: SessionId(id(2, number)),
                of: of.id,
                facts: Facts {
                    starts_at,
                    minutes: Minutes::new(45)?,
                    place: None,
                    topics: vec![Tag::parse(WORDS[(number / 3) % WORDS.len()])?],
                },
                logged_by: of.mentor,
                logged_at: starts_at,
                notes: vec![SeedNote {
                    id: NoteId(id(3, number)),
                    written: Written {
                        key,
                        text: Text::parse(&text)?,
                    },
                }],
            })
        })
        .collect()
}

/// Ids that are the same in every run.
fn id(kind: u128, number: usize) -> Uuid {
    Uuid::from_u128((0x0190_0000_0000_7000 << 64) | (0x8000 << 48) | (kind << 40) | number as u128)
}
