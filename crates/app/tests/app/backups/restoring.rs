//! Restores: what comes back, what stays, who may, and what a kill in between leaves.

use std::fs;
use std::path::Path;

use contract::accounts::{ChangePassword, Me};
use contract::backups::{
    Choices, Keys, Kind, List, Pick, Recover, Restore, SetFolder, Source, Verify, With,
};
use contract::programmes::{Status, StatusView};
use contract::{Code, Event};
use domain::Role;
use store::Database;

use super::{administrator, listed, make, names, open, restore, rows, shelf, with_code};
use crate::world::{PASSWORD, World, code};

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

/// As `call` does: each command has a desk of its own, in which no token of an earlier one lives on.
#[tokio::test(flavor = "multi_thread")]
async fn an_empty_token_asks_for_the_backup_and_the_folder_now() {
    let mut world = World::founded().await;
    let made = make(&world).await;
    world.person("Bob", &[Role::Student]).await;
    let picked = || Source::Picked {
        file: String::new(),
    };
    let restore = || Restore {
        backup: picked(),
        password: PASSWORD.to_owned(),
    };
    let refused = world.run(restore()).await.unwrap_err();
    assert!(refused.fields.contains_key("backup.file"), "{refused:?}");
    let set = || SetFolder {
        folder: Some(String::new()),
    };
    let refused = world.refused(set()).await;
    assert!(refused.fields.contains_key("folder"), "{refused:?}");

    let second = tempfile::tempdir().unwrap();
    *world.files.folder.lock().unwrap() = Some(second.path().to_owned());
    assert!(world.ask(set()).await.unwrap().second.is_some());

    *world.files.pick.lock().unwrap() = Some(shelf(&world).join(&made.id).join("backup.json"));
    world.restart().await;
    world.sign_in("ingrid").await;
    let restored = world.run(restore()).await.unwrap();
    assert_eq!(restored.made_at, made.made_at);
    world.sign_in("ingrid").await;
    assert_eq!(names(&world).await, ["Ingrid Solheim"]);

    world.person("Bob", &[Role::Student]).await;
    world.restart().await;
    let recover = Recover {
        backup: picked(),
        with: with_code(&world),
    };
    world.ask(recover).await.unwrap();
    world.sign_in("ingrid").await;
    assert_eq!(names(&world).await, ["Ingrid Solheim"]);
}
