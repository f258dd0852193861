//! The window opens, and only once.

use std::fs::{self, File};

use e2e::{Desk, Options};

#[test]
fn the_window_opens_and_is_not_blank() {
    let desk = Desk::start(Options::default());
    let heading = desk.find("heading", None);
    heading.assert_in_view();
    assert!(!heading.text().is_empty());
    assert_eq!(desk.size(), (1280, 800));
    desk.screenshot("opening");
}

#[test]
fn the_window_comes_back_where_it_was() {
    let mut desk = Desk::start(Options::default());
    desk.set_size(1000, 700);
    desk.move_to(310, 170);
    desk.restart();
    assert_eq!(desk.size(), (1000, 700));
    assert_eq!(desk.place(), (310, 170));
}

#[test]
fn beside_an_open_window_nothing_else_opens_the_programme() {
    let desk = Desk::start(Options::default());
    let answer = desk.call(&["programmes.status", "{}"]);
    assert_eq!(answer.status.code(), Some(24));
    assert!(answer.stdout.is_empty());
    let error: serde_json::Value = serde_json::from_slice(&answer.stderr).expect("JSON");
    assert_eq!(error["code"], "already_running");
}

#[test]
fn a_second_window_says_that_there_is_one_and_leaves() {
    let desk = Desk::start(Options::default());
    let said = desk.home().join("second.log");
    let mut second = desk
        .command(&[])
        .stderr(File::create(&said).expect("a log"))
        .spawn()
        .expect("the program runs");
    desk.wait("the second window's refusal", || {
        let said = fs::read_to_string(&said).ok()?;
        said.contains("Mentorship Desk is open already. Close the other window first")
            .then_some(())
    });
    let status = desk.wait("the second window to leave", || {
        desk.close_windows_of(second.id());
        second.try_wait().expect("a process")
    });
    assert_eq!(status.code(), Some(3));
    desk.find("heading", None).assert_in_view();
}

#[test]
fn a_command_needs_no_window() {
    let mut desk = Desk::start(Options::default());
    desk.close_window();
    let answer = desk.call(&["programmes.status", "{}"]);
    assert_eq!(String::from_utf8_lossy(&answer.stderr), "");
    assert!(answer.status.success());
    let status: serde_json::Value = serde_json::from_slice(&answer.stdout).expect("JSON");
    assert!(status.is_object(), "{status}");
}

#[test]
fn links_and_scripts_do_not_lead_out_of_the_page() {
    let desk = Desk::start(Options::default());
    let before = desk.address();
    for elsewhere in [
        "file:///etc/hostname",
        "data:text/html,elsewhere",
        "about:blank",
    ] {
        desk.script("location.href = arguments[0]", vec![elsewhere.into()]);
    }
    assert_eq!(desk.address(), before);
    desk.find("heading", None);
}
