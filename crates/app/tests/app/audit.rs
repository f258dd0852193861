//! The activity log: what it says, and that nobody can change it unseen.

use contract::audit::{Broken, By, LineView, List, Subject, Verified, Verify};
use contract::people::{self, Profile, SetRoles};
use contract::reports::ExportPeople;
use contract::sessions::{Change, Log, NoteDraft};
use contract::{Code, goals, matches};
use domain::{Audience, Role};
use sea_orm::ConnectionTrait;

use crate::imports::{file, import};
use crate::world::{PASSWORD, World, code};

async fn lines(world: &World) -> Vec<LineView> {
    world.ask(List::default()).await.unwrap().rows
}

/// The newest line of this action.
async fn newest(world: &World, action: &str) -> LineView {
    let lines = lines(world).await;
    let found = lines.into_iter().find(|line| line.action == action);
    found.unwrap_or_else(|| panic!("no line of {action}"))
}

async fn verify(world: &World) -> Verified {
    world.run(Verify {}).await.unwrap()
}

/// Changes the closed file as somebody who has its key and another program, then signs in again.
async fn tamper(world: &mut World, sql: &str) {
    world.stop().await;
    let database = world.database().await;
    database.executor().execute_unprepared(sql).await.unwrap();
    database.close().await.unwrap();
    world.start();
    world.sign_in("ingrid").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_as_it_was_written_is_sound() {
    let mut world = World::founded().await;
    let first = verify(&world).await;
    assert_eq!(first.kept, None, "the file was never closed");
    assert_eq!(first.broken, []);
    world.person("Linh", &[Role::Student]).await;
    world.sign_out().await;
    world.sign_in("ingrid").await;
    let second = verify(&world).await;
    assert_eq!(second.broken, []);
    // Founding, the first sign-in, the person, the sign-out; and then the sign-in.
    assert_eq!((second.kept, second.lines), (Some(4), 5));
    // At the end of the program, too.
    world.restart().await;
    world.sign_in("ingrid").await;
    assert_eq!(verify(&world).await.kept, Some(5));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_line_shows() {
    for change in [
        "UPDATE audit SET at = '2026-11-17T15:54:01Z' WHERE number = 3",
        "UPDATE audit SET person = NULL WHERE number = 3",
        "UPDATE audit SET person = 'nobody' WHERE number = 3",
        "UPDATE audit SET command = 'people.change' WHERE number = 3",
        "UPDATE audit SET outcome = 'refused' WHERE number = 3",
        "UPDATE audit SET subjects = '[]' WHERE number = 3",
        "UPDATE audit SET fields = '[\"bio\"]' WHERE number = 3",
        "UPDATE audit SET items = 0 WHERE number = 3",
        "UPDATE audit SET replaced = '1:00' WHERE number = 3",
    ] {
        let mut world = World::founded().await;
        world.person("Linh", &[Role::Student]).await;
        world.person("Noah", &[Role::Student]).await;
        tamper(&mut world, change).await;
        assert_eq!(
            verify(&world).await.broken,
            [Broken::Changed { number: 3 }],
            "{change}"
        );
        // It is still listed.
        assert_eq!(lines(&world).await.len(), 5, "{change}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_taken_from_another_line_shows() {
    let mut world = World::founded().await;
    world.person("Linh", &[Role::Student]).await;
    world.person("Noah", &[Role::Student]).await;
    let change = "UPDATE audit SET mac = (SELECT mac FROM audit WHERE number = 2) WHERE number = 3";
    tamper(&mut world, change).await;
    assert_eq!(
        verify(&world).await.broken,
        [Broken::Changed { number: 3 }, Broken::Changed { number: 4 }]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn removed_lines_show() {
    let mut world = World::founded().await;
    for name in ["Linh", "Noah", "Mai"] {
        world.person(name, &[Role::Student]).await;
    }
    tamper(&mut world, "DELETE FROM audit WHERE number IN (3, 4)").await;
    assert_eq!(
        verify(&world).await.broken,
        [Broken::Missing { from: 3, to: 4 }]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn removed_lines_show_where_the_others_close_the_gap() {
    let mut world = World::founded().await;
    for name in ["Linh", "Noah", "Mai"] {
        world.person(name, &[Role::Student]).await;
    }
    tamper(
        &mut world,
        "DELETE FROM audit WHERE number = 3;
         UPDATE audit SET number = number - 1 WHERE number > 3",
    )
    .await;
    let broken = verify(&world).await.broken;
    assert!(
        broken.contains(&Broken::Changed { number: 3 }),
        "{broken:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn reordered_lines_show() {
    let mut world = World::founded().await;
    world.person("Linh", &[Role::Student]).await;
    world.person("Noah", &[Role::Student]).await;
    tamper(
        &mut world,
        "UPDATE audit SET number = 99 WHERE number = 3;
         UPDATE audit SET number = 3 WHERE number = 4;
         UPDATE audit SET number = 4 WHERE number = 99",
    )
    .await;
    let broken = verify(&world).await.broken;
    assert!(
        broken.contains(&Broken::Changed { number: 3 }),
        "{broken:?}"
    );
    assert!(
        broken.contains(&Broken::Changed { number: 4 }),
        "{broken:?}"
    );
}

/// The chain alone cannot tell: what is left of it is whole. The vault remembers how long it was.
#[tokio::test(flavor = "multi_thread")]
async fn a_cut_end_shows_and_goes_on_to_show() {
    let mut world = World::founded().await;
    world.person("Linh", &[Role::Student]).await;
    world.person("Noah", &[Role::Student]).await;
    tamper(&mut world, "DELETE FROM audit WHERE number > 2").await;
    assert_eq!(
        verify(&world).await.broken,
        [Broken::CutOff { last: 3, kept: 4 }]
    );
    // A new line takes the number of the one that was kept.
    world.person("Mai", &[Role::Student]).await;
    assert_eq!(
        verify(&world).await.broken,
        [Broken::Replaced { number: 4 }]
    );
    // Closing the file does not make the vault forget.
    for _ in 0..2 {
        world.sign_out().await;
        world.sign_in("ingrid").await;
        assert_eq!(
            verify(&world).await.broken,
            [Broken::Replaced { number: 4 }]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emptied_log_shows() {
    let mut world = World::founded().await;
    tamper(&mut world, "DELETE FROM audit").await;
    assert_eq!(
        verify(&world).await.broken,
        [Broken::CutOff { last: 1, kept: 2 }]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_file_put_back_by_hand_shows() {
    let mut world = World::founded().await;
    world.stop().await;
    let file = world.programme().join("programme.db");
    let old = std::fs::read(&file).unwrap();
    world.start();
    world.sign_in("ingrid").await;
    world.person("Linh", &[Role::Student]).await;
    world.stop().await;
    std::fs::write(&file, old).unwrap();
    world.start();
    world.sign_in("ingrid").await;
    assert_eq!(
        verify(&world).await.broken,
        [Broken::CutOff { last: 3, kept: 4 }]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_says_which_fields_and_never_what_they_say() {
    let world = World::founded().await;
    let linh = world.person("Linh", &[Role::Student]).await;
    let change = people::Change {
        id: linh,
        profile: Profile {
            name: "Linh".to_owned(),
            bio: "Canary in the bio".to_owned(),
            capacity: 1,
            ..Profile::default()
        },
        answers: std::collections::BTreeMap::default(),
        revision: 0,
    };
    world.ask(change).await.unwrap();
    let row = newest(&world, "people.change").await;
    assert_eq!(row.fields, ["bio", "capacity"]);
    assert_eq!(
        row.subjects,
        [Subject::Person {
            id: linh,
            name: "Linh".to_owned()
        }]
    );
    let ingrid = world.administrator.as_ref().unwrap();
    assert_eq!(
        row.by,
        By::Person {
            id: ingrid.person,
            name: ingrid.name.clone()
        }
    );

    let roles = vec![Role::Student, Role::Administrator];
    world
        .ask(SetRoles {
            id: linh,
            roles,
            password: PASSWORD.to_owned(),
        })
        .await
        .unwrap();
    let row = newest(&world, "people.set_roles").await;
    assert_eq!(row.fields, ["administrator_given"]);
    let roles = vec![Role::Student];
    world
        .ask(SetRoles {
            id: linh,
            roles,
            password: PASSWORD.to_owned(),
        })
        .await
        .unwrap();
    let row = newest(&world, "people.set_roles").await;
    assert_eq!(row.fields, ["administrator_taken"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_and_goals_leave_names_of_fields_only() {
    let mut world = World::founded().await;
    let amara = world.member("Amara", &[Role::Mentor]).await;
    let yusuf = world.member("Yusuf", &[Role::Student]).await;
    let of = world
        .ask(matches::Make {
            student: yusuf,
            mentor: amara,
        })
        .await
        .unwrap()
        .id;
    world.sign_in("amara").await;
    let note = |text: &str| NoteDraft {
        text: text.to_owned(),
        audience: Audience::Author,
    };
    let logged = world
        .ask(Log {
            of,
            starts_at: "2026-11-10T15:00:00Z".parse().unwrap(),
            minutes: 45,
            place: "Canary place".to_owned(),
            topics: vec!["Canary topic".to_owned()],
            notes: vec![note("Canary note")],
            draft: None,
        })
        .await
        .unwrap();
    let edit = Change {
        id: logged.id,
        starts_at: logged.starts_at,
        minutes: 50,
        place: logged.place.clone(),
        topics: Vec::new(),
        notes: vec![note("Canary note, longer")],
        revision: logged.revision,
        draft: None,
    };
    world.ask(edit).await.unwrap();
    let goal = world
        .ask(goals::Create {
            of,
            title: "Canary goal".to_owned(),
            detail: String::new(),
            due: None,
        })
        .await
        .unwrap();
    world
        .ask(goals::Change {
            id: goal.id,
            title: goal.title.clone(),
            detail: String::new(),
            due: None,
            progress: 50,
            revision: goal.revision,
        })
        .await
        .unwrap();

    world.sign_in("ingrid").await;
    assert_eq!(
        newest(&world, "sessions.change").await.fields,
        ["minutes", "notes", "topics"]
    );
    assert_eq!(newest(&world, "goals.change").await.fields, ["progress"]);
    let line = newest(&world, "sessions.log").await;
    assert!(
        matches!(&line.subjects[..], [Subject::Session { id, student, .. }] if *id == logged.id && student == "Yusuf"),
        "{line:?}"
    );
    // The rows themselves, as they lie in the file.
    world.stop().await;
    let database = world.database().await;
    let rows = database
        .executor()
        .query_all_raw(sea_orm::Statement::from_string(
            sea_orm::DbBackend::Sqlite,
            "SELECT at || ifnull(person, '') || command || subjects || fields AS line FROM audit",
        ))
        .await
        .unwrap();
    assert!(rows.len() > 10);
    for row in rows {
        let line: String = row.try_get("", "line").unwrap();
        assert!(!line.contains("Canary"), "{line}");
    }
    database.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn many_rows_are_a_number() {
    let world = World::founded().await;
    let names: Vec<_> = (0..50).map(|number| format!("Person {number}")).collect();
    let roster = file(
        &world,
        "roster.csv",
        &format!("Name\n{}\n", names.join("\n")),
    );
    import(&world, &roster).await;
    let line = newest(&world, "imports.apply").await;
    assert_eq!((line.subjects.len(), line.items), (0, Some(50)));

    *world.files.save.lock().unwrap() = Some(world.folder.path().join("people.csv"));
    world.ask(export()).await.unwrap();
    let line = newest(&world, "reports.export_people").await;
    assert_eq!((line.subjects.len(), line.items), (0, Some(51)));
}

fn export() -> ExportPeople {
    ExportPeople {
        password: PASSWORD.to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_ins_refusals_and_the_recovery_code_leave_lines() {
    let world = World::founded().await;
    world.member("Amara", &[Role::Mentor]).await;
    world.sign_out().await;
    for _ in 0..3 {
        let refused = world.try_sign_in("amara", "not her password").await;
        assert_eq!(code(refused), Some(Code::WrongPassword));
    }
    world.sign_in("amara").await;
    assert_eq!(
        code(world.ask(people::List::default()).await),
        Some(Code::Forbidden)
    );
    // A job is refused like any other command.
    assert_eq!(code(world.run(Verify {}).await), Some(Code::Forbidden));
    assert_eq!(
        code(world.ask(List::default()).await),
        Some(Code::Forbidden)
    );
    world.sign_out().await;
    let recover = contract::accounts::Recover {
        code: world.recovery.clone(),
        sign_in_name: "ingrid".to_owned(),
        password: PASSWORD.to_owned(),
    };
    world.ask(recover).await.unwrap();

    let tried = newest(&world, "accounts.sign_in").await;
    assert!(!tried.refused);
    let refused = world
        .ask(List {
            refused: true,
            ..List::default()
        })
        .await
        .unwrap();
    let told: Vec<_> = refused
        .rows
        .iter()
        .map(|line| (line.action.as_str(), line.items))
        .collect();
    assert_eq!(
        told,
        [
            ("audit.list", None),
            ("audit.verify", None),
            ("people.list", None),
            ("accounts.sign_in", Some(3))
        ]
    );
    assert_eq!(refused.rows[3].by, By::Nobody);
    assert!(matches!(&refused.rows[0].by, By::Person { name, .. } if name == "Amara"));
    assert!(!newest(&world, "accounts.recover").await.refused);
    assert!(!newest(&world, "accounts.sign_out").await.refused);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_paged_and_told_apart_by_person() {
    let world = World::founded().await;
    let amara = world.member("Amara", &[Role::Mentor]).await;
    world.sign_in("amara").await;
    world.sign_out().await;
    world.sign_in("ingrid").await;
    let hers = world
        .ask(List {
            person: Some(amara),
            ..List::default()
        })
        .await
        .unwrap();
    let actions: Vec<_> = hers.rows.iter().map(|line| line.action.as_str()).collect();
    assert_eq!(
        actions,
        [
            "accounts.sign_out",
            "accounts.sign_in",
            "accounts.sign_in",
            "accounts.set_password"
        ]
    );
    let all = world.ask(List::default()).await.unwrap();
    let page = contract::PageRequest {
        offset: 2,
        limit: 3,
    };
    let part = world
        .ask(List {
            page,
            ..List::default()
        })
        .await
        .unwrap();
    assert_eq!(part.total, all.total);
    assert_eq!(part.rows, all.rows[2..5]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_says_which_log_it_put_out_of_use() {
    let mut world = World::founded().await;
    world.stop().await;
    let database = world.database().await;
    let old = store::audit::head(&database.executor()).await.unwrap();
    database.close().await.unwrap();
    // A head that this log never had, as of a file that was replaced.
    let lost = store::audit::Head {
        number: 40,
        hash: [7; 32],
    };
    let mut vault = vault::Vault::read(&world.programme()).unwrap().unwrap();
    assert_eq!(
        vault.audit_head().map(|head| (head.number, head.hash)),
        old.map(|head| (head.number, head.hash)),
        "closing keeps the head"
    );
    vault.set_audit_head(vault::AuditHead {
        number: lost.number,
        hash: lost.hash,
    });
    vault.save().unwrap();
    world.start();
    world.sign_in("ingrid").await;
    assert_eq!(
        verify(&world).await.broken,
        [Broken::CutOff { last: 3, kept: 40 }]
    );
    world.stop().await;
    let database = world.database().await;
    let entry = store::audit::Entry {
        replaced: Some(lost),
        ..store::audit::Entry::new(
            "2026-11-17T15:54:00Z".parse().unwrap(),
            None,
            "backups.restore",
            store::audit::Ended::Done,
        )
    };
    store::audit::append(&database.executor(), entry)
        .await
        .unwrap();
    database.close().await.unwrap();
    world.start();
    world.sign_in("ingrid").await;
    assert_eq!(verify(&world).await.broken, []);
    // From now on the vault remembers this log.
    world.sign_out().await;
    world.sign_in("ingrid").await;
    assert_eq!(verify(&world).await.kept, Some(6));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_takes_the_head_along() {
    let world = World::founded().await;
    world.person("Linh", &[Role::Student]).await;
    let made = world.run(contract::backups::Make {}).await.unwrap();
    let folder = world.folder.path().join("backups").join(&made.id);
    let kept = vault::Vault::read(&folder).unwrap().unwrap().audit_head();
    // Founding, the sign-in, the person; the line of the backup comes after it.
    assert_eq!(kept.map(|head| head.number), Some(3));
}
