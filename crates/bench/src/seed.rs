//! A large programme: 10,000 people with answers to ten fields and wishes, 8,000 matches with two goals each, 100,000
//! sessions with their notes, a line of the audit for each session, the same every time.

use chrono::{DateTime, TimeDelta, Utc};
use contract::people::{List, SetRoles};
use contract::{PageRequest, people};
use domain::fields::{FieldAudience, FieldKind, Value};
use domain::{
    Audience, FieldId, GoalId, Line, MatchId, Minutes, NoteId, PersonId, Role, Roles, SessionId,
    Tag, Text,
};
use store::Db;
use store::audit::{Ended, Entry};
use store::fields::Field;
use store::goals::Told;
use store::matches::NewMatch;
use store::people::{NewAnswer, Origin};
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
        let db = transaction.db();
        answers(&db, &students).await?;
        for (number, student) in students.iter().enumerate() {
            let wishes = [1, 2, 3].map(|wish| mentors[(number * 7 + wish) % mentors.len()]);
            let others: Vec<_> = wishes.into_iter().filter(|id| id != student).collect();
            store::people::set_wishes(&db, *student, &others).await?;
        }
        goals(&db, &matches, now).await?;
        for number in 0..size.sessions {
            let of = &matches[number % matches.len()];
            let subjects = [id(2, number)];
            let entry = Entry {
                subjects: &subjects,
                ..Entry::new(now, Some(of.mentor.0), "sessions.log", Ended::Done)
            };
            store::audit::append(&db, entry).await?;
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

/// Ten fields that students are asked, and everybody's answers.
async fn answers(db: &Db<'_>, students: &[PersonId]) -> Result {
    const OPTIONS: [&str; 4] = ["North", "East", "South", "West"];
    for number in 0..10 {
        let field = Field {
            id: FieldId(id(6, number)),
            name: format!("Field {number}"),
            kind: FieldKind::Choice,
            options: OPTIONS.map(str::to_owned).to_vec(),
            audience: FieldAudience::Pair,
            sensitive: false,
            roles: Roles::of(&[Role::Student]),
        };
        store::fields::insert(db, &field, Origin::Programme).await?;
        let given = students.iter().enumerate().map(|(at, person)| NewAnswer {
            person: *person,
            field: field.id,
            value: Value::Choice(OPTIONS[(at + number) % OPTIONS.len()].to_owned()),
        });
        store::people::insert_answers(db, given.collect()).await?;
    }
    Ok(())
}

async fn goals(db: &Db<'_>, matches: &[NewMatch], now: DateTime<Utc>) -> Result {
    for (number, of) in matches.iter().flat_map(|of| [of, of]).enumerate() {
        let told = Told {
            title: Line::parse("Write an application", 200)?,
            detail: Text::parse("By the end of the term.")?,
            due: Some((now + TimeDelta::weeks(4)).date_naive()),
        };
        store::goals::insert(db, GoalId(id(7, number)), of.id, told, now).await?;
    }
    Ok(())
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
