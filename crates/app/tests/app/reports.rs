//! The programme in numbers: they agree with the lists, and leave the house as tables.

use std::collections::BTreeMap;
use std::fs;

use chrono::{DateTime, TimeDelta, Utc};
use contract::fields;
use contract::matches::{End, Make, Pause};
use contract::people::{self, Deactivate, Profile};
use contract::reports::{Contact, ExportPeople, ExportSessions, Exported, Overview, OverviewView};
use contract::sessions::{Change, Delete, Get, List, Log, NoteDraft, Restore};
use contract::{Code, Command, PageRequest, Scope, programmes};
use domain::fields::{FieldAudience, FieldKind};
use domain::{Audience, MatchId, PersonId, Role, Roles, SessionId, Zone};

use crate::world::{PASSWORD, World, code};

async fn overview(world: &World) -> OverviewView {
    world.ask(Overview::default()).await.unwrap()
}

async fn make(world: &World, student: &str, mentor: PersonId) -> MatchId {
    let student = world.person(student, &[Role::Student]).await;
    world.ask(Make { student, mentor }).await.unwrap().id
}

async fn log(world: &World, of: MatchId, starts_at: DateTime<Utc>, minutes: i64) -> SessionId {
    let log = Log {
        of,
        starts_at,
        minutes,
        place: "=1+1".to_owned(),
        topics: vec!["CV".to_owned(), "Ärger, \"Glück\"".to_owned()],
        notes: vec![NoteDraft {
            text: "A text that stays here".to_owned(),
            audience: Audience::Coordinators,
        }],
        draft: None,
    };
    world.ask(log).await.unwrap().id
}

fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn people_and_matches_are_counted() {
    let world = World::founded().await;
    let amara = world.person("Amara", &[Role::Mentor, Role::Student]).await;
    let omar = world.person("Omar", &[Role::Mentor]).await;
    make(&world, "Linh", amara).await;
    let paused = make(&world, "Noah", amara).await;
    world.ask(Pause { id: paused }).await.unwrap();
    let ended = make(&world, "Yusuf", omar).await;
    world.pass(TimeDelta::hours(25));
    world
        .ask(End {
            id: ended,
            reason: String::new(),
        })
        .await
        .unwrap();
    let gone = world.person("Pavel", &[Role::Student]).await;
    world
        .ask(Deactivate {
            id: gone,
            reason: String::new(),
        })
        .await
        .unwrap();

    let seen = overview(&world).await;
    assert_eq!(
        (seen.students, seen.mentors, seen.administrators),
        (4, 2, 1)
    );
    assert_eq!(
        (seen.active_matches, seen.paused_matches, seen.ended_matches),
        (1, 1, 1)
    );
    assert_eq!((seen.matched, seen.waiting), (2, 2));
    assert_eq!(
        seen.longest_wait,
        Some(1),
        "Amara waits as a student since she joined"
    );
    assert_eq!(seen.free_places, 2, "both of Omar's");
    assert_eq!(
        seen.contact,
        Contact {
            none: 1,
            ..Contact::default()
        }
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_programme_has_no_figures() {
    let seen = overview(&World::founded().await).await;
    assert_eq!(
        (
            seen.students,
            seen.longest_wait,
            seen.sessions,
            seen.minutes
        ),
        (0, None, 0, 0)
    );
    assert_eq!(seen.weeks.len(), 12);
    assert!(
        seen.weeks
            .iter()
            .all(|week| (week.sessions, week.minutes) == (0, 0))
    );
}

/// The clock stands at Tuesday, 17 November 2026, 16:54 in Berlin.
#[tokio::test(flavor = "multi_thread")]
async fn weeks_and_months_are_the_programmes_own() {
    let world = World::founded().await;
    let amara = world.person("Amara", &[Role::Mentor]).await;
    let of = make(&world, "Linh", amara).await;
    for (at, minutes) in [
        ("2026-11-15T22:59:59Z", 1),
        ("2026-11-15T23:00:00Z", 2),
        ("2026-11-17T15:54:00Z", 4),
        ("2026-10-31T22:59:59Z", 8),
        ("2026-10-31T23:00:00Z", 16),
        // The month before: to the end of its 17th in summer time.
        ("2026-10-17T21:59:59Z", 32),
        ("2026-10-17T22:00:00Z", 64),
        ("2026-09-30T22:00:00Z", 128),
        ("2026-09-30T21:59:59Z", 256),
        ("2025-11-17T15:00:00Z", 512),
    ] {
        log(&world, of, time(at), minutes).await;
    }
    let seen = overview(&world).await;
    let weeks: Vec<_> = seen
        .weeks
        .iter()
        .map(|week| (week.starts.to_string(), week.sessions, week.minutes))
        .collect();
    let week = |starts: &str, sessions, minutes| (starts.to_owned(), sessions, minutes);
    assert_eq!(weeks[11], week("2026-11-16", 2, 6));
    assert_eq!(weeks[10], week("2026-11-09", 1, 1));
    assert_eq!(weeks[8], week("2026-10-26", 2, 24));
    assert_eq!(weeks[6], week("2026-10-12", 2, 96));
    assert_eq!(weeks[4], week("2026-09-28", 2, 384));
    assert_eq!(weeks[0], week("2026-08-31", 0, 0));
    assert_eq!(
        (seen.sessions_this_month, seen.sessions_month_before),
        (4, 2)
    );
    assert_eq!((seen.sessions, seen.minutes), (10, 1023));

    let year = world.ask(Overview { weeks: 52 }).await.unwrap();
    assert_eq!(year.weeks.iter().map(|week| week.minutes).sum::<u64>(), 511);
    for weeks in [0, 3, 53, u32::MAX] {
        assert_eq!(
            world.refused(Overview { weeks }).await.fields["weeks"],
            "Choose a number from 4 to 52"
        );
    }
}

/// Days are kept by Greenwich, and begin at other times elsewhere, also by quarters of an hour.
#[tokio::test(flavor = "multi_thread")]
async fn weeks_agree_with_the_list_in_every_zone() {
    let world = World::founded().await;
    let amara = world.person("Amara", &[Role::Mentor]).await;
    let of = make(&world, "Linh", amara).await;
    // Some 13 hours apart, over eleven weeks.
    let mut ids = Vec::new();
    for step in 0..140_i32 {
        let at = time("2026-11-17T15:40:00Z") - TimeDelta::minutes(787) * step;
        ids.push(log(&world, of, at, i64::from(step) + 1).await);
    }
    for id in ids.iter().step_by(5) {
        world.ask(Delete { id: *id }).await.unwrap();
    }
    for id in ids.iter().step_by(10) {
        world.ask(Restore { id: *id }).await.unwrap();
    }
    for id in ids.iter().skip(1).step_by(5) {
        let seen = world.ask(Get { id: *id }).await.unwrap();
        let moved = Change {
            id: *id,
            revision: seen.revision,
            starts_at: seen.starts_at - TimeDelta::hours(31),
            minutes: i64::from(seen.minutes) + 3,
            place: String::new(),
            topics: Vec::new(),
            notes: Vec::new(),
            draft: None,
        };
        world.ask(moved).await.unwrap();
    }
    let list = List {
        scope: Scope::Programme,
        page: PageRequest::first(500),
        ..List::default()
    };
    let listed = world.ask(list).await.unwrap().rows;
    assert_eq!(listed.len(), 126);

    for name in [
        "UTC",
        "Europe/Berlin",
        "America/Los_Angeles",
        "Asia/Kathmandu",
        "Pacific/Kiritimati",
        "Pacific/Marquesas",
    ] {
        let zone = Zone::parse(name).unwrap();
        let change = programmes::Change {
            name: "Harbour Bridge".to_owned(),
            zone: name.to_owned(),
        };
        world.ask(change).await.unwrap();
        let seen = overview(&world).await;
        let mut all = 0;
        for week in &seen.weeks {
            let minutes: Vec<u64> = listed
                .iter()
                .filter(|row| {
                    let day = row.starts_at.with_timezone(&zone.tz()).date_naive();
                    (week.starts..week.starts + TimeDelta::days(7)).contains(&day)
                })
                .map(|row| row.minutes.into())
                .collect();
            let sessions = u64::try_from(minutes.len()).unwrap();
            let expected = (sessions, minutes.iter().sum());
            assert_eq!((week.sessions, week.minutes), expected, "{name} {week:?}");
            all += sessions;
        }
        assert_eq!(all, 126, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contact_is_told_by_the_last_session_of_active_matches() {
    let world = World::founded().await;
    let now = time("2026-11-17T15:54:00Z");
    for (student, days) in [
        ("A", Some(0)),
        ("B", Some(14)),
        ("C", Some(15)),
        ("D", Some(28)),
        ("E", Some(29)),
        ("F", None),
    ] {
        let mentor = world.person("Mentor", &[Role::Mentor]).await;
        let of = make(&world, student, mentor).await;
        if let Some(days) = days {
            log(&world, of, now - TimeDelta::days(days), 30).await;
            log(&world, of, now - TimeDelta::days(200), 30).await;
        }
    }
    let contact = overview(&world).await.contact;
    assert_eq!(
        contact,
        Contact {
            within_14_days: 2,
            within_28_days: 2,
            longer: 1,
            none: 1
        }
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_numbers_agree_with_the_list() {
    let world = World::founded().await;
    let amara = world.person("Amara", &[Role::Mentor]).await;
    let (one, other) = (
        make(&world, "Linh", amara).await,
        make(&world, "Noah", amara).await,
    );
    let mut ids = Vec::new();
    for (at, of) in [one, other, one].into_iter().enumerate() {
        let at = i64::try_from(at).unwrap();
        ids.push(
            log(
                &world,
                of,
                time("2026-11-17T10:00:00Z") - TimeDelta::hours(at),
                30 + at,
            )
            .await,
        );
    }
    let agree = async || {
        let list = List {
            scope: Scope::Programme,
            page: PageRequest::first(500),
            ..List::default()
        };
        let listed = world.ask(list).await.unwrap();
        let minutes: u64 = listed.rows.iter().map(|row| u64::from(row.minutes)).sum();
        let seen = overview(&world).await;
        assert_eq!((seen.sessions, seen.minutes), (listed.total, minutes));
        assert_eq!(
            (seen.sessions_this_month, seen.weeks[11].sessions),
            (listed.total, listed.total)
        );
        assert_eq!(seen.weeks[11].minutes, minutes);
        listed.total
    };
    assert_eq!(agree().await, 3);
    world.ask(Delete { id: ids[0] }).await.unwrap();
    assert_eq!(agree().await, 2);
    world.ask(Restore { id: ids[0] }).await.unwrap();
    world
        .ask(End {
            id: one,
            reason: String::new(),
        })
        .await
        .unwrap();
    assert_eq!(agree().await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_leave_as_facts_without_texts() {
    let mut world = World::founded().await;
    let amara = world.person("@Amara", &[Role::Mentor]).await;
    let of = make(&world, "Trần, Linh", amara).await;
    log(&world, of, time("2026-11-16T23:30:00Z"), 45).await;
    let deleted = log(&world, of, time("2026-11-15T12:00:00Z"), 45).await;
    world.ask(Delete { id: deleted }).await.unwrap();
    let path = world.folder.path().join("out.csv");
    fs::write(&path, "an older, longer table".repeat(100)).unwrap();
    *world.files.save.lock().unwrap() = Some(path.clone());
    let exported = world
        .ask(ExportSessions {
            password: PASSWORD.to_owned(),
        })
        .await
        .unwrap();
    assert_eq!(
        exported,
        Exported {
            file_name: Some("out.csv".to_owned()),
            rows: 1
        }
    );
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        "\u{FEFF}\"Date\",\"Time\",\"Minutes\",\"Student\",\"Mentor\",\"Topics\",\"Place\"\r\n\
         \"2026-11-17\",\"00:30\",\"45\",\"Trần, Linh\",\"'@Amara\",\"CV; Ärger, \"\"Glück\"\"\",\"'=1+1\"\r\n"
    );
    let beside: Vec<_> = fs::read_dir(world.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        !beside
            .iter()
            .any(|name| name.to_string_lossy().starts_with(".tmp")),
        "{beside:?}"
    );
    let newest = world.audit().await.remove(0);
    assert_eq!(newest.command, ExportSessions::NAME);
    assert_eq!(
        newest.person,
        world.administrator.as_ref().map(|by| by.person.0)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn people_leave_with_all_that_administrators_see() {
    let world = World::founded().await;
    let field = |name: &str, kind, audience, sensitive| fields::Create {
        name: name.to_owned(),
        kind,
        options: Vec::new(),
        audience,
        sensitive,
        roles: Roles::of(&[Role::Student]),
    };
    let grade = world
        .ask(field(
            "Grade",
            FieldKind::Number,
            FieldAudience::Pair,
            false,
        ))
        .await
        .unwrap()
        .id;
    let health = world
        .ask(field(
            "Health",
            FieldKind::Text,
            FieldAudience::Administrators,
            true,
        ))
        .await
        .unwrap()
        .id;
    let profile = Profile {
        name: "Linh".to_owned(),
        email: "linh@example.org".to_owned(),
        interests: vec!["Music".to_owned(), "Law".to_owned()],
        ..Profile::default()
    };
    let answers = BTreeMap::from([(grade, "11".to_owned()), (health, "+ asthma".to_owned())]);
    world
        .ask(people::Create {
            profile,
            roles: vec![Role::Student, Role::Mentor],
            answers,
        })
        .await
        .unwrap();
    let path = world.folder.path().join("people.csv");
    *world.files.save.lock().unwrap() = Some(path.clone());
    assert_eq!(
        world
            .ask(ExportPeople {
                password: PASSWORD.to_owned()
            })
            .await
            .unwrap()
            .rows,
        2
    );
    let table = fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = table.lines().collect();
    assert!(
        lines[0].ends_with("\"Bio\",\"Grade\",\"Health\""),
        "{table}"
    );
    assert!(
        lines[1].starts_with("\"Ingrid Solheim\",\"\",\"administrator\",\"yes\",\"2026-11-17\""),
        "{table}"
    );
    assert!(
        lines[2].starts_with("\"Linh\",\"linh@example.org\",\"student; mentor\",\"yes\""),
        "{table}"
    );
    assert!(
        lines[2].contains("\"Music; Law\"") && lines[2].ends_with("\"11\",\"'+ asthma\""),
        "{table}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written_where_no_file_was_chosen_or_none_can_be() {
    let world = World::founded().await;
    assert_eq!(
        world
            .ask(ExportSessions {
                password: PASSWORD.to_owned()
            })
            .await
            .unwrap(),
        Exported {
            file_name: None,
            rows: 0
        }
    );
    *world.files.save.lock().unwrap() = Some(
        world
            .folder
            .path()
            .join("no such folder")
            .join("people.csv"),
    );
    assert_eq!(
        code(
            world
                .ask(ExportPeople {
                    password: PASSWORD.to_owned()
                })
                .await
        ),
        Some(Code::Storage)
    );
}
