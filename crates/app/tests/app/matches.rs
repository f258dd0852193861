//! Matches: places, the life of a match, who sees which.

mod lists;

use std::collections::BTreeMap;
use std::sync::Arc;

use app::Clock;
use chrono::TimeDelta;
use contract::matches::{End, Get, List, Make, MatchView, MySide, Pause, Reopen, Resume};
use contract::people::{self, Deactivate, SetRoles};
use contract::{Code, Command, Scope, goals, sessions};
use domain::matches::MatchState;
use domain::{MatchId, PersonId, Role};
use store::StoreError;
use tokio::sync::Barrier;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::world::{PASSWORD, World, code};

const ABSENT: MatchId = MatchId(Uuid::from_u128(5));

async fn mentor(world: &World, name: &str, capacity: i64) -> PersonId {
    let profile = people::Profile {
        name: name.to_owned(),
        capacity,
        ..people::Profile::default()
    };
    let create = people::Create {
        profile,
        roles: vec![Role::Mentor],
        answers: BTreeMap::new(),
    };
    world.ask(create).await.unwrap().person.id
}

async fn student(world: &World, name: &str) -> PersonId {
    world.person(name, &[Role::Student]).await
}

async fn make(world: &World, student: PersonId, mentor: PersonId) -> MatchView {
    world.ask(Make { student, mentor }).await.unwrap()
}

async fn end(world: &World, id: MatchId) -> MatchView {
    world
        .ask(End {
            id,
            reason: String::new(),
        })
        .await
        .unwrap()
}

fn programme() -> List {
    List {
        scope: Scope::Programme,
        ..List::default()
    }
}

async fn students(world: &World, list: List) -> Vec<String> {
    world
        .ask(list)
        .await
        .unwrap()
        .rows
        .into_iter()
        .map(|row| row.student.name)
        .collect()
}

