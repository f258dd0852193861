//! Goals: seen and changed by the pair, and by nobody else.

use chrono::{NaiveDate, TimeDelta};
use contract::goals::{Change, Create, Delete, GoalView, List, Restore};
use contract::matches::{End, Make};
use contract::people::SetRoles;
use contract::{ApiError, Code};
use domain::{GoalId, MatchId, PersonId, Role};
use uuid::Uuid;

use crate::world::{PASSWORD, World, code};

const ABSENT: Uuid = Uuid::from_u128(9);

/// A programme with one match; its student is signed in.
struct Stage {
    world: World,
    linh: PersonId,
    of: MatchId,
}

impl Stage {
    async fn make() -> Self {
        let world = World::founded().await;
        let amara = world.member("Amara", &[Role::Mentor]).await;
        let linh = world.member("Linh", &[Role::Student]).await;
        let of = world
            .ask(Make {
                student: linh,
                mentor: amara,
            })
            .await
            .unwrap()
            .id;
        world.sign_in("linh").await;
        Self { world, linh, of }
    }

    async fn create(&self, title: &str, due: Option<&str>) -> GoalView {
        self.world.ask(create(self.of, title, due)).await.unwrap()
    }

    async fn titles(&self) -> Vec<String> {
        self.world
            .ask(List::default())
            .await
            .unwrap()
            .into_iter()
            .map(|goal| goal.title)
            .collect()
    }
}

fn create(of: MatchId, title: &str, due: Option<&str>) -> Create {
    Create {
        of,
        title: title.to_owned(),
        detail: String::new(),
        due: due.map(|due| due.parse().unwrap()),
    }
}

