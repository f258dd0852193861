//! What each role does beside the thread, in the sample programme: every step, and what the screen says after it.

use e2e::{Desk, Options, Theme};

use crate::hand::Hand;
use crate::thread::{PASSWORD, found, go, issue, narrowed, redeem, sign_in, sign_out};

const MOUSE: Hand = Hand::Mouse;
const NEW_PASSWORD: &str = "another horse, another battery";

/// The sample programme, its administrator signed in.
fn sample() -> Desk {
    let desk = Desk::start(Options::default());
    found(&desk, MOUSE, "Several people", "Open a sample programme");
    desk.wait_text("Overview");
    desk
}

/// Somebody of the sample, signed in; answers the sign-in name.
fn as_somebody(desk: &Desk, name: &str) -> String {
    let issued = issue(desk, MOUSE, name);
    sign_out(desk, MOUSE);
    redeem(desk, MOUSE, &issued);
    desk.wait_text("Good ");
    issued.name
}

/// All that the page's content says, hidden or not.
fn content(desk: &Desk) -> String {
    let read = "return document.querySelector('main').textContent";
    let content = desk.script(read, Vec::new());
    content.as_str().unwrap_or_default().to_owned()
}

/// Waits until the page's content says it: rows of tables have their names in links.
#[track_caller]
fn says(desk: &Desk, words: &str) {
    desk.wait(&format!("the page to say \"{words}\""), || {
        content(desk).contains(words).then_some(())
    });
}

#[track_caller]
fn says_no_more(desk: &Desk, words: &str) {
    desk.wait(&format!("the page not to say \"{words}\""), || {
        (!content(desk).contains(words)).then_some(())
    });
}

fn choose(desk: &Desk, menu: &str, item: &str) {
    desk.find("button", menu).click();
    desk.find("menuitem", item).click();
}

fn add_tag(desk: &Desk, field: &str, tag: &str) {
    desk.find("combobox", field).append(&format!("{tag},"));
    desk.find("button", format!("Remove {tag}").as_str());
}

/// Opens somebody's page from the list.
fn person(desk: &Desk, name: &str) {
    go(desk, "/people");
    desk.find("searchbox", "Name or e-mail").fill(name);
    narrowed(desk, "tbody tr", name);
    desk.find("link", name).click();
    desk.find("button", format!("More about {name}").as_str());
}

/// Passwords: an old one that does not open any more, and the new one, which does.
fn change_password(desk: &Desk, name: &str) {
    go(desk, "/settings/security");
    desk.find("button", "Change password…").click();
    desk.find("dialog", "Change your password");
    desk.find("textbox", "Password now")
        .fill("not the right one");
    desk.find("textbox", "New password").fill(NEW_PASSWORD);
    desk.find("button", "Change password").click();
    desk.wait_text("This is not your password");
    desk.find("textbox", "Password now").fill(PASSWORD);
    desk.find("button", "Change password").click();
    desk.wait_gone("dialog", None);
    desk.wait_text("Password changed");
    sign_out(desk, MOUSE);
    sign_in(desk, MOUSE, name, PASSWORD);
    desk.wait_text("That does not match");
    sign_in(desk, MOUSE, name, NEW_PASSWORD);
    desk.find("button", ", account");
}

#[test]
fn an_administrator_looks_after_people_and_matches_by_hand() {
    let desk = sample();
    a_person_is_created_and_edited(&desk);
    a_match_takes_its_turns(&desk);
    somebody_is_deactivated(&desk);
    roles_are_switched(&desk);

    go(&desk, "/profile");
    desk.find("textbox", "Name").fill("Ingrid Solheim-Berg");
    add_tag(&desk, "Languages", "Norwegian");
    desk.find("button", "Save").click();
    desk.wait_text("Profile saved");
    desk.wait_text("Ingrid Solheim-Berg, account");

    go(&desk, "/settings/programme");
    desk.find("button", "Remove the sample…").click();
    desk.find("dialog", "Remove the sample programme?");
    desk.find("button", "Remove the sample").click();
    desk.wait_text("The sample programme is gone");
    desk.wait_gone("button", "Remove the sample…");
    go(&desk, "/people");
    says(&desk, "Tove Lindqvist");
    says_no_more(&desk, "Linh Trần");
    change_password(&desk, "ingrid");
    desk.close();
}

