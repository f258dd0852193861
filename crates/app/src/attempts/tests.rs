//! Waiting, across restarts and clock changes, without a desk.

use std::sync::Mutex;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use contract::Code;
use tempfile::TempDir;

use super::{Attempts, FILE, MOST, Whose, waits};
use crate::Clock;
use crate::fault::{Fault, refuse};

/// The time on the wall, and the one nobody sets.
struct Clocks(Mutex<(DateTime<Utc>, Duration)>);

impl Clock for Clocks {
    fn now(&self) -> DateTime<Utc> {
        self.0.lock().unwrap().0
    }

    fn steady(&self) -> Duration {
        self.0.lock().unwrap().1
    }
}

struct World {
    folder: TempDir,
    clocks: Clocks,
    attempts: Attempts,
}

impl World {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            clocks: Clocks(Mutex::new((
                "2026-11-17T15:54:00Z".parse().unwrap(),
                Duration::from_secs(100),
            ))),
            attempts: Attempts::default(),
        }
    }

    fn restart(&mut self) {
        self.attempts = Attempts::default();
        self.clocks.0.lock().unwrap().1 = Duration::from_secs(1);
    }

    /// Both clocks go on.
    fn pass(&self, seconds: u32) {
        let mut now = self.clocks.0.lock().unwrap();
        now.0 += TimeDelta::seconds(seconds.into());
        now.1 += Duration::from_secs(seconds.into());
    }

    /// Somebody sets the clock.
    fn set(&self, by: TimeDelta) {
        self.clocks.0.lock().unwrap().0 += by;
    }

    /// Tries, wrongly: the seconds to wait, or why nothing was tried.
    fn guess(&self, whose: Whose) -> Result<u32, (Code, Option<u32>)> {
        let folder = self.folder.path();
        let refused = |fault: Fault| {
            let error = fault.into_api_error("test");
            (error.code, error.wait_seconds)
        };
        let begun = self
            .attempts
            .begin(folder, whose, "test", &self.clocks)
            .map_err(refused)?;
        let wrong = refuse(Code::WrongPassword, "wrong");
        let (code, seconds) = refused(self.attempts.wrong(folder, begun, wrong, "test"));
        match code {
            Code::WrongPassword => Ok(seconds.unwrap_or(0)),
            other => Err((other, seconds)),
        }
    }
}

fn name(name: &str) -> Whose {
    let founding = vault::Founding {
        programme_name: String::new(),
        computer: vault::Computer::Shared,
        programme_public_key: vault::KeyPair::make().public(),
        kdf: vault::Kdf::PRODUCTION,
    };
    Whose::Name(vault::Vault::found("/nowhere".as_ref(), founding).name_hash(name))
}

#[test]
fn four_are_free_then_waits_double_up_to_a_quarter_of_an_hour() {
    let world = World::new();
    let ada = name("ada");
    for expected in [0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900] {
        let seconds = world.guess(ada).unwrap();
        assert_eq!(seconds, expected);
        if seconds > 0 {
            world.pass(seconds - 1);
            assert_eq!(
                world.guess(ada),
                Err((Code::Wait, Some(1))),
                "a second early"
            );
            world.pass(1);
        }
    }
    assert_eq!(
        world.guess(name("bob")),
        Ok(0),
        "another name waits for nothing"
    );
}

#[test]
fn after_fifty_nothing_is_heard_until_somebody_forgives() {
    let world = World::new();
    let ada = name("ada");
    for tries in 1..waits::STOP {
        let seconds = world.guess(ada).unwrap();
        assert!(seconds <= 900, "{tries}");
        world.pass(seconds);
    }
    assert_eq!(world.guess(ada), Err((Code::Stopped, None)), "the fiftieth");
    world.pass(100_000);
    assert_eq!(world.guess(ada), Err((Code::Stopped, None)));
    world.attempts.forgive(world.folder.path(), ada);
    assert_eq!(world.guess(ada), Ok(0));
}

#[test]
fn the_way_out_is_slow_and_never_closed() {
    let world = World::new();
    for _ in 0..waits::STOP + 10 {
        let seconds = world.guess(Whose::Recovery).unwrap();
        world.pass(seconds);
    }
    assert_eq!(world.guess(Whose::Recovery), Ok(900));
}

#[test]
fn neither_a_restart_nor_a_clock_makes_a_wait_shorter() {
    let mut world = World::new();
    let ada = name("ada");
    for _ in 0..8 {
        let seconds = world.guess(ada).unwrap();
        world.pass(seconds);
    }
    assert_eq!(world.guess(ada), Ok(80));
    world.set(TimeDelta::days(1));
    assert_eq!(world.guess(ada), Err((Code::Wait, Some(80))), "set forward");
    world.set(TimeDelta::days(-1));
    world.restart();
    assert_eq!(world.guess(ada), Err((Code::Wait, Some(80))), "another run");
    world.pass(30);
    assert_eq!(world.guess(ada), Err((Code::Wait, Some(50))));
    world.set(TimeDelta::days(-365));
    assert_eq!(
        world.guess(ada),
        Err((Code::Wait, Some(80))),
        "set back: from the start"
    );
    world.pass(79);
    assert_eq!(world.guess(ada), Err((Code::Wait, Some(1))), "and it ends");
    world.pass(1);
    assert_eq!(world.guess(ada), Ok(160));
}

#[test]
fn a_try_counts_before_it_is_looked_at() {
    let mut world = World::new();
    let ada = name("ada");
    for _ in 0..5 {
        // Killed before anything was said.
        let begun = world
            .attempts
            .begin(world.folder.path(), ada, "test", &world.clocks);
        assert!(begun.is_ok());
        world.restart();
    }
    assert_eq!(world.guess(ada), Err((Code::Wait, Some(5))));
}

#[test]
fn a_right_one_forgives_and_an_undecided_one_does_not_count() {
    let world = World::new();
    let folder = world.folder.path();
    let ada = name("ada");
    for _ in 0..4 {
        world.guess(ada).unwrap();
    }
    let admit = || world.attempts.begin(folder, ada, "test", &world.clocks);
    let begun = admit().unwrap();
    world.attempts.undecided(folder, &begun);
    let begun = admit().unwrap();
    world.attempts.right(folder, &begun);
    assert_eq!(world.guess(ada), Ok(0));
}

#[test]
fn a_thousand_names_fill_no_disk_and_free_none() {
    let world = World::new();
    let ada = name("ada");
    for _ in 0..5 {
        world.guess(ada).unwrap();
    }
    for other in 0..u32::try_from(MOST).unwrap() + 3 {
        let _ = world.guess(name(&other.to_string()));
    }
    let size = std::fs::metadata(world.folder.path().join(FILE))
        .unwrap()
        .len();
    assert!(size < 64 * 1024, "{size} bytes");
    assert!(
        matches!(world.guess(ada), Err((Code::Wait, _))),
        "its line stays"
    );
    // The four free ones of all who share a line are used up by any of them.
    world.guess(name("one more")).unwrap();
    assert!(matches!(
        world.guess(name("yet another")),
        Err((Code::Wait, _)) | Ok(5)
    ));
}

#[test]
fn a_disk_that_refuses_makes_nothing_free() {
    let world = World::new();
    let ada = name("ada");
    std::fs::create_dir_all(world.folder.path().join(FILE).join("in the way")).unwrap();
    for _ in 0..5 {
        world.guess(ada).unwrap();
    }
    assert!(matches!(world.guess(ada), Err((Code::Wait, _))));
}
