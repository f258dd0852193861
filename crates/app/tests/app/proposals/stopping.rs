//! Long work on a cohort that is stopped half way: nothing has changed, and nothing stands in the way of doing it after all.

use contract::jobs::{Cancel, JobState, Started};
use contract::proposals::{Change, Edit, Get, List, Solve, Verified, Verify};
use contract::{ApiError, Code, Command, Event};

use super::{import, solve};
use crate::imports::file;
use crate::world::World;

/// 400 students and 400 mentors: comparing them takes long enough to be stopped.
async fn many() -> World {
    let world = World::founded().await;
    for (name, heading) in [("mentees", "Interests"), ("mentors", "Expertise")] {
        let topics = ["Nursing", "Law", "Coding", "Music", "Sailing"];
        let rows: Vec<String> = (0..400)
            .map(|n| format!("{name} {n},{name}{n}@example.org,{}", topics[n % 5]))
            .collect();
        let text = format!("Name,E-mail,{heading}\n{}\n", rows.join("\n"));
        import(&world, &file(&world, &format!("{name}.csv"), &text)).await;
    }
    world
}

/// Starts a job and stops it at the first news of it.
async fn stopped<C: Command>(world: &World, command: &C) -> ApiError {
    let mut events = world.desk().events();
    let input = serde_json::to_string(command).unwrap();
    let started = world.desk().rpc(C::NAME, &input).await.unwrap();
    let started: Started = serde_json::from_str(&started).unwrap();
    loop {
        let Event::Job { job, state } = events.recv().await.unwrap() else {
            continue;
        };
        assert_eq!(job, started.job);
        match state {
            JobState::Running { .. } => {
                // The first news asks; later ones may come before the work notices.
                let _ = world.ask(Cancel { job }).await;
            }
            JobState::Failed { error } => return error,
            JobState::Ended { output } => panic!("not stopped: {output}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_solving_an_edit_and_a_check_that_are_stopped_change_nothing() {
    let world = many().await;
    let error = stopped(&world, &Solve::default()).await;
    assert_eq!(
        (error.code, error.message.as_str()),
        (Code::Cancelled, "Cancelled. Nothing was changed")
    );
    assert_eq!(world.ask(List {}).await.unwrap(), []);

    let view = solve(&world).await;
    let id = view.summary.id;
    let (student, mentor) = (view.pairs[0].student, view.pairs[1].mentor);
    let edits = vec![Change::Lock { student, mentor }];
    let edit = Edit { id, edits };
    // With nothing kept warm, everybody is compared again first.
    world.sign_in("ingrid").await;
    let error = stopped(&world, &edit).await;
    assert_eq!(error.code, Code::Cancelled, "{error}");
    assert_eq!(world.ask(Get { id }).await.unwrap(), view);
    assert_eq!(stopped(&world, &Verify { id }).await.code, Code::Cancelled);

    world.run(edit).await.unwrap();
    assert_eq!(world.ask(Get { id }).await.unwrap().rules.locks.len(), 1);
    let verified = world.run(Verify { id }).await.unwrap();
    assert!(matches!(verified, Verified::Proved { .. }), "{verified:?}");
}
