//! Lists show exactly the rows they must, by id.

use std::collections::BTreeSet;

use contract::{Code, Scope, goals, matches, people, proposals, sessions};

use super::Actor;
use super::stage::Stage;
use crate::world::code;

#[tokio::test(flavor = "multi_thread")]
async fn everybody_lists_their_own_rows_and_no_others() {
    let stage = Stage::make().await;
    for (actor, pairs, of_sessions, of_goals) in [
        (
            Actor::Yusuf,
            vec![stage.pair],
            vec![stage.session],
            vec![stage.goal],
        ),
        (
            Actor::Amara,
            vec![stage.pair, stage.ended],
            vec![stage.session],
            vec![stage.goal],
        ),
    ] {
        let tried = stage.as_actor(actor).await;
        let listed = tried.world.ask(matches::List::default()).await.unwrap();
        let ids: BTreeSet<_> = listed.rows.iter().map(|row| row.id).collect();
        assert_eq!(ids, BTreeSet::from_iter(pairs), "{actor:?}");
        assert_eq!(listed.total as usize, ids.len());

        let listed = tried.world.ask(sessions::List::default()).await.unwrap();
        let ids: Vec<_> = listed.rows.iter().map(|row| row.id).collect();
        assert_eq!((ids, listed.total), (of_sessions, 1), "{actor:?}");

        let listed = tried.world.ask(goals::List::default()).await.unwrap();
        assert_eq!(
            listed.iter().map(|row| row.id).collect::<Vec<_>>(),
            of_goals,
            "{actor:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_programmes_rows_are_for_administrators() {
    let stage = Stage::make().await;
    for actor in [Actor::Yusuf, Actor::Amara] {
        let world = stage.as_actor(actor).await.world;
        let wanted = matches::List {
            scope: Scope::Programme,
            ..Default::default()
        };
        assert_eq!(code(world.ask(wanted).await), Some(Code::Forbidden));
        let wanted = sessions::List {
            scope: Scope::Programme,
            ..Default::default()
        };
        assert_eq!(code(world.ask(wanted).await), Some(Code::Forbidden));
    }
    let world = stage.as_actor(Actor::Ingrid).await.world;
    let listed = world
        .ask(sessions::List {
            scope: Scope::Programme,
            ..Default::default()
        })
        .await
        .unwrap();
    let ids: BTreeSet<_> = listed.rows.iter().map(|row| row.id).collect();
    assert_eq!(ids, BTreeSet::from([stage.session, stage.other_session]));
    assert!(
        listed.rows.iter().all(|row| row.notes.is_empty()),
        "private notes and reflections are not an administrator's to read"
    );
    assert_eq!(
        world.ask(sessions::List::default()).await.unwrap().total,
        0,
        "she is in no match herself"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_lists_the_whole_programme() {
    let stage = Stage::make().await;
    let world = stage.as_actor(Actor::Ingrid).await.world;
    let wanted = matches::List {
        scope: Scope::Programme,
        ..Default::default()
    };
    let listed = world.ask(wanted).await.unwrap();
    let ids: BTreeSet<_> = listed.rows.iter().map(|row| row.id).collect();
    let all = [
        stage.published_pair,
        stage.pair,
        stage.other_pair,
        stage.ended,
        stage.paused,
    ];
    assert_eq!(ids, BTreeSet::from(all));
    assert_eq!(listed.total as usize, all.len());

    let listed = world.ask(people::List::default()).await.unwrap();
    let ids: BTreeSet<_> = listed.rows.iter().map(|row| row.id).collect();
    assert_eq!(ids, stage.people.iter().copied().collect());
    assert_eq!(listed.total as usize, stage.people.len());

    let listed = world.ask(proposals::List {}).await.unwrap();
    let ids: BTreeSet<_> = listed.iter().map(|row| row.id).collect();
    assert_eq!(ids, BTreeSet::from([stage.draft, stage.published]));
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_match_narrows_a_list_to_nothing() {
    let stage = Stage::make().await;
    let world = stage.as_actor(Actor::Yusuf).await.world;
    let listed = world
        .ask(sessions::List {
            of: Some(stage.other_pair),
            ..Default::default()
        })
        .await;
    assert!(listed.is_err_and(|error| error.code == Code::NotFound));
}
