//! Locking: the file is closed, the key is gone, and only a password opens it again.

use chrono::TimeDelta;
use contract::accounts::{Lock, LockReason, Me, Remember, SignInRemembered, SignOut, Touch};
use contract::drafts::{Get, Save};
use contract::jobs::{JobState, Started};
use contract::preferences::{self, Preferences};
use contract::programmes::{Computer, Status, StatusView};
use contract::{Code, Event};
use domain::JobId;
use tokio::sync::broadcast::Receiver;

use crate::world::{PASSWORD, World, code};

async fn locked_by(world: &World) -> Option<contract::accounts::LockedBy> {
    match world.ask(Status {}).await.unwrap() {
        StatusView::Locked { locked_by, .. } => locked_by,
        other => panic!("{other:?}"),
    }
}

fn is_open(world: &World) -> bool {
    world.desk().holds_key()
}

#[tokio::test(flavor = "multi_thread")]
async fn locking_closes_the_file_and_drops_the_key() {
    let world = World::founded().await;
    assert!(is_open(&world));
    world.ask(Lock {}).await.unwrap();
    assert!(!is_open(&world), "the key and the pool are dropped");
    // The file is exclusively its holder's: another opens it only when nobody else does.
    world.database().await.close().await.unwrap();
    let log = world.programme().join("programme.db-wal");
    assert!(!log.exists(), "the log was merged into the file");
    let by = locked_by(&world).await.unwrap();
    assert_eq!(
        (by.sign_in_name.as_str(), by.reason),
        ("ingrid", LockReason::Asked)
    );
    assert_eq!(code(world.ask(Me {}).await), Some(Code::SignedOut));
    world.sign_in("ingrid").await;
    world.ask(SignOut {}).await.unwrap();
    assert!(!is_open(&world));
    assert_eq!(
        locked_by(&world).await,
        None,
        "who signs out leaves no name"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_at_the_window_locks_after_the_minutes_that_are_set() {
    let world = World::founded().await;
    world.pass(TimeDelta::seconds(50));
    world.desk().tick().await;
    for minute in 1..=9 {
        world.pass(TimeDelta::seconds(59));
        world.desk().tick().await;
        assert!(is_open(&world), "{minute}");
    }
    world.ask(Touch {}).await.unwrap();
    for _ in 0..10 {
        assert!(is_open(&world));
        world.pass(TimeDelta::seconds(59));
        world.desk().tick().await;
    }
    assert!(is_open(&world), "ten seconds before");
    world.pass(TimeDelta::seconds(10));
    world.desk().tick().await;
    assert!(!is_open(&world));
    assert_eq!(
        locked_by(&world).await.unwrap().reason,
        LockReason::Away { minutes: 10 }
    );

    let set = |lock_minutes| preferences::Set {
        preferences: Preferences {
            lock_minutes,
            ..Preferences::default()
        },
    };
    for wrong in [0, 31, 255] {
        let refused = world.refused(set(wrong)).await;
        assert!(refused.fields.contains_key("lock_minutes"), "{wrong}");
    }
    world.ask(set(1)).await.unwrap();
    world.sign_in("ingrid").await;
    world.pass(TimeDelta::minutes(1));
    world.desk().tick().await;
    assert_eq!(
        locked_by(&world).await.unwrap().reason,
        LockReason::Away { minutes: 1 }
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_set_back_keeps_nothing_open_and_sleep_locks() {
    let world = World::founded().await;
    world.set_clock(TimeDelta::days(-1));
    for _ in 0..11 {
        world.pass(TimeDelta::seconds(55));
        world.desk().tick().await;
    }
    assert!(!is_open(&world));

    world.sign_in("ingrid").await;
    world.desk().tick().await;
    // Asleep: the clock on the wall goes on.
    world.set_clock(TimeDelta::minutes(2));
    world.desk().tick().await;
    assert!(!is_open(&world));
    assert_eq!(
        locked_by(&world).await.unwrap().reason,
        LockReason::Suspended
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_are_taken_for_a_moment_and_nothing_else() {
    let world = World::founded().await;
    let desk = world.desk().clone();
    let mut events = desk.events();
    let locking = tokio::spawn(async move { desk.lock(LockReason::Suspended).await });
    while !matches!(events.recv().await.unwrap(), Event::Locking) {}
    assert_eq!(code(world.ask(Me {}).await), Some(Code::SignedOut));
    let save = Save {
        key: "a draft".to_owned(),
        body: "half a sent".to_owned(),
    };
    world.ask(save).await.unwrap();
    // As the window does once it has saved; locking does not wait any longer then.
    world.ask(Lock {}).await.unwrap();
    locking.await.unwrap();
    assert!(!is_open(&world));
    assert_eq!(
        locked_by(&world).await.unwrap().reason,
        LockReason::Suspended
    );
    world.sign_in("ingrid").await;
    let get = Get {
        key: "a draft".to_owned(),
    };
    assert_eq!(world.ask(get).await.unwrap().unwrap().body, "half a sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_hangs_is_locked_all_the_same() {
    let world = World::founded().await;
    world.desk().lock(LockReason::Suspended).await;
    assert!(!is_open(&world));
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_lock_only_a_password_opens() {
    let mut world = World::founded_for(Computer::OnlyMe).await;
    world.ask(Remember { remember: true }).await.unwrap();
    world.desk().lock(LockReason::Suspended).await;
    assert_eq!(
        code(world.ask(SignInRemembered {}).await),
        Some(Code::WrongPassword)
    );
    world.restart().await;
    assert_eq!(
        code(world.ask(SignInRemembered {}).await),
        Some(Code::WrongPassword)
    );
    assert!(world.try_sign_in("ingrid", PASSWORD).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vault_that_cannot_be_written_locks_all_the_same() {
    let world = World::founded_for(Computer::OnlyMe).await;
    world.ask(Remember { remember: true }).await.unwrap();
    // Nothing can be renamed onto a folder that is not empty.
    std::fs::create_dir_all(world.programme().join("vault.json.old").join("in the way")).unwrap();
    world.ask(Lock {}).await.unwrap();
    assert!(!is_open(&world));
    assert_eq!(
        code(world.ask(SignInRemembered {}).await),
        Some(Code::WrongPassword)
    );
    let StatusView::Locked { remembered, .. } = world.ask(Status {}).await.unwrap() else {
        panic!("not locked");
    };
    assert!(!remembered);
    world.sign_in("ingrid").await;
}

/// Starts a job that waits for a file to be picked: it runs as long as the dialog is open.
async fn start_a_job(world: &World) -> JobId {
    let list = world.folder.path().join("people.csv");
    std::fs::write(&list, "Name\nMai\n").unwrap();
    *world.files.pick.lock().unwrap() = Some(list);
    let check = r#"{"plan":{"targets":[{"to":"name"}],"role":"student"}}"#;
    let started = world.desk().rpc("imports.check", check).await.unwrap();
    let started: Started = serde_json::from_str(&started).unwrap();
    started.job
}

async fn end_of(job: JobId, events: &mut Receiver<Event>) -> JobState {
    loop {
        match events.recv().await.unwrap() {
            Event::Job { job: of, state } if of == job => match state {
                JobState::Running { .. } => {}
                ended => return ended,
            },
            _ => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_job_is_waited_for_when_nobody_is_there() {
    let world = World::founded().await;
    let mut events = world.desk().events();
    let dialog = world.files.dialog.lock().await;
    let job = start_a_job(&world).await;
    // Each tick that locks has locked when it returns.
    for _ in 0..12 {
        world.pass(TimeDelta::seconds(55));
        world.desk().tick().await;
    }
    assert!(
        world.ask(Me {}).await.is_ok(),
        "eleven minutes without anybody, and a job at work"
    );
    drop(dialog);
    let ended = end_of(job, &mut events).await;
    assert!(matches!(ended, JobState::Ended { .. }), "{ended:?}");
    world.desk().tick().await;
    assert!(!is_open(&world), "locked once it is done");
    assert_eq!(
        locked_by(&world).await.unwrap().reason,
        LockReason::Away { minutes: 10 }
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_locks_by_hand_cancels_a_running_job() {
    let world = World::founded().await;
    let mut events = world.desk().events();
    let dialog = world.files.dialog.lock().await;
    let job = start_a_job(&world).await;
    world.ask(Lock {}).await.unwrap();
    assert_eq!(code(world.ask(Me {}).await), Some(Code::SignedOut));
    drop(dialog);
    let JobState::Failed { error } = end_of(job, &mut events).await else {
        panic!("the job went on behind the lock");
    };
    assert_eq!(error.code, Code::Cancelled, "{error}");
}