fn a_person_is_created_and_edited(desk: &Desk) {
    go(desk, "/people");
    desk.find("button", "Add person").click();
    let dialog = desk.find("dialog", "Add a person");
    dialog.find("button", "Add person").click();
    desk.wait_text("Fill this in");
    dialog.find("textbox", "Name").fill("Tove Lindqvist");
    dialog.find("textbox", "E-mail").fill("tove@example.org");
    add_tag(desk, "Interests", "Accounting");
    dialog.find("button", "Add person").click();
    desk.wait_gone("dialog", None);
    desk.find("heading", "Tove Lindqvist");
    says(desk, "tove@example.org");
    says(desk, "Accounting");
    says(desk, "Waiting for a mentor");

    desk.find("button", "Edit").click();
    let dialog = desk.find("dialog", "Edit Tove Lindqvist");
    dialog.find("textbox", "About them").fill("Counts boats.");
    dialog.find("textbox", "E-mail").fill("tove.l@example.org");
    dialog.find("button", "Save").click();
    desk.wait_gone("dialog", None);
    says(desk, "Counts boats.");
    says(desk, "tove.l@example.org");
}

fn a_match_takes_its_turns(desk: &Desk) {
    const PAIR: &str = "Tove Lindqvist and Mei-Ling Chua";
    person(desk, "Tove Lindqvist");
    desk.find("button", "Find a mentor").click();
    let dialog = desk.find("dialog", "A mentor for Tove Lindqvist");
    dialog.find("searchbox", "Find a mentor").fill("Mei-Ling");
    narrowed(desk, ".pick-list .pick", "Mei-Ling");
    dialog.find("radio", "Mei-Ling Chua").click();
    dialog.find("button", "Make the match").click();
    desk.wait_text(&format!("{PAIR} are matched"));
    says(desk, "Mentor · 0 sessions");

    go(desk, "/matches");
    desk.find("searchbox", "Find a person").fill("Tove");
    says(desk, "1 match");
    let menu = format!("Actions for {PAIR}");
    choose(desk, &menu, "Pause");
    desk.wait_text(&format!("{PAIR} paused"));
    desk.wait_gone("button", menu.as_str());
    desk.find("button", "Paused").click();
    choose(desk, &menu, "Resume");
    desk.wait_text(&format!("{PAIR} go on"));
    desk.wait_gone("button", menu.as_str());
    desk.find("button", "Active").click();
    choose(desk, &menu, "End…");
    let dialog = desk.find("dialog", format!("End the match of {PAIR}?").as_str());
    dialog.find("textbox", "Reason").fill("Moved away");
    dialog.find("button", "End match").click();
    desk.wait_text(&format!("The match of {PAIR} ended"));
    desk.wait_gone("button", menu.as_str());
    desk.find("button", "Ended").click();
    choose(desk, &menu, "Reopen…");
    let dialog = desk.find("dialog", format!("Reopen the match of {PAIR}?").as_str());
    dialog.find("button", "Reopen").click();
    desk.wait_text(&format!("{PAIR} are matched again"));
    desk.wait_gone("button", menu.as_str());
    desk.find("button", "Active").click();
    desk.find("button", menu.as_str());
}

fn somebody_is_deactivated(desk: &Desk) {
    person(desk, "Tove Lindqvist");
    choose(desk, "More about Tove Lindqvist", "Deactivate…");
    let dialog = desk.find("dialog", "Deactivate Tove Lindqvist?");
    desk.wait_text("1 open match ends at once");
    dialog.find("button", "Deactivate").click();
    desk.wait_text("Tove Lindqvist is inactive");
    desk.find("button", "Reactivate…");
    says(desk, "Ended");
    go(desk, "/people");
    says_no_more(desk, "Tove Lindqvist");
    list(desk, "Inactive");
    desk.find("link", "Tove Lindqvist").click();
    desk.find("button", "Reactivate…").click();
    let dialog = desk.find("dialog", "Reactivate Tove Lindqvist?");
    dialog.find("button", "Reactivate").click();
    desk.wait_text("Tove Lindqvist is active again");
    says(desk, "No mentor");
}

