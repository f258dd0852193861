//! The workbench of a proposal: from an import to a published, proved cohort, in the real window.

use std::fmt::Write;
use std::fs;

use e2e::{Desk, Key, Options};

use crate::hand::{Hand, command, leave_field};
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

/// More places than any of these mentors has.
const MOST_PLACES: usize = 4;

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
    hand.visit(desk, "Import");
    hand.press(desk, "button", "Choose a file…");
    desk.wait_text("Matched by name");
    hand.press(desk, "button", "Check 38 rows");
    desk.wait_text("38 ready");
    hand.press(desk, "button", "Import 38 people");
    desk.wait_text("38 people imported");
    hand.visit(desk, "Matching");
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
    Hand::Keyboard.visit(&desk, "Matches");
    desk.wait_text("Mai Phạm");
    desk.close();
}

#[test]
fn a_lock_holds_a_place_and_every_change_has_its_way_back_by_keyboard_alone() {
    let (student, mentor) = (STUDENTS[0], MENTORS[2]);
    let desk = Desk::start(Options::default());
    let hand = Hand::Keyboard;
    proposed(&desk, hand);

    // Locked by name, and alone in the table.
    command(&desk, "Lock a pair");
    choose_mentor(&desk, student);
    desk.tab_to("combobox", "Mentor");
    choose_mentor(&desk, mentor);
    hand.press(&desk, "button", "Lock the pair");
    desk.wait_gone("dialog", None);
    desk.find("button", "Locked 1");
    command(&desk, "Show the locked pairs");
    desk.wait("the locked pair alone", || {
        let rows = "return document.querySelectorAll('.work-rows tbody tr').length";
        (desk.script(rows, Vec::new()) == 1).then_some(())
    });

    // Its mentor's last place is refused, in its row.
    to_rows(&desk);
    let locked = row(&desk, 0);
    assert!(
        locked.contains(student) && locked.contains(mentor),
        "{locked}"
    );
    for _ in 0..MOST_PLACES {
        let before = row(&desk, 0);
        desk.type_text("-");
        desk.wait("another row", || (row(&desk, 0) != before).then_some(()));
        if row(&desk, 0).contains("is locked with") {
            break;
        }
    }
    let refused = row(&desk, 0);
    assert!(refused.contains("is locked with"), "{refused}");
    desk.find("button", "Locked 1");

    // Kept apart by name, which a lock must not prevent, and allowed again.
    command(&desk, "Never pair two people");
    choose_mentor(&desk, STUDENTS[1]);
    desk.tab_to("combobox", "Mentor");
    choose_mentor(&desk, mentor);
    hand.press(&desk, "button", "Never pair them");
    desk.wait_gone("dialog", None);
    desk.find("button", "Excluded 1");
    command(&desk, "Show the excluded pairs");
    let rule = format!("Remove the rule for {} and {mentor}", STUDENTS[1]);
    hand.press(&desk, "button", &rule);
    desk.find("button", "Excluded 0");

    // The proof of what is left is checked again.
    desk.wait_text("Proved optimal");
    leave_field(&desk);
    desk.type_text("v");
    desk.wait_text("Checked again");

    // Published, taken back, thrown away.
    desk.type_text("p");
    desk.find("dialog", None);
    hand.press(&desk, "button", "Publish 22 matches");
    desk.wait_text("matches published");
    command(&desk, "Undo the publishing");
    hand.press(&desk, "button", "Undo publishing");
    desk.wait_text("nobody sees these matches now");
    command(&desk, "Discard this proposal");
    hand.press(&desk, "button", "Discard");
    desk.wait_text("Proposal discarded");
    hand.visit(&desk, "Matches");
    desk.wait_text("No matches yet");
    desk.close();
}

