//! The workbench of a proposal: from an import to a published, proved cohort, in the real window.

use std::fmt::Write;
use std::fs;

use e2e::{Desk, Key, Options};

use crate::hand::Hand;
use crate::pages::look;
use crate::thread::{found, go};

const STUDENTS: [&str; 26] = [
    "Mai Phạm",
    "Noah Lindqvist",
    "Yuki Tanabe",
    "Siosaia Taufa",
    "Priya Raman",
    "Rafael Nunes",
    "Leila Haddad",
    "Zofia Kaczmarek",
    "Callum Reid",
    "Ayaan Sheikh",
    "Hana Sato",
    "Ines Moreau",
    "Luka Babić",
    "Sofia Rossi",
    "Emeka Obi",
    "Freya Dahl",
    "Tomás Herrera",
    "Aroha Ngata",
    "Kofi Mensah",
    "Elif Yıldız",
    "Jonas Weber",
    "Nour Aziz",
    "Wanjiru Kamau",
    "Pita Fifita",
    "Grace Kim",
    "Amina Yusuf",
];

const MENTORS: [&str; 12] = [
    "Solveig Berg",
    "Ravi Menon",
    "Luca Moretti",
    "Pavel Horák",
    "Nadia Rahimi",
    "Ana Petrović",
    "Oluwaseun Adeyemi",
    "Tomás Ibarra",
    "Mei-Ling Chua",
    "Birgit Hofmann",
    "Joana Faria",
    "Dylan Price",
];

const TOPICS: [&str; 6] = [
    "Nursing",
    "Law",
    "Design",
    "Programming",
    "Music",
    "Teaching",
];
const LANGUAGES: [&str; 5] = ["English", "Spanish", "Vietnamese", "Arabic", "Tongan"];

/// Twelve mentors with 24 places and 26 students, so that two are left.
fn roster() -> String {
    let mut text =
        "First name,Last name,E-mail,Role,How many students,Interests,Expertise,Languages\n"
            .to_owned();
    let mentors = MENTORS.iter().map(|name| (name, "mentor"));
    let students = STUDENTS.iter().map(|name| (name, "student"));
    for (at, (name, role)) in mentors.chain(students).enumerate() {
        let (first, last) = name.split_once(' ').expect("two names");
        let topics = format!("{}, {}", TOPICS[at % 6], TOPICS[(at * 5 + at / 6) % 6]);
        let languages = format!("{}, {}", LANGUAGES[0], LANGUAGES[at * 3 % 5]);
        let (interests, expertise, places) = if role == "mentor" {
            (String::new(), topics, (at % 3 + 1).to_string())
        } else {
            (topics, String::new(), String::new())
        };
        writeln!(
            text,
            "{first},{last},p{at:02}@example.org,{role},{places},\"{interests}\",\"{expertise}\",\"{languages}\""
        )
        .expect("text grows");
    }
    text
}

/// A founded desk with the roster in it, and a proposal on the screen.
fn proposed(desk: &Desk, hand: Hand) {
    found(desk, hand, "Several people", "Start empty");
    desk.wait_text("Overview");
    fs::write(desk.pick_folder().join("roster.csv"), roster()).expect("the roster is written");
    go(desk, "/import");
    hand.press(desk, "button", "Choose a file…");
    desk.wait_text("Matched by name");
    hand.press(desk, "button", "Check 38 rows");
    desk.wait_text("38 ready");
    hand.press(desk, "button", "Import 38 people");
    desk.wait_text("38 people imported");
    go(desk, "/matching");
    hand.press(desk, "button", "Propose matches");
    desk.find("button", "Publish 24 matches…").assert_in_view();
    desk.wait_text("Proved optimal");
}

