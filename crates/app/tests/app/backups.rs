//! Nothing lost: backups, restores, damage, and what a kill in between leaves.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use contract::accounts::{ChangePassword, CodeRequest, IssueCodes, Me};
use contract::backups::{
    BackupView, Choices, Keys, Kind, List, Make, Pick, PickFolder, Recover, Restore, SetFolder,
    Source, State, Verify, With,
};
use contract::jobs::{Cancel, Started};
use contract::programmes::{Status, StatusView};
use contract::{ApiError, Code, Command, Event, Feature, people};
use domain::Role;
use sea_orm::ConnectionTrait;
use store::Database;

use crate::world::{PASSWORD, World, code};

fn listed(backup: &BackupView) -> Source {
    Source::Listed {
        id: backup.id.clone(),
    }
}

fn restore(backup: &BackupView) -> Restore {
    Restore {
        backup: listed(backup),
        password: PASSWORD.to_owned(),
    }
}

fn with_code(world: &World) -> With {
    With::RecoveryCode {
        code: world.recovery.clone(),
    }
}

fn administrator(name: &str, password: &str) -> With {
    With::Administrator {
        name: name.to_owned(),
        password: password.to_owned(),
    }
}

fn shelf(world: &World) -> PathBuf {
    world.folder.path().join("backups")
}

async fn make(world: &World) -> BackupView {
    world.run(Make {}).await.unwrap()
}

async fn names(world: &World) -> Vec<String> {
    let listed = world.ask(people::List::default()).await.unwrap();
    listed.rows.into_iter().map(|row| row.name).collect()
}

async fn open(programme: &Path, vault: &Path) -> Database {
    let vault = vault::Vault::read(vault).unwrap().unwrap();
    let unlocked = vault.unlock("ingrid", PASSWORD).unwrap();
    let key = unlocked.data_key.pragma_literal();
    Database::open(&programme.join("programme.db"), &key, false)
        .await
        .unwrap()
}

/// Every row of the file, read while the desk is closed.
async fn rows(programme: &Path) -> Vec<String> {
    let database = open(programme, programme).await;
    let rows = database.rows().await.unwrap();
    database.close().await.unwrap();
    rows
}