/// Chooses one of the lists of people; their names go on with how many there are.
fn list(desk: &Desk, name: &str) {
    let lists = desk.find("group", "Lists").find_all("button", None);
    let wanted = lists.iter().find(|list| list.text().starts_with(name));
    wanted.expect("the list").click();
}

fn roles_are_switched(desk: &Desk) {
    person(desk, "Ingrid Solheim");
    choose(desk, "More about Ingrid Solheim", "Change roles…");
    let dialog = desk.find("dialog", "Roles of Ingrid Solheim");
    dialog.find("checkbox", "Mentor").click();
    dialog.find("textbox", "Your password").fill(PASSWORD);
    dialog.find("button", "Save roles").click();
    desk.wait_text("Ingrid Solheim: mentor and administrator");
    desk.find("button", ", account").click();
    desk.find("menuitemradio", "Mentor").click();
    desk.wait_text("Good ");
    desk.find("link", "My students");
    assert!(!desk.shows("link", "People"), "a mentor has no such page");
    desk.find("button", ", account").click();
    desk.find("menuitemradio", "Administrator").click();
    desk.find("heading", "Overview");
    desk.find("link", "People");
}

#[test]
fn a_mentor_writes_changes_and_takes_back() {
    let desk = sample();
    let name = as_somebody(&desk, "Amara Okonkwo");
    a_mentor_edits_the_own_profile(&desk);
    let session = a_session_is_logged_in_full(&desk);
    a_session_is_changed_and_deleted(&desk, &session);
    a_goal_is_set_and_moved(&desk, Some("Linh Trần"));
    change_password(&desk, &name);
    desk.close();
}

fn a_mentor_edits_the_own_profile(desk: &Desk) {
    go(desk, "/profile");
    desk.find("textbox", "How many students").fill("1");
    desk.find("button", "Save").click();
    says(
        desk,
        "Linh Trần, Sofía Herrera and Yusuf Demir: choose at least 5",
    );
    let places = desk.find("textbox", "How many students");
    let wrong = places.attribute("aria-invalid");
    assert_eq!(wrong.as_deref(), Some("true"), "it is said at its field");
    places.fill("6");
    says_no_more(desk, "choose at least 5");
    desk.find("textbox", "Bio").fill("Wards, and *patience*.");
    add_tag(desk, "Expertise", "Night shifts");
    add_tag(desk, "Languages", "French");
    desk.find("combobox", "Time zone").fill("Europe/Oslo");
    let evenings = desk.find("button", "Evenings");
    evenings.assert_in_view();
    evenings.click();
    desk.find("button", "Save").click();
    desk.wait_text("Profile saved");
    // Another page and back: what is shown then was stored.
    go(desk, "/about");
    desk.wait_text("Font Awesome");
    go(desk, "/profile");
    let places = desk.find("textbox", "How many students");
    assert_eq!(places.value(), "6");
    let bio = desk.find("textbox", "Bio");
    assert_eq!(bio.value(), "Wards, and *patience*.");
    desk.find("button", "Remove Night shifts");
    desk.find("button", "Remove French");
    assert_eq!(desk.find("combobox", "Time zone").value(), "Europe/Oslo");
    for (hour, free) in [("Friday 20:00", "true"), ("Monday 15:00", "false")] {
        let cell = desk.find("gridcell", hour);
        assert_eq!(cell.attribute("aria-selected").as_deref(), Some(free));
    }
}

