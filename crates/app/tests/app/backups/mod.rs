//! Nothing lost: backups are whole, made by themselves, and kept.

mod damage;
mod restoring;

use std::fs;
use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use contract::accounts::{CodeRequest, IssueCodes, Remember, SignInRemembered};
use contract::backups::{
    BackupView, Choices, Kind, List, Make, PickFolder, Restore, SetFolder, Source, State, With,
};
use contract::jobs::{Cancel, Started};
use contract::programmes::Computer;
use contract::{ApiError, Code, Command, Event, Feature, people};
use domain::Role;
use sea_orm::ConnectionTrait;
use store::Database;

use crate::imports::{file, import};
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

/// As if this version's migration were missing: it cannot be repeated, so it fails, and nothing may change.
async fn forget_migrations(world: &World) {
    let database = open(&world.programme(), &world.programme()).await;
    database
        .executor()
        .execute_unprepared("DELETE FROM seaql_migrations")
        .await
        .unwrap();
    database.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_and_a_migration_are_preceded_by_a_backup() {
    let mut world = World::founded().await;
    world.stop().await;
    forget_migrations(&world).await;
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
    let text = "Name,Email\nHana Kobayashi,hana@example.org\n";
    import(&world, &file(&world, "roster.csv", text)).await;
    assert_eq!(
        world.ask(Choices {}).await.unwrap()[0].kind,
        Kind::BeforeImport
    );
}

/// Without the copy of what was, nothing is changed that could go wrong.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_fails_stops_the_migration() {
    let mut world = World::founded().await;
    world.stop().await;
    forget_migrations(&world).await;
    let file = world.programme().join("programme.db");
    let before = fs::read(&file).unwrap();
    // No folder of backups can be made here.
    fs::write(shelf(&world), "in the way").unwrap();
    world.start();
    let refused = world.try_sign_in("ingrid", PASSWORD).await.unwrap_err();
    assert_eq!(
        refused.code,
        Code::Storage,
        "the migration itself would fail otherwise: {refused}"
    );
    world.stop().await;
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_has_nothing_that_this_computers_keyring_opens() {
    let mut world = World::founded_for(Computer::OnlyMe).await;
    world.ask(Remember { remember: true }).await.unwrap();
    let made = make(&world).await;
    let present = vault::Vault::read(&world.programme()).unwrap().unwrap();
    assert!(present.remembered().is_some(), "it is remembered here");
    let folder = shelf(&world).join(&made.id);
    let copied = vault::Vault::read(&folder).unwrap().unwrap();
    assert!(copied.remembered().is_none());
    // Nor does a desk over the copy let anybody in without a password.
    world.stop().await;
    for name in ["programme.db", "vault.json", "recovery.json"] {
        fs::copy(folder.join(name), world.programme().join(name)).unwrap();
    }
    world.start();
    assert!(world.ask(SignInRemembered {}).await.is_err());
    world.sign_in("ingrid").await;
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
