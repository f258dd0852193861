//! A small programme of each released schema, kept beside this crate: today's program opens it, brings it up to date and
//! finds in it what people wrote.
//!
//! `cargo xtask torture fixture` writes the one of today's schema. From a release on it is never written again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, TimeDelta, Utc};
use contract::accounts::{CodeRequest, IssueCodes, Redeem, Register, SignOut};
use contract::people::{Create, Profile, SetWishes};
use contract::sessions::{Log, NoteDraft, Reflect};
use contract::{Command, drafts, fields, goals, matches, people, programmes, proposals, sessions};
use domain::fields::{FieldAudience, FieldKind};
use domain::{Audience, MatchId, PersonId, Role, Roles};
use sea_orm_migration::MigratorTrait;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::Result;
use crate::desk::{Desk, NAME, PASSWORD, copy, founded, key};

const MENTOR: &str = "amara";
const STUDENT: &str = "linh";
const EXPECTED: &str = "expected.json";

/// What somebody is answered, and the texts that are in it.
#[derive(Serialize, Deserialize)]
struct Expected {
    name: String,
    command: String,
    input: Value,
    texts: Vec<String>,
}

/// Where they lie.
pub fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// The newest schema, by the name of its last migration.
pub fn newest() -> Result<String> {
    let migrations = migrations::Migrator::migrations();
    let last = migrations.last().ok_or("there is no migration")?;
    Ok(last.name().to_owned())
}

/// Writes the programme of today's schema; answers where.
pub async fn write() -> Result<PathBuf> {
    let place = kept().join(newest()?);
    let folder = tempfile::tempdir()?;
    let mut pair = None;
    founded(folder.path(), async |desk| {
        pair = Some(begin(desk).await?);
        Ok(())
    })
    .await?;
    let (of, codes) = pair.ok_or("no pair")?;
    let desk = Desk::open(folder.path())?;
    meet(&desk, of, &codes).await?;
    desk.close().await;
    if place.exists() {
        fs::remove_dir_all(&place)?;
    }
    let programme = folder.path().join("programme");
    copy(&programme, &place.join("programme"))?;
    let expected = serde_json::to_string_pretty(&expected(of))?;
    fs::write(place.join(EXPECTED), format!("{expected}\n"))?;
    Ok(place)
}

/// The administrator's part; answers the match and the codes of its two people.
async fn begin(desk: &Desk) -> Result<(MatchId, [String; 2])> {
    let field = fields::Create {
        name: "Grade".to_owned(),
        kind: FieldKind::Choice,
        options: vec!["Ten".to_owned(), "Eleven".to_owned()],
        audience: FieldAudience::Pair,
        sensitive: false,
        roles: Roles::of(&[Role::Student]),
    };
    let field = desk.ask(field).await?.id;
    let answers = BTreeMap::from([(field, "Eleven".to_owned())]);
    let student = person(desk, Role::Student, "Linh Trần", answers).await?;
    let mentor = person(desk, Role::Mentor, "Amara Okafor", BTreeMap::new()).await?;
    let other = person(desk, Role::Student, "Yusuf Demir", BTreeMap::new()).await?;
    desk.ask(SetWishes {
        student: other,
        mentors: vec![mentor],
    })
    .await?;
    let of = desk.ask(matches::Make { student, mentor }).await?.id;
    desk.run(proposals::Solve {
        name: "Spring".to_owned(),
        ..proposals::Solve::default()
    })
    .await?;
    let request = |person, name: &str| CodeRequest {
        person,
        sign_in_name: name.to_owned(),
    };
    let people = vec![request(student, STUDENT), request(mentor, MENTOR)];
    let codes = desk.ask(IssueCodes { people }).await?;
    let of_name = |name: &str| {
        let view = codes.iter().find(|view| view.sign_in_name == name);
        view.map(|view| view.code.clone())
            .ok_or("a code is missing")
    };
    Ok((of, [of_name(MENTOR)?, of_name(STUDENT)?]))
}

async fn person(
    desk: &Desk,
    role: Role,
    name: &str,
    answers: BTreeMap<domain::FieldId, String>,
) -> Result<PersonId> {
    let profile = Profile {
        name: name.to_owned(),
        bio: format!("{name} likes *harbours*."),
        interests: vec!["Nursing".to_owned()],
        expertise: vec!["Law".to_owned()],
        languages: vec!["Vietnamese".to_owned()],
        capacity: 3,
        ..Profile::default()
    };
    let roles = vec![role];
    let create = Create {
        profile,
        roles,
        answers,
    };
    Ok(desk.ask(create).await?.person.id)
}