/// Leads the focus to the first row of the table.
fn to_rows(desk: &Desk) {
    let blur = "document.activeElement && document.activeElement.blur()";
    desk.script(blur, Vec::new());
    close_drawer(desk);
    desk.type_text("j");
    desk.wait("the focus on a row", || {
        let on_row = "return document.activeElement.tagName === 'TR'";
        (desk.script(on_row, Vec::new()) == true).then_some(())
    });
}

/// Closes the drawer, where it is open.
fn close_drawer(desk: &Desk) {
    let open = "return document.querySelector('.drawer') !== null";
    if desk.script(open, Vec::new()) == true {
        desk.press(&[Key::Escape]);
    }
    desk.wait("the drawer to close", || {
        (desk.script(open, Vec::new()) == false).then_some(())
    });
}

/// What a row says, by its number.
fn row(desk: &Desk, at: usize) -> String {
    let read = "return document.querySelector(`tr[data-row='${arguments[0]}']`).innerText";
    let text = desk.script(read, vec![at.to_string().into()]);
    text.as_str().expect("a row").to_owned()
}

/// The total in the foot.
fn total(desk: &Desk) -> String {
    let read = "return document.querySelectorAll('.bench-foot .total b')[1].innerText";
    desk.script(read, Vec::new())
        .as_str()
        .expect("a total")
        .to_owned()
}

/// A mentor whom the row does not name.
fn another_mentor(row: &str) -> &'static str {
    let other = MENTORS.into_iter().rev().find(|name| !row.contains(name));
    other.expect("twelve mentors")
}

/// Chooses a mentor in the field that has the focus.
fn choose_mentor(desk: &Desk, name: &str) {
    desk.wait("the focus in the field", || {
        (desk.focused().0 == "combobox").then_some(())
    });
    // Not to the end: a name typed out is chosen by itself.
    let mut start = name.to_owned();
    start.pop();
    desk.type_text(&start);
    desk.find("option", name);
    desk.press(&[Key::Down, Key::Enter]);
}

#[test]
fn a_cohort_is_changed_proved_and_published_by_keyboard_alone() {
    let desk = Desk::start(Options::default());
    proposed(&desk, Hand::Keyboard);
    let before = total(&desk);
    desk.find("radio", "Fairest");

    // Locked where it stands: it costs nothing, and stays.
    to_rows(&desk);
    desk.type_text("l");
    desk.find("button", "Locked 1");
    desk.wait_text("no difference");
    assert_eq!(total(&desk), before);

    // Why not another one; what it costs is what the totals lose.
    desk.type_text("w");
    choose_mentor(&desk, another_mentor(&row(&desk, 0)));
    desk.wait_text("may not be a pair");
    desk.wait_text("is locked with");
    Hand::Keyboard.press(&desk, "button", "Unlock");
    desk.find("button", "Locked 0");
    desk.wait_text("to the cohort");
    Hand::Keyboard.press(&desk, "button", "Use this change");
    desk.find("button", "Locked 1");
    desk.wait_text("locked with");
    assert_ne!(total(&desk), before);
    desk.chord(&[Key::Control], 'z');
    desk.find("button", "Locked 0");
    desk.wait("the total as it was", || {
        (total(&desk) == before).then_some(())
    });
    close_drawer(&desk);

    // Kept apart.
    to_rows(&desk);
    let apart = row(&desk, 0);
    desk.type_text("x");
    desk.find("dialog", None);
    Hand::Keyboard.fill(&desk, "Reason", "Same family");
    desk.press(&[Key::Enter]);
    desk.wait_gone("dialog", None);
    desk.find("button", "Excluded 1");
    desk.wait("another first row, or another mentor in it", || {
        (row(&desk, 0) != apart).then_some(())
    });

    // One more place wins a match.
    to_rows(&desk);
    desk.type_text("+");
    desk.find("button", "Publish 25 matches…");
    desk.wait_text("1 more matched");

    // Another scenario, and back.
    desk.type_text("s");
    desk.wait("the focus on a scenario", || {
        (desk.focused().0 == "radio").then_some(())
    });
    desk.press(&[Key::Right, Key::Right, Key::Enter]);
    desk.wait_text("Scenario Fairest");
    desk.wait_text("Proved optimal");
    desk.chord(&[Key::Control], 'z');
    desk.wait_text("Undone");

    // The proof is checked again, the changes are listed, and the rest is told why.
    desk.wait_text("Proved optimal");
    desk.type_text("c");
    desk.wait_text("Same family");
    desk.wait_text("places");
    close_drawer(&desk);
    desk.type_text("u");
    desk.wait_text("Others got the places");
    desk.wait_text("What would help");
    desk.wait_text("Add a place");
    desk.type_text("u");

    // Published, taken back, published again.
    for again in [true, false] {
        desk.find("button", "Publish 25 matches…");
        desk.type_text("p");
        desk.find("dialog", None);
        desk.wait_text("Raised in the profile");
        Hand::Keyboard.press(&desk, "button", "Publish 25 matches");
        desk.wait_text("25 matches published");
        desk.find("link", "Open the matches");
        if again {
            desk.chord(&[Key::Control], 'z');
            desk.wait_text("Publishing undone");
            // The people are again as they were: nothing to solve again.
            desk.find("button", "Publish 25 matches…");
            desk.wait_text("Proved optimal");
        }
    }
    go(&desk, "/matches");
    desk.wait_text("Mai Phạm");
    desk.close();
}

