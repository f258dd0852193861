//! A large import, watched and stopped.

use std::fmt::Write;
use std::fs;
use std::time::Duration;

use e2e::{Desk, Options};

use crate::hand::Hand;
use crate::thread::found;

/// So many that an import takes some seconds even where it is fast.
const ROWS: usize = 30_000;

fn roster() -> String {
    let mut text = "Name,E-mail,Role,Interests\n".to_owned();
    for at in 0..ROWS {
        writeln!(
            text,
            "Person No{at:05},q{at:05}@example.org,student,\"Law, Music\""
        )
        .expect("text grows");
    }
    text
}

/// How far the bar is, between 0 and 1; `None` without one.
fn bar(desk: &Desk) -> Option<f64> {
    let read = "return document.querySelector('.waiting progress')?.position ?? -1";
    desk.script(read, Vec::new())
        .as_f64()
        .filter(|at| (0.0..=1.0).contains(at))
}

#[test]
fn an_import_shows_how_far_it_is_and_stopped_it_leaves_nobody() {
    let desk = Desk::start(Options::default());
    let hand = Hand::Keyboard;
    found(&desk, hand, "Several people", "Start empty");
    desk.wait_text("Overview");
    fs::write(desk.pick_folder().join("roster.csv"), roster()).expect("the roster");
    hand.visit(&desk, "Import");
    hand.press(&desk, "button", "Choose a file…");
    hand.press(&desk, "button", "Check 30,000 rows");
    desk.find("heading", "Checking the rows");
    hand.press(&desk, "button", "Stop");
    desk.wait_text("The check was stopped");
    hand.press(&desk, "button", "Check again");
    desk.wait_within(Duration::from_secs(90), "the end of the check", || {
        desk.shows("button", "Import 30,000 people").then_some(())
    });
    hand.press(&desk, "button", "Import 30,000 people");
    desk.find("heading", "Importing");
    let early = desk.wait("progress", || bar(&desk).filter(|at| *at > 0.0));
    desk.wait("more progress", || bar(&desk).filter(|at| *at > early));
    desk.wait_text(" %");
    hand.press(&desk, "button", "Stop");
    desk.wait_text("The import was stopped");
    desk.wait_text("The people of the programme are as they were.");
    hand.visit(&desk, "People");
    desk.wait_text("Ingrid Solheim");
    desk.wait_text("1 person");
    desk.close();
}
