//! Roles, leaving and coming back, waiting, accounts.

use chrono::TimeDelta;
use contract::accounts::{AccountState, CodeRequest, IssueCodes};
use contract::people::{Deactivate, List, Reactivate, SetRoles};
use contract::reports::Overview;
use contract::{Code, Scope, matches};
use domain::matches::MatchState;
use domain::{Role, Roles};

use super::{STRANGER, get, match_up};
use crate::world::{PASSWORD, World, code};

#[tokio::test(flavor = "multi_thread")]
async fn a_role_taken_away_ends_its_matches_alone() {
    let world = World::founded().await;
    let both = world.person("Zofia", &[Role::Student, Role::Mentor]).await;
    let mentor = world.person("Birgit", &[Role::Mentor]).await;
    let student = world.person("Callum", &[Role::Student]).await;
    let learning = match_up(&world, both, mentor).await;
    let teaching = match_up(&world, student, both).await;
    world.pass(TimeDelta::days(3));

    let changed = world
        .ask(SetRoles {
            id: both,
            roles: vec![Role::Student],
            password: PASSWORD.to_owned(),
        })
        .await
        .unwrap();
    assert_eq!(changed.person.roles, Roles::of(&[Role::Student]));
    assert_eq!((changed.person.students, changed.person.mentors), (0, 1));
    let ended = world.ask(matches::Get { id: teaching.id }).await.unwrap();
    assert_eq!(
        (ended.state, ended.end_reason.as_str()),
        (MatchState::Ended, "The mentor gave up this role")
    );
    assert_eq!(
        ended.ended_at,
        Some("2026-11-20T15:54:00Z".parse().unwrap())
    );
    assert_eq!(
        world
            .ask(matches::Get { id: learning.id })
            .await
            .unwrap()
            .state,
        MatchState::Active
    );
    assert_eq!(get(&world, student).await.person.mentors, 0);

    assert_eq!(
        code(
            world
                .ask(SetRoles {
                    id: both,
                    roles: vec![],
                    password: PASSWORD.to_owned(),
                })
                .await
        ),
        Some(Code::Invalid)
    );
    assert_eq!(
        code(
            world
                .ask(SetRoles {
                    id: STRANGER,
                    roles: vec![Role::Student],
                    password: PASSWORD.to_owned(),
                })
                .await
        ),
        Some(Code::NotFound)
    );
    world
        .ask(SetRoles {
            id: both,
            roles: vec![Role::Mentor],
            password: PASSWORD.to_owned(),
        })
        .await
        .unwrap();
    let ended = world.ask(matches::Get { id: learning.id }).await.unwrap();
    assert_eq!(ended.end_reason, "The student gave up this role");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_who_can_sign_in_stays() {
    let world = World::founded().await;
    let ingrid = world.administrator.as_ref().unwrap().person;
    // One without an account could not administer anything.
    world.person("Nobody yet", &[Role::Administrator]).await;
    let demote = SetRoles {
        id: ingrid,
        roles: vec![Role::Mentor],
        password: PASSWORD.to_owned(),
    };
    let leave = Deactivate {
        id: ingrid,
        reason: String::new(),
    };

    assert_eq!(code(world.ask(demote.clone()).await), Some(Code::Conflict));
    assert_eq!(code(world.ask(leave.clone()).await), Some(Code::Conflict));
    world
        .ask(SetRoles {
            id: ingrid,
            roles: vec![Role::Mentor, Role::Administrator],
            password: PASSWORD.to_owned(),
        })
        .await
        .unwrap();

    let birgit = world.member("Birgit", &[Role::Administrator]).await;
    world.ask(demote.clone()).await.unwrap();
    assert_eq!(
        code(world.ask(List::default()).await),
        Some(Code::Forbidden),
        "the role is gone at once"
    );
    world.sign_in("birgit").await;
    assert_eq!(
        code(
            world
                .ask(Deactivate {
                    id: birgit,
                    reason: String::new()
                })
                .await
        ),
        Some(Code::Conflict)
    );
    world.ask(leave).await.unwrap();
    world.ask(demote).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_ends_their_matches_and_comes_back_without_them() {
    let world = World::founded().await;
    let both = world.member("Zofia", &[Role::Student, Role::Mentor]).await;
    let mentor = world.person("Birgit", &[Role::Mentor]).await;
    let student = world.person("Callum", &[Role::Student]).await;
    let learning = match_up(&world, both, mentor).await;
    let teaching = match_up(&world, student, both).await;
    world.ask(matches::Pause { id: teaching.id }).await.unwrap();

    let many_lines = Deactivate {
        id: both,
        reason: "one\ntwo".to_owned(),
    };
    assert!(
        world
            .refused(many_lines)
            .await
            .fields
            .contains_key("reason")
    );
    let left = world
        .ask(Deactivate {
            id: both,
            reason: " Moved abroad ".to_owned(),
        })
        .await
        .unwrap();
    assert_eq!(
        (
            left.person.active,
            left.person.students,
            left.person.mentors
        ),
        (false, 0, 0)
    );
    let reason = async |id| world.ask(matches::Get { id }).await.unwrap().end_reason;
    assert_eq!(
        reason(learning.id).await,
        "The student was deactivated: Moved abroad"
    );
    assert_eq!(
        reason(teaching.id).await,
        "The mentor was deactivated: Moved abroad"
    );
    let ended = world
        .ask(matches::List {
            scope: Scope::Programme,
            ..Default::default()
        })
        .await
        .unwrap();
    assert!(ended.rows.iter().all(|row| row.state == MatchState::Ended));
    assert_eq!(
        code(
            world
                .ask(Deactivate {
                    id: both,
                    reason: String::new()
                })
                .await
        ),
        Some(Code::Conflict)
    );
    assert!(world.try_sign_in("zofia", PASSWORD).await.is_err());
    world.sign_in("ingrid").await;

    let back = world.ask(Reactivate { id: both }).await.unwrap();
    assert_eq!((back.person.active, back.person.mentors), (true, 0));
    assert_eq!(
        back.person.account,
        AccountState::NeedsCode {
            sign_in_name: "zofia".to_owned()
        }
    );
    assert_eq!(
        code(world.ask(Reactivate { id: both }).await),
        Some(Code::Conflict)
    );
    assert!(
        world.try_sign_in("zofia", PASSWORD).await.is_err(),
        "the old password is gone"
    );
    world.sign_in("ingrid").await;
    for refused in [
        code(world.ask(Reactivate { id: STRANGER }).await),
        code(
            world
                .ask(Deactivate {
                    id: STRANGER,
                    reason: String::new(),
                })
                .await,
        ),
    ] {
        assert_eq!(refused, Some(Code::NotFound));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn waiting_begins_with_joining_and_with_the_end_of_the_last_match() {
    let world = World::founded().await;
    let linh = world.person("Linh", &[Role::Student]).await;
    let amara = world.person("Amara", &[Role::Mentor]).await;
    let longest = async || world.ask(Overview::default()).await.unwrap().longest_wait;
    world.pass(TimeDelta::days(5));
    assert_eq!(longest().await, Some(5));
    let made = match_up(&world, linh, amara).await;
    assert_eq!(longest().await, None);
    world.pass(TimeDelta::days(5));
    world
        .ask(matches::End {
            id: made.id,
            reason: String::new(),
        })
        .await
        .unwrap();
    world.pass(TimeDelta::days(2));
    assert_eq!(longest().await, Some(2));

    // The time away, and the time without the role, were no waiting.
    world
        .ask(Deactivate {
            id: linh,
            reason: String::new(),
        })
        .await
        .unwrap();
    assert_eq!(longest().await, None);
    world.pass(TimeDelta::days(9));
    world.ask(Reactivate { id: linh }).await.unwrap();
    assert_eq!(longest().await, Some(0));
    world
        .ask(SetRoles {
            id: linh,
            roles: vec![Role::Mentor],
            password: PASSWORD.to_owned(),
        })
        .await
        .unwrap();
    world.pass(TimeDelta::days(4));
    world
        .ask(SetRoles {
            id: linh,
            roles: vec![Role::Mentor, Role::Student],
            password: PASSWORD.to_owned(),
        })
        .await
        .unwrap();
    assert_eq!(longest().await, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_none_invited_active_or_in_need_of_a_code() {
    let world = World::founded().await;
    let linh = world.person("Linh", &[Role::Student]).await;
    let state = async || get(&world, linh).await.person.account;
    assert_eq!(state().await, AccountState::None);

    let request = CodeRequest {
        person: linh,
        sign_in_name: "linh".to_owned(),
    };
    let codes = world
        .ask(IssueCodes {
            people: vec![request],
        })
        .await
        .unwrap();
    let sign_in_name = "linh".to_owned();
    let invited = AccountState::Invited {
        sign_in_name: sign_in_name.clone(),
        until: codes[0].expires_at,
    };
    assert_eq!(state().await, invited);
    let listed = world
        .ask(List {
            text: "linh".to_owned(),
            ..List::default()
        })
        .await
        .unwrap();
    assert_eq!(listed.rows[0].account, invited);
    world.pass(TimeDelta::hours(25));
    assert_eq!(
        state().await,
        AccountState::NeedsCode {
            sign_in_name: sign_in_name.clone()
        }
    );

    let yusuf = world.member("Yusuf", &[Role::Student]).await;
    let active = AccountState::Active {
        sign_in_name: "yusuf".to_owned(),
    };
    assert_eq!(get(&world, yusuf).await.person.account, active);
}
