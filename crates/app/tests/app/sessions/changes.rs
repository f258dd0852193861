//! Changing a session, reflecting on it, deleting it and taking that back.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_change_carries_the_revision_it_read() {
    let stage = Stage::make().await;
    let logged = stage.logged().await;
    let changed = stage
        .world
        .ask(Change {
            minutes: 60,
            ..change(&logged, Vec::new())
        })
        .await
        .unwrap();
    assert_eq!((changed.minutes, texts(&changed)), (60, texts(&logged)));
    let late = stage
        .world
        .ask(Change {
            minutes: 90,
            ..change(&logged, Vec::new())
        })
        .await;
    assert_eq!(code(late), Some(Code::Conflict));
    assert_eq!(stage.get(logged.id).await.minutes, 60);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reflection_does_not_disturb_the_mentor_who_is_changing_the_session() {
    let stage = Stage::make().await;
    let logged = stage.logged().await;
    stage.world.sign_in("linh").await;
    stage
        .world
        .ask(reflect(logged.id, "I dared to ask"))
        .await
        .unwrap();
    stage.world.sign_in("amara").await;
    let changed = stage.world.ask(change(&logged, Vec::new())).await.unwrap();
    assert_eq!(
        texts(&changed),
        ["Write the letter until *Friday*", "I dared to ask"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_student_has_one_reflection_on_a_session() {
    let stage = Stage::make().await;
    let id = stage.logged().await.id;
    stage.world.sign_in("linh").await;
    assert_eq!(
        stage.world.refused(reflect(id, " \n ")).await.fields["text"],
        "Fill this in"
    );
    let first = stage
        .world
        .ask(reflect(id, "I dared to ask"))
        .await
        .unwrap()
        .notes
        .remove(1);
    assert_eq!(
        (first.kind, first.audience, first.mine),
        (NoteKind::Reflection, Audience::Pair, true)
    );
    stage.world.pass(TimeDelta::hours(1));
    let second = stage
        .world
        .ask(reflect(id, "I dared to ask twice"))
        .await
        .unwrap();
    assert_eq!(
        texts(&second),
        ["Write the letter until *Friday*", "I dared to ask twice"]
    );
    assert_eq!(
        (second.notes[1].id, second.notes[1].written_at),
        (first.id, first.written_at)
    );
    assert_eq!(
        second.notes[1].changed_at,
        first.written_at + TimeDelta::hours(1)
    );

    let without = stage.world.ask(DeleteReflection { id }).await.unwrap();
    assert_eq!(texts(&without), ["Write the letter until *Friday*"]);
    assert_eq!(
        code(stage.world.ask(DeleteReflection { id }).await),
        Some(Code::NotFound)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_hides_a_session_with_its_texts_until_it_is_undone() {
    let stage = Stage::make().await;
    let logged = stage.logged().await;
    let id = logged.id;
    stage.world.ask(Delete { id }).await.unwrap();
    for name in ["amara", "linh", "ingrid"] {
        stage.world.sign_in(name).await;
        assert_eq!(
            code(stage.world.ask(Get { id }).await),
            Some(Code::NotFound),
            "{name}"
        );
    }
    assert_eq!(stage.world.ask(programme()).await.unwrap().total, 0);
    let found = stage
        .world
        .ask(List {
            text: "interview".to_owned(),
            ..programme()
        })
        .await
        .unwrap();
    assert_eq!((found.rows.len(), found.total), (0, 0));
    assert_eq!(
        stage
            .world
            .ask(matches::Get { id: stage.of })
            .await
            .unwrap()
            .sessions,
        0
    );

    stage.world.sign_in("amara").await;
    for refused in [
        code(stage.world.ask(Delete { id }).await),
        code(stage.world.ask(change(&logged, Vec::new())).await),
    ] {
        assert_eq!(
            refused,
            Some(Code::NotFound),
            "what was deleted is not there"
        );
    }
    let restored = stage.world.ask(Restore { id }).await.unwrap();
    assert_eq!(
        (restored.starts_at, texts(&restored)),
        (logged.starts_at, texts(&logged))
    );
    assert_eq!(stage.world.ask(List::default()).await.unwrap().total, 1);
    assert_eq!(
        code(stage.world.ask(Restore { id }).await),
        Some(Code::NotFound),
        "it is there already"
    );
}
