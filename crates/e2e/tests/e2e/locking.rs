//! Locking, waiting after wrong passwords, and hiding texts, in the real window.

use std::time::{Duration, Instant};

use e2e::{Desk, Key, Options};

use crate::hand::Hand;
use crate::thread::{PASSWORD, found, go, issue, redeem, sign_in, sign_out};

/// Something that only this page knows, to see that the next one is another.
fn mark(desk: &Desk) {
    desk.script("window.marked = true", vec![]);
}

fn is_marked(desk: &Desk) -> bool {
    desk.script("return window.marked === true", vec![]) == true
}

fn locked(desk: &Desk) {
    desk.find("button", "Unlock");
    desk.find("heading", "Ingrid Solheim");
    assert!(!is_marked(desk), "a fresh page is shown");
    assert!(!desk.shows("link", "People"), "nothing of the desk stays");
}

#[test]
fn ctrl_l_locks_and_the_password_unlocks_on_the_same_page() {
    for hand in [Hand::Mouse, Hand::Keyboard] {
        let desk = Desk::start(Options::default());
        found(&desk, hand, "Several people", "Start empty");
        desk.wait_text("Overview");
        hand.visit(&desk, "Settings");
        desk.find("heading", "Settings");
        mark(&desk);
        match hand {
            Hand::Mouse => desk.find("button", "Lock now").click(),
            Hand::Keyboard => desk.chord(&[Key::Control], 'l'),
        }
        locked(&desk);
        hand.fill(&desk, "Password", PASSWORD);
        hand.press(&desk, "button", "Unlock");
        desk.find("heading", "Settings");
        desk.close();
    }
}

#[test]
fn a_minute_away_locks_where_a_minute_is_set() {
    let desk = Desk::start(Options::default());
    found(&desk, Hand::Mouse, "Several people", "Start empty");
    desk.wait_text("Overview");
    go(&desk, "/settings/security");
    desk.find("combobox", "Lock when away")
        .choose("After 1 minute");
    mark(&desk);
    let away = Instant::now();
    // Looking at the page is no sign of anybody at the window.
    while !desk.shows("button", "Unlock") {
        assert!(away.elapsed() < Duration::from_secs(100), "it never locked");
    }
    assert!(
        away.elapsed() > Duration::from_secs(45),
        "{:?}",
        away.elapsed()
    );
    locked(&desk);
    desk.wait_text("Locked after a minute away");
    Hand::Keyboard.fill(&desk, "Password", PASSWORD);
    desk.press(&[Key::Enter]);
    desk.find("combobox", "Lock when away");
    desk.close();
}

#[test]
fn wrong_passwords_wait_and_the_screen_counts_down() {
    let desk = Desk::start(Options::default());
    let hand = Hand::Keyboard;
    found(&desk, hand, "Several people", "Start empty");
    desk.wait_text("Overview");
    sign_out(&desk, Hand::Mouse);
    for _ in 0..5 {
        sign_in(&desk, hand, "ingrid", "not the right one");
        desk.wait_text("That does not match");
    }
    desk.wait_text("after several wrong tries");
    let button = desk.find("button", "Sign in");
    assert_eq!(button.attribute("aria-disabled").as_deref(), Some("true"));
    desk.wait("the end of the countdown", || {
        button.attribute("aria-disabled").is_none().then_some(())
    });
    sign_in(&desk, hand, "ingrid", PASSWORD);
    desk.wait_text("Overview");
    desk.close();
}

/// Whether these words can be seen on the page.
fn is_drawn(desk: &Desk, words: &str) -> bool {
    desk.script(include_str!("drawn.js"), vec![words.into()]) == true
}

/// Waits for the words to be seen, draws the curtain, and sees them no more; then opens it again.
#[track_caller]
fn hidden_by_the_curtain(desk: &Desk, words: &[&str]) {
    let all = |drawn: bool| words.iter().all(|words| is_drawn(desk, words) == drawn);
    desk.wait(&format!("{words:?} to be seen"), || all(true).then_some(()));
    desk.chord(&[Key::Control, Key::Shift], 'H');
    desk.wait(&format!("{words:?} to be hidden"), || {
        all(false).then_some(())
    });
    desk.wait_text("Texts are hidden");
    let button = desk.find("button", "Hide texts");
    assert_eq!(button.attribute("aria-pressed").as_deref(), Some("true"));
    desk.chord(&[Key::Control, Key::Shift], 'H');
    desk.wait("the curtain to open", || all(true).then_some(()));
}

#[test]
fn one_key_hides_what_people_wrote_and_the_bar_says_so() {
    const GOAL: &str = "Send the nursing application";
    const NOTE: &str = "The visit went well.";
    const REFLECTION: &str = "I could imagine working there";
    const TYPED: &str = "What nobody should see";
    let desk = Desk::start(Options::default());
    let hand = Hand::Mouse;
    found(&desk, hand, "Several people", "Open a sample programme");
    desk.wait_text("Overview");
    let student = issue(&desk, hand, "Linh Trần");
    sign_out(&desk, hand);
    redeem(&desk, hand, &student);

    hidden_by_the_curtain(&desk, &[GOAL]);
    hand.visit(&desk, "Goals");
    hidden_by_the_curtain(&desk, &[GOAL]);
    hand.visit(&desk, "Sessions");
    hidden_by_the_curtain(&desk, &[NOTE, REFLECTION]);
    hand.press(&desk, "link", "Workplace visit, Looking back");
    desk.find("heading", "Shared note");
    hidden_by_the_curtain(&desk, &[NOTE, REFLECTION]);
    hand.press(&desk, "button", "More about your reflection");
    hand.press(&desk, "menuitem", "Edit reflection");
    hand.fill(&desk, "Your reflection", TYPED);
    hidden_by_the_curtain(&desk, &[NOTE, TYPED]);

    // A dialog keeps the desk still: here the curtain is drawn before it opens.
    hand.visit(&desk, "Goals");
    hand.press(&desk, "button", "Hide texts");
    desk.wait_text("Texts are hidden");
    hand.press(&desk, "button", &format!("More about the goal {GOAL}"));
    hand.press(&desk, "menuitem", "Edit…");
    let field = desk.find("textbox", "Goal");
    assert_eq!(field.value(), GOAL);
    assert!(!is_drawn(&desk, GOAL), "the title shows in its dialog");
    hand.press(&desk, "button", "Cancel");
    desk.wait_gone("dialog", None);
    desk.close();
}
