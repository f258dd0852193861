//! Every transition between the two stores, and each of them interrupted between its two writes.
//!
//! An interruption is made exactly: the database is written first, so the vault of before is put back after the
//! transition, as if the process had been killed in between.

use std::fs;
use std::path::PathBuf;

use chrono::TimeDelta;
use contract::Code;
use contract::accounts::{
    AccountState, Approve, ChangePassword, CheckRecovery, CodeRequest, IssueCodes, Me, Recover,
    Redeem, Refuse, Register, Remember, RenewRecovery, Requests, SignInRemembered,
};
use contract::people::{Deactivate, Get, Reactivate};
use contract::programmes::{Computer, Status, StatusView};
use domain::{PersonId, Role};

use crate::world::{PASSWORD, World, code};

const OTHER: &str = "another long password";

/// Puts the vault back as it was when this was made: the process was killed before it was written.
struct Vault(PathBuf, Vec<u8>);

impl Vault {
    fn before(world: &World) -> Self {
        let path = world.programme().join("vault.json");
        let bytes = fs::read(&path).unwrap();
        Self(path, bytes)
    }

    async fn killed(self, world: &mut World) {
        world.stop().await;
        fs::write(self.0, self.1).unwrap();
        world.start();
    }
}

fn register(name: &str) -> Register {
    Register {
        name: "Linh Trần".to_owned(),
        sign_in_name: name.to_owned(),
        password: PASSWORD.to_owned(),
        role: Role::Student,
        email: String::new(),
        message: "I was sent by my school".to_owned(),
    }
}

