//! What no address leads to: the screens before sign-in, and what opens over or beside a page; looked at like the pages.

use std::fs;
use std::path::PathBuf;

use e2e::{Desk, Key, Options};

use crate::hand::Hand;
use crate::pages::look;
use crate::thread::{found, found_watched, go, narrowed, sign_out};

#[test]
fn screenshots_of_the_screens_before_sign_in_are_accessible() {
    let mut desk = Desk::start(Options::default());
    let mut problems = Vec::new();
    desk.find("radio", "Join a programme").click();
    desk.wait_text("Use the computer that has your programme");
    look(&desk, "join", &mut problems);
    desk.find("button", "Restore a backup").click();
    desk.wait_text("There is no backup on this computer");
    look(&desk, "restore-nothing", &mut problems);
    desk.find("button", "Back").click();
    // Back at the first screen, from its beginning.
    found_watched(&desk, Hand::Mouse, "Only me", "Start empty", |_| ());
    desk.wait_text("Overview");
    go(&desk, "/settings/backups");
    desk.find("button", "Back up now").click();
    desk.wait_text("Backup made and verified");
    desk.chord(&[Key::Control], 'l');
    desk.find("button", "Unlock");
    look(&desk, "lock", &mut problems);
    desk.find("button", "Switch account").click();
    desk.find("heading", "Welcome back");
    look(&desk, "sign-in-only-me", &mut problems);
    desk.find("button", "Restore a backup").click();
    desk.wait_text("Which backup?");
    desk.find("button", "The recovery code").click();
    look(&desk, "restore-by-code", &mut problems);

    let vault = fs::read_to_string(vault(&desk)).expect("the vault");
    let recovery = fs::read(recovery(&desk)).expect("the recovery file");
    changed(&mut desk, |desk| {
        fs::remove_file(self::vault(desk)).expect("the vault can be lost");
    });
    desk.find("heading", "The keys of this programme are missing");
    look(&desk, "keys-missing", &mut problems);
    changed(&mut desk, |desk| {
        fs::remove_file(self::recovery(desk)).expect("the recovery file can be lost");
    });
    desk.wait_text("The recovery file is missing too");
    look(&desk, "keys-and-recovery-missing", &mut problems);
    changed(&mut desk, |desk| {
        fs::write(self::recovery(desk), &recovery).expect("the recovery file comes back");
        fs::write(self::vault(desk), newer(&vault)).expect("the vault of a newer version");
    });
    desk.find("heading", "This programme needs a newer Mentorship Desk");
    look(&desk, "newer", &mut problems);
    changed(&mut desk, |desk| {
        fs::write(desk.data_dir().join("programme/programme.db"), b"").expect("an empty file");
    });
    desk.find("heading", "The programme’s file cannot be read");
    look(&desk, "file-damaged", &mut problems);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

fn vault(desk: &Desk) -> PathBuf {
    desk.data_dir().join("programme/vault.json")
}

fn recovery(desk: &Desk) -> PathBuf {
    desk.data_dir().join("programme/recovery.json")
}

/// The same vault, as a version far ahead would mark it.
fn newer(vault: &str) -> String {
    let mut vault: serde_json::Value = serde_json::from_str(vault).expect("JSON");
    vault["version"] = 99.into();
    vault.to_string()
}

/// Closes the window, changes files, and opens it again.
fn changed(desk: &mut Desk, change: impl FnOnce(&Desk)) {
    desk.close_window();
    change(desk);
    desk.restart();
}

#[test]
fn screenshots_of_what_opens_over_and_beside_a_page_are_accessible() {
    let desk = Desk::start(Options::default());
    let mut problems = Vec::new();
    found(
        &desk,
        Hand::Mouse,
        "Several people",
        "Open a sample programme",
    );
    desk.wait_text("Overview");
    over_the_page(&desk, &mut problems);
    codes(&desk, &mut problems);
    drawers(&desk, &mut problems);
    import(&desk, &mut problems);
    request(&desk, &mut problems);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

fn over_the_page(desk: &Desk, problems: &mut Vec<String>) {
    desk.chord(&[Key::Control], 'k');
    desk.find("listbox", "Results");
    look(desk, "palette", problems);
    desk.type_text("linh");
    desk.find("option", "Linh Trần");
    look(desk, "palette-found", problems);
    desk.press(&[Key::Escape]);
    desk.wait_gone("listbox", "Results");
    desk.type_text("?");
    desk.find("dialog", "Keyboard shortcuts");
    look(desk, "shortcuts", problems);
    desk.press(&[Key::Escape]);
    desk.wait_gone("dialog", None);
}

/// The drawers beside the tables, and the dialogs they lead to.
fn drawers(desk: &Desk, problems: &mut Vec<String>) {
    go(desk, "/people");
    desk.find("searchbox", "Name or e-mail").fill("Amara");
    open_first_row(desk, "Amara Okonkwo");
    desk.wait_text("Kwame Boateng");
    look(desk, "person-drawer", problems);
    desk.find("button", "More about Amara Okonkwo").click();
    desk.find("menuitem", "Deactivate…").click();
    desk.find("dialog", "Deactivate Amara Okonkwo?");
    look(desk, "deactivate", problems);
    desk.find("button", "Keep active").click();
    desk.wait_gone("dialog", None);

    go(desk, "/matches");
    desk.find("searchbox", "Find a person").fill("Linh");
    open_first_row(desk, "Linh Trần");
    desk.wait_text("Last session");
    look(desk, "match-drawer", problems);
    desk.find("button", "End…").click();
    desk.find("dialog", "End the match of Linh Trần and Amara Okonkwo?");
    look(desk, "end-match", problems);
    desk.find("button", "Keep it").click();
    desk.wait_gone("dialog", None);

    go(desk, "/settings/security");
    desk.find("button", "Change password…").click();
    desk.find("dialog", "Change your password");
    look(desk, "change-password", problems);
    desk.find("button", "Cancel").click();
    desk.wait_gone("dialog", None);
}

/// Presses a cell of the only row, once the search has found it.
fn open_first_row(desk: &Desk, name: &str) {
    let press = "const rows = [...document.querySelectorAll('tbody tr[data-row]')];
        if (rows.length !== 1 || !rows[0].textContent.includes(arguments[0])) return false;
        rows[0].cells[2].click();
        return true";
    desk.wait("the only row", || {
        (desk.script(press, vec![name.into()]) == true).then_some(())
    });
    desk.wait("the drawer", || {
        let open = "return document.querySelector('.drawer') !== null";
        (desk.script(open, Vec::new()) == true).then_some(())
    });
}

/// A roster with a row of each kind: new, changed, as it is, and wrong.
const ROSTER: &str = "\
Name,E-mail,Role,Interests,Shoe size
Tove Lindqvist,tove@example.org,student,Accounting,38
Linh Trần,linh.tran@northside.example,student,Tides,36
Ayumi Sato,ayumi@example.org,student,Law,37
Kofi Mensah,kofi@example.org,student,Law,44
Nobody,not an address,student,,
";

fn import(desk: &Desk, problems: &mut Vec<String>) {
    fs::write(desk.pick_folder().join("roster.csv"), ROSTER).expect("the roster is written");
    go(desk, "/import");
    desk.find("button", "Choose a file…").click();
    desk.wait_text("Matched by name");
    look(desk, "import-columns", problems);
    desk.find("button", "Check 5 rows").click();
    desk.find("table", "Rows of the file");
    look(desk, "import-check", problems);
    desk.find("checkbox", "Leave out 1 wrong row").click();
    desk.find("button", "Import 4 people").click();
    desk.wait_text("What next");
    look(desk, "import-done", problems);
}

fn codes(desk: &Desk, problems: &mut Vec<String>) {
    go(desk, "/codes");
    desk.find("searchbox", "Name or e-mail")
        .fill("Amara Okonkwo");
    narrowed(desk, "tbody tr", "Amara Okonkwo");
    desk.find("checkbox", "Amara Okonkwo").click();
    desk.find("button", "Issue 1 code…").click();
    desk.find("dialog", None);
    look(desk, "codes-dialog", problems);
    desk.find("button", "Issue and show").click();
    desk.wait_text("These codes are shown only now");
    look(desk, "codes-sheet", problems);
    desk.find("button", "Done").click();
    desk.find("button", "Leave").click();
    desk.wait_gone("dialog", None);
}

/// Somebody asks for an account, is told to wait, and stands in the list.
fn request(desk: &Desk, problems: &mut Vec<String>) {
    sign_out(desk, Hand::Mouse);
    desk.find("button", "Create an account").click();
    desk.find("textbox", "Name").fill("Jonas Weber");
    desk.find("textbox", "Sign-in name").fill("jonas");
    desk.find("textbox", "Password")
        .fill(crate::thread::PASSWORD);
    desk.find("button", "Create account").click();
    desk.wait_text("Waiting for approval");
    look(desk, "registered", problems);
    desk.find("button", "Back to sign-in").click();
    crate::thread::sign_in(desk, Hand::Mouse, "ingrid", crate::thread::PASSWORD);
    desk.wait_text("Overview");
    go(desk, "/requests");
    desk.find("button", "Approve Jonas Weber");
    look(desk, "requests-one", problems);
}
