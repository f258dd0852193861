//! The whole thread: from an empty folder to a roster matched, a session logged and read, in the real window.

use std::fmt::Write;
use std::fs;

use e2e::{Desk, Element, Keyring, Options};

use crate::hand::Hand;

pub const PASSWORD: &str = "correct horse battery";

#[test]
fn the_whole_thread_by_mouse() {
    thread(Hand::Mouse);
}

#[test]
fn the_whole_thread_by_keyboard_alone() {
    thread(Hand::Keyboard);
}

fn thread(hand: Hand) {
    let mut desk = Desk::start(Options::default());
    found(&desk, hand, "Several people", "Start empty");
    desk.wait_text("Overview");
    import(&desk, hand);
    propose(&desk, hand);
    let (mentor, student, name_of_student) = codes(&desk, hand);
    sign_out(&desk, hand);

    redeem(&desk, hand, &mentor);
    desk.wait_text(&name_of_student);
    log(&desk, hand, &name_of_student);
    sign_out(&desk, hand);

    redeem(&desk, hand, &student);
    read_and_reflect(&desk, hand);
    sign_out(&desk, hand);

    sign_in(&desk, hand, "ingrid", PASSWORD);
    desk.wait_text("Overview");
    numbers_agree(&desk, hand);

    desk.restart();
    sign_in(&desk, hand, &mentor.name, PASSWORD);
    desk.wait_text(&name_of_student);
    hand.visit(&desk, "Sessions");
    desk.wait_text("Interview practice");
    desk.close();
}

/// The first run.
pub fn found(desk: &Desk, hand: Hand, computer: &str, data: &str) {
    found_watched(desk, hand, computer, data, |_| ());
}

/// The first run; `watch` is told the name of every step that is filled in.
pub fn found_watched(
    desk: &Desk,
    hand: Hand,
    computer: &str,
    data: &str,
    mut watch: impl FnMut(&str),
) {
    desk.find("heading", "Welcome to Mentorship Desk")
        .assert_in_view();
    watch("welcome");
    hand.press(desk, "button", "Continue");
    hand.fill(desk, "Programme name", "Harbour Bridge");
    hand.choose(desk, computer);
    watch("first-programme");
    hand.press(desk, "button", "Continue");
    hand.fill(desk, "Your name", "Ingrid Solheim");
    hand.fill(desk, "Sign-in name", "ingrid");
    hand.fill(desk, "Password", PASSWORD);
    hand.fill(desk, "Password again", PASSWORD);
    watch("first-administrator");
    hand.press(desk, "button", "Continue");
    desk.find("heading", "Print your recovery code");
    let groups = recovery_groups(desk);
    let asked = desk.wait("the groups that are asked for", || {
        let text = desk.text();
        let at = text.find("Type groups ")? + "Type groups ".len();
        let numbers: Vec<usize> = text[at..]
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(|number| number.parse().ok())
            .take(2)
            .collect();
        (numbers.len() == 2).then_some(numbers)
    });
    for number in asked {
        hand.fill(desk, &format!("Group {number}"), &groups[number - 1]);
    }
    watch("first-recovery-code");
    hand.press(desk, "button", "Continue");
    desk.find("heading", "How do you want to start?");
    hand.choose(desk, data);
    watch("first-data");
    hand.press(desk, "button", "Open the desk");
}

fn recovery_groups(desk: &Desk) -> Vec<String> {
    desk.wait("the recovery code", || {
        let text = desk.text();
        let groups: Vec<String> = text
            .split_whitespace()
            .filter(|word| {
                word.len() == 4
                    && word
                        .chars()
                        .all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
            })
            .map(str::to_owned)
            .collect();
        (groups.len() == 8).then_some(groups)
    })
}

/// Goes to a page by its address, where only the page is looked at; [`Hand::visit`] goes there as a person does.
pub fn go(desk: &Desk, route: &str) {
    desk.script(
        "location.hash = arguments[0]",
        vec![format!("#{route}").into()],
    );
}

/// Fifteen mentors and forty-five students, one of them with a name of every script.
fn roster() -> String {
    let mut text =
        "First name,Last name,E-mail,Role,How many students,Interests,Expertise,Languages,Grade\n"
            .to_owned();
    let topics = ["Nursing", "Law", "Design", "Coding", "Music"];
    for number in 0..60 {
        let topic = topics[number % 5];
        let (role, interests, expertise) = if number < 15 {
            ("mentor", "", topic)
        } else {
            ("student", topic, "")
        };
        let first = if number == 59 {
            "Trần Żółć".to_owned()
        } else {
            format!("Person{number:02}")
        };
        let grade = ["One", "Two", "Three"][number % 3];
        writeln!(
            text,
            "{first},Sample,p{number:02}@example.org,{role},Three,\"{interests}, \",\"{expertise}, \",\"English, Spanish, \",{grade}"
        )
        .expect("text grows");
    }
    text
}