async fn account_of(world: &World, person: PersonId) -> AccountState {
    world.ask(Get { id: person }).await.unwrap().person.account
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_name_answers_as_a_wrong_password() {
    let world = World::founded().await;
    world.sign_out().await;
    let wrong = world
        .try_sign_in("ingrid", "wrong password")
        .await
        .unwrap_err();
    let unknown = world.try_sign_in("nobody", PASSWORD).await.unwrap_err();
    let impossible = world
        .try_sign_in("\u{0} not a name", PASSWORD)
        .await
        .unwrap_err();
    assert_eq!(wrong.code, Code::WrongPassword);
    assert_eq!(wrong, unknown);
    assert_eq!(wrong, impossible);
    assert_eq!(code(world.ask(Me {}).await), Some(Code::SignedOut));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_made_while_closed_is_approved_without_the_password() {
    let world = World::founded().await;
    world.sign_out().await;
    world.ask(register("linh")).await.unwrap();
    assert_eq!(
        code(world.try_sign_in("linh", PASSWORD).await),
        Some(Code::WrongPassword),
        "not before approval"
    );

    world.sign_in("ingrid").await;
    let requests = world.ask(Requests {}).await.unwrap();
    assert_eq!(requests.len(), 1);
    assert_eq!(
        (requests[0].name.as_str(), requests[0].role),
        ("Linh Trần", Role::Student)
    );
    world
        .ask(Approve {
            request: requests[0].id,
            role: Role::Mentor,
        })
        .await
        .unwrap();
    assert!(world.ask(Requests {}).await.unwrap().is_empty());

    let linh = world.sign_in("linh").await;
    assert_eq!(
        linh.roles,
        domain::Roles::of(&[Role::Mentor]),
        "the administrator decided otherwise"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approval_killed_between_its_writes_is_finished_by_the_next() {
    let mut world = World::founded().await;
    world.ask(register("linh")).await.unwrap();
    let request = world.ask(Requests {}).await.unwrap()[0].id;
    let vault = Vault::before(&world);
    world
        .ask(Approve {
            request,
            role: Role::Student,
        })
        .await
        .unwrap();
    vault.killed(&mut world).await;

    assert_eq!(
        code(world.try_sign_in("linh", PASSWORD).await),
        Some(Code::WrongPassword)
    );
    world.sign_in("ingrid").await;
    let again = world.ask(Requests {}).await.unwrap();
    assert_eq!(again.len(), 1, "the request still waits");
    world
        .ask(Approve {
            request,
            role: Role::Student,
        })
        .await
        .unwrap();
    // The sign-in in between marked the account as having no slot; approving again gave it one, with the key it had.
    assert!(world.try_sign_in("linh", PASSWORD).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_are_refused_and_names_are_not_taken_over() {
    let world = World::founded().await;
    world.ask(register("linh")).await.unwrap();
    let stolen = Register {
        password: OTHER.to_owned(),
        ..register("LINH")
    };
    assert!(
        world
            .refused(stolen)
            .await
            .fields
            .contains_key("sign_in_name")
    );
    let request = world.ask(Requests {}).await.unwrap()[0].id;
    world.ask(Refuse { request }).await.unwrap();
    assert!(world.ask(Requests {}).await.unwrap().is_empty());
    assert_eq!(
        code(world.ask(Refuse { request }).await),
        Some(Code::NotFound)
    );

    world.ask(register("ingrid")).await.unwrap();
    let request = world.ask(Requests {}).await.unwrap()[0].id;
    assert_eq!(
        code(
            world
                .ask(Approve {
                    request,
                    role: Role::Student
                })
                .await
        ),
        Some(Code::Conflict)
    );
    assert!(
        world.try_sign_in("ingrid", PASSWORD).await.is_ok(),
        "the administrator's slot is untouched"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_registers_as_administrator() {
    let world = World::founded().await;
    let ask = Register {
        role: Role::Administrator,
        ..register("linh")
    };
    assert!(world.refused(ask).await.fields.contains_key("role"));
}

async fn issue(world: &World, person: PersonId, name: &str) -> String {
    let request = CodeRequest {
        person,
        sign_in_name: name.to_owned(),
    };
    world
        .ask(IssueCodes {
            people: vec![request],
        })
        .await
        .unwrap()
        .remove(0)
        .code
}

fn redeem(name: &str, code: &str) -> Redeem {
    Redeem {
        name: name.to_owned(),
        code: code.to_owned(),
        password: PASSWORD.to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_makes_a_password_once_and_within_a_day() {
    let world = World::founded().await;
    let linh = world.person("Linh Trần", &[Role::Student]).await;
    assert_eq!(account_of(&world, linh).await, AccountState::None);
    let first = issue(&world, linh, "").await;
    assert!(
        matches!(account_of(&world, linh).await, AccountState::Invited { sign_in_name, .. } if sign_in_name == "linh.tran")
    );

    assert_eq!(
        code(world.ask(redeem("ingrid", &first)).await),
        Some(Code::WrongPassword)
    );
    assert!(
        world.try_sign_in("linh.tran", &first).await.is_err(),
        "a code is no password"
    );
    world.pass(TimeDelta::hours(25));
    let late = world.refused(redeem("linh.tran", &first)).await;
    assert_eq!(late.code, Code::WrongPassword);

    world.sign_in("ingrid").await;
    let second = issue(&world, linh, "").await;
    assert!(
        world.ask(redeem("linh.tran", &first)).await.is_err(),
        "a new code replaces the old one"
    );
    let signed_in = world
        .ask(redeem(
            "Linh.Tran",
            &second.to_lowercase().replace('-', " "),
        ))
        .await
        .unwrap();
    assert_eq!(signed_in.person, linh);
    assert!(
        world.ask(redeem("linh.tran", &second)).await.is_err(),
        "a code is redeemed once"
    );
    world.sign_in("ingrid").await;
    assert!(matches!(
        account_of(&world, linh).await,
        AccountState::Active { .. }
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn issuing_killed_between_its_writes_leaves_an_account_that_needs_a_code() {
    let mut world = World::founded().await;
    let linh = world.person("Linh", &[Role::Student]).await;
    let vault = Vault::before(&world);
    let lost = issue(&world, linh, "linh").await;
    vault.killed(&mut world).await;
    assert!(world.ask(redeem("linh", &lost)).await.is_err());
    world.sign_in("ingrid").await;
    let again = issue(&world, linh, "").await;
    assert!(world.ask(redeem("linh", &again)).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn redeeming_killed_between_its_writes_is_done_again() {
    let mut world = World::founded().await;
    let linh = world.person("Linh", &[Role::Student]).await;
    let issued = issue(&world, linh, "linh").await;
    let vault = Vault::before(&world);
    world.ask(redeem("linh", &issued)).await.unwrap();
    vault.killed(&mut world).await;
    assert!(world.try_sign_in("linh", PASSWORD).await.is_err());
    assert!(world.ask(redeem("linh", &issued)).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_replaced_by_a_code() {
    let world = World::founded().await;
    let linh = world.member("Linh", &[Role::Student]).await;
    let issued = issue(&world, linh, "").await;
    assert!(
        world.try_sign_in("linh", PASSWORD).await.is_err(),
        "the old password stops at once"
    );
    let redeemed = Redeem {
        password: OTHER.to_owned(),
        ..redeem("linh", &issued)
    };
    world.ask(redeemed).await.unwrap();
    assert!(world.try_sign_in("linh", OTHER).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_password_asks_for_the_present_one() {
    let mut world = World::founded().await;
    let wrong = ChangePassword {
        current: OTHER.to_owned(),
        new: OTHER.to_owned(),
        compromised: false,
    };
    assert!(world.refused(wrong).await.fields.contains_key("current"));
    let short = ChangePassword {
        current: PASSWORD.to_owned(),
        new: "eleven char".to_owned(),
        compromised: false,
    };
    assert!(world.refused(short).await.fields.contains_key("new"));

    let vault = Vault::before(&world);
    world
        .ask(ChangePassword {
            current: PASSWORD.to_owned(),
            new: OTHER.to_owned(),
            compromised: false,
        })
        .await
        .unwrap();
    assert!(world.try_sign_in("ingrid", PASSWORD).await.is_err());
    world.try_sign_in("ingrid", OTHER).await.unwrap();

    vault.killed(&mut world).await;
    assert!(
        world.try_sign_in("ingrid", PASSWORD).await.is_ok(),
        "killed before the vault: the old password holds"
    );
}

fn recover(world: &World) -> Recover {
    Recover {
        code: world.recovery.clone(),
        sign_in_name: "ingrid".to_owned(),
        password: OTHER.to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_recovery_code_gives_an_administrator_a_new_password() {
    let mut world = World::founded().await;
    world.member("Linh", &[Role::Student]).await;
    world.sign_out().await;
    let known = world
        .ask(CheckRecovery {
            code: world.recovery.to_lowercase(),
        })
        .await
        .unwrap();
    assert_eq!(known.administrators.len(), 1, "students get one-time codes");
    assert_eq!(known.administrators[0].sign_in_name, "ingrid");
    let student = Recover {
        sign_in_name: "linh".to_owned(),
        ..recover(&world)
    };
    assert_eq!(code(world.ask(student).await), Some(Code::NotFound));

    let vault = Vault::before(&world);
    world.ask(recover(&world)).await.unwrap();
    world.try_sign_in("linh", PASSWORD).await.unwrap();
    world.try_sign_in("ingrid", OTHER).await.unwrap();
    vault.killed(&mut world).await;
    // The old slot's key is not the one the database knows any more; the code still is.
    assert!(world.ask(recover(&world)).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_recovery_code_opens_nothing() {
    let world = World::founded().await;
    world.sign_out().await;
    let mistyped = CheckRecovery {
        code: "AAAA-BBBB".to_owned(),
    };
    assert!(world.refused(mistyped).await.fields.contains_key("code"));
    let others = World::founded().await;
    let foreign = CheckRecovery {
        code: others.recovery.clone(),
    };
    assert_eq!(world.refused(foreign).await.code, Code::WrongPassword);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_vault_is_rebuilt_and_everybody_else_needs_a_code() {
    let world = World::founded().await;
    let linh = world.member("Linh", &[Role::Student]).await;
    world.sign_out().await;
    let vault = world.programme().join("vault.json");
    for damaged in [None, Some("{ not json")] {
        match damaged {
            None => fs::remove_file(&vault).unwrap(),
            Some(text) => fs::write(&vault, text).unwrap(),
        }
        let state = world.ask(Status {}).await.unwrap();
        assert_eq!(
            state,
            StatusView::RecoveryNeeded {
                recovery_file: true
            }
        );
        assert_eq!(
            code(world.try_sign_in("ingrid", PASSWORD).await),
            Some(Code::RecoveryNeeded)
        );
        assert_eq!(vault.exists(), damaged.is_some(), "no new key was made");

        world.ask(recover(&world)).await.unwrap();
        assert!(matches!(
            account_of(&world, linh).await,
            AccountState::NeedsCode { .. }
        ));
        let issued = issue(&world, linh, "").await;
        world.ask(redeem("linh", &issued)).await.unwrap();
        world.sign_out().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_vault_without_recovery_file_says_what_is_missing() {
    let world = World::founded().await;
    world.sign_out().await;
    fs::remove_file(world.programme().join("vault.json")).unwrap();
    fs::remove_file(world.programme().join("recovery.json")).unwrap();
    assert_eq!(
        world.ask(Status {}).await.unwrap(),
        StatusView::RecoveryNeeded {
            recovery_file: false
        }
    );
    assert_eq!(
        code(world.ask(recover(&world)).await),
        Some(Code::RecoveryNeeded)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_recovery_file_comes_back_from_the_vault_and_can_be_renewed() {
    let world = World::founded().await;
    let file = world.programme().join("recovery.json");
    fs::remove_file(&file).unwrap();
    world.sign_in("ingrid").await;
    assert!(file.exists());

    let wrong = RenewRecovery {
        password: OTHER.to_owned(),
    };
    assert!(world.refused(wrong).await.fields.contains_key("password"));
    let renewed = world
        .ask(RenewRecovery {
            password: PASSWORD.to_owned(),
        })
        .await
        .unwrap();
    world.sign_out().await;
    assert_eq!(
        code(world.ask(recover(&world)).await),
        Some(Code::WrongPassword),
        "the old sheet is worthless"
    );
    let sheet = Recover {
        code: renewed.groups.concat(),
        ..recover(&world)
    };
    assert!(world.ask(sheet).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slot_without_an_active_account_opens_nothing_and_goes() {
    let world = World::founded().await;
    let linh = world.member("Linh", &[Role::Student]).await;
    let slots = || {
        fs::read_to_string(world.programme().join("vault.json"))
            .unwrap()
            .matches("\"account\"")
            .count()
    };
    let before = slots();
    world
        .ask(Deactivate {
            id: linh,
            reason: String::new(),
        })
        .await
        .unwrap();
    assert_eq!(
        code(world.try_sign_in("linh", PASSWORD).await),
        Some(Code::WrongPassword)
    );
    assert_eq!(slots(), before - 1);

    world.sign_in("ingrid").await;
    world.ask(Reactivate { id: linh }).await.unwrap();
    assert!(matches!(
        account_of(&world, linh).await,
        AccountState::NeedsCode { .. }
    ));
    let issued = issue(&world, linh, "").await;
    assert!(world.ask(redeem("linh", &issued)).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_issues_themselves_a_code() {
    let world = World::founded().await;
    let request = CodeRequest {
        person: world.administrator.as_ref().unwrap().person,
        sign_in_name: String::new(),
    };
    let own = IssueCodes {
        people: vec![request],
    };
    assert_eq!(
        code(world.ask(own).await),
        Some(Code::Conflict),
        "one's own password is changed in Settings"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_remembered_sign_in_needs_the_keyring_and_ends_with_a_lock() {
    let mut world = World::founded_for(Computer::OnlyMe).await;
    assert!(
        world
            .ask(Remember { remember: true })
            .await
            .unwrap()
            .remembered
    );
    world.restart().await;
    assert!(matches!(
        world.ask(Status {}).await.unwrap(),
        StatusView::Locked {
            remembered: true,
            ..
        }
    ));
    assert_eq!(
        world.ask(SignInRemembered {}).await.unwrap().name,
        "Ingrid Solheim"
    );

    world.keyring = std::sync::Arc::default();
    world.restart().await;
    assert_eq!(
        code(world.ask(SignInRemembered {}).await),
        Some(Code::NoKeyring),
        "another computer's keyring"
    );

    world.sign_in("ingrid").await;
    world.ask(Remember { remember: true }).await.unwrap();
    world.ask(contract::accounts::Lock {}).await.unwrap();
    assert_eq!(
        code(world.ask(SignInRemembered {}).await),
        Some(Code::WrongPassword)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_computer_remembers_nobody() {
    let world = World::founded().await;
    assert_eq!(
        code(world.ask(Remember { remember: true }).await),
        Some(Code::Conflict)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_one_desk_opens_a_folder() {
    let world = World::founded().await;
    assert!(matches!(
        app::Desk::open(world.setup()),
        Err(app::StartError::AlreadyRunning)
    ));
}
