//! Coming back: from a backup, from the recovery code, from a file that is spoiled; by mouse and by keyboard alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use e2e::{Desk, Key, Options};

use crate::hand::Hand;
use crate::pages::look;
use crate::thread::{PASSWORD, found_watched, sign_in, sign_out};

const BOTH: [Hand; 2] = [Hand::Mouse, Hand::Keyboard];
const NEW_PASSWORD: &str = "another horse, another battery";
/// Who is added after the backup was made.
const LATER: &str = "Tove Lindqvist";

/// What was looked at on the way, once: the screens are the same for both hands.
struct Eyes {
    open: bool,
    problems: Vec<String>,
}

impl Eyes {
    fn of(hand: Hand) -> Self {
        Self {
            open: hand == Hand::Mouse,
            problems: Vec::new(),
        }
    }

    fn look(&mut self, desk: &Desk, name: &str) {
        if self.open {
            look(desk, name, &mut self.problems);
        }
    }

    #[track_caller]
    fn saw_nothing_wrong(&self) {
        assert!(self.problems.is_empty(), "{}", self.problems.join("\n"));
    }
}

/// The first run; answers the recovery code as it stands on the paper.
fn founded(desk: &Desk, hand: Hand) -> String {
    let mut code = String::new();
    found_watched(desk, hand, "Several people", "Start empty", |step| {
        if step == "first-recovery-code" {
            code = printed_code(desk);
        }
    });
    desk.wait_text("Overview");
    code
}

fn printed_code(desk: &Desk) -> String {
    let read = "return [...document.querySelectorAll('.code-group')].map(group => group.textContent).join(' ')";
    let code = desk.script(read, Vec::new());
    let code = code.as_str().expect("the groups").to_owned();
    assert_eq!(code.len(), 8 * 4 + 7, "{code}");
    code
}

fn to_backups(desk: &Desk, hand: Hand) {
    hand.visit(desk, "Settings");
    hand.press(desk, "link", "Data and backups");
    desk.wait_text("Second folder");
}

fn back_up(desk: &Desk, hand: Hand) {
    to_backups(desk, hand);
    hand.press(desk, "button", "Back up now");
    desk.wait_text("Backup made and verified");
    desk.wait_text("By hand");
}

fn add(desk: &Desk, hand: Hand, name: &str) {
    hand.visit(desk, "People");
    hand.press(desk, "button", "Add person");
    let dialog = desk.find("dialog", "Add a person");
    hand.fill(desk, "Name", name);
    match hand {
        Hand::Mouse => dialog.find("button", "Add person").click(),
        // The field sends the form, as every field does.
        Hand::Keyboard => desk.press(&[Key::Enter]),
    }
    desk.wait_gone("dialog", None);
    desk.find("heading", name);
}

/// Whether the list of people has this name, once it is there.
fn lists(desk: &Desk, hand: Hand, name: &str) -> bool {
    hand.visit(desk, "People");
    desk.wait("the list of people", || {
        let page = desk.script("return document.querySelector('main').textContent", vec![]);
        let page = page.as_str()?;
        page.contains("Ingrid Solheim").then(|| page.contains(name))
    })
}

/// The restore dialog of the backup made by hand.
fn open_restore(desk: &Desk, hand: Hand) {
    let read = "return [...document.querySelectorAll('tbody tr')].find(row => row.textContent.includes('By hand'))
        .querySelector('button').getAttribute('aria-label')";
    let menu = desk.script(read, Vec::new());
    hand.press(
        desk,
        "button",
        menu.as_str().expect("a menu for the backup"),
    );
    hand.press(desk, "menuitem", "Restore…");
    desk.find("dialog", "Restore this backup?");
}

/// A restore reads the backup, keeps the present and reads both again: on a busy machine that takes its time.
#[track_caller]
fn arrives(desk: &Desk, heading: &str) {
    let begun = Instant::now();
    while !desk.shows("heading", heading) {
        assert!(begun.elapsed() < Duration::from_mins(1), "no {heading}");
    }
}

#[test]
fn a_backup_made_now_brings_back_what_was() {
    for hand in BOTH {
        let mut eyes = Eyes::of(hand);
        let desk = Desk::start(Options::default());
        founded(&desk, hand);
        back_up(&desk, hand);
        eyes.look(&desk, "backup-made");
        add(&desk, hand, LATER);
        assert!(lists(&desk, hand, LATER));

        to_backups(&desk, hand);
        desk.wait_text("By hand");
        open_restore(&desk, hand);
        eyes.look(&desk, "restore-dialog");
        hand.fill(&desk, "Your password", "not the right one");
        hand.press(&desk, "button", "Restore");
        desk.wait_text("This is not your password");
        eyes.look(&desk, "restore-dialog-refused");
        hand.fill(&desk, "Your password", PASSWORD);
        hand.press(&desk, "button", "Restore");

        arrives(&desk, "Welcome back");
        sign_in(&desk, hand, "ingrid", PASSWORD);
        desk.wait_text("Overview");
        assert!(
            !lists(&desk, hand, LATER),
            "the change came after the backup"
        );
        to_backups(&desk, hand);
        // What was there before the restore is kept.
        desk.wait_text("Before a restore");
        eyes.look(&desk, "backups-after-restore");
        desk.close();
        eyes.saw_nothing_wrong();
    }
}

