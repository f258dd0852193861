//! The first run, and what may stand in the data folder.

use std::fs;

use contract::programmes::{Change, Computer, Found, Get, MakeRecoveryCode, Status, StatusView};
use contract::{ApiError, Code};

use crate::world::{PASSWORD, World, code};

fn found(typed: [&str; 2]) -> Found {
    Found {
        programme: "Harbour Bridge".to_owned(),
        computer: Computer::OnlyMe,
        zone: "Europe/Berlin".to_owned(),
        name: "Ingrid Solheim".to_owned(),
        sign_in_name: "ingrid".to_owned(),
        password: PASSWORD.to_owned(),
        typed: typed.map(str::to_owned),
        code: String::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_folder_has_no_programme_and_gets_one() {
    let mut world = World::empty();
    assert_eq!(world.ask(Status {}).await.unwrap(), StatusView::NoProgramme);

    let drawn = world.ask(MakeRecoveryCode {}).await.unwrap();
    assert_eq!(drawn.groups.len(), 8);
    let typed = drawn.asked.map(|at| drawn.groups[at].to_lowercase());
    let signed_in = world.ask(found([&typed[0], &typed[1]])).await.unwrap();
    assert_eq!(signed_in.programme, "Harbour Bridge");
    assert_eq!(world.ask(Status {}).await.unwrap(), StatusView::SignedIn);

    world.restart().await;
    let StatusView::Locked {
        programme,
        names,
        computer,
        remembered,
        ..
    } = world.ask(Status {}).await.unwrap()
    else {
        panic!("a restart closes the file");
    };
    assert_eq!(
        (programme.as_str(), names, computer, remembered),
        (
            "Harbour Bridge",
            vec!["ingrid".to_owned()],
            Computer::OnlyMe,
            false
        )
    );
    world.sign_in("ingrid").await;
    assert_eq!(world.ask(Get {}).await.unwrap().zone, "Europe/Berlin");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_field_of_the_first_run_is_named_and_nothing_is_written() {
    let world = World::empty();
    world.ask(MakeRecoveryCode {}).await.unwrap();
    let refused = world
        .refused(Found {
            programme: " ".to_owned(),
            computer: Computer::Shared,
            zone: "Mars/Olympus".to_owned(),
            name: "\u{7}".to_owned(),
            sign_in_name: "a b".to_owned(),
            password: "short".to_owned(),
            typed: ["no".to_owned(), "no".to_owned()],
            code: String::new(),
        })
        .await;
    let fields: Vec<&str> = refused.fields.keys().map(String::as_str).collect();
    assert_eq!(
        fields,
        [
            "name",
            "password",
            "programme",
            "sign_in_name",
            "typed.0",
            "typed.1",
            "zone"
        ]
    );
    assert_eq!(world.ask(Status {}).await.unwrap(), StatusView::NoProgramme);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_run_that_was_killed_leaves_nothing() {
    let mut world = World::empty();
    world.stop().await;
    let unfinished = world.folder.path().join("programme.unfinished");
    fs::create_dir(&unfinished).unwrap();
    fs::write(unfinished.join("vault.json"), "{").unwrap();
    world.start();
    assert!(!unfinished.exists());
    assert_eq!(world.ask(Status {}).await.unwrap(), StatusView::NoProgramme);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_programme_is_refused() {
    let world = World::founded().await;
    world.sign_out().await;
    let drawn = world.ask(MakeRecoveryCode {}).await.unwrap();
    let typed = drawn.asked.map(|at| drawn.groups[at].clone());
    assert_eq!(
        code(world.ask(found([&typed[0], &typed[1]])).await),
        Some(Code::Conflict)
    );
}

/// A restore renames twice, and the disk may refuse both the second renaming and the way back.
#[tokio::test(flavor = "multi_thread")]
async fn no_programme_is_founded_where_a_restore_left_one_under_another_name() {
    let world = World::founded().await;
    world.sign_out().await;
    let data = world.folder.path();
    fs::rename(world.programme(), data.join("programme.replaced")).unwrap();
    let drawn = world.ask(MakeRecoveryCode {}).await.unwrap();
    let typed = drawn.asked.map(|at| drawn.groups[at].clone());
    assert_eq!(
        code(world.ask(found([&typed[0], &typed[1]])).await),
        Some(Code::Conflict)
    );
    world.sign_in("ingrid").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_not_ours_is_never_overwritten() {
    let plain: &[u8] = b"SQLite format 3\0 somebody else's data";
    let long = vec![b'x'; 20_000];
    for content in [
        plain,
        b"",
        b"a letter to my grandmother, which is longer than a header",
        &long,
    ] {
        let world = World::founded().await;
        world.sign_out().await;
        let file = world.programme().join("programme.db");
        fs::write(&file, content).unwrap();
        let refused: ApiError = match world.ask(Status {}).await.unwrap() {
            StatusView::Damaged { .. } => world.try_sign_in("ingrid", PASSWORD).await.unwrap_err(),
            StatusView::Locked { .. } => {
                assert_eq!(
                    content.len(),
                    long.len(),
                    "only what has no header to tell by is tried with the key"
                );
                world.try_sign_in("ingrid", PASSWORD).await.unwrap_err()
            }
            other => panic!("{other:?}"),
        };
        assert_eq!(refused.code, Code::Damaged, "{}", refused.message);
        assert_eq!(fs::read(&file).unwrap(), content);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_data_file_is_said_and_not_made_anew() {
    let world = World::founded().await;
    world.sign_out().await;
    fs::remove_file(world.programme().join("programme.db")).unwrap();
    assert!(matches!(
        world.ask(Status {}).await.unwrap(),
        StatusView::Damaged { .. }
    ));
    assert!(world.try_sign_in("ingrid", PASSWORD).await.is_err());
    assert!(!world.programme().join("programme.db").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_change_and_the_sign_in_shows_the_new_name() {
    let world = World::founded().await;
    let change = Change {
        name: "  Harbour Bridge II ".to_owned(),
        zone: "Pacific/Auckland".to_owned(),
    };
    assert_eq!(world.ask(change).await.unwrap().name, "Harbour Bridge II");
    world.sign_in("ingrid").await;
    world.sign_out().await;
    let StatusView::Locked {
        programme, names, ..
    } = world.ask(Status {}).await.unwrap()
    else {
        panic!()
    };
    assert_eq!(programme, "Harbour Bridge II");
    assert!(
        names.is_empty(),
        "a shared computer keeps no list of accounts"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_shows_nothing_without_its_key() {
    let world = World::founded().await;
    world
        .person("Xylophonia Quetzalcoatl", &[domain::Role::Student])
        .await;
    world.sign_out().await;
    for entry in fs::read_dir(world.programme()).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        for plain in [
            "Xylophonia",
            "Quetzalcoatl",
            "SQLite format",
            "CREATE TABLE",
            PASSWORD,
        ] {
            assert!(
                !bytes
                    .windows(plain.len())
                    .any(|window| window == plain.as_bytes()),
                "{plain}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_commands_and_malformed_json_are_answers() {
    let world = World::founded().await;
    for (command, input, expected) in [
        ("people.steal", "{}", Code::NotFound),
        ("people.list", "{", Code::Invalid),
        ("people.list", "[1,2", Code::Invalid),
        ("people.get", "{}", Code::Invalid),
        ("people.get", r#"{"id":"not an id"}"#, Code::Invalid),
        ("", "", Code::NotFound),
    ] {
        let refused = world.desk().rpc(command, input).await.unwrap_err();
        assert_eq!(refused.code, expected, "{command} {input}");
    }
}
