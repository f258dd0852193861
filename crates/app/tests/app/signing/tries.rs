//! Wrong passwords and codes: waiting, stopping, and the ways out.

use chrono::TimeDelta;
use contract::accounts::{ChangePassword, CheckRecovery, CodeRequest, IssueCodes, Recover, Redeem};
use contract::people::SetRoles;
use contract::{ApiError, Code};
use domain::Role;

use crate::world::{PASSWORD, World, code};

const WRONG: &str = "not the right one";

async fn guess(world: &World, name: &str) -> ApiError {
    world.try_sign_in(name, WRONG).await.unwrap_err()
}

/// Guesses until there is something to wait for.
async fn use_up(world: &World, name: &str) {
    for tried in 1..=5 {
        let refused = guess(world, name).await;
        assert_eq!(refused.code, Code::WrongPassword);
        assert_eq!(
            refused.wait_seconds,
            (tried == 5).then_some(5),
            "{name}, {tried}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn known_and_unknown_names_wait_alike_and_across_a_restart() {
    let mut world = World::founded().await;
    world.sign_out().await;
    for name in ["ingrid", "nobody", "no name at all!"] {
        use_up(&world, name).await;
        let waits = guess(&world, name).await;
        assert_eq!(
            (waits.code, waits.wait_seconds),
            (Code::Wait, Some(5)),
            "{name}"
        );
    }
    world.restart().await;
    let right = world.try_sign_in("ingrid", PASSWORD).await.unwrap_err();
    assert_eq!(right.code, Code::Wait, "the right one waits, too");
    world.pass(TimeDelta::seconds(5));
    world.sign_in("ingrid").await;
    for _ in 0..4 {
        assert_eq!(
            guess(&world, "ingrid").await.wait_seconds,
            None,
            "free again"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_tried_is_in_the_audit_and_still_held_against_the_name() {
    let mut world = World::founded().await;
    world.sign_out().await;
    use_up(&world, "nobody").await;
    world.sign_in("ingrid").await;
    assert_eq!(
        guess(&world, "nobody").await.code,
        Code::Wait,
        "somebody else's sign-in forgives nothing"
    );
    let lines = world.audit().await;
    let refused: Vec<_> = lines.iter().filter(|line| line.refused).collect();
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].command, "accounts.sign_in");
    assert_eq!(refused[0].items, Some(5));
}

async fn stop(world: &World, name: &str) {
    for _ in 0..49 {
        guess(world, name).await;
        world.pass(TimeDelta::minutes(15));
    }
    assert_eq!(guess(world, name).await.code, Code::Stopped);
    world.pass(TimeDelta::days(10));
    assert_eq!(
        code(world.try_sign_in(name, PASSWORD).await),
        Some(Code::Stopped),
        "the right password comes too late"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn after_fifty_an_administrator_helps_with_a_code() {
    let world = World::founded().await;
    let person = world.member("Linh", &[Role::Student]).await;
    world.sign_out().await;
    stop(&world, "linh").await;
    world.sign_in("ingrid").await;
    let people = vec![CodeRequest {
        person,
        sign_in_name: String::new(),
    }];
    let codes = world.ask(IssueCodes { people }).await.unwrap();
    let redeem = Redeem {
        name: "linh".to_owned(),
        code: codes[0].code.clone(),
        password: PASSWORD.to_owned(),
    };
    assert!(world.ask(redeem).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn after_fifty_the_recovery_code_helps_an_administrator() {
    let world = World::founded().await;
    world.sign_out().await;
    stop(&world, "ingrid").await;
    let recover = Recover {
        code: world.recovery.clone(),
        sign_in_name: "ingrid".to_owned(),
        password: PASSWORD.to_owned(),
    };
    world.ask(recover).await.unwrap();
    world.sign_in("ingrid").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_wait_like_passwords() {
    let world = World::founded().await;
    world.sign_out().await;
    let redeem = || Redeem {
        name: "nobody".to_owned(),
        code: "AAAA-BBBB-CCCC-DDDD".to_owned(),
        password: PASSWORD.to_owned(),
    };
    for _ in 0..5 {
        assert_eq!(code(world.ask(redeem()).await), Some(Code::WrongPassword));
    }
    assert_eq!(code(world.ask(redeem()).await), Some(Code::Wait));

    let others = World::founded().await.recovery.clone();
    let check = || CheckRecovery {
        code: others.clone(),
    };
    for _ in 0..5 {
        assert_eq!(code(world.ask(check()).await), Some(Code::WrongPassword));
    }
    let waits = world.refused(check()).await;
    assert_eq!(waits.code, Code::Wait);
    let recover = Recover {
        code: world.recovery.clone(),
        sign_in_name: "ingrid".to_owned(),
        password: PASSWORD.to_owned(),
    };
    assert_eq!(
        code(world.ask(recover.clone()).await),
        Some(Code::Wait),
        "one count for both"
    );
    world.pass(TimeDelta::seconds(5));
    assert!(world.ask(recover).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_of_somebody_who_is_in_cannot_be_guessed_either() {
    let world = World::founded().await;
    let me = world.administrator.as_ref().unwrap().person;
    let change = || ChangePassword {
        current: WRONG.to_owned(),
        new: PASSWORD.to_owned(),
        compromised: false,
    };
    for _ in 0..4 {
        assert!(world.refused(change()).await.fields.contains_key("current"));
    }
    let roles = |password: &str| SetRoles {
        id: me,
        roles: vec![Role::Administrator, Role::Mentor],
        password: password.to_owned(),
    };
    let fifth = world.refused(roles(WRONG)).await;
    assert!(fifth.fields.contains_key("password"));
    assert_eq!(fifth.wait_seconds, Some(5));
    assert_eq!(code(world.ask(roles(PASSWORD)).await), Some(Code::Wait));
    world.pass(TimeDelta::seconds(5));
    assert!(world.ask(roles(PASSWORD)).await.is_ok());
}

/// Every command that asks for the password again does, and does nothing without it.
#[tokio::test(flavor = "multi_thread")]
async fn what_asks_for_the_password_again_is_refused_without_it() {
    let mut world = World::founded().await;
    let me = world.administrator.as_ref().unwrap().person;
    let student = world.person("Linh", &[Role::Student]).await;
    for command in contract::STEP_UP {
        // Nobody erases themselves.
        let id = if command == "people.erase" {
            student
        } else {
            me
        };
        for (typed, field) in [
            ("", "Type your password again"),
            (WRONG, "This is not your password"),
        ] {
            let input =
                serde_json::json!({ "id": id, "roles": ["administrator"], "password": typed });
            let refused = world
                .desk()
                .rpc(command, &input.to_string())
                .await
                .unwrap_err();
            let said = refused
                .fields
                .get("password")
                .unwrap_or_else(|| panic!("{command}: {refused}"));
            assert!(said.starts_with(field), "{command}: {said}");
        }
        // So that the next one is not made to wait.
        let right =
            serde_json::json!({ "id": id, "roles": ["administrator"], "password": PASSWORD });
        world
            .desk()
            .rpc(command, &right.to_string())
            .await
            .unwrap_or_else(|error| panic!("{command}: {error}"));
    }
    let lines = world.audit().await;
    let done = |name: &str| {
        lines
            .iter()
            .filter(|line| line.command == name && !line.refused)
            .count()
    };
    assert_eq!(done("people.set_roles"), 1, "once, with the right password");
}