#[test]
fn the_recovery_code_sets_a_new_password() {
    for hand in BOTH {
        let mut eyes = Eyes::of(hand);
        let desk = Desk::start(Options::default());
        let code = founded(&desk, hand);
        sign_out(&desk, hand);
        hand.press(&desk, "button", "Forgot password");
        desk.find("heading", "Forgot the password?");
        hand.press(&desk, "button", "Use the recovery code");
        desk.find("heading", "Use the recovery code");
        eyes.look(&desk, "recover-code");
        // The groups of another paper.
        hand.fill(&desk, "Recovery code", &swapped(&code));
        hand.press(&desk, "button", "Continue");
        desk.wait_text("Compare it with the paper, group by group");
        eyes.look(&desk, "recover-code-wrong");
        hand.fill(&desk, "Recovery code", &code.to_lowercase());
        hand.press(&desk, "button", "Continue");
        desk.find("heading", "Choose a new password");
        eyes.look(&desk, "recover-password");
        hand.fill(&desk, "New password", NEW_PASSWORD);
        hand.press(&desk, "button", "Set password and sign in");
        desk.wait_text("Overview");

        sign_out(&desk, hand);
        sign_in(&desk, hand, "ingrid", PASSWORD);
        desk.wait_text("That does not match");
        sign_in(&desk, hand, "ingrid", NEW_PASSWORD);
        desk.wait_text("Overview");
        desk.close();
        eyes.saw_nothing_wrong();
    }
}

/// A code with two groups in each other's place.
fn swapped(code: &str) -> String {
    let mut groups: Vec<&str> = code.split(' ').collect();
    let other = (1..groups.len()).find(|at| groups[*at] != groups[0]);
    groups.swap(0, other.expect("groups that differ"));
    groups.join(" ")
}

#[test]
fn a_spoiled_file_is_said_and_a_backup_takes_its_place() {
    for hand in BOTH {
        let mut eyes = Eyes::of(hand);
        let mut desk = Desk::start(Options::default());
        founded(&desk, hand);
        add(&desk, hand, LATER);
        back_up(&desk, hand);
        desk.close_window();
        let spoiled = b"This was a programme.";
        fs::write(data_file(&desk), spoiled).expect("the file can be spoiled");
        desk.restart();

        desk.find("heading", "The programme’s file cannot be read");
        desk.wait_text("Nothing was overwritten");
        eyes.look(&desk, "damaged");
        hand.press(&desk, "button", "Look again");
        desk.find("heading", "The programme’s file cannot be read");
        assert_eq!(
            fs::read(data_file(&desk)).expect("the file is there"),
            spoiled,
            "looking changes nothing"
        );
        hand.press(&desk, "button", "Restore a backup…");
        desk.find("heading", "Restore a backup");
        desk.wait_text("By hand, verified");
        eyes.look(&desk, "restore");
        hand.fill(&desk, "Sign-in name", "ingrid");
        hand.fill(&desk, "Password", "not the right one");
        hand.press(&desk, "button", "Restore");
        desk.wait_text("Nothing was changed");
        eyes.look(&desk, "restore-refused");
        hand.fill(&desk, "Password", PASSWORD);
        hand.press(&desk, "button", "Restore");
        arrives(&desk, "The backup is restored");
        eyes.look(&desk, "restored");
        hand.press(&desk, "button", "Sign in");
        desk.find("heading", "Welcome back");
        sign_in(&desk, hand, "ingrid", PASSWORD);
        desk.wait_text("Overview");
        assert!(lists(&desk, hand, LATER), "the backup has what was saved");
        assert!(
            kept(desk.data_dir(), spoiled),
            "the spoiled file is kept beside the backups"
        );
        desk.close();
        eyes.saw_nothing_wrong();
    }
}

fn data_file(desk: &Desk) -> PathBuf {
    desk.data_dir().join("programme/programme.db")
}

/// Whether a file with these bytes lies somewhere in the folder.
fn kept(folder: &Path, bytes: &[u8]) -> bool {
    fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .any(|entry| {
            let path = entry.path();
            if path.is_dir() {
                kept(&path, bytes)
            } else {
                fs::read(path).is_ok_and(|content| content == bytes)
            }
        })
}
