//! What happens around every handler, whatever it is that is asked.

use contract::people::{Deactivate, Get, SetRoles};
use contract::{ApiError, Code, Event, Feature, Kind, STEP_UP, TABLE};
use domain::Role;

use crate::world::{PASSWORD, World};

/// A command of each kind that only administrators may ask, with an input that reads.
const OF_EACH_KIND: [(Kind, &str); 4] = [
    (Kind::Query, "people.list"),
    (Kind::Mutation, "people.deactivate"),
    (Kind::Local, "reports.overview"),
    (Kind::Job, "audit.verify"),
];

async fn ask(world: &World, command: &str, about: domain::PersonId) -> Result<String, ApiError> {
    let input = if command == "people.deactivate" {
        serde_json::to_string(&Deactivate {
            id: about,
            reason: String::new(),
        })
        .unwrap()
    } else {
        "{}".to_owned()
    };
    world.desk().rpc(command, &input).await
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_file_is_closed_not_even_the_input_is_looked_at() {
    let world = World::founded().await;
    world.sign_out().await;
    for row in TABLE.iter().filter(|row| row.kind != Kind::Public) {
        let refused = world.desk().rpc(row.name, "not even JSON").await;
        assert_eq!(refused.unwrap_err().code, Code::SignedOut, "{}", row.name);
    }
}

/// The gate asks for the password again around mutations and local commands only: a row of another kind would be listed
/// and never asked. (Restoring is a job and asks by itself.)
#[test]
fn whatever_asks_for_the_password_again_is_of_a_kind_that_does() {
    for name in STEP_UP {
        let row = TABLE.iter().find(|row| row.name == name);
        let row = row.unwrap_or_else(|| panic!("{name} is no command"));
        assert!(
            matches!(row.kind, Kind::Mutation | Kind::Local),
            "{name} is a {:?}, and the gate would not ask",
            row.kind
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_of_each_kind_is_in_the_audit() {
    let mut world = World::founded().await;
    let linh = world.member("Linh", &[Role::Student]).await;
    world.sign_in("linh").await;
    for (kind, command) in OF_EACH_KIND {
        let row = TABLE.iter().find(|row| row.name == command).unwrap();
        assert_eq!(row.kind, kind, "{command}");
        let refused = ask(&world, command, linh).await.unwrap_err();
        assert_eq!(refused.code, Code::Forbidden, "{command}: {refused}");
    }
    let lines = world.audit().await;
    for (_, command) in OF_EACH_KIND {
        let found = lines.iter().find(|line| line.command == command);
        let found = found.unwrap_or_else(|| panic!("no line of {command}"));
        assert_eq!((found.refused, found.person), (true, Some(linh.0)));
    }
}

/// Whoever gave a role up asks each kind first: what the gate read before does not count.
#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_was_given_up_counts_at_the_next_command_of_each_kind() {
    for (_, command) in OF_EACH_KIND {
        let world = World::founded().await;
        let ada = world.member("Ada", &[Role::Administrator]).await;
        let give_up = SetRoles {
            id: world.administrator.as_ref().unwrap().person,
            roles: vec![Role::Mentor],
            password: PASSWORD.to_owned(),
        };
        world.ask(give_up).await.unwrap();
        let refused = ask(&world, command, ada).await.unwrap_err();
        assert_eq!(refused.code, Code::Forbidden, "{command}: {refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_deactivated_is_out_at_the_next_command_of_each_kind() {
    for (_, command) in OF_EACH_KIND {
        let world = World::founded().await;
        let ada = world.member("Ada", &[Role::Administrator]).await;
        let leave = Deactivate {
            id: world.administrator.as_ref().unwrap().person,
            reason: String::new(),
        };
        world.ask(leave).await.unwrap();
        let refused = ask(&world, command, ada).await.unwrap_err();
        assert_eq!(refused.code, Code::SignedOut, "{command}: {refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_lacks_the_role_is_told_that_and_no_password_is_tried() {
    let world = World::founded().await;
    let linh = world.member("Linh", &[Role::Student]).await;
    world.sign_in("linh").await;
    // More than are free.
    for _ in 0..6 {
        let refused = world
            .refused(SetRoles {
                id: linh,
                roles: vec![Role::Administrator],
                password: "not her password".to_owned(),
            })
            .await;
        assert_eq!(refused.code, Code::Forbidden, "{refused}");
    }
    world.sign_out().await;
    world.sign_in("linh").await;
}

/// A form with more in it than the command means: nobody becomes an administrator by it.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_command_has_no_field_for_changes_nothing() {
    let world = World::founded().await;
    let linh = world.member("Linh", &[Role::Student]).await;
    world.sign_in("linh").await;
    let before = world.ask(Get { id: linh }).await.unwrap();
    let change = serde_json::json!({
        "id": linh, "revision": before.revision, "roles": ["administrator"], "person": { "active": false },
        "profile": { "name": "Linh Tran", "roles": ["administrator"] },
    });
    let changed = world.desk().rpc("people.change", &change.to_string()).await;
    assert!(changed.is_ok(), "{changed:?}");
    let after = world.ask(Get { id: linh }).await.unwrap().person;
    assert_eq!(after.name, "Linh Tran");
    assert_eq!(
        (after.roles, after.active),
        (before.person.roles, before.person.active)
    );
}

/// A foreign row and one that is not there are one answer, and one line.
#[tokio::test(flavor = "multi_thread")]
async fn asking_for_what_is_not_there_is_in_the_audit() {
    let mut world = World::founded().await;
    let stranger = domain::PersonId(uuid::Uuid::from_u128(7));
    let refused = world
        .refused(Deactivate {
            id: stranger,
            reason: String::new(),
        })
        .await;
    assert_eq!(refused.code, Code::NotFound, "{refused}");
    let lines = world.audit().await;
    let line = lines
        .iter()
        .find(|line| line.command == "people.deactivate")
        .unwrap();
    assert!(line.refused);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_is_told_what_a_change_changed() {
    let world = World::founded().await;
    let mut events = world.desk().events();
    world.person("Linh", &[Role::Student]).await;
    // Leaves a line in the audit and changes nothing else.
    world.sign_out().await;
    let mut told = Vec::new();
    while let Ok(event) = events.try_recv() {
        if let Event::Changed { features } = event {
            assert!(!features.is_empty(), "told of nothing");
            told.extend(features);
        }
    }
    assert!(told.contains(&Feature::People), "{told:?}");
}