/// Answers the address of the session.
fn a_session_is_logged_in_full(desk: &Desk) -> String {
    go(desk, "/sessions/log");
    desk.find("link", "Linh Trần").click();
    desk.find("heading", "Log a session with Linh Trần");
    desk.find("textbox", "When").fill("today 00:05");
    desk.find("radio", "90").click();
    desk.find("combobox", "Place").fill("Harbour café");
    add_tag(desk, "Topics", "Tides");
    add_tag(desk, "Topics", "Courage");
    desk.find("button", "You and Linh can read this").click();
    desk.find(
        "menuitemradio",
        "You, Linh and the administrators can read this",
    )
    .click();
    desk.find("textbox", "Shared note")
        .fill("We read the **tables** together.");
    desk.find("button", "Save").click();
    desk.wait_text("Session with Linh logged");
    desk.wait_text("Good ");

    go(desk, "/sessions");
    desk.find("link", "Tides, Courage").click();
    desk.find("heading", "Session with Linh Trần");
    says(desk, "1 h 30 min");
    says(desk, "Harbour café");
    says(desk, "You, Linh and the administrators can read this");
    says(desk, "We read the tables together.");
    desk.address()
}

fn a_session_is_changed_and_deleted(desk: &Desk, session: &str) {
    desk.find("button", "Edit").click();
    desk.find("radio", "Other").click();
    desk.find("textbox", "Minutes, other").fill("50");
    desk.find("button", "Remove Courage").click();
    desk.find("textbox", "Shared note")
        .fill("We read half of the tables.");
    desk.find("button", "Save").click();
    desk.wait_text("Session saved");
    assert_eq!(desk.address(), session, "saving leads back");
    says(desk, "50 min");
    says(desk, "We read half of the tables.");
    says_no_more(desk, "Courage");

    choose(desk, "More about this session", "Delete session");
    desk.wait_text("Session deleted");
    desk.find("heading", "Sessions");
    desk.wait_gone("link", "Tides");
    desk.find("button", "Undo").click();
    desk.wait_text("Session restored");
    desk.find("link", "Tides").click();
    says(desk, "We read half of the tables.");
}

/// `of` is chosen where there are several.
fn a_goal_is_set_and_moved(desk: &Desk, of: Option<&str>) {
    go(desk, "/goals");
    // An empty page offers it twice.
    let add = desk.wait("the way to add a goal", || {
        desk.find_all("button", "Add a goal").into_iter().next()
    });
    add.click();
    let dialog = desk.find("dialog", "Add a goal");
    if let Some(of) = of {
        dialog.find("combobox", "For").choose(of);
    }
    dialog.find("textbox", "Goal").fill("Read a chart alone");
    dialog
        .find("textbox", "How to get there")
        .fill("One a week.");
    dialog.find("textbox", "Due").fill("soon");
    dialog.find("button", "Add goal").click();
    desk.wait_text("Write a day such as");
    dialog.find("textbox", "Due").fill("tomorrow");
    dialog.find("button", "Add goal").click();
    desk.wait_gone("dialog", None);
    desk.wait_text("Goal added");
    says(desk, "Read a chart alone");
    says(desk, "Due tomorrow");

    desk.find("slider", "Progress of Read a chart alone")
        .append("\u{e014}\u{e014}");
    desk.wait_text("Goal moved to 10 %");
    choose(desk, "More about the goal Read a chart alone", "Edit…");
    let dialog = desk.find("dialog", "Edit goal");
    dialog.find("textbox", "Goal").fill("Read two charts alone");
    dialog.find("button", "Save").click();
    desk.wait_text("Goal saved");
    says(desk, "Read two charts alone");
    says(desk, "10 %");
    choose(desk, "More about the goal Read two charts alone", "Delete");
    desk.wait_text("Goal deleted");
    says_no_more(desk, "Read two charts alone");
    desk.find("button", "Undo").click();
    desk.wait_text("Goal restored");
    says(desk, "Read two charts alone");
}

/// A code takes a moment, and a roster has hundreds.
#[test]
fn codes_for_many_come_a_part_at_a_time_and_can_be_stopped() {
    let desk = sample();
    go(&desk, "/codes");
    desk.find("checkbox", "Amara Okonkwo");
    desk.find("button", "Choose all").click();
    desk.find("button", "Issue 27 codes…").click();
    desk.find("button", "Issue and show").click();
    desk.wait_text("0 of 27 issued");
    desk.find("button", "Stop").click();
    desk.find("heading", "20 one-time codes");
    desk.find("button", "Done").click();
    desk.find("button", "Leave").click();

    // Whoever has none yet is still chosen.
    desk.find("button", "Issue 7 codes…").click();
    desk.find("button", "Issue and show").click();
    desk.find("heading", "7 one-time codes");
    desk.close();
}