pub fn import(desk: &Desk, hand: Hand) {
    fs::write(desk.pick_folder().join("roster.csv"), roster()).expect("the roster is written");
    hand.visit(desk, "Import");
    hand.press(desk, "button", "Choose a file…");
    desk.wait_text("roster.csv");
    desk.wait_text("Matched by name");
    hand.press(desk, "button", "Check 60 rows");
    desk.wait_text("60 ready");
    hand.press(desk, "button", "Import 60 people");
    desk.wait_text("60 people imported");
}

pub fn propose(desk: &Desk, hand: Hand) {
    hand.visit(desk, "Matching");
    hand.press(desk, "button", "Propose matches");
    desk.find("button", "Publish 45 matches…").assert_in_view();
    hand.press(desk, "button", "Publish 45 matches…");
    desk.find("dialog", None);
    hand.press(desk, "button", "Publish 45 matches");
    desk.wait_text("Undo");
    hand.visit(desk, "Matches");
    desk.wait_text("Person00 Sample");
}

/// What a printed line says.
pub struct Issued {
    pub name: String,
    pub code: String,
}

/// Issues codes to a mentor and one of their students.
pub fn codes(desk: &Desk, hand: Hand) -> (Issued, Issued, String) {
    let pairs = desk.script(
        "return [...document.querySelectorAll('tbody tr')].map(row => row.innerText)",
        Vec::new(),
    );
    let row = pairs
        .as_array()
        .and_then(|rows| rows.first())
        .and_then(|row| row.as_str())
        .expect("a match")
        .to_owned();
    let people: Vec<String> = row
        .lines()
        .flat_map(|line| line.split('\t'))
        .map(str::trim)
        .filter(|line| line.ends_with(" Sample"))
        .map(str::to_owned)
        .collect();
    let [student, mentor] = &people[..] else {
        panic!("two people in {row:?}")
    };
    let (student, mentor) = (student.clone(), mentor.clone());
    let student_code = issue(desk, hand, &student);
    let mentor_code = issue(desk, hand, &mentor);
    (mentor_code, student_code, student)
}

/// Waits until a list shows only what was searched for: while it still changes, a click may meet the row that was there.
#[track_caller]
pub fn narrowed(desk: &Desk, rows: &str, to: &str) {
    let read = "const rows = [...document.querySelectorAll(arguments[0])];
        return rows.length > 0 && rows.every((row) => row.textContent.includes(arguments[1]))";
    desk.wait(&format!("nobody but {to} in the list"), || {
        (desk.script(read, vec![rows.into(), to.into()]) == true).then_some(())
    });
}

pub fn issue(desk: &Desk, hand: Hand, person: &str) -> Issued {
    // Another code is issued where the last one was: the link of the page that is there begins it anew, and what is
    // typed meanwhile would go.
    if desk.script("return location.hash", Vec::new()) != "#/codes" {
        hand.visit(desk, "One-time codes");
    }
    hand.search(desk, "Name or e-mail", person);
    narrowed(desk, "tbody tr", person);
    hand.press(desk, "checkbox", person);
    hand.press(desk, "button", "Issue 1 code…");
    hand.press(desk, "button", "Issue and show");
    desk.wait_text("These codes are shown only now");
    let cell = |label: &str| {
        let read =
            "return document.querySelector(`td[data-label='${arguments[0]}']`).innerText.trim()";
        desk.script(read, vec![label.into()])
            .as_str()
            .expect("a line on the sheet")
            .to_owned()
    };
    let (name, code) = (cell("Sign-in name"), cell("Code"));
    hand.press(desk, "button", "Done");
    hand.press(desk, "button", "Leave");
    desk.wait_gone("dialog", None);
    Issued { name, code }
}

pub fn sign_out(desk: &Desk, hand: Hand) {
    hand.press(desk, "button", ", account");
    hand.press(desk, "menuitem", "Sign out");
    desk.find("heading", "Welcome back");
}

pub fn sign_in(desk: &Desk, hand: Hand, name: &str, password: &str) {
    hand.fill(desk, "Sign-in name", name);
    hand.fill(desk, "Password", password);
    hand.press(desk, "button", "Sign in");
}

pub fn redeem(desk: &Desk, hand: Hand, issued: &Issued) {
    hand.press(desk, "button", "I have a code");
    hand.fill(desk, "Sign-in name", &issued.name);
    hand.fill(desk, "One-time code", &issued.code);
    hand.fill(desk, "Choose a password", PASSWORD);
    hand.press(desk, "button", "Set password and sign in");
}

