//! What was typed into the real window lies nowhere in plain: not in the web view's folder, the settings, the logs, the
//! temporary files, nor where the system keeps a program's data. Nor would a crash write it.

use std::fs;
use std::path::Path;

use e2e::{Desk, Options};
use traces::Search;

use crate::hand::Hand;
use crate::thread::{
    PASSWORD, codes, found, go, import, propose, redeem, shared_note, sign_in, sign_out,
};

const NOTE: &str = "canarynoteqzxwvkjh";
const PRIVATE: &str = "canaryprivatejhkqzx";
const DRAFT: &str = "canarydraftwvkqzxh";
const WRONG: &str = "canarywrongqzkxvjw and more";
const NOBODY: &str = "canarynobodykqzxvw";
/// Of the roster that is imported; its own file is left out.
const IMPORTED: &str = "p07@example.org";

fn search(codes: &[&str]) -> Search {
    let typed = [NOTE, PRIVATE, DRAFT, WRONG, NOBODY, IMPORTED, PASSWORD];
    let wanted = typed.iter().chain(codes);
    Search::new(wanted.map(|text| ((*text).to_owned(), text.as_bytes().to_vec())))
        .expect("a search")
}

/// Looks at everything on this computer but the person's own files and what the tests' own programs log.
fn look(desk: &Desk, search: &Search, when: &str) {
    let mut looked = traces::Looked::default();
    for entry in fs::read_dir(desk.home()).expect("the home") {
        let entry = entry.expect("an entry of the home");
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let is_own = ["pick", "save"].iter().any(|own| entry.file_name() == *own);
        if is_folder && !is_own {
            looked.add(search.folder(&entry.path()).expect("a folder to read"));
        }
    }
    let found: Vec<String> = looked.found.iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{when}: {found:#?}");
    assert!(looked.files > 5, "{when}: only {} files", looked.files);
}

#[test]
fn what_is_typed_into_the_window_lies_nowhere_in_plain() {
    let mut desk = Desk::start(Options::default());
    let hand = Hand::Mouse;
    found(&desk, hand, "Several people", "Start empty");
    desk.wait_text("Overview");
    import(&desk, hand);
    propose(&desk, hand);
    let (mentor, student, name_of_student) = codes(&desk, hand);
    sign_out(&desk, hand);
    let search = search(&[&mentor.code, &student.code]);

    sign_in(&desk, hand, NOBODY, WRONG);
    desk.wait_text("That does not match");
    redeem(&desk, hand, &mentor);
    shared_note(&desk, &name_of_student).fill(NOTE);
    hand.fill(&desk, "When", "today 00:05");
    hand.fill(&desk, "Private note", PRIVATE);
    desk.wait_text("Saved");
    hand.press(&desk, "button", "Save");
    desk.wait_text("Good ");
    shared_note(&desk, &name_of_student).fill(DRAFT);
    desk.wait_text("Saved");
    go(&desk, "/sessions");
    desk.wait_text(NOTE);
    look(&desk, &search, "while the mentor is signed in");
    no_core_of_any_process(&desk);

    sign_out(&desk, hand);
    look(&desk, &search, "signed out");
    desk.close_window();
    look(&desk, &search, "closed");

    // The looking itself: it finds what is put beside it.
    let planted = desk.data_dir().join("logs").join("planted");
    fs::write(&planted, NOTE).expect("a file");
    let found = search
        .folder(desk.data_dir())
        .expect("the programme's folder")
        .found;
    let places: Vec<&Path> = found.iter().map(|trace| trace.place.as_path()).collect();
    assert_eq!(places, [planted]);
}

/// The program and the processes of its web view.
fn no_core_of_any_process(desk: &Desk) {
    let processes = desk.processes();
    assert!(processes.len() > 1, "only {processes:?}");
    for process in processes {
        let limits = fs::read_to_string(format!("/proc/{process}/limits")).expect("its limits");
        let line = limits
            .lines()
            .find(|line| line.starts_with("Max core file size"))
            .expect("a limit of core files");
        let words: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(words[4..6], ["0", "0"], "of process {process}: {line}");
    }
}