/// A hundred mentors with six places each, and six hundred students.
fn long_roster() -> String {
    let mut text =
        "First name,Last name,E-mail,Role,How many students,Interests,Expertise\n".to_owned();
    for at in 0..700 {
        let topic = TOPICS[at * 7 % TOPICS.len()];
        let (role, places, interests, expertise) = if at < 100 {
            ("mentor", "6", "", topic)
        } else {
            ("student", "", topic, "")
        };
        writeln!(
            text,
            "Person,No{at:03},q{at:03}@example.org,{role},{places},{interests},{expertise}"
        )
        .expect("text grows");
    }
    text
}

#[test]
fn a_long_proposal_draws_what_is_visible_and_its_last_row_works_as_the_first() {
    const MOST_DRAWN: u64 = 62;
    let desk = Desk::start(Options::default());
    found(&desk, Hand::Mouse, "Several people", "Start empty");
    desk.wait_text("Overview");
    fs::write(desk.pick_folder().join("roster.csv"), long_roster()).expect("the roster");
    go(&desk, "/import");
    Hand::Mouse.press(&desk, "button", "Choose a file…");
    Hand::Mouse.press(&desk, "button", "Check 700 rows");
    desk.wait_text("700 ready");
    Hand::Mouse.press(&desk, "button", "Import 700 people");
    desk.wait_text("700 people imported");
    go(&desk, "/matching");
    Hand::Mouse.press(&desk, "button", "Propose matches");
    desk.find("button", "Publish 600 matches…");
    desk.wait_text("Proved optimal");
    let drawn = || {
        let count = "return document.querySelectorAll('.work-rows tbody tr').length";
        desk.script(count, Vec::new()).as_u64().expect("a number")
    };
    assert!(drawn() <= MOST_DRAWN, "{} rows drawn", drawn());

    to_rows(&desk);
    desk.press(&[Key::End]);
    let last = desk.wait("the focus on the last row", || {
        let focused = "const row = document.activeElement; return row.dataset.row === '599' ? row.innerText : ''";
        let text = desk.script(focused, Vec::new());
        text.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
    });
    assert!(last.contains("Person No"), "{last}");
    assert!(drawn() <= MOST_DRAWN, "{} rows drawn", drawn());
    desk.press(&[Key::Enter]);
    desk.wait_text("Hard rules");
    desk.type_text("l");
    desk.find("button", "Locked 1");
    desk.wait_text("Proved optimal");
    close_drawer(&desk);
    let locked = row(&desk, 599);
    assert_eq!(
        locked.lines().next(),
        last.lines().next(),
        "the row stays where it was"
    );
}