async fn log(world: &World, of: MatchId, starts_at: &str, minutes: i64, place: &str) {
    let log = sessions::Log {
        of,
        starts_at: starts_at.parse().unwrap(),
        minutes,
        place: place.to_owned(),
        topics: Vec::new(),
        notes: Vec::new(),
        draft: None,
    };
    world.ask(log).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_match_is_made_paused_resumed_ended_and_opened_again() {
    let world = World::founded().await;
    let (linh, amara) = (
        student(&world, "Linh").await,
        mentor(&world, "Amara", 1).await,
    );
    let made = make(&world, linh, amara).await;
    assert_eq!(
        (made.student.id, made.mentor.id, made.mine),
        (linh, amara, MySide::Outside)
    );
    assert_eq!(
        (made.state, made.sessions, made.open_goals),
        (MatchState::Active, 0, None)
    );
    assert_eq!(
        made.started_at,
        "2026-11-17T15:54:00Z"
            .parse::<chrono::DateTime<chrono::Utc>>()
            .unwrap()
    );
    let id = made.id;

    assert_eq!(code(world.ask(Resume { id }).await), Some(Code::Conflict));
    assert_eq!(code(world.ask(Reopen { id }).await), Some(Code::Conflict));
    assert_eq!(
        world.ask(Pause { id }).await.unwrap().state,
        MatchState::Paused
    );
    assert_eq!(
        world.refused(Pause { id }).await.message,
        "This match is paused already"
    );
    assert_eq!(code(world.ask(Reopen { id }).await), Some(Code::Conflict));
    assert_eq!(
        world.ask(Resume { id }).await.unwrap().state,
        MatchState::Active
    );

    assert!(
        world
            .refused(End {
                id,
                reason: "x".repeat(201)
            })
            .await
            .fields
            .contains_key("reason")
    );
    world.pass(TimeDelta::hours(1));
    let ended = world
        .ask(End {
            id,
            reason: " Goal reached ".to_owned(),
        })
        .await
        .unwrap();
    assert_eq!(
        (ended.state, ended.end_reason.as_str()),
        (MatchState::Ended, "Goal reached")
    );
    assert_eq!(ended.ended_at, Some(made.started_at + TimeDelta::hours(1)));
    for refused in [
        code(
            world
                .ask(End {
                    id,
                    reason: String::new(),
                })
                .await,
        ),
        code(world.ask(Pause { id }).await),
        code(world.ask(Resume { id }).await),
    ] {
        assert_eq!(refused, Some(Code::Conflict));
    }
    let open = world.ask(Reopen { id }).await.unwrap();
    assert_eq!(open, made, "nothing of the end is left");
    assert_eq!(world.ask(Get { id }).await.unwrap(), made);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_active_student_meets_an_active_mentor() {
    let world = World::founded().await;
    let (linh, amara) = (
        student(&world, "Linh").await,
        mentor(&world, "Amara", 1).await,
    );
    let both = world.person("Both", &[Role::Student, Role::Mentor]).await;
    let gone = student(&world, "Gone").await;
    world
        .ask(Deactivate {
            id: gone,
            reason: String::new(),
        })
        .await
        .unwrap();
    let refused = async |student, mentor| world.refused(Make { student, mentor }).await;

    assert_eq!(
        refused(both, both).await.fields["mentor"],
        "A student cannot be their own mentor"
    );
    let swapped = refused(amara, linh).await;
    assert_eq!(swapped.fields["student"], "Amara is not a student");
    assert_eq!(swapped.fields["mentor"], "Linh is not a mentor");
    assert_eq!(
        refused(gone, amara).await.fields["student"],
        "Gone is not active. Reactivate them first"
    );
    let ingrid = world.administrator.as_ref().unwrap().person;
    assert_eq!(
        refused(linh, ingrid).await.fields["mentor"],
        "Ingrid Solheim is not a mentor"
    );
    assert_eq!(
        refused(PersonId(Uuid::nil()), amara).await.code,
        Code::NotFound
    );
    assert_eq!(
        refused(linh, PersonId(Uuid::nil())).await.code,
        Code::NotFound
    );
    assert_eq!(world.ask(programme()).await.unwrap().total, 0);
    make(&world, linh, both).await;
    make(&world, both, amara).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_taken_place_is_refused_naming_by_whom() {
    let world = World::founded().await;
    let (linh, yusuf, sofia) = (
        student(&world, "Linh").await,
        student(&world, "Yusuf").await,
        student(&world, "Sofía").await,
    );
    let (amara, ravi, none) = (
        mentor(&world, "Amara", 2).await,
        mentor(&world, "Ravi", 1).await,
        mentor(&world, "Busy", 0).await,
    );
    make(&world, linh, amara).await;
    let second = make(&world, yusuf, amara).await;
    world.ask(Pause { id: second.id }).await.unwrap();
    let refused = async |student, mentor| {
        let error = world.refused(Make { student, mentor }).await;
        assert_eq!(error.code, Code::NoPlace);
        error.message
    };

    assert_eq!(
        refused(linh, amara).await,
        "Linh and Amara are matched already"
    );
    assert_eq!(
        refused(linh, ravi).await,
        "Linh is matched with Amara. End that match first"
    );
    assert_eq!(
        refused(sofia, amara).await,
        "Amara is matched with Linh and Yusuf. End a match or raise the capacity first"
    );
    assert_eq!(
        refused(sofia, none).await,
        "Busy takes no students. Raise the capacity first"
    );
    make(&world, sofia, ravi).await;
    assert_eq!(
        refused(yusuf, ravi).await,
        "Yusuf is matched with Amara. End that match first. Ravi is matched with Sofía. End a match or raise the \
         capacity first"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_match_is_not_opened_again_when_its_place_is_taken() {
    let world = World::founded().await;
    let (linh, yusuf) = (
        student(&world, "Linh").await,
        student(&world, "Yusuf").await,
    );
    let (amara, ravi) = (
        mentor(&world, "Amara", 1).await,
        mentor(&world, "Ravi", 1).await,
    );
    let first = make(&world, linh, amara).await.id;
    end(&world, first).await;
    let other_student = make(&world, yusuf, amara).await.id;
    let refused = world.refused(Reopen { id: first }).await;
    assert_eq!(refused.code, Code::NoPlace);
    assert_eq!(
        refused.message,
        "Amara is matched with Yusuf. End a match or raise the capacity first"
    );
    end(&world, other_student).await;

    let other_mentor = make(&world, linh, ravi).await.id;
    let refused = world.refused(Reopen { id: first }).await;
    assert_eq!(
        (refused.code, refused.message.as_str()),
        (
            Code::NoPlace,
            "Linh is matched with Ravi. End that match first"
        )
    );
    end(&world, other_mentor).await;

    let again = make(&world, linh, amara).await.id;
    let refused = world.refused(Reopen { id: first }).await;
    assert_eq!(
        (refused.code, refused.message.as_str()),
        (Code::NoPlace, "Linh and Amara are matched already")
    );
    end(&world, again).await;

    world
        .ask(SetRoles {
            id: amara,
            roles: vec![Role::Student],
            password: PASSWORD.to_owned(),
        })
        .await
        .unwrap();
    world
        .ask(Deactivate {
            id: linh,
            reason: String::new(),
        })
        .await
        .unwrap();
    let refused = world.refused(Reopen { id: first }).await;
    assert_eq!(refused.code, Code::Conflict);
    assert_eq!(
        refused.message,
        "Linh is not active. Reactivate them first. Amara is not a mentor"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_ask_for_the_last_place_get_one_match() {
    let world = World::founded().await;
    for round in 0..8 {
        let amara = mentor(&world, "Amara", 1).await;
        let start = Arc::new(Barrier::new(2));
        let mut asking = JoinSet::new();
        for name in ["Linh", "Yusuf"] {
            let student = student(&world, name).await;
            let mentor = amara;
            let make = serde_json::to_string(&Make { student, mentor }).unwrap();
            let (desk, start) = (world.desk().clone(), Arc::clone(&start));
            asking.spawn(async move {
                start.wait().await;
                desk.rpc(Make::NAME, &make).await
            });
        }
        let answers = asking.join_all().await;
        let refused: Vec<Code> = answers.into_iter().filter_map(code).collect();
        assert_eq!(refused, [Code::NoPlace], "round {round}");
        let amara = world.ask(people::Get { id: amara }).await.unwrap();
        assert_eq!(amara.person.students, 1, "round {round}");
    }
}

/// Whoever got past the handler, by a fault of ours, is stopped by the database.
#[tokio::test(flavor = "multi_thread")]
async fn the_database_itself_keeps_places_and_pairs() {
    let mut world = World::founded().await;
    let (amara, ravi) = (
        mentor(&world, "Amara", 1).await,
        mentor(&world, "Ravi", 5).await,
    );
    let (linh, yusuf) = (
        student(&world, "Linh").await,
        student(&world, "Yusuf").await,
    );
    make(&world, linh, amara).await;
    make(&world, yusuf, ravi).await;
    let noah = student(&world, "Noah").await;
    world.stop().await;
    let database = world.database().await;
    let insert = async |student, mentor| {
        let transaction = database.write().await.unwrap();
        let row = store::matches::NewMatch {
            id: MatchId(Uuid::now_v7()),
            student,
            mentor,
            started_at: world.clock.now(),
        };
        let inserted = store::matches::insert(&transaction.db(), &[row]).await;
        transaction.rollback().await.unwrap();
        inserted
    };
    let refused = insert(noah, amara).await.unwrap_err();
    assert!(matches!(refused, StoreError::MentorFull), "{refused:?}");
    let refused = insert(linh, ravi).await.unwrap_err();
    assert!(matches!(refused, StoreError::StudentFull), "{refused:?}");
    let refused = insert(yusuf, ravi).await.unwrap_err();
    assert!(matches!(refused, StoreError::Taken(_)), "{refused:?}");
    insert(noah, ravi).await.unwrap();
    database.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_sees_their_own_matches_and_administrators_all() {
    let world = World::founded().await;
    let amara = world.member("Amara", &[Role::Mentor]).await;
    let linh = world.member("Linh", &[Role::Student]).await;
    let (ravi, yusuf) = (
        mentor(&world, "Ravi", 1).await,
        student(&world, "Yusuf").await,
    );
    let mine = make(&world, linh, amara).await.id;
    let foreign = make(&world, yusuf, ravi).await.id;
    assert_eq!(students(&world, programme()).await.len(), 2);
    assert!(
        students(&world, List::default()).await.is_empty(),
        "an administrator has none of their own"
    );

    for (name, side) in [("amara", MySide::Mentor), ("linh", MySide::Student)] {
        world.sign_in(name).await;
        let list = world.ask(List::default()).await.unwrap();
        assert_eq!(
            list.rows.iter().map(|row| row.id).collect::<Vec<_>>(),
            [mine]
        );
        assert_eq!(
            (list.total, list.rows[0].mine, list.rows[0].open_goals),
            (1, side, Some(0))
        );
        assert_eq!(code(world.ask(programme()).await), Some(Code::Forbidden));
        let refused = world.refused(Get { id: foreign }).await;
        assert_eq!(refused.code, Code::NotFound);
        assert_eq!(
            refused,
            world.refused(Get { id: ABSENT }).await,
            "foreign and absent are told apart"
        );
        assert!(
            students(
                &world,
                List {
                    person: Some(yusuf),
                    ..List::default()
                }
            )
            .await
            .is_empty()
        );
        for refused in [
            code(
                world
                    .ask(Make {
                        student: linh,
                        mentor: amara,
                    })
                    .await,
            ),
            code(world.ask(Pause { id: mine }).await),
            code(world.ask(Resume { id: mine }).await),
            code(
                world
                    .ask(End {
                        id: mine,
                        reason: String::new(),
                    })
                    .await,
            ),
            code(world.ask(Reopen { id: mine }).await),
        ] {
            assert_eq!(refused, Some(Code::Forbidden));
        }
    }
    world.sign_in("ingrid").await;
    for refused in [
        code(world.ask(Get { id: ABSENT }).await),
        code(world.ask(Pause { id: ABSENT }).await),
        code(world.ask(Resume { id: ABSENT }).await),
        code(
            world
                .ask(End {
                    id: ABSENT,
                    reason: String::new(),
                })
                .await,
        ),
        code(world.ask(Reopen { id: ABSENT }).await),
    ] {
        assert_eq!(refused, Some(Code::NotFound));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_match_tells_of_its_last_session_and_its_pair_of_open_goals() {
    let world = World::founded().await;
    world.member("Amara", &[Role::Mentor]).await;
    let linh = world.member("Linh", &[Role::Student]).await;
    let amara = world.sign_in("amara").await.person;
    world.sign_in("ingrid").await;
    let id = make(&world, linh, amara).await.id;
    world.sign_in("amara").await;
    log(&world, id, "2026-11-16T10:00:00Z", 50, "Library").await;
    log(&world, id, "2026-11-02T10:00:00Z", 30, "Video call").await;
    for title in ["Apply", "Visit"] {
        let goal = goals::Create {
            of: id,
            title: title.to_owned(),
            detail: String::new(),
            due: None,
        };
        world.ask(goal).await.unwrap();
    }

    let seen = world.ask(Get { id }).await.unwrap();
    assert_eq!((seen.sessions, seen.minutes), (2, 80));
    assert_eq!(
        (seen.last_minutes, seen.last_place.as_deref()),
        (Some(50), Some("Library"))
    );
    assert_eq!(
        seen.last_session_at,
        Some("2026-11-16T10:00:00Z".parse().unwrap())
    );
    assert_eq!(seen.open_goals, Some(2));
    world.sign_in("ingrid").await;
    let seen = world.ask(programme()).await.unwrap().rows.remove(0);
    assert_eq!(
        (seen.last_minutes, seen.open_goals),
        (Some(50), None),
        "goals belong to the pair"
    );
}
