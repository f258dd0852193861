//! A new key for the file, and what a kill in between leaves.

use std::fs;

use contract::Code;
use contract::accounts::{ChangePassword, CheckRecovery, Lock, Me, RenewKey, RenewRecovery};
use contract::people::Deactivate;
use domain::Role;
use vault::{DataKey, RecoveryCode, Vault};

use crate::world::{PASSWORD, World, code};

const OTHER: &str = "another horse battery";

fn key_of(world: &World, name: &str, password: &str) -> DataKey {
    let vault = Vault::read(&world.programme()).unwrap().unwrap();
    vault.unlock(name, password).unwrap().data_key
}

async fn opens(world: &World, key: &DataKey) -> bool {
    let file = world.programme().join("programme.db");
    match store::Database::open(&file, &key.pragma_literal(), false).await {
        Ok(database) => {
            database.close().await.unwrap();
            true
        }
        Err(store::StoreError::NotOurs) => false,
        Err(error) => panic!("{error}"),
    }
}

async fn renew(world: &World) {
    let renewed = world
        .ask(RenewKey {
            password: PASSWORD.to_owned(),
        })
        .await
        .unwrap();
    assert!(!renewed.older_copies.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_key_is_made_at_the_next_sign_in_and_everybody_has_it() {
    let mut world = World::founded().await;
    world.member("Linh", &[Role::Student]).await;
    let before = key_of(&world, "ingrid", PASSWORD);
    renew(&world).await;
    assert!(
        key_of(&world, "ingrid", PASSWORD) == before,
        "not while somebody works"
    );
    world.ask(Lock {}).await.unwrap();
    world.sign_in("linh").await;
    world.ask(Me {}).await.unwrap();
    let after = key_of(&world, "ingrid", PASSWORD);
    assert!(after != before);
    assert!(key_of(&world, "linh", PASSWORD) == after);
    assert!(!world.programme().join("vault.json.next").exists());

    world.stop().await;
    assert!(!opens(&world, &before).await, "the old key opens nothing");
    assert!(opens(&world, &after).await);
    let code = RecoveryCode::parse(&world.recovery).unwrap();
    for recovery in [
        vault::Recovery::read(&world.programme()).unwrap().unwrap(),
        Vault::read(&world.programme())
            .unwrap()
            .unwrap()
            .recovery()
            .unwrap()
            .clone(),
    ] {
        assert!(
            recovery.open(&code).unwrap() == after,
            "the sheet in the drawer stays good"
        );
    }
    world.start();
    world.sign_in("ingrid").await;
    assert!(key_of(&world, "ingrid", PASSWORD) == after, "once");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_goes_takes_no_key_with_it() {
    let world = World::founded().await;
    let linh = world.member("Linh", &[Role::Student]).await;
    let kept = fs::read(world.programme().join("vault.json")).unwrap();
    let before = key_of(&world, "linh", PASSWORD);
    world
        .ask(Deactivate {
            id: linh,
            reason: String::new(),
        })
        .await
        .unwrap();
    world.sign_in("ingrid").await;
    let after = key_of(&world, "ingrid", PASSWORD);
    assert!(after != before);
    // Linh kept the vault of her day and knows her password.
    world.sign_out().await;
    fs::write(world.programme().join("vault.json"), kept).unwrap();
    assert!(world.try_sign_in("linh", PASSWORD).await.is_err());
    assert!(!opens(&world, &before).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_code_that_is_replaced_opens_nothing_with_its_old_file() {
    let mut world = World::founded().await;
    let sheet = RecoveryCode::parse(&world.recovery).unwrap();
    let old = vault::Recovery::read(&world.programme()).unwrap().unwrap();
    let renewed = world
        .ask(RenewRecovery {
            password: PASSWORD.to_owned(),
        })
        .await
        .unwrap();
    assert!(!renewed.older_copies.is_empty());
    world.ask(Lock {}).await.unwrap();
    world.sign_in("ingrid").await;
    world.stop().await;
    assert!(!opens(&world, &old.open(&sheet).unwrap()).await);
    world.start();
    let found = world
        .ask(CheckRecovery {
            code: renewed.groups.concat(),
        })
        .await
        .unwrap();
    assert_eq!(found.administrators.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_others_know_is_replaced_with_the_key() {
    let world = World::founded().await;
    let before = key_of(&world, "ingrid", PASSWORD);
    let change = ChangePassword {
        current: PASSWORD.to_owned(),
        new: OTHER.to_owned(),
        compromised: true,
    };
    world.ask(change).await.unwrap();
    assert_eq!(
        code(world.ask(Me {}).await),
        Some(Code::SignedOut),
        "it locks"
    );
    world.try_sign_in("ingrid", OTHER).await.unwrap();
    assert!(key_of(&world, "ingrid", OTHER) != before);
}

/// Killed after the next vault was written and before the file was encrypted anew; and killed after that, before the next
/// vault took its place. Both by a password and by the recovery code.
#[tokio::test(flavor = "multi_thread")]
async fn a_kill_at_each_step_is_finished_or_undone_by_whoever_comes_in() {
    for by_code in [false, true] {
        for encrypted in [false, true] {
            let mut world = World::founded().await;
            renew(&world).await;
            world.stop().await;
            let file = |name: &str| world.programme().join(name);
            let copies: Vec<_> = ["programme.db", "vault.json", "recovery.json"]
                .map(|name| (file(name), fs::read(file(name)).unwrap()))
                .into();
            let before = key_of(&world, "ingrid", PASSWORD);
            world.start();
            world.sign_in("ingrid").await;
            let after = key_of(&world, "ingrid", PASSWORD);
            world.stop().await;
            let file = |name: &str| world.programme().join(name);
            fs::copy(file("vault.json"), file("vault.json.next")).unwrap();
            for (path, bytes) in &copies {
                if !(encrypted && path.ends_with("programme.db")) {
                    fs::write(path, bytes).unwrap();
                }
            }
            world.start();
            if by_code {
                let check = CheckRecovery {
                    code: world.recovery.clone(),
                };
                world.ask(check).await.unwrap();
            } else {
                world.sign_in("ingrid").await;
                world.sign_out().await;
            }
            let now = key_of(&world, "ingrid", PASSWORD);
            assert!(!file_exists(&world, "vault.json.next"));
            assert!(
                now != before || by_code && !encrypted,
                "asked for, so it is done"
            );
            assert_eq!(now == after, encrypted, "by_code {by_code}");
            world.sign_in("ingrid").await;
        }
    }
}

fn file_exists(world: &World, name: &str) -> bool {
    world.programme().join(name).exists()
}
