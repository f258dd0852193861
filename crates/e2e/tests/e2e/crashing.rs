//! The page's program stops, or its process dies: the window says so or comes back, and nobody is signed out.

use std::fs;

use e2e::{Desk, Options};
use rustix::process::{Pid, Signal, kill_process};

use crate::hand::Hand;
use crate::thread::found;

const HAND: Hand = Hand::Mouse;

/// The process that draws the page.
fn drawing(desk: &Desk) -> Option<i32> {
    // The kernel keeps 15 letters of a name.
    let draws = |process: &i32| {
        fs::read_to_string(format!("/proc/{process}/comm"))
            .is_ok_and(|name| name.trim() == "WebKitWebProces")
    };
    desk.processes().into_iter().find(draws)
}

/// Ends the process that draws the page, as a crash does.
fn end_drawing(desk: &Desk) -> i32 {
    let process = drawing(desk).expect("a process that draws the page");
    let id = Pid::from_raw(process).expect("a process id");
    kill_process(id, Signal::KILL).expect("it can be ended");
    process
}

/// Of a thousand bytes of two pictures, how many may differ: a focus ring, a minute that passed.
const ALIKE: usize = 10;

/// Of a thousand bytes, how many differ.
fn different(one: &[u8], other: &[u8]) -> usize {
    assert_eq!(one.len(), other.len());
    let different = one.iter().zip(other).filter(|(one, other)| one != other);
    different.count() * 1000 / one.len()
}

/// The screen when it changes no more.
fn at_rest(desk: &Desk) -> Vec<u8> {
    let mut last = Vec::new();
    desk.wait("a screen at rest", || {
        let now = desk.pixels();
        let rests = now == std::mem::replace(&mut last, now.clone());
        rests.then_some(now)
    })
}

#[test]
fn a_page_whose_process_dies_comes_back() {
    let desk = Desk::start(Options::default());
    found(&desk, HAND, "Several people", "Start empty");
    desk.wait_text("Begin with the people");
    // The driver is about to lose the page for good: the screen has to say what stands there.
    let before = at_rest(&desk);
    let as_it_was = || {
        desk.wait("the page as it was", || {
            (different(&before, &desk.pixels()) < ALIKE).then_some(())
        });
    };
    for _ in 0..3 {
        let ended = end_drawing(&desk);
        desk.wait("another process to draw the page", || {
            drawing(&desk).filter(|another| *another != ended)
        });
        as_it_was();
    }

    // One time too many: it would only flicker. Now the window says what happened, and that is all.
    let windows = desk.windows();
    end_drawing(&desk);
    desk.wait("a message", || (desk.windows() > windows).then_some(()));
    assert_eq!(drawing(&desk), None);
    desk.close();
}

#[test]
fn the_web_view_is_told_not_to_compile_beside_the_page() {
    let desk = Desk::start(Options::default());
    let process = drawing(&desk).expect("a process that draws the page");
    let environment = fs::read(format!("/proc/{process}/environ")).expect("its environment");
    let mut variables = environment.split(|byte| *byte == 0);
    assert!(variables.any(|variable| variable == b"JSC_useConcurrentJIT=0"));
    desk.close();
}

#[test]
fn a_page_that_stops_says_so_and_opens_again() {
    let desk = Desk::start(Options::default());
    found(&desk, HAND, "Several people", "Start empty");
    desk.wait_text("Overview");
    let breaks = "setTimeout(() => { throw new Error('out of order') })";
    desk.script(breaks, Vec::new());

    desk.find("heading", "Mentorship Desk has stopped");
    desk.wait_text("out of order");
    desk.screenshot("stopped");
    HAND.press(&desk, "button", "Open again");
    desk.find("heading", "Overview");
    desk.close();
}