/// Changes one byte in the middle of a file.
fn spoil(file: &Path, at: usize) {
    let mut bytes = fs::read(file).unwrap();
    bytes[at] ^= 0x10;
    fs::write(file, bytes).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_whole_encrypted_and_without_one_time_codes() {
    let world = World::founded().await;
    let ada = world.person("Ada", &[Role::Student]).await;
    let request = CodeRequest {
        person: ada,
        sign_in_name: "ada".to_owned(),
    };
    world
        .ask(IssueCodes {
            people: vec![request],
        })
        .await
        .unwrap();
    let made = make(&world).await;
    assert_eq!(made.kind, Kind::ByHand);
    assert_eq!(made.id, "20261117T155400Z-by-hand");
    assert!(matches!(made.state, State::Verified { .. }) && made.here && !made.second);
    let listing = world.ask(List {}).await.unwrap();
    assert_eq!(listing.backups, std::slice::from_ref(&made));
    assert_eq!(listing.next, made.made_at + TimeDelta::days(1));

    let folder = shelf(&world).join(&made.id);
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(
        files,
        ["backup.json", "programme.db", "recovery.json", "vault.json"]
    );
    let head = fs::read(folder.join("programme.db")).unwrap();
    assert_ne!(&head[..16], b"SQLite format 3\0", "a copy is encrypted too");
    let copied = vault::Vault::read(&folder).unwrap().unwrap();
    let present = vault::Vault::read(&world.programme()).unwrap().unwrap();
    assert_eq!(
        (present.accounts().count(), copied.accounts().count()),
        (2, 1)
    );
    let said = fs::read_to_string(folder.join("backup.json")).unwrap();
    assert!(
        said.contains("m0001_programme") && said.contains("\"people\": 2"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_brings_back_what_was_and_keeps_what_is() {
    let mut world = World::founded().await;
    world.person("Ada", &[Role::Student]).await;
    world.member("Ravi", &[Role::Mentor]).await;
    let made = make(&world).await;
    let then = {
        world.stop().await;
        let folder = shelf(&world).join(&made.id);
        // Opening a file for writing changes it, so a copy is read.
        let copy = tempfile::tempdir().unwrap();
        fs::copy(
            folder.join("programme.db"),
            copy.path().join("programme.db"),
        )
        .unwrap();
        let database = open(copy.path(), &folder).await;
        let rows = database.rows().await.unwrap();
        database.close().await.unwrap();
        world.start();
        world.sign_in("ingrid").await;
        rows
    };
    // Looking at it changed its bytes? Then it would be damaged now.
    let made = world
        .run(Verify {
            id: made.id.clone(),
        })
        .await
        .unwrap_or(made);

    world.person("Bob", &[Role::Student]).await;
    let new = "another horse battery";
    world
        .ask(ChangePassword {
            current: PASSWORD.to_owned(),
            new: new.to_owned(),
            compromised: false,
        })
        .await
        .unwrap();
    let mut events = world.desk().events();
    let refused = world.run(restore(&made)).await.unwrap_err();
    assert!(
        refused.fields.contains_key("password"),
        "the old password: {refused:?}"
    );
    let command = Restore {
        backup: listed(&made),
        password: new.to_owned(),
    };
    let restored = world.run(command).await.unwrap();
    assert_eq!(
        (restored.made_at, restored.keys),
        (made.made_at, Keys::Present)
    );
    let mut closed = false;
    while let Ok(event) = events.try_recv() {
        closed |= event == Event::Closed;
    }
    assert!(closed, "everybody is signed out");
    assert_eq!(code(world.ask(Me {}).await), Some(Code::SignedOut));

    // Today's password opens it, and nobody else's was touched.
    world.try_sign_in("ingrid", new).await.unwrap();
    // The restored log accounts for the one it took the place of, now and after the next sign-out.
    for _ in 0..2 {
        let verified = world.run(contract::audit::Verify {}).await.unwrap();
        assert_eq!(verified.broken, []);
        assert!(verified.kept.is_some());
        world.sign_out().await;
        world.try_sign_in("ingrid", new).await.unwrap();
    }
    assert_eq!(names(&world).await, ["Ada", "Ingrid Solheim", "Ravi"]);
    let kept = world.ask(List {}).await.unwrap().backups;
    let before = kept
        .iter()
        .find(|backup| backup.kind == Kind::BeforeRestore)
        .unwrap();
    assert_eq!(Some(&before.id), restored.kept.as_ref());
    world.sign_in("ravi").await;

    // The audit says so; apart from it nothing differs.
    world.stop().await;
    let vault = vault::Vault::read(&world.programme()).unwrap().unwrap();
    let key = vault.unlock("ravi", PASSWORD).unwrap().data_key;
    let file = world.programme().join("programme.db");
    let database = Database::open(&file, &key.pragma_literal(), false)
        .await
        .unwrap();
    let now = database.rows().await.unwrap();
    let lines = store::audit::newest(&database.executor(), 10)
        .await
        .unwrap();
    database.close().await.unwrap();
    assert!(lines.iter().any(|line| line.command == "backups.restore"
        && line.fields == ["2026-11-17T15:54:00Z"]
        && line.replaced));
    let content = |rows: &[String]| -> Vec<String> {
        rows.iter()
            .filter(|row| !row.starts_with("audit") && !row.starts_with("sqlite_sequence"))
            .cloned()
            .collect()
    };
    assert_eq!(content(&then), content(&now));

    // And what was kept leads forward again.
    world.start();
    world.try_sign_in("ingrid", new).await.unwrap();
    let back = Restore {
        backup: listed(before),
        password: new.to_owned(),
    };
    world.run(back).await.unwrap();
    world.try_sign_in("ingrid", new).await.unwrap();
    assert_eq!(
        names(&world).await,
        ["Ada", "Bob", "Ingrid Solheim", "Ravi"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn before_sign_in_the_code_or_an_administrator_of_that_backup_restores() {
    let world = World::founded().await;
    world.member("Ravi", &[Role::Mentor]).await;
    let made = make(&world).await;
    world.person("Bob", &[Role::Student]).await;
    world.sign_out().await;
    assert_eq!(
        world.ask(Choices {}).await.unwrap(),
        std::slice::from_ref(&made)
    );
    let recover = async |with: With| {
        world
            .ask(Recover {
                backup: listed(&made),
                with,
            })
            .await
    };
    for (with, said) in [
        (
            administrator("ingrid", "wrong horse battery"),
            Code::WrongPassword,
        ),
        (administrator("nobody", PASSWORD), Code::WrongPassword),
        (administrator("ravi", PASSWORD), Code::WrongPassword),
        (
            With::RecoveryCode {
                code: vault::RecoveryCode::make().text().to_string(),
            },
            Code::WrongPassword,
        ),
    ] {
        assert_eq!(code(recover(with.clone()).await), Some(said), "{with:?}");
    }
    world.sign_in("ingrid").await;
    assert_eq!(names(&world).await.len(), 3, "refused ones change nothing");
    world.person("Cleo", &[Role::Student]).await;
    world.sign_out().await;

    for with in [administrator("ingrid", PASSWORD), with_code(&world)] {
        let restored = recover(with.clone()).await.unwrap();
        assert_eq!(restored.keys, Keys::Present, "{with:?}");
        assert!(restored.kept.is_some());
        world.sign_in("ingrid").await;
        assert_eq!(names(&world).await, ["Ingrid Solheim", "Ravi"], "{with:?}");
        world.person("Dan", &[Role::Student]).await;
        world.sign_out().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_computer_comes_back_from_a_backup_folder() {
    let mut world = World::founded().await;
    world.person("Ada", &[Role::Student]).await;
    let made = make(&world).await;
    world.stop().await;
    let recovery = world.recovery.clone();
    let stick = tempfile::tempdir().unwrap();
    let copy = stick.path().join(&made.id);
    fs::create_dir(&copy).unwrap();
    for entry in fs::read_dir(shelf(&world).join(&made.id)).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), copy.join(entry.file_name())).unwrap();
    }

    for with in [
        administrator("ingrid", PASSWORD),
        With::RecoveryCode { code: recovery },
    ] {
        let other = World::empty();
        *other.files.pick.lock().unwrap() = Some(copy.join("backup.json"));
        let picked = other.ask(Pick {}).await.unwrap().unwrap();
        assert_eq!(picked.made_at, made.made_at);
        let restored = other
            .ask(Recover {
                backup: Source::Picked { file: picked.file },
                with,
            })
            .await
            .unwrap();
        assert_eq!((restored.kept, restored.keys), (None, Keys::OfTheBackup));
        other.sign_in("ingrid").await;
        assert_eq!(names(&other).await, ["Ada", "Ingrid Solheim"]);
    }
    // Another programme's place is not taken.
    let other = World::founded().await;
    *other.files.pick.lock().unwrap() = Some(copy.join("backup.json"));
    let file = other.ask(Pick {}).await.unwrap().unwrap().file;
    let refused = other
        .refused(Recover {
            backup: Source::Picked { file },
            with: administrator("ingrid", PASSWORD),
        })
        .await;
    assert_eq!(refused.code, Code::Conflict, "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_backup_is_found_said_and_not_restored() {
    let world = World::founded().await;
    world.person("Ada", &[Role::Student]).await;
    for file in ["programme.db", "vault.json", "recovery.json", "backup.json"] {
        world.pass(TimeDelta::minutes(1));
        let made = make(&world).await;
        let path = shelf(&world).join(&made.id).join(file);
        let middle = fs::read(&path).unwrap().len() / 2;
        spoil(&path, middle);
        let checked = world
            .run(Verify {
                id: made.id.clone(),
            })
            .await
            .unwrap();
        assert_eq!(checked.state, State::Damaged, "{file}");
        let refused = world.run(restore(&made)).await.unwrap_err();
        assert_eq!(refused.code, Code::Damaged, "{file}: {refused}");
        assert_eq!(names(&world).await, ["Ada", "Ingrid Solheim"]);
        let listing = world.ask(List {}).await.unwrap().backups;
        let seen = listing.iter().find(|backup| backup.id == made.id).unwrap();
        assert_eq!(seen.state, State::Damaged, "{file}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_file_opens_for_reading_and_a_backup_repairs_it() {
    let mut world = World::founded().await;
    world.person("Ada", &[Role::Student]).await;
    let made = make(&world).await;
    world.stop().await;
    let file = world.programme().join("programme.db");
    // The page where goals begin: neither signing in nor the list of people needs it.
    let database = open(&world.programme(), &world.programme()).await;
    let statement = sea_orm::Statement::from_string(
        sea_orm::DbBackend::Sqlite,
        "SELECT rootpage FROM sqlite_schema WHERE name = 'goals'",
    );
    let row = database.executor().query_one_raw(statement).await.unwrap();
    let page: i64 = row.unwrap().try_get("", "rootpage").unwrap();
    database.close().await.unwrap();
    spoil(&file, (usize::try_from(page).unwrap() - 1) * 4096 + 2000);
    world.start();
    let signed_in = world.try_sign_in("ingrid", PASSWORD).await.unwrap();
    assert!(signed_in.damaged);
    assert!(world.ask(Me {}).await.unwrap().damaged);
    assert_eq!(
        names(&world).await,
        ["Ada", "Ingrid Solheim"],
        "reading goes on"
    );
    let before = fs::read(&file).unwrap();
    let refused = world
        .refused(people::Create {
            profile: people::Profile {
                name: "Bob".to_owned(),
                ..people::Profile::default()
            },
            roles: vec![Role::Student],
            answers: std::collections::BTreeMap::default(),
        })
        .await;
    assert_eq!(refused.code, Code::Damaged, "{refused}");
    assert_eq!(code(world.run(Make {}).await), Some(Code::Damaged));
    assert_eq!(
        fs::read(&file).unwrap(),
        before,
        "what is left is not written to"
    );
    let restored = world.run(restore(&made)).await.unwrap();
    let signed_in = world.sign_in("ingrid").await;
    assert!(!signed_in.damaged);
    assert_eq!(names(&world).await, ["Ada", "Ingrid Solheim"]);
    let kept = world.ask(List {}).await.unwrap().backups;
    let kept = kept
        .iter()
        .find(|backup| Some(&backup.id) == restored.kept.as_ref())
        .unwrap();
    assert_eq!(
        kept.state,
        State::Unverified,
        "the damaged file itself is kept, and called what it is"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_does_not_open_at_all_is_restored_before_sign_in() {
    let mut world = World::founded().await;
    world.person("Ada", &[Role::Student]).await;
    let made = make(&world).await;
    world.stop().await;
    spoil(&world.programme().join("programme.db"), 100);
    world.start();
    assert_eq!(
        code(world.try_sign_in("ingrid", PASSWORD).await),
        Some(Code::Damaged)
    );
    let restored = world
        .ask(Recover {
            backup: listed(&made),
            with: administrator("ingrid", PASSWORD),
        })
        .await
        .unwrap();
    assert!(restored.kept.is_some());
    world.sign_in("ingrid").await;
    assert_eq!(names(&world).await, ["Ada", "Ingrid Solheim"]);
}

/// Waits for what happens while the person works on.
async fn backups_change(events: &mut tokio::sync::broadcast::Receiver<Event>) {
    loop {
        if let Event::Changed { features } = events.recv().await.unwrap()
            && features == [Feature::Backups]
        {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn once_a_day_a_backup_is_made_by_itself() {
    let mut world = World::founded().await;
    world.pass(TimeDelta::hours(23));
    world.restart().await;
    assert!(world.ask(Choices {}).await.unwrap().is_empty(), "not yet");
    world.pass(TimeDelta::hours(2));
    let mut events = world.desk().events();
    world.sign_in("ingrid").await;
    backups_change(&mut events).await;
    let kinds = async |world: &World| -> Vec<Kind> {
        let all = world.ask(Choices {}).await.unwrap();
        all.iter().map(|backup| backup.kind).collect()
    };
    assert_eq!(kinds(&world).await, [Kind::Daily]);
    world.restart().await;
    assert_eq!(
        kinds(&world).await,
        [Kind::Daily],
        "one is enough for a day"
    );
    world.sign_in("ingrid").await;
    world.pass(TimeDelta::days(1));
    world.restart().await;
    assert_eq!(
        kinds(&world).await,
        [Kind::Daily, Kind::Daily],
        "closing looks too"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn twelve_days_ten_weeks_and_nine_months_are_kept() {
    let mut world = World::founded().await;
    for _ in 0..30 {
        world.sign_in("ingrid").await;
        world.pass(TimeDelta::days(1));
        world.restart().await;
    }
    world.sign_in("ingrid").await;
    let by_hand = make(&world).await;
    let all = world.ask(Choices {}).await.unwrap();
    let daily = all
        .iter()
        .filter(|backup| backup.kind == Kind::Daily)
        .count();
    // Twelve days, the last of three weeks before them, the end of November is among those.
    assert!((15..=16).contains(&daily), "{daily}");
    assert!(all.contains(&by_hand), "one made by hand is not pushed out");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_and_a_migration_are_preceded_by_a_backup() {
    let mut world = World::founded().await;
    world.stop().await;
    // As if this version's migration were missing: it cannot be repeated, so it fails, and nothing may change.
    let database = open(&world.programme(), &world.programme()).await;
    database
        .executor()
        .execute_unprepared("DELETE FROM seaql_migrations")
        .await
        .unwrap();
    database.close().await.unwrap();
    let before = fs::read(world.programme().join("programme.db")).unwrap();
    world.start();
    assert_eq!(
        code(world.try_sign_in("ingrid", PASSWORD).await),
        Some(Code::Internal)
    );
    world.stop().await;
    assert_eq!(
        fs::read(world.programme().join("programme.db")).unwrap(),
        before
    );
    world.start();
    let all = world.ask(Choices {}).await.unwrap();
    assert_eq!(all[0].kind, Kind::BeforeMigration);

    let world = World::founded().await;
    let roster = world.folder.path().join("roster.csv");
    fs::write(&roster, "Name,Email\nHana Kobayashi,hana@example.org\n").unwrap();
    *world.files.pick.lock().unwrap() = Some(roster);
    let picked = world
        .ask(contract::imports::Pick {})
        .await
        .unwrap()
        .unwrap();
    let plan = contract::imports::Plan {
        file: picked.file,
        targets: vec![
            contract::imports::Target::Name,
            contract::imports::Target::Email,
        ],
        role: Role::Student,
    };
    let checked = world
        .run(contract::imports::Check { plan: plan.clone() })
        .await
        .unwrap();
    let apply = contract::imports::Apply {
        plan,
        digest: checked.digest,
        skip_wrong: false,
    };
    world.run(apply).await.unwrap();
    assert_eq!(
        world.ask(Choices {}).await.unwrap()[0].kind,
        Kind::BeforeImport
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_backup_goes_to_the_second_folder_too() {
    let world = World::founded().await;
    make(&world).await;
    let stick = tempfile::tempdir().unwrap();
    *world.files.folder.lock().unwrap() = Some(stick.path().to_owned());
    let mut events = world.desk().events();
    let folder = world.ask(PickFolder {}).await.unwrap().unwrap().folder;
    world
        .ask(SetFolder {
            folder: Some(folder),
        })
        .await
        .unwrap();
    backups_change(&mut events).await;
    world.pass(TimeDelta::minutes(1));
    make(&world).await;
    let listing = world.ask(List {}).await.unwrap();
    assert!(
        listing
            .second
            .as_ref()
            .is_some_and(|second| second.connected)
    );
    assert_eq!(listing.backups.len(), 2);
    assert!(
        listing
            .backups
            .iter()
            .all(|backup| backup.here && backup.second)
    );
    // The computer's own copies go: the second folder's are offered and restore.
    fs::remove_dir_all(shelf(&world)).unwrap();
    let listing = world.ask(List {}).await.unwrap();
    assert!(
        listing
            .backups
            .iter()
            .all(|backup| !backup.here && backup.second)
    );
    world.run(restore(&listing.backups[1])).await.unwrap();
    world.sign_in("ingrid").await;
    // A stick in a drawer.
    let away = stick.path().with_extension("away");
    fs::rename(stick.path(), &away).unwrap();
    let listing = world.ask(List {}).await.unwrap();
    assert!(
        listing
            .second
            .as_ref()
            .is_some_and(|second| !second.connected)
    );
    make(&world).await;
    fs::remove_dir_all(&away).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_that_would_damage_the_copies_are_refused() {
    let world = World::founded().await;
    let elsewhere = tempfile::tempdir().unwrap();
    let cloud = elsewhere.path().join("Dropbox");
    fs::create_dir(&cloud).unwrap();
    for folder in [
        cloud,
        world.programme(),
        elsewhere.path().join("nothing here"),
    ] {
        *world.files.folder.lock().unwrap() = Some(folder.clone());
        let token = world.ask(PickFolder {}).await.unwrap().unwrap().folder;
        let refused = world
            .refused(SetFolder {
                folder: Some(token),
            })
            .await;
        assert!(
            refused.fields.contains_key("folder"),
            "{}: {refused:?}",
            folder.display()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_data_folder_in_a_cloud_is_refused_with_the_reason() {
    let world = World::empty();
    let mut setup = world.setup();
    setup.folder = world.folder.path().join("OneDrive - School").join("desk");
    let refused = app::Desk::open(setup).err().unwrap();
    assert!(refused.to_string().contains("OneDrive"), "{refused}");
    assert!(
        !world.folder.path().join("OneDrive - School").exists(),
        "nothing was made there"
    );
}

/// A restore renames twice; a kill may come before, between and after.
#[tokio::test(flavor = "multi_thread")]
async fn a_kill_during_the_swap_leaves_the_old_or_the_new() {
    let mut world = World::founded().await;
    world.person("Ada", &[Role::Student]).await;
    let made = make(&world).await;
    world.stop().await;
    let data = world.folder.path().to_owned();
    let (programme, restoring, replaced) = (
        data.join("programme"),
        data.join("programme.restoring"),
        data.join("programme.replaced"),
    );
    let copy = |from: &Path, to: &Path| {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    };
    let old = rows(&programme).await;
    // Being put together.
    copy(&shelf(&world).join(&made.id), &restoring);
    world.start();
    world.stop().await;
    assert_eq!(rows(&programme).await, old);
    assert!(!restoring.exists());
    // Between the two.
    copy(&programme, &restoring);
    fs::write(restoring.join("new"), "").unwrap();
    fs::rename(&programme, &replaced).unwrap();
    world.start();
    world.stop().await;
    assert!(programme.join("new").exists() && !restoring.exists() && !replaced.exists());
    // After both.
    copy(&programme, &replaced);
    world.start();
    world.stop().await;
    assert!(programme.join("new").exists() && !replaced.exists());
    // The old one alone, because the second renaming failed and so did going back.
    fs::rename(&programme, &replaced).unwrap();
    world.start();
    assert!(matches!(
        world.ask(Status {}).await.unwrap(),
        StatusView::Locked { .. }
    ));
    world.sign_in("ingrid").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_half_made_is_never_shown_and_goes() {
    let world = World::founded().await;
    let half = shelf(&world).join(".desk-making");
    fs::create_dir_all(&half).unwrap();
    fs::write(half.join("programme.db"), "half").unwrap();
    assert!(world.ask(Choices {}).await.unwrap().is_empty());
    make(&world).await;
    assert!(!half.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_backup_leaves_nothing() {
    let world = World::founded().await;
    let mut events = world.desk().events();
    let started = world.desk().rpc(Make::NAME, "{}").await.unwrap();
    let started: Started = serde_json::from_str(&started).unwrap();
    // It may have been quicker: then it is a backup like any other.
    let cancelled = world.ask(Cancel { job: started.job }).await;
    assert!(cancelled.is_ok());
    let ended: Result<(), ApiError> = loop {
        match events.recv().await.unwrap() {
            Event::Job {
                state: contract::jobs::JobState::Ended { .. },
                ..
            } => break Ok(()),
            Event::Job {
                state: contract::jobs::JobState::Failed { error },
                ..
            } => break Err(error),
            _ => {}
        }
    };
    let left = world.ask(Choices {}).await.unwrap().len();
    match ended {
        Ok(()) => assert_eq!(left, 1),
        Err(error) => {
            assert_eq!(error.code, Code::Cancelled, "{error}");
            assert_eq!(left, 0);
            assert_eq!(fs::read_dir(shelf(&world)).unwrap().count(), 0);
        }
    }
}
