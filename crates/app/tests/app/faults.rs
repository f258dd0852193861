//! Disks that are full, files from another time, inputs nobody types by accident.

use std::collections::BTreeMap;

use contract::people::{Create, List, Profile};
use contract::{Code, sessions};
use domain::{Audience, Role};
use sea_orm::ConnectionTrait;
use store::{Database, StoreError};

use crate::world::{PASSWORD, World, code};

async fn open(world: &World) -> Result<Database, StoreError> {
    let vault = vault::Vault::read(&world.programme()).unwrap().unwrap();
    let unlocked = vault.unlock("ingrid", PASSWORD).unwrap();
    Database::open(
        &world.programme().join("programme.db"),
        &unlocked.data_key.pragma_literal(),
        false,
    )
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_from_a_newer_version_is_refused_and_left_alone() {
    let mut world = World::founded().await;
    world.stop().await;
    let database = open(&world).await.unwrap();
    database
        .executor()
        .execute_unprepared(
            "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_tomorrow', 1)",
        )
        .await
        .unwrap();
    database.close().await.unwrap();
    let before = std::fs::read(world.programme().join("programme.db")).unwrap();
    world.start();
    let refused = world.try_sign_in("ingrid", PASSWORD).await.unwrap_err();
    assert_eq!(refused.code, Code::Newer, "{refused}");
    assert_eq!(
        std::fs::read(world.programme().join("programme.db")).unwrap(),
        before
    );
}

/// SQLite itself says "full" when it may not add a page, as it does when the disk has none.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_said_and_leaves_nothing_half_written() {
    let mut world = World::founded().await;
    world.person("Linh", &[Role::Student]).await;
    world.stop().await;
    let database = open(&world).await.unwrap();
    database
        .executor()
        .execute_unprepared("PRAGMA max_page_count = 1")
        .await
        .unwrap();
    let transaction = database.write().await.unwrap();
    let fill = "INSERT INTO import_mappings VALUES ('x', printf('\"%.*c\"', 9000000, 'x'), '2026-01-01T00:00:00+00:00')";
    let refused = transaction.db().execute_unprepared(fill).await.unwrap_err();
    assert!(matches!(StoreError::from(refused), StoreError::Disk(_)));
    transaction.rollback().await.unwrap();
    let rows = store::people::standing(
        &database.executor(),
        world.administrator.as_ref().unwrap().person,
    )
    .await;
    assert!(rows.unwrap().is_some(), "reading goes on");
    database
        .executor()
        .execute_unprepared("PRAGMA max_page_count = 1000000")
        .await
        .unwrap();
    let transaction = database.write().await.unwrap();
    transaction.db().execute_unprepared(fill).await.unwrap();
    transaction.commit().await.unwrap();
    database.close().await.unwrap();
    world.start();
    world.sign_in("ingrid").await;
    assert_eq!(world.ask(List::default()).await.unwrap().total, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_files_are_as_they_must_be() {
    let mut world = World::founded().await;
    world.stop().await;
    let database = open(&world).await.unwrap();
    let db = database.executor();
    for (pragma, expected) in [
        ("journal_mode", "wal"),
        ("locking_mode", "exclusive"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("trusted_schema", "0"),
        ("cell_size_check", "1"),
        ("temp_store", "2"),
    ] {
        let asked = format!("SELECT {pragma} || '' AS value FROM pragma_{pragma}");
        let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, asked);
        let value: String = db
            .query_one_raw(statement)
            .await
            .unwrap()
            .unwrap()
            .try_get("", "value")
            .unwrap();
        assert_eq!(value, expected, "{pragma}");
    }
    let sealed =
        sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, "PRAGMA cipher_hmac_algorithm");
    let sealed = db.query_one_raw(sealed).await.unwrap().unwrap();
    let by: String = sealed.try_get_by_index(0).unwrap();
    assert_eq!(by, "HMAC_SHA256");

    // Before 3.51.3 two connections could lose what the write-ahead log holds; one that excludes every other cannot.
    let version = sea_orm::Statement::from_string(
        sea_orm::DbBackend::Sqlite,
        "SELECT sqlite_version() AS version",
    );
    let version = db.query_one_raw(version).await.unwrap().unwrap();
    let version: String = version.try_get("", "version").unwrap();
    let parts: Vec<u32> = version
        .split('.')
        .map(|part| part.parse().unwrap())
        .collect();
    // That the mode is exclusive was asked above.
    assert!(
        parts >= vec![3, 51, 3] || database.most_connections() == 1,
        "SQLite {version} with {} connections",
        database.most_connections()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_every_script_are_kept_and_found() {
    let world = World::founded().await;
    for name in ["محمد علي", "李小龙", "Zoë 🌻 Łukasiewicz", "Trần Đức"] {
        world.person(name, &[Role::Student]).await;
        let found = world
            .ask(List {
                text: name.to_owned(),
                ..List::default()
            })
            .await
            .unwrap();
        assert_eq!(
            found
                .rows
                .iter()
                .map(|row| row.name.as_str())
                .collect::<Vec<_>>(),
            [name]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_types_by_accident_names_its_field() {
    let world = World::founded().await;
    for (name, email, field) in [
        ("", "", "profile.name"),
        ("a\u{0}b", "", "profile.name"),
        ("Ada\nLovelace", "", "profile.name"),
        ("Ada", "ada@", "profile.email"),
        ("Ada", "ada@exam ple.org", "profile.email"),
    ] {
        let profile = Profile {
            name: name.to_owned(),
            email: email.to_owned(),
            ..Profile::default()
        };
        let refused = world
            .refused(Create {
                profile,
                roles: vec![Role::Student],
                answers: BTreeMap::new(),
            })
            .await;
        let short = field.trim_start_matches("profile.");
        assert!(
            refused.fields.contains_key(field) || refused.fields.contains_key(short),
            "{refused:?}"
        );
    }
    assert_eq!(
        world.ask(List::default()).await.unwrap().total,
        1,
        "nothing was half-saved"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn impossible_dates_and_lengths_are_refused() {
    let world = World::founded().await;
    let mentor = world.person("Amara", &[Role::Mentor]).await;
    let student = world.person("Yusuf", &[Role::Student]).await;
    let of = world
        .ask(contract::matches::Make { student, mentor })
        .await
        .unwrap()
        .id;
    let log = |starts_at: &str, minutes| sessions::Log {
        of,
        starts_at: starts_at.parse().unwrap(),
        minutes,
        place: String::new(),
        topics: Vec::new(),
        notes: vec![sessions::NoteDraft {
            text: String::new(),
            audience: Audience::Pair,
        }],
        draft: None,
    };
    for (when, minutes, field) in [
        ("2027-01-01T00:00:00Z", 30, "starts_at"),
        ("1970-01-01T00:00:00Z", 30, "starts_at"),
        ("2026-11-01T00:00:00Z", 0, "minutes"),
        ("2026-11-01T00:00:00Z", 100_000, "minutes"),
    ] {
        assert!(
            world
                .refused(log(when, minutes))
                .await
                .fields
                .contains_key(field),
            "{when} {minutes}"
        );
    }
    let malformed = format!(r#"{{"of":"{of}","starts_at":"31 February","minutes":30}}"#);
    let refused = world
        .desk()
        .rpc("sessions.log", &malformed)
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::Invalid);
    assert!(code(world.ask(log("2026-11-01T00:00:00Z", 30)).await).is_none());
}
