//! That no kill, no older file and no restore brings anybody back.

use std::fs;

use contract::Code;
use contract::backups::{
    Keys, Make as MakeBackup, PickFolder, Recover, Restore, SetFolder, Source, With,
};
use vault::Vault;

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_after_the_first_store_is_finished_by_the_next_sign_in() {
    let mut stage = Stage::make().await;
    stage.world.stop().await;
    // The database was written, and nothing else: no list, the slot still there, nothing swept.
    let database = stage.world.database().await;
    let transaction = database.write().await.unwrap();
    let erasing = store::people::Erasing {
        person: stage.birgit,
        at: "2026-11-17T15:54:00Z".parse().unwrap(),
        by: None,
    };
    store::people::erase(&transaction.db(), erasing)
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    let swept = store::people::is_swept(&database.executor()).await.unwrap();
    database.close().await.unwrap();
    assert!(!swept);
    assert!(!stage.world.programme().join("erased.json").exists());

    stage.world.start();
    assert!(stage.world.try_sign_in("birgit", PASSWORD).await.is_err());
    stage.world.sign_in("ingrid").await;
    assert!(stage.world.programme().join("erased.json").exists());
    let vault = Vault::read(&stage.world.programme()).unwrap().unwrap();
    assert_eq!(vault.accounts().count(), 2);
    assert_eq!(stage.found(), [""; 0]);
    stage.world.stop().await;
    let database = stage.world.database().await;
    let swept = store::people::is_swept(&database.executor()).await.unwrap();
    database.close().await.unwrap();
    assert!(swept);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_file_in_its_place_is_erased_again_at_sign_in() {
    let mut stage = Stage::make().await;
    stage.world.stop().await;
    let older = fs::read(stage.file()).unwrap();
    stage.world.start();
    stage.world.sign_in("ingrid").await;
    stage.world.ask(erase(stage.birgit)).await.unwrap();
    stage.world.stop().await;
    fs::write(stage.file(), older).unwrap();

    stage.world.start();
    stage.world.sign_in("ingrid").await;
    assert_eq!(stage.shown().await, "Former mentor");
    assert_eq!(stage.found(), [""; 0]);
    let lines = stage.world.audit().await;
    let again = lines
        .iter()
        .find(|line| line.command == "people.erase_again")
        .unwrap();
    assert!(again.subjects.contains(&stage.birgit.0));
}

/// The list, as somebody writes it who does not have the file's key.
fn forged(id: PersonId) -> String {
    format!(
        r#"{{"version":1,"people":["{id}"],"seal":"{}"}}"#,
        "0".repeat(64)
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_damaged_or_forged_erases_nobody() {
    let mut stage = Stage::make().await;
    for list in [forged(stage.birgit), "{".to_owned(), String::new()] {
        stage.world.stop().await;
        fs::write(stage.world.programme().join("erased.json"), list).unwrap();
        stage.world.start();
        stage.world.sign_in("ingrid").await;
        assert_eq!(stage.shown().await, "Birgit");
    }
    // And once there is somebody on it, it is mended from the database.
    stage.world.ask(erase(stage.birgit)).await.unwrap();
    let good = fs::read(stage.world.programme().join("erased.json")).unwrap();
    stage.world.stop().await;
    fs::write(
        stage.world.programme().join("erased.json"),
        forged(stage.linh),
    )
    .unwrap();
    stage.world.start();
    stage.world.sign_in("ingrid").await;
    assert_eq!(
        fs::read(stage.world.programme().join("erased.json")).unwrap(),
        good
    );
    assert_eq!(get(&stage.world, stage.linh).await.person.name, "Linh");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_of_restoring_erases_again() {
    let mut stage = Stage::make().await;
    let made = stage.backup().await;
    let backup = Source::Listed {
        id: made.id.clone(),
    };
    stage.world.ask(erase(stage.birgit)).await.unwrap();

    // Signed in.
    let restore = Restore {
        backup: backup.clone(),
        password: PASSWORD.to_owned(),
    };
    let restored = stage.world.run(restore).await.unwrap();
    assert_eq!(restored.erased, 1);
    stage.world.sign_in("ingrid").await;
    assert_eq!(stage.shown().await, "Former mentor");
    assert_eq!(stage.found(), [""; 0]);
    assert!(stage.world.try_sign_in("birgit", PASSWORD).await.is_err());

    // Before sign-in, by the code and by the password of then; the list beside the vault is gone, or damaged.
    for with in [
        With::RecoveryCode {
            code: stage.world.recovery.clone(),
        },
        With::Administrator {
            name: "ingrid".to_owned(),
            password: PASSWORD.to_owned(),
        },
    ] {
        stage.world.restart().await;
        fs::write(stage.world.programme().join("erased.json"), "damaged").unwrap();
        let recover = Recover {
            backup: backup.clone(),
            with,
        };
        let restored = stage.world.ask(recover).await.unwrap();
        // Of the backup are the keys too: the file got another one when her account went.
        assert_eq!((restored.erased, restored.keys), (1, Keys::OfTheBackup));
        stage.world.sign_in("ingrid").await;
        assert_eq!(stage.shown().await, "Former mentor");
    }

    // On a computer that has nothing but the backups.
    stage.world.stop().await;
    fs::remove_dir_all(stage.world.programme()).unwrap();
    stage.world.start();
    let recover = Recover {
        backup,
        with: With::RecoveryCode {
            code: stage.world.recovery.clone(),
        },
    };
    let restored = stage.world.ask(recover).await.unwrap();
    assert_eq!((restored.erased, restored.keys), (1, Keys::OfTheBackup));
    assert_eq!(stage.found(), [""; 0]);
    assert!(
        stage.world.try_sign_in("birgit", PASSWORD).await.is_err(),
        "the backup's slot opens nothing"
    );
    stage.world.sign_in("ingrid").await;
    assert_eq!(stage.shown().await, "Former mentor");
    let vault = Vault::read(&stage.world.programme()).unwrap().unwrap();
    assert!(vault.accounts().count() < 3, "and is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_folder_carries_the_list_too() {
    let stage = Stage::make().await;
    let second = tempfile::tempdir().unwrap();
    *stage.world.files.folder.lock().unwrap() = Some(second.path().to_owned());
    let folder = stage
        .world
        .ask(PickFolder {})
        .await
        .unwrap()
        .unwrap()
        .folder;
    stage
        .world
        .ask(SetFolder {
            folder: Some(folder),
        })
        .await
        .unwrap();
    stage.backup().await;
    stage.world.ask(erase(stage.birgit)).await.unwrap();
    let lists: Vec<String> = [
        second.path().to_owned(),
        stage.world.folder.path().join("backups"),
    ]
    .iter()
    .flat_map(|folder| fs::read_dir(folder).unwrap())
    .map(|entry| entry.unwrap().path())
    .filter(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    })
    .map(|path| fs::read_to_string(path).unwrap())
    .collect();
    assert_eq!(lists.len(), 2);
    for list in lists {
        assert!(list.contains(&stage.birgit.to_string()), "{list}");
        assert!(
            HERS.into_iter()
                .all(|word| !list.to_lowercase().contains(word)),
            "ids and nothing else"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_whose_administrators_are_all_erased_is_not_restored() {
    let world = World::founded().await;
    let ingrid = world.administrator.as_ref().unwrap().person;
    let made = world.run(MakeBackup {}).await.unwrap();
    world.member("Birgit", &[Role::Administrator]).await;
    world.sign_in("birgit").await;
    world.ask(erase(ingrid)).await.unwrap();
    let restore = Restore {
        backup: Source::Listed { id: made.id },
        password: PASSWORD.to_owned(),
    };
    let refused = world.run(restore).await.unwrap_err();
    assert_eq!(refused.code, Code::Conflict);
    assert!(
        refused.message.contains("Choose a later backup"),
        "{refused}"
    );
    world.sign_in("birgit").await;
    assert_eq!(names(&world, List::default()).await, ["Birgit"]);
}