/// Five hundred mentors with a place each, and five hundred students.
fn long_roster() -> String {
    let mut text =
        "First name,Last name,E-mail,Role,How many students,Interests,Expertise,Languages\n"
            .to_owned();
    for at in 0..1000 {
        let topics = format!("{}, {}", TOPICS[at % 6], TOPICS[(at * 5 + at / 6) % 6]);
        let language = LANGUAGES[at * 3 % 5];
        let (role, places, interests, expertise) = if at < 500 {
            ("mentor", "1", "", topics.as_str())
        } else {
            ("student", "", topics.as_str(), "")
        };
        writeln!(
            text,
            "Person,No{at:03},q{at:03}@example.org,{role},{places},\"{interests}\",\"{expertise}\",\"English, {language}\""
        )
        .expect("text grows");
    }
    text
}

#[test]
fn five_hundred_and_five_hundred_become_a_proved_and_published_cohort() {
    const MOST_DRAWN: u64 = 62;
    let desk = Desk::start(Options::default());
    let hand = Hand::Mouse;
    found(&desk, hand, "Several people", "Start empty");
    desk.wait_text("Overview");
    fs::write(desk.pick_folder().join("roster.csv"), long_roster()).expect("the roster");
    hand.visit(&desk, "Import");
    hand.press(&desk, "button", "Choose a file…");
    hand.press(&desk, "button", "Check 1,000 rows");
    desk.wait_text("1000 ready");
    hand.press(&desk, "button", "Import 1,000 people");
    desk.wait_text("1,000 people imported");
    hand.visit(&desk, "Matching");
    hand.press(&desk, "button", "Propose matches");
    desk.find("button", "Publish 500 matches…");
    desk.wait_text("Proved optimal");
    let drawn = || {
        let count = "return document.querySelectorAll('.work-rows tbody tr').length";
        desk.script(count, Vec::new()).as_u64().expect("a number")
    };
    assert!(drawn() <= MOST_DRAWN, "{} rows drawn", drawn());

    // The last row works as the first.
    to_rows(&desk);
    desk.press(&[Key::End]);
    let last = desk.wait("the focus on the last row", || {
        let focused = "const row = document.activeElement; return row.dataset.row === '499' ? row.innerText : ''";
        let text = desk.script(focused, Vec::new());
        text.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
    });
    assert!(last.contains("Person No"), "{last}");
    assert!(drawn() <= MOST_DRAWN, "{} rows drawn", drawn());
    desk.press(&[Key::Enter]);
    desk.wait_text("Hard rules");

    // Why not another mentor: who would have to move, and what the cohort pays.
    let other = ["Person No007", "Person No008"]
        .into_iter()
        .find(|name| !last.contains(name));
    desk.type_text("w");
    choose_mentor(&desk, other.expect("another mentor"));
    desk.wait_text("Total would be");
    close_drawer(&desk);

    // Locked where it stands.
    to_rows(&desk);
    desk.press(&[Key::End]);
    desk.wait("the focus on the last row", || {
        let focused = "return document.activeElement.dataset.row === '499'";
        (desk.script(focused, Vec::new()) == true).then_some(())
    });
    desk.type_text("l");
    desk.find("button", "Locked 1");
    desk.wait_text("Proved optimal");
    assert_eq!(
        row(&desk, 499).lines().next(),
        last.lines().next(),
        "the row stays where it was"
    );

    // Every goal is compared, and one that is fairer is proved as well.
    compared(&desk);
    desk.find("radio", "Fairest").click();
    desk.wait_text("Scenario Fairest");
    desk.wait_text("Proved optimal");

    hand.press(&desk, "button", "Publish 500 matches…");
    desk.find("dialog", None);
    hand.press(&desk, "button", "Publish 500 matches");
    desk.wait_text("500 matches published");
    hand.press(&desk, "link", "Open the matches");
    desk.find("heading", "Matches");
    desk.find("status", "500 matches");
    desk.wait_text("Person No");
    desk.close();
}

/// Waits until every scenario has its figures.
fn compared(desk: &Desk) {
    desk.wait("the scenarios", || {
        let old = "return document.querySelectorAll('.scenario.is-old').length";
        (desk.script(old, Vec::new()) == 0).then_some(())
    });
}

#[test]
fn screenshots_of_the_workbench_are_accessible_in_both_themes() {
    let desk = Desk::start(Options::default());
    let mut problems = Vec::new();
    proposed(&desk, Hand::Mouse);
    compared(&desk);
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
