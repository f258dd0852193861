//! Drafts: of an account, as they were typed, and nobody else's matter.

use chrono::TimeDelta;
use contract::ApiError;
use contract::drafts::{Drop, Get, Save};
use domain::Role;

use crate::world::World;

fn save(key: &str, body: &str) -> Save {
    Save {
        key: key.to_owned(),
        body: body.to_owned(),
    }
}

async fn body(world: &World, key: &str) -> Option<String> {
    world
        .ask(Get {
            key: key.to_owned(),
        })
        .await
        .unwrap()
        .map(|draft| draft.body)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_comes_back_as_it_was_saved_also_after_a_restart() {
    let mut world = World::founded().await;
    let typed = "  {\"text\": \"half a\u{0} sente\r\n ";
    let saved = world.ask(save("sessions.log:1", "first")).await.unwrap();
    world.pass(TimeDelta::seconds(1));
    let again = world.ask(save("sessions.log:1", typed)).await.unwrap();
    assert_eq!(
        (again.body.as_str(), again.saved_at),
        (typed, saved.saved_at + TimeDelta::seconds(1))
    );
    world.restart().await;
    world.sign_in("ingrid").await;
    assert_eq!(body(&world, "sessions.log:1").await.as_deref(), Some(typed));
    world
        .ask(Drop {
            key: "sessions.log:1".to_owned(),
        })
        .await
        .unwrap();
    world
        .ask(Drop {
            key: "sessions.log:1".to_owned(),
        })
        .await
        .unwrap();
    assert_eq!(body(&world, "sessions.log:1").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_has_their_own() {
    let world = World::founded().await;
    world.member("Amara", &[Role::Mentor]).await;
    world.ask(save("key", "ingrid's")).await.unwrap();
    world.sign_in("amara").await;
    assert_eq!(body(&world, "key").await, None);
    world.ask(save("key", "amara's")).await.unwrap();
    world
        .ask(Drop {
            key: "other".to_owned(),
        })
        .await
        .unwrap();
    world.sign_in("ingrid").await;
    assert_eq!(body(&world, "key").await.as_deref(), Some("ingrid's"));
    world
        .ask(Drop {
            key: "key".to_owned(),
        })
        .await
        .unwrap();
    world.sign_in("amara").await;
    assert_eq!(body(&world, "key").await.as_deref(), Some("amara's"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_long_is_refused() {
    let world = World::founded().await;
    let keys = |error: ApiError| error.fields.into_keys().collect::<Vec<_>>();
    assert!(
        world
            .ask(save(&"é".repeat(200), &"é".repeat(200_000)))
            .await
            .is_ok()
    );
    assert_eq!(
        keys(
            world
                .refused(save(&"k".repeat(201), &"b".repeat(200_001)))
                .await
        ),
        ["body", "key"]
    );
    assert_eq!(keys(world.refused(save(" ", "body")).await), ["key"]);
    assert_eq!(
        keys(world.refused(Get { key: String::new() }).await),
        ["key"]
    );
    assert_eq!(
        keys(
            world
                .refused(Drop {
                    key: "a\nb".to_owned()
                })
                .await
        ),
        ["key"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_of_a_draft() {
    let world = World::founded().await;
    let mut events = world.desk().events();
    world.ask(save("key", "body")).await.unwrap();
    world
        .ask(Drop {
            key: "key".to_owned(),
        })
        .await
        .unwrap();
    assert!(events.try_recv().is_err());
}