#[test]
fn a_student_registers_and_an_administrator_approves() {
    let desk = sample();
    sign_out(&desk, MOUSE);
    desk.find("button", "Create an account").click();
    desk.find("heading", "Create your account");
    desk.find("radio", "I’m a student").click();
    desk.find("button", "Create account").click();
    desk.wait_text("Fill this in");
    desk.find("textbox", "Name").fill("Jonas Weber");
    desk.find("textbox", "Sign-in name").fill("jonas");
    desk.find("textbox", "Password").fill(PASSWORD);
    desk.find("textbox", "A line to the administrators")
        .fill("From Mrs. Lind's class");
    desk.find("button", "Create account").click();
    desk.wait_text("Waiting for approval");
    desk.wait_text("sign in here as jonas");
    desk.find("button", "Back to sign-in").click();
    sign_in(&desk, MOUSE, "jonas", PASSWORD);
    desk.wait_text("That does not match");

    sign_in(&desk, MOUSE, "ingrid", PASSWORD);
    desk.wait_text("Overview");
    desk.find("link", "Requests 1 due").click();
    says(&desk, "From Mrs. Lind's class");
    desk.find("button", "Approve Jonas Weber").click();
    desk.wait_text("Jonas Weber can sign in now");
    says(&desk, "No requests");
    sign_out(&desk, MOUSE);

    sign_in(&desk, MOUSE, "jonas", PASSWORD);
    desk.wait_text(", Jonas");
    says(&desk, "No mentor yet");
    assert!(!desk.shows("link", "People"), "a student has no such page");
    go(&desk, "/people");
    desk.wait_text("This is not for your role");
    go(&desk, "/profile");
    add_tag(&desk, "Interests", "Ships");
    desk.find("textbox", "Bio").fill("I like ships.");
    desk.find("button", "Save").click();
    desk.wait_text("Profile saved");
    sign_out(&desk, MOUSE);

    sign_in(&desk, MOUSE, "ingrid", PASSWORD);
    desk.wait_text("Overview");
    person(&desk, "Jonas Weber");
    says(&desk, "I like ships.");
    says(&desk, "Can sign in");
    desk.find("button", "Find a mentor").click();
    let dialog = desk.find("dialog", "A mentor for Jonas Weber");
    dialog.find("radio", "Tomás Ibarra").click();
    dialog.find("button", "Make the match").click();
    desk.wait_text("Jonas Weber and Tomás Ibarra are matched");
    sign_out(&desk, MOUSE);

    sign_in(&desk, MOUSE, "jonas", PASSWORD);
    desk.wait_text("Your mentor");
    desk.find("link", "Tomás Ibarra");
    a_goal_is_set_and_moved(&desk, None);
    change_password(&desk, "jonas");
    desk.close();
}

#[test]
fn the_theme_is_the_one_that_was_chosen_also_after_a_restart() {
    let mut desk = Desk::start(Options {
        theme: Theme::Dark,
        ..Options::default()
    });
    found(&desk, MOUSE, "Several people", "Start empty");
    desk.wait_text("Overview");
    let system = "return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark'";
    let system = desk.script(system, Vec::new());
    let system = system.as_str().expect("a theme").to_owned();
    for (name, shown) in [("Light", "light"), ("System", &system), ("Dark", "dark")] {
        go(&desk, "/settings");
        desk.find("radio", name).click();
        is_shown(&desk, shown);
        desk.restart();
        is_shown(&desk, shown);
        sign_in(&desk, MOUSE, "ingrid", PASSWORD);
        desk.wait_text("Overview");
        go(&desk, "/settings");
        let chosen = desk.find("radio", name).attribute("aria-checked");
        assert_eq!(chosen.as_deref(), Some("true"), "{name}");
        is_shown(&desk, shown);
    }
    desk.close();
}

#[track_caller]
fn is_shown(desk: &Desk, theme: &str) {
    let read = "return document.documentElement.dataset.bsTheme";
    desk.wait(&format!("the {theme} theme"), || {
        (desk.script(read, Vec::new()) == theme).then_some(())
    });
}
