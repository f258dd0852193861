//! Every page, in both themes and at both sizes: accessible, not wider than the window, and pictured.
//!
//! `cargo xtask screenshots` runs this alone and keeps the pictures.

use e2e::{Desk, Options, Theme};

use crate::hand::Hand;
use crate::thread::{PASSWORD, found_watched, go, sign_in, sign_out};

/// The pages of a role: the picture's name, the address, words that show it is there.
type Pages = &'static [(&'static str, &'static str, &'static str)];

const ADMINISTRATOR: Pages = &[
    ("overview", "/", "Overview"),
    ("people", "/people", "Linh Trần"),
    ("matches", "/matches", "Linh Trần"),
    ("matching", "/matching", "What makes a good pair"),
    ("import", "/import", "Choose a file"),
    ("codes", "/codes", "One-time codes"),
    ("requests", "/requests", "Requests"),
    ("fields", "/fields", "Fields"),
    ("all-sessions", "/sessions", "Sessions"),
    ("reports", "/reports", "Reports"),
    ("settings", "/settings", "Theme"),
    ("settings-security", "/settings/security", "Password"),
    ("settings-backups", "/settings/backups", "Second folder"),
    ("settings-programme", "/settings/programme", "Time zone"),
    ("activity", "/activity", "loaded the sample programme"),
    ("profile", "/profile", "Languages"),
    ("about", "/about", "Font Awesome"),
    ("not-found", "/nowhere", "There is no page at this address"),
];

const MENTOR: Pages = &[
    ("mentor-home", "/", "Linh Trần"),
    ("students", "/students", "Linh Trần"),
    ("mentor-sessions", "/sessions", "Linh Trần"),
    ("session-editor", "/sessions/log", "Log a session"),
    ("mentor-goals", "/goals", "Goals"),
    ("mentor-profile", "/profile", "Languages"),
];

const STUDENT: Pages = &[
    ("student-home", "/", "Amara Okonkwo"),
    ("my-mentor", "/mentor", "Amara Okonkwo"),
    ("student-sessions", "/sessions", "Amara Okonkwo"),
    ("student-goals", "/goals", "Goals"),
    ("student-profile", "/profile", "Interests"),
];

#[test]
fn screenshots_of_every_page_are_accessible_in_both_themes() {
    let desk = Desk::start(Options::default());
    let mut problems = Vec::new();
    found_watched(
        &desk,
        Hand::Mouse,
        "Several people",
        "Open a sample programme",
        |step| look(&desk, step, &mut problems),
    );
    desk.wait_text("Overview");
    visit(&desk, ADMINISTRATOR, &mut problems);
    person(&desk, &mut problems);
    session(&desk, "programme", &mut problems);
    proposal(&desk, &mut problems);
    let mentor = account(&desk, "Amara Okonkwo");
    let student = account(&desk, "Linh Trần");
    sign_out(&desk, Hand::Mouse);
    look(&desk, "sign-in", &mut problems);
    for (way, name, heading) in [
        ("Create an account", "register", "Create your account"),
        ("I have a code", "redeem", "Use your one-time code"),
        ("Forgot password", "forgot", "password"),
    ] {
        desk.find("button", way).click();
        desk.wait_text(heading);
        look(&desk, name, &mut problems);
        desk.script("location.reload()", Vec::new());
        desk.find("heading", "Welcome back");
    }
    sign_in(&desk, Hand::Mouse, &mentor, PASSWORD);
    desk.wait_text("Linh Trần");
    visit(&desk, MENTOR, &mut problems);
    session(&desk, "mentor", &mut problems);
    desk.find("button", "Edit").click();
    desk.find("textbox", "Shared note");
    look(&desk, "session-edit", &mut problems);
    sign_out(&desk, Hand::Mouse);
    sign_in(&desk, Hand::Mouse, &student, PASSWORD);
    desk.wait_text("Amara Okonkwo");
    visit(&desk, STUDENT, &mut problems);
    session(&desk, "student", &mut problems);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

fn visit(desk: &Desk, pages: Pages, problems: &mut Vec<String>) {
    for (name, address, words) in pages {
        go(desk, address);
        desk.wait_text(words);
        look(desk, name, problems);
    }
}

/// The page of a person.
fn person(desk: &Desk, problems: &mut Vec<String>) {
    go(desk, "/people");
    desk.find("link", "Amara Okonkwo").click();
    desk.find("button", "More about Amara Okonkwo");
    desk.wait_text("Kwame Boateng");
    look(desk, "person", problems);
}

/// The newest session of a list, as this role sees it.
fn session(desk: &Desk, role: &str, problems: &mut Vec<String>) {
    go(desk, "/sessions");
    desk.wait("the sessions", || {
        let first = "const first = document.querySelector('a.sess-title'); first?.click(); return first !== null";
        (desk.script(first, Vec::new()) == true).then_some(())
    });
    desk.wait_text("Who can read what");
    look(desk, &format!("session-{role}"), problems);
}

/// A proposal with its drawer.
fn proposal(desk: &Desk, problems: &mut Vec<String>) {
    go(desk, "/matching");
    desk.find("button", "Propose matches").click();
    desk.wait_text("Publish");
    look(desk, "proposal", problems);
}

/// Looks at the page in both themes and at both sizes.
pub fn look(desk: &Desk, name: &str, problems: &mut Vec<String>) {
    for theme in Theme::BOTH {
        desk.script(
            "document.documentElement.setAttribute('data-bs-theme', arguments[0])",
            vec![theme.as_str().into()],
        );
        for (width, height) in [(1280, 800), (900, 640)] {
            desk.set_size(width, height);
            desk.screenshot(&format!(
                "{name}-{}{}",
                theme.as_str(),
                if width == 900 { "-900x640" } else { "" }
            ));
            problems.extend(misfits(desk, name, width));
        }
        for violation in desk.violations() {
            problems.push(format!(
                "{name} in the {} theme: {violation}",
                theme.as_str()
            ));
        }
    }
    desk.set_size(360, 740);
    desk.screenshot(&format!("{name}-360"));
    problems.extend(misfits(desk, name, 360));
    desk.set_size(1280, 800);
}

/// What does not fit: the page into the window, or words into their box.
fn misfits(desk: &Desk, name: &str, width: u32) -> Vec<String> {
    let found = desk.script(include_str!("misfits.js"), Vec::new());
    let found = found.as_array().cloned().unwrap_or_default();
    found
        .iter()
        .map(|what| format!("{name} at {width} px: {what}"))
        .collect()
}

/// Gives somebody of the sample an account; answers the sign-in name.
fn account(desk: &Desk, person: &str) -> String {
    let issued = crate::thread::issue(desk, Hand::Mouse, person);
    sign_out(desk, Hand::Mouse);
    crate::thread::redeem(desk, Hand::Mouse, &issued);
    desk.find("button", ", account");
    sign_out(desk, Hand::Mouse);
    sign_in(desk, Hand::Mouse, "ingrid", PASSWORD);
    desk.wait_text("Overview");
    issued.name
}
