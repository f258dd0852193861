//! Erasing a person in the window: told before, asked for the password, gone afterwards.

use e2e::{Desk, Options};

use crate::hand::Hand;
use crate::pages::look;
use crate::thread::{PASSWORD, found, go};

const PERSON: &str = "Amara Okonkwo";

#[test]
fn a_person_is_erased_and_nobody_finds_them() {
    let desk = Desk::start(Options::default());
    found(
        &desk,
        Hand::Mouse,
        "Several people",
        "Open a sample programme",
    );
    desk.wait_text("Overview");
    open(&desk);
    desk.find("dialog", "Erase Amara Okonkwo?");
    desk.wait_text("Former mentor");
    let mut problems = Vec::new();
    look(&desk, "erase", &mut problems);
    assert!(problems.is_empty(), "{}", problems.join("\n"));

    let erase = desk.find("button", "Erase");
    let blocked = erase.attribute("aria-disabled");
    assert_eq!(blocked.as_deref(), Some("true"), "not without the password");
    desk.find("textbox", "Your password")
        .fill("another password");
    desk.find("button", "Erase").click();
    desk.wait_text("This is not your password");
    desk.find("textbox", "Your password").fill(PASSWORD);
    desk.find("button", "Erase").click();
    desk.wait_gone("dialog", None);
    desk.wait_text("Amara Okonkwo was erased");

    go(&desk, "/people");
    desk.wait_text("Linh Trần");
    assert_listed(&desk, "Linh Trần");
    go(&desk, "/sessions");
    desk.wait_text("Former mentor");
    assert_listed(&desk, "Former mentor");
}

/// The page shows `other`, and not the person.
fn assert_listed(desk: &Desk, other: &str) {
    let read = "return document.querySelector('main').textContent";
    let page = desk.wait(&format!("the page to show \"{other}\""), || {
        let page = desk.script(read, Vec::new()).as_str()?.to_owned();
        page.contains(other).then_some(page)
    });
    assert!(!page.contains(PERSON), "{page}");
}

/// Opens the dialog from the page of the person.
fn open(desk: &Desk) {
    go(desk, "/people");
    desk.wait_text(PERSON);
    desk.find("link", PERSON).click();
    desk.find("button", "More about Amara Okonkwo").click();
    desk.find("menuitem", "Erase…").click();
}
