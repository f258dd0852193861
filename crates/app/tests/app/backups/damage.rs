//! Damaged backups and a damaged file: said, read from, repaired.

use std::fs;

use chrono::TimeDelta;
use contract::accounts::Me;
use contract::backups::{List, Make, Recover, State, Verify};
use contract::{Code, people};
use domain::Role;
use sea_orm::ConnectionTrait;

use super::{administrator, listed, make, names, open, restore, shelf, spoil};
use crate::world::{PASSWORD, World, code};

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