fn change(goal: &GoalView, progress: i64) -> Change {
    Change {
        id: goal.id,
        revision: goal.revision,
        title: goal.title.clone(),
        detail: goal.detail.clone(),
        due: goal.due,
        progress,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn both_of_a_pair_set_goals_and_bring_them_forward() {
    let stage = Stage::make().await;
    let made = stage.create("Find a placement", Some("2026-12-01")).await;
    assert_eq!(
        (
            made.of,
            made.student_name.as_str(),
            made.progress,
            made.reached_at
        ),
        (stage.of, "Linh", 0, None)
    );
    assert_eq!(made.due, NaiveDate::from_ymd_opt(2026, 12, 1));

    stage.world.sign_in("amara").await;
    let half = stage.world.ask(change(&made, 50)).await.unwrap();
    assert_eq!(
        (half.progress, half.reached_at, half.may_change),
        (50, None, true)
    );
    let late = stage.world.ask(change(&made, 60)).await;
    assert_eq!(
        code(late),
        Some(Code::Conflict),
        "somebody else changed it meanwhile"
    );

    let reached = stage.world.ask(change(&half, 100)).await.unwrap();
    let first = reached.reached_at.unwrap();
    stage.world.pass(TimeDelta::days(1));
    let renamed = stage
        .world
        .ask(Change {
            title: "Found it".to_owned(),
            ..change(&reached, 100)
        })
        .await
        .unwrap();
    assert_eq!(
        renamed.reached_at,
        Some(first),
        "it was reached when it was reached"
    );
    let back = stage.world.ask(change(&renamed, 99)).await.unwrap();
    assert_eq!(back.reached_at, None);
    assert_eq!(
        stage
            .world
            .ask(change(&back, 100))
            .await
            .unwrap()
            .reached_at,
        Some(first + TimeDelta::days(1))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn open_goals_come_first_then_by_due_date() {
    let stage = Stage::make().await;
    let reached = stage.create("reached", Some("2026-11-01")).await;
    stage.world.ask(change(&reached, 100)).await.unwrap();
    stage.create("some day", None).await;
    stage.create("later", Some("2027-01-01")).await;
    stage.create("soon", Some("2026-11-20")).await;
    assert_eq!(
        stage.titles().await,
        ["soon", "later", "some day", "reached"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_field_is_named() {
    let stage = Stage::make().await;
    let keys = |error: ApiError| error.fields.into_keys().collect::<Vec<_>>();
    let wrong = Create {
        detail: "\u{0}".to_owned(),
        ..create(stage.of, "two\nlines", Some("0202-01-01"))
    };
    assert_eq!(
        keys(stage.world.refused(wrong).await),
        ["detail", "due", "title"]
    );
    assert_eq!(
        keys(
            stage
                .world
                .refused(create(stage.of, &"x".repeat(201), None))
                .await
        ),
        ["title"]
    );
    let goal = stage.create(&"x".repeat(200), None).await;
    for progress in [-1, 101, i64::MIN] {
        assert_eq!(
            keys(stage.world.refused(change(&goal, progress)).await),
            ["progress"]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_goal_comes_back() {
    let stage = Stage::make().await;
    let goal = stage.create("Find a placement", None).await;
    stage.world.ask(Delete { id: goal.id }).await.unwrap();
    assert_eq!(stage.titles().await, Vec::<String>::new());
    assert_eq!(
        code(stage.world.ask(change(&goal, 10)).await),
        Some(Code::NotFound)
    );
    assert_eq!(
        code(stage.world.ask(Delete { id: goal.id }).await),
        Some(Code::NotFound)
    );
    stage.world.sign_in("amara").await;
    assert_eq!(
        stage
            .world
            .ask(Restore { id: goal.id })
            .await
            .unwrap()
            .title,
        goal.title
    );
    assert_eq!(
        code(stage.world.ask(Restore { id: goal.id }).await),
        Some(Code::NotFound)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_outside_the_pair_sees_its_goals() {
    let stage = Stage::make().await;
    let goal = stage.create("Find a placement", None).await;
    let deleted = stage.create("Forget it", None).await;
    stage.world.ask(Delete { id: deleted.id }).await.unwrap();
    stage.world.sign_in("ingrid").await;
    let ingrid = stage.world.administrator.as_ref().unwrap().person;
    assert_eq!(
        code(stage.world.ask(List::default()).await),
        Some(Code::Forbidden),
        "administrators have no goals"
    );
    stage
        .world
        .ask(SetRoles {
            id: ingrid,
            roles: vec![Role::Administrator, Role::Mentor],
            password: PASSWORD.to_owned(),
        })
        .await
        .unwrap();
    stage
        .world
        .member("Omar", &[Role::Mentor, Role::Student])
        .await;

    for name in ["ingrid", "omar"] {
        stage.world.sign_in(name).await;
        assert_eq!(stage.titles().await, Vec::<String>::new());
        for (of, id, gone) in [
            (stage.of, goal.id, deleted.id),
            (MatchId(ABSENT), GoalId(ABSENT), GoalId(ABSENT)),
        ] {
            let refusals = [
                stage.world.refused(List { of: Some(of) }).await,
                stage.world.refused(create(of, "Mine", None)).await,
                stage
                    .world
                    .refused(Change {
                        id,
                        ..change(&goal, 100)
                    })
                    .await,
                stage.world.refused(Delete { id }).await,
                stage.world.refused(Restore { id: gone }).await,
            ];
            for refusal in &refusals {
                assert_eq!(
                    (refusal, refusal.code),
                    (&refusals[0], Code::NotFound),
                    "{name}"
                );
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_end_goals_are_read_and_not_changed() {
    let stage = Stage::make().await;
    let goal = stage.create("Find a placement", None).await;
    let deleted = stage.create("Forget it", None).await;
    stage.world.ask(Delete { id: deleted.id }).await.unwrap();
    stage.world.sign_in("ingrid").await;
    stage
        .world
        .ask(End {
            id: stage.of,
            reason: String::new(),
        })
        .await
        .unwrap();
    for name in ["linh", "amara"] {
        stage.world.sign_in(name).await;
        let seen = stage.world.ask(List { of: Some(stage.of) }).await.unwrap();
        assert_eq!(
            (seen[0].title.as_str(), seen[0].may_change),
            ("Find a placement", false),
            "{name}"
        );
        for refused in [
            code(stage.world.ask(create(stage.of, "More", None)).await),
            code(stage.world.ask(change(&goal, 100)).await),
            code(stage.world.ask(Delete { id: goal.id }).await),
            code(stage.world.ask(Restore { id: deleted.id }).await),
        ] {
            assert_eq!(refused, Some(Code::Conflict), "{name}");
        }
    }

    stage.world.sign_in("ingrid").await;
    let omar = stage.world.member("Omar", &[Role::Mentor]).await;
    stage
        .world
        .ask(Make {
            student: stage.linh,
            mentor: omar,
        })
        .await
        .unwrap();
    stage.world.sign_in("omar").await;
    assert_eq!(
        stage.titles().await,
        Vec::<String>::new(),
        "a new mentor sees nothing earlier"
    );
}