fn log(desk: &Desk, hand: Hand, student: &str) {
    hand.visit(desk, "My students");
    desk.wait_text(student);
    hand.visit(desk, "Sessions");
    hand.press(desk, "button", "Log session");
    hand.press(desk, "link", student);
    hand.fill(desk, "When", "now");
    hand.add(desk, "Topics", "Interviews");
    hand.fill(
        desk,
        "Shared note",
        "Interview practice: we *practised* the first questions.",
    );
    hand.fill(desk, "Private note", "Seems tired lately.");
    desk.wait_text("Saved");
    hand.press(desk, "button", "Save");
    desk.wait_text("Good ");
    hand.visit(desk, "Sessions");
    desk.wait_text("Interview practice");
}

fn read_and_reflect(desk: &Desk, hand: Hand) {
    hand.visit(desk, "Sessions");
    desk.wait_text("Interview practice");
    assert!(
        !desk.text().contains("Seems tired"),
        "a private note is its author's"
    );
    hand.press(desk, "link", "Interviews");
    desk.find("heading", "Shared note");
    desk.wait_text("practised");
    hand.press(desk, "button", "Write a reflection");
    hand.fill(
        desk,
        "Your reflection",
        "I was less nervous than I thought.",
    );
    hand.press(desk, "button", "Share reflection");
    desk.wait_gone("textbox", "Your reflection");
    desk.wait_text("I was less nervous");
}

/// The overview counts the one session that was logged, and the list shows it without what the pair wrote.
fn numbers_agree(desk: &Desk, hand: Hand) {
    let figure = |label: &str| {
        let read = "const stat = [...document.querySelectorAll('.stat')].find(({ textContent }) => textContent.startsWith(arguments[0])); \
            return stat?.querySelector('.stat-value').textContent ?? null";
        desk.wait(&format!("the figure {label}"), || {
            let figure = desk.script(read, vec![label.into()]);
            figure.as_str().map(str::to_owned)
        })
    };
    assert_eq!(figure("Active matches"), "45");
    assert_eq!(figure("Sessions in "), "1");
    hand.visit(desk, "Sessions");
    desk.wait_text("1 session ");
    desk.wait_text("Person");
    assert!(
        !desk.text().contains("Interview practice"),
        "the pair's note is not the administrator's to read"
    );
}

/// The last words are still on their way to the draft when the window goes.
#[test]
fn what_was_typed_last_is_there_after_the_window_was_closed_at_once() {
    let mut desk = Desk::start(Options::default());
    let hand = Hand::Mouse;
    found(&desk, hand, "Several people", "Start empty");
    desk.wait_text("Overview");
    import(&desk, hand);
    propose(&desk, hand);
    let (mentor, _, name_of_student) = codes(&desk, hand);
    sign_out(&desk, hand);
    redeem(&desk, hand, &mentor);
    let words = "She said something that must not get lost.";
    shared_note(&desk, &name_of_student).fill(words);
    desk.restart();
    sign_in(&desk, hand, &mentor.name, PASSWORD);
    let kept = shared_note(&desk, &name_of_student);
    desk.wait("the last words", || (kept.value() == words).then_some(()));
}

/// The field for the shared note of a new session with this student.
pub fn shared_note<'a>(desk: &'a Desk, student: &str) -> Element<'a> {
    desk.wait_text(student);
    Hand::Mouse.visit(desk, "Sessions");
    Hand::Mouse.press(desk, "button", "Log session");
    Hand::Mouse.press(desk, "link", student);
    desk.find("textbox", "Shared note")
}

#[test]
fn a_personal_computer_keeps_its_person_signed_in_through_the_keyring() {
    let mut desk = Desk::start(Options {
        keyring: Keyring::Real,
        ..Options::default()
    });
    found(&desk, Hand::Mouse, "Only me", "Start empty");
    desk.wait_text("Overview");
    sign_out(&desk, Hand::Mouse);
    desk.find("checkbox", "Keep me signed in").click();
    desk.find("textbox", "Password for ingrid").fill(PASSWORD);
    desk.find("button", "Sign in").click();
    desk.wait_text("Overview");
    desk.restart();
    desk.wait_text("Overview");
    sign_out(&desk, Hand::Mouse);
    desk.restart();
    desk.find("heading", "Welcome back");
}

#[test]
fn without_a_keyring_the_password_works_and_nothing_is_offered() {
    let desk = Desk::start(Options {
        keyring: Keyring::None,
        ..Options::default()
    });
    found(&desk, Hand::Mouse, "Only me", "Start empty");
    desk.wait_text("Overview");
    sign_out(&desk, Hand::Mouse);
    assert!(!desk.shows("checkbox", "Keep me signed in"));
    desk.find("textbox", "Password for ingrid").fill(PASSWORD);
    desk.find("button", "Sign in").click();
    desk.wait_text("Overview");
}