/// The mentor's and the student's part, and somebody who asks to join.
async fn meet(desk: &Desk, of: MatchId, codes: &[String; 2]) -> Result {
    redeem(desk, MENTOR, &codes[0]).await?;
    let notes = Audience::ALL.map(|audience| NoteDraft {
        text: note(audience),
        audience,
    });
    let logged = Log {
        of,
        starts_at: Utc::now() - TimeDelta::hours(2),
        minutes: 45,
        place: "Library".to_owned(),
        topics: vec!["Interview".to_owned()],
        notes: notes.to_vec(),
        draft: None,
    };
    let session = desk.ask(logged).await?.id;
    desk.ask(drafts::Save {
        key: format!("sessions.log:{of}"),
        body: "half a sentence".to_owned(),
    })
    .await?;
    desk.ask(SignOut {}).await?;
    redeem(desk, STUDENT, &codes[1]).await?;
    desk.ask(Reflect {
        id: session,
        text: "I dared to ask.".to_owned(),
        draft: None,
    })
    .await?;
    desk.ask(goals::Create {
        of,
        title: "Speak up in class".to_owned(),
        detail: "Once a week.".to_owned(),
        due: NaiveDate::from_ymd_opt(2027, 6, 1),
    })
    .await?;
    desk.ask(SignOut {}).await?;
    desk.ask(Register {
        name: "Rana Haddad".to_owned(),
        sign_in_name: "rana".to_owned(),
        password: "seven quiet lanterns".to_owned(),
        role: Role::Student,
        email: "rana@example.org".to_owned(),
        message: "May I join?".to_owned(),
    })
    .await?;
    Ok(())
}

async fn redeem(desk: &Desk, name: &str, code: &str) -> Result {
    desk.ask(Redeem {
        name: name.to_owned(),
        code: code.to_owned(),
        password: PASSWORD.to_owned(),
    })
    .await?;
    Ok(())
}

fn note(audience: Audience) -> String {
    format!("A note for {}.", audience.as_str())
}

fn expected(of: MatchId) -> Vec<Expected> {
    let ask = |name: &str, command: &str, input: Value, texts: &[&str]| Expected {
        name: name.to_owned(),
        command: command.to_owned(),
        input,
        texts: texts.iter().map(|text| (*text).to_owned()).collect(),
    };
    let notes = Audience::ALL.map(note);
    let notes: Vec<&str> = notes.iter().map(String::as_str).collect();
    vec![
        ask(
            NAME,
            programmes::Get::NAME,
            json!({}),
            &["Harbour Bridge", "Europe/Berlin"],
        ),
        ask(
            NAME,
            people::List::NAME,
            json!({}),
            &["Linh Trần", "Amara Okafor", "Yusuf Demir"],
        ),
        ask(NAME, fields::List::NAME, json!({}), &["Grade", "Eleven"]),
        ask(NAME, proposals::List::NAME, json!({}), &["Spring"]),
        ask(
            NAME,
            "accounts.requests",
            json!({}),
            &["Rana Haddad", "May I join?"],
        ),
        ask(
            NAME,
            "audit.list",
            json!({}),
            &["people.create", "sessions.log"],
        ),
        ask(
            MENTOR,
            sessions::List::NAME,
            json!({}),
            &["Library", "Interview", "I dared to ask."],
        ),
        ask(MENTOR, sessions::List::NAME, json!({ "of": of }), &notes),
        ask(
            MENTOR,
            drafts::Get::NAME,
            json!({ "key": format!("sessions.log:{of}") }),
            &["half a sentence"],
        ),
        ask(
            STUDENT,
            goals::List::NAME,
            json!({}),
            &["Speak up in class", "Once a week."],
        ),
        ask(STUDENT, matches::List::NAME, json!({}), &["Amara Okafor"]),
    ]
}

/// Opens a copy of one with today's program; answers what is missing in it.
pub async fn missing(fixture: &Path) -> Result<Vec<String>> {
    let folder = tempfile::tempdir()?;
    let programme = folder.path().join("programme");
    copy(&fixture.join("programme"), &programme)?;
    let expected: Vec<Expected> =
        serde_json::from_str(&fs::read_to_string(fixture.join(EXPECTED))?)?;
    let desk = Desk::open(folder.path())?;
    let mut missing = Vec::new();
    for Expected {
        name,
        command,
        input,
        texts,
    } in expected
    {
        // The first sign-in brings the file up to date.
        desk.sign_in_as(&name, PASSWORD).await?;
        let answer = desk.rpc(&command, &input.to_string()).await?;
        for text in texts {
            if !answer.contains(&text) {
                missing.push(format!("{command} for {name} does not say {text:?}"));
            }
        }
    }
    desk.close().await;
    let key = key(&programme, PASSWORD)?;
    store::backups::check(&programme.join("programme.db"), &key.pragma_literal()).await?;
    Ok(missing)
}
