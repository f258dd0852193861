//! What is refused, and to whom.

use super::*;
use crate::world::PASSWORD;

const ABSENT: SessionId = SessionId(Uuid::from_u128(7));

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_field_is_named_and_nothing_is_written() {
    let stage = Stage::make().await;
    let refused = stage
        .world
        .refused(Log {
            starts_at: time("2026-11-17T15:59:01Z"),
            minutes: 1441,
            place: "x".repeat(121),
            topics: vec!["x".repeat(61)],
            notes: vec![
                note(Audience::Pair, "one"),
                note(Audience::Author, "a bell: \u{7}"),
                note(Audience::Pair, "another"),
            ],
            ..stage.log()
        })
        .await;
    assert_eq!(refused.code, Code::Invalid);
    assert_eq!(
        refused.fields.keys().collect::<Vec<_>>(),
        [
            "minutes",
            "notes.1.text",
            "notes.2.audience",
            "place",
            "starts_at",
            "topics"
        ]
    );
    let first_moment = Log {
        starts_at: time("1999-12-31T23:59:59Z"),
        ..stage.log()
    };
    assert_eq!(
        stage.world.refused(first_moment).await.fields["starts_at"],
        "Choose a date after 1999"
    );
    assert_eq!(stage.world.ask(List::default()).await.unwrap().total, 0);

    let skewed = Log {
        starts_at: time("2026-11-17T15:59:00Z"),
        minutes: 1440,
        ..stage.log()
    };
    assert!(
        stage.world.ask(skewed).await.is_ok(),
        "a clock may go five minutes ahead"
    );
    let earliest = Log {
        starts_at: time("2000-01-01T00:00:00Z"),
        minutes: 1,
        ..stage.log()
    };
    assert!(stage.world.ask(earliest).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_session_is_no_session() {
    let stage = Stage::make().await;
    let logged = stage.logged().await;
    let deleted = stage.logged().await.id;
    stage.world.ask(Delete { id: deleted }).await.unwrap();
    stage.world.sign_in("ingrid").await;
    let omar = stage
        .world
        .member("Omar", &[Role::Mentor, Role::Student])
        .await;
    let noah = stage.world.person("Noah", &[Role::Student]).await;
    pair(&stage.world, noah, omar).await;

    stage.world.sign_in("omar").await;
    for (asked, deleted) in [(logged.id, deleted), (ABSENT, ABSENT)] {
        let of = if asked == ABSENT {
            MatchId(ABSENT.0)
        } else {
            stage.of
        };
        let foreign = SessionView {
            id: asked,
            ..logged.clone()
        };
        let refusals = [
            stage.world.refused(Get { id: asked }).await,
            stage.world.refused(Log { of, ..stage.log() }).await,
            stage.world.refused(change(&foreign, Vec::new())).await,
            stage.world.refused(Delete { id: asked }).await,
            stage.world.refused(Restore { id: deleted }).await,
            stage.world.refused(reflect(asked, "Not mine")).await,
            stage.world.refused(DeleteReflection { id: asked }).await,
            stage
                .world
                .refused(List {
                    of: Some(of),
                    ..List::default()
                })
                .await,
        ];
        for refusal in &refusals {
            assert_eq!(
                refusal, &refusals[0],
                "a foreign row and an absent one answer alike"
            );
            assert_eq!(refusal.code, Code::NotFound);
        }
    }
    assert_eq!(stage.world.ask(List::default()).await.unwrap().total, 0);
    assert_eq!(
        code(stage.world.ask(programme()).await),
        Some(Code::Forbidden)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_student_of_a_match_changes_none_of_its_facts() {
    let stage = Stage::make().await;
    let logged = stage.logged().await;
    stage.world.sign_in("ingrid").await;
    let roles = vec![Role::Student, Role::Mentor];
    stage
        .world
        .ask(contract::people::SetRoles {
            id: stage.linh,
            roles,
            password: PASSWORD.to_owned(),
        })
        .await
        .unwrap();
    stage.world.sign_in("linh").await;
    for refused in [
        code(stage.world.ask(stage.log()).await),
        code(stage.world.ask(change(&logged, Vec::new())).await),
        code(stage.world.ask(Delete { id: logged.id }).await),
    ] {
        assert_eq!(
            refused,
            Some(Code::Forbidden),
            "a mentor, but not of this match"
        );
    }
    assert_eq!(
        code(stage.world.ask(DeleteReflection { id: logged.id }).await),
        Some(Code::NotFound)
    );

    stage.world.sign_in("ingrid").await;
    let roles = vec![Role::Student, Role::Administrator];
    stage
        .world
        .ask(contract::people::SetRoles {
            id: stage.linh,
            roles,
            password: PASSWORD.to_owned(),
        })
        .await
        .unwrap();
    stage.world.sign_in("linh").await;
    let refused = stage
        .world
        .refused(change(&logged, vec![note(Audience::Author, "mine")]))
        .await;
    assert_eq!(
        refused.fields.keys().collect::<Vec<_>>(),
        ["notes"],
        "students write reflections"
    );
    assert!(
        stage.world.ask(change(&logged, Vec::new())).await.is_ok(),
        "an administrator all the same"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_end_both_read_and_nobody_writes() {
    let stage = Stage::make().await;
    let logged = stage.logged().await;
    let deleted = stage.logged().await.id;
    stage.world.ask(Delete { id: deleted }).await.unwrap();
    stage.world.sign_in("linh").await;
    stage
        .world
        .ask(reflect(logged.id, "I dared to ask"))
        .await
        .unwrap();
    stage.end().await;

    for name in ["amara", "ingrid"] {
        stage.world.sign_in(name).await;
        for refused in [
            code(stage.world.ask(stage.log()).await),
            code(stage.world.ask(change(&logged, Vec::new())).await),
            code(stage.world.ask(Delete { id: logged.id }).await),
            code(stage.world.ask(Restore { id: deleted }).await),
        ] {
            assert_eq!(refused, Some(Code::Conflict), "{name}");
        }
    }
    stage.world.sign_in("linh").await;
    assert_eq!(
        code(stage.world.ask(reflect(logged.id, "More")).await),
        Some(Code::Conflict)
    );
    assert_eq!(
        code(stage.world.ask(DeleteReflection { id: logged.id }).await),
        Some(Code::Conflict)
    );
    for name in ["linh", "amara"] {
        stage.world.sign_in(name).await;
        let read = stage
            .world
            .ask(List::default())
            .await
            .unwrap()
            .rows
            .remove(0);
        assert_eq!(
            texts(&read),
            ["Write the letter until *Friday*", "I dared to ask"],
            "{name}"
        );
        assert!(!read.may_change && !read.may_reflect);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_mentor_sees_nothing_of_the_earlier_match() {
    let stage = Stage::make().await;
    let id = stage.logged().await.id;
    stage.end().await;
    let omar = stage.world.member("Omar", &[Role::Mentor]).await;
    let of = pair(&stage.world, stage.linh, omar).await;
    stage.world.sign_in("omar").await;
    let later = stage.world.ask(Log { of, ..stage.log() }).await.unwrap().id;
    let seen = stage
        .world
        .ask(List {
            text: "letter".to_owned(),
            ..List::default()
        })
        .await
        .unwrap();
    assert_eq!(
        seen.rows.iter().map(|row| row.id).collect::<Vec<_>>(),
        [later]
    );
    assert_eq!(
        code(stage.world.ask(Get { id }).await),
        Some(Code::NotFound)
    );
    assert_eq!(
        code(
            stage
                .world
                .ask(List {
                    of: Some(stage.of),
                    ..List::default()
                })
                .await
        ),
        Some(Code::NotFound)
    );
    stage.world.sign_in("linh").await;
    assert_eq!(stage.world.ask(List::default()).await.unwrap().total, 2);
}