#[test]
fn screenshots_of_the_workbench_are_accessible_in_both_themes() {
    let desk = Desk::start(Options::default());
    let mut problems = Vec::new();
    proposed(&desk, Hand::Mouse);
    desk.wait("the scenarios", || {
        let old = "return document.querySelectorAll('.scenario.is-old').length";
        (desk.script(old, Vec::new()) == 0).then_some(())
    });
    look(&desk, "workbench", &mut problems);

    to_rows(&desk);
    desk.press(&[Key::Enter]);
    desk.wait_text("Hard rules");
    desk.wait_text("place:");
    look(&desk, "workbench-why", &mut problems);
    let at_hand = row(&desk, 0);
    desk.type_text("w");
    choose_mentor(&desk, another_mentor(&at_hand));
    desk.wait_text("to the cohort");
    look(&desk, "workbench-why-not", &mut problems);
    desk.find("button", "Use this change").click();
    desk.find("button", "Locked 1");
    desk.find("button", "Proved optimal").click();
    desk.wait_text("No better cohort exists");
    desk.find("button", "Check again").click();
    desk.wait_text("Checked again");
    // Another size of the window would close it.
    desk.screenshot("workbench-proof-dark");
    problems.extend(
        desk.violations()
            .iter()
            .map(|violation| format!("the proof: {violation}")),
    );
    desk.press(&[Key::Escape]);
    desk.wait_gone("dialog", None);

    to_rows(&desk);
    desk.press(&[Key::Down, Key::Down]);
    desk.type_text("x");
    desk.find("dialog", None);
    look(&desk, "workbench-never", &mut problems);
    desk.type_text("Same family");
    desk.press(&[Key::Enter]);
    desk.wait_gone("dialog", None);
    desk.find("button", "Excluded 1");
    to_rows(&desk);
    desk.type_text("+");
    desk.find("button", "Publish 25 matches…");
    desk.type_text("c");
    desk.wait_text("Same family");
    look(&desk, "workbench-changes", &mut problems);
    close_drawer(&desk);

    desk.find("button", "Not matched").click();
    desk.wait_text("Add a place");
    look(&desk, "workbench-unmatched", &mut problems);
    desk.find("button", "Excluded 1").click();
    look(&desk, "workbench-excluded", &mut problems);
    desk.find("button", "Excluded 1").click();
    desk.find("button", "All figures").click();
    desk.find("radio", "Stable").click();
    desk.wait_text("Proved stable");
    desk.wait_text("mean rank");
    look(&desk, "workbench-stable", &mut problems);
    desk.find("button", "Publish").click();
    desk.find("dialog", None);
    look(&desk, "workbench-publish", &mut problems);
    desk.press(&[Key::Escape]);
    changed_factors(&desk, &mut problems);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// A factor becomes a hard rule: the proposal says that it is outdated until it is run again, and keeps its changes.
fn changed_factors(desk: &Desk, problems: &mut Vec<String>) {
    let proposal = desk.script("return location.hash.slice(1)", Vec::new());
    go(desk, "/matching");
    desk.wait_text("What makes a good pair");
    desk.find_all("checkbox", "Every pair must have it")
        .first()
        .expect("a factor")
        .click();
    desk.find("combobox", "Goal").choose("Best total");
    desk.find("textbox", "Least score of a pair").fill("much");
    desk.wait_text("Write a number of points");
    look(desk, "workbench-factors", problems);
    desk.find("button", "Save factors").click();
    desk.wait_text("Factors saved");
    go(desk, proposal.as_str().expect("an address"));
    desk.wait_text("People changed since");
    look(desk, "workbench-stale", problems);
    desk.type_text("r");
    desk.wait_text("Solved with what is true now");
    desk.wait_text("Proved stable");
    desk.find("button", "Locked 0");
}
