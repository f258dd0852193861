//! Whose texts are shown to whom.

use domain::matches::MatchState;
use domain::policy::{Action, Pair, Who, allows};
use domain::{Audience, PersonId, Role, Roles};

use super::*;

/// A word that stands in one text only.
fn word(author: &str, audience: Audience) -> String {
    format!("{author}{}", audience.as_str())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_audience_reaches_its_readers_and_nobody_else() {
    let stage = Stage::make().await;
    let world = &stage.world;
    let ingrid = world.administrator.as_ref().unwrap().person;
    world.sign_in("ingrid").await;
    let omar = world.member("Omar", &[Role::Mentor]).await;
    let eleni = world.member("Eleni", &[Role::Administrator]).await;

    let every = |author: &str| {
        Audience::ALL
            .map(|audience| note(audience, &word(author, audience)))
            .to_vec()
    };
    world.sign_in("amara").await;
    let id = world
        .ask(Log {
            notes: every("mentor"),
            ..stage.log()
        })
        .await
        .unwrap()
        .id;
    world.sign_in("ingrid").await;
    let seen = stage.get(id).await;
    world
        .ask(change(&seen, every("coordinator")))
        .await
        .unwrap();
    world.sign_in("linh").await;
    world.ask(reflect(id, "studentpair")).await.unwrap();

    let mut written: Vec<(PersonId, Audience, String)> = Vec::new();
    for (author, name) in [(stage.amara, "mentor"), (ingrid, "coordinator")] {
        written.extend(Audience::ALL.map(|audience| (author, audience, word(name, audience))));
    }
    written.push((stage.linh, Audience::Pair, "studentpair".to_owned()));

    let pair = Pair {
        student: stage.linh,
        mentor: stage.amara,
        state: MatchState::Active,
    };
    let readers = [
        ("linh", stage.linh, Role::Student),
        ("amara", stage.amara, Role::Mentor),
        ("ingrid", ingrid, Role::Administrator),
        ("eleni", eleni, Role::Administrator),
        ("omar", omar, Role::Mentor),
    ];
    for (name, person, role) in readers {
        let who = Who {
            person,
            roles: Roles::of(&[role]),
        };
        world.sign_in(name).await;
        let scope = if who.is_administrator() {
            Scope::Programme
        } else {
            Scope::Mine
        };
        let allowed = allows(&who, Action::SeeMatch(pair));
        assert_eq!(world.ask(Get { id }).await.is_ok(), allowed, "{name}");
        let mut expected = Vec::new();
        for (author, audience, text) in &written {
            let (author, audience) = (*author, *audience);
            let reads = allowed
                && allows(
                    &who,
                    Action::ReadText {
                        pair,
                        author,
                        audience,
                    },
                );
            let found = world
                .ask(List {
                    text: text.clone(),
                    scope,
                    ..List::default()
                })
                .await
                .unwrap();
            assert_eq!(found.total, u64::from(reads), "{name} searches for {text}");
            if reads {
                expected.push(text.as_str());
            }
        }
        for listed in world
            .ask(List {
                scope,
                ..List::default()
            })
            .await
            .unwrap()
            .rows
        {
            let mut listed = texts(&listed)
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>();
            let mut got = texts(&stage.get(id).await)
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>();
            listed.sort();
            got.sort();
            expected.sort_unstable();
            assert_eq!(
                (&listed, &got),
                (
                    &got,
                    &expected.iter().map(|text| (*text).to_owned()).collect()
                ),
                "{name}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_note_is_in_no_answer_to_anybody_else() {
    let stage = Stage::make().await;
    let secret = "He may lose the flat";
    let id = stage
        .world
        .ask(Log {
            notes: vec![note(Audience::Author, secret)],
            ..stage.log()
        })
        .await
        .unwrap()
        .id;
    for (name, scope) in [
        ("linh", "mine"),
        ("ingrid", "programme"),
        ("ingrid", "mine"),
    ] {
        stage.world.sign_in(name).await;
        let get = stage
            .world
            .desk()
            .rpc("sessions.get", &format!(r#"{{"id":"{id}"}}"#))
            .await
            .unwrap();
        let list = stage
            .world
            .desk()
            .rpc("sessions.list", &format!(r#"{{"scope":"{scope}"}}"#))
            .await
            .unwrap();
        assert!(!get.contains("flat") && !list.contains("flat"), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_changes_the_facts_and_their_own_notes_only() {
    let stage = Stage::make().await;
    let notes = vec![
        note(Audience::Author, "private"),
        note(Audience::Coordinators, "for all of us"),
    ];
    let id = stage
        .world
        .ask(Log {
            notes,
            ..stage.log()
        })
        .await
        .unwrap()
        .id;
    stage.world.sign_in("ingrid").await;
    let seen = stage.get(id).await;
    assert_eq!(texts(&seen), ["for all of us"]);
    let notes = vec![
        note(Audience::Author, ""),
        note(Audience::Coordinators, "seen in the office"),
    ];
    let changed = stage
        .world
        .ask(Change {
            minutes: 20,
            ..change(&seen, notes)
        })
        .await
        .unwrap();
    assert_eq!(
        (changed.minutes, texts(&changed)),
        (20, vec!["for all of us", "seen in the office"])
    );
    let again = stage
        .world
        .ask(change(&changed, vec![note(Audience::Coordinators, "")]))
        .await
        .unwrap();
    assert_eq!(
        texts(&again),
        ["for all of us"],
        "an empty text removes one's own"
    );
    stage.world.sign_in("amara").await;
    assert_eq!(texts(&stage.get(id).await), ["private", "for all of us"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_its_author_shows_a_text_to_more_people() {
    let stage = Stage::make().await;
    let private = vec![note(Audience::Author, "thoughts")];
    let logged = stage
        .world
        .ask(Log {
            notes: private,
            ..stage.log()
        })
        .await
        .unwrap();
    let changed = stage
        .world
        .ask(Change {
            minutes: 30,
            ..change(&logged, Vec::new())
        })
        .await
        .unwrap();
    assert_eq!(
        changed.notes[0].audience,
        Audience::Author,
        "a change that does not name it leaves it as it is"
    );
    stage.world.sign_in("linh").await;
    assert_eq!(texts(&stage.get(logged.id).await), Vec::<&str>::new());

    stage.world.sign_in("amara").await;
    let wider = vec![note(Audience::Author, ""), note(Audience::Pair, "thoughts")];
    stage.world.ask(change(&changed, wider)).await.unwrap();
    stage.world.sign_in("linh").await;
    assert_eq!(texts(&stage.get(logged.id).await), ["thoughts"]);
}
