//! Folders and disks that refuse, met by the whole program: nothing is half-written, and the message says what to do.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::thread::PASSWORD;

/// Whoever owns nothing: "nobody" on every Linux.
const STRANGER: &str = "65534";
const STORAGE: i32 = 22;

/// A computer account's view of a programme's folder.
struct Computer {
    folder: TempDir,
}

impl Computer {
    /// With a founded programme, its administrator "ingrid".
    fn founded() -> Self {
        let computer = Self {
            folder: tempfile::tempdir().expect("a folder"),
        };
        let code = computer.answer("programmes.recovery_code", &json!({}));
        computer.answer("programmes.found", &found(&code));
        computer
    }

    /// `call` on this folder, behind `before`: programs that start programs.
    fn command(&self, before: &[&str], name: Option<&str>, command: &str, input: &Value) -> Output {
        let program = e2e::program();
        let mut line: Vec<&str> = before.to_vec();
        line.push(program.to_str().expect("a plain path"));
        let input = input.to_string();
        line.extend(["call", command, &input]);
        if let Some(name) = name {
            line.extend(["--as", name]);
        }
        Command::new(line[0])
            .args(&line[1..])
            .arg("--data-dir")
            .arg(self.folder.path())
            .env("MENTORSHIP_DESK_PASSWORD", PASSWORD)
            .env_remove("DISPLAY")
            .output()
            .expect("the program runs")
    }

    fn answer(&self, command: &str, input: &Value) -> Value {
        let name = (!command.starts_with("programmes.")).then_some("ingrid");
        let output = self.command(&[], name, command, input);
        assert!(output.status.success(), "{command}: {output:?}");
        serde_json::from_slice(&output.stdout).expect("JSON")
    }

    fn people(&self) -> u64 {
        self.answer("people.list", &json!({}))["total"]
            .as_u64()
            .expect("a number")
    }
}

fn found(code: &Value) -> Value {
    let groups: Vec<&str> = code["groups"]
        .as_array()
        .expect("groups")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    json!({
        "programme": "Harbour Bridge", "computer": "shared", "zone": "Europe/Berlin", "name": "Ingrid Solheim",
        "sign_in_name": "ingrid", "password": PASSWORD, "code": groups.join("-"),
    })
}

fn linh() -> Value {
    json!({ "profile": { "name": "Linh" }, "roles": ["student"], "answers": {} })
}

/// Refused with the code for a disk that does not do what is asked, in words.
#[track_caller]
fn refused_by_the_disk(output: &Output) {
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(STORAGE), "{error}");
    let error: Value = serde_json::from_slice(&output.stderr).expect("the error as JSON");
    assert_eq!(error["code"], "storage");
    let message = error["message"].as_str().expect("words");
    assert!(
        message.contains("folder") || message.contains("disk"),
        "{message}"
    );
}

/// Everything in a folder by its path, with its bytes.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            found.push((path.display().to_string(), fs::read(&path).expect("a file")));
        }
    }
    found.sort();
    found
}

fn open_to_all(folder: &Path) {
    fs::set_permissions(folder, Permissions::from_mode(0o755)).expect("permissions");
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let mode = if entry.path().is_dir() { 0o755 } else { 0o644 };
        fs::set_permissions(entry.path(), Permissions::from_mode(mode)).expect("permissions");
        if entry.path().is_dir() {
            open_to_all(&entry.path());
        }
    }
}

#[test]
fn a_folder_that_may_only_be_read_is_said_and_stays_as_it_was() {
    let as_stranger = [
        "setpriv",
        "--reuid",
        STRANGER,
        "--regid",
        STRANGER,
        "--clear-groups",
    ];
    let may = Command::new(as_stranger[0])
        .args(&as_stranger[1..])
        .arg(e2e::program())
        .args(["call", "--list"])
        .output();
    if !may.is_ok_and(|tried| tried.status.success()) {
        eprintln!("skipped: only root can start the program as somebody else");
        return;
    }
    let computer = Computer::founded();
    open_to_all(computer.folder.path());
    let before = contents(computer.folder.path());
    for (name, command, input) in [
        (None, "programmes.status", json!({})),
        (Some("ingrid"), "people.list", json!({})),
        (Some("ingrid"), "people.create", linh()),
    ] {
        refused_by_the_disk(&computer.command(&as_stranger, name, command, &input));
    }
    assert!(
        contents(computer.folder.path()) == before,
        "something was written"
    );
    assert_eq!(computer.people(), 1);
}

/// A limit on the size of files is to every file, the vault and the programme's among them, what a full disk is.
#[test]
fn a_disk_that_is_full_from_the_beginning_leaves_nothing_to_clear_up() {
    let computer = Computer {
        folder: tempfile::tempdir().expect("a folder"),
    };
    let code = computer.answer("programmes.recovery_code", &json!({}));
    for blocks in ["0", "1", "4", "40", "200"] {
        let limit = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
        let full = ["sh", "-c", &limit, "sh"];
        let output = computer.command(&full, None, "programmes.found", &found(&code));
        refused_by_the_disk(&output);
        let status = computer.answer("programmes.status", &json!({}));
        assert_eq!(status["state"], "no_programme", "after {blocks} blocks");
    }
    computer.answer("programmes.found", &found(&code));
    assert_eq!(computer.people(), 1);
}

#[test]
fn a_disk_that_fills_up_loses_nothing_that_was_there() {
    let computer = Computer::founded();
    let change = json!({ "current": PASSWORD, "new": "another horse, another battery" });
    for blocks in ["0", "1", "4", "16"] {
        let limit = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
        let full = ["sh", "-c", &limit, "sh"];
        for (command, input) in [
            ("people.create", linh()),
            ("accounts.change_password", change.clone()),
        ] {
            refused_by_the_disk(&computer.command(&full, Some("ingrid"), command, &input));
        }
        assert_eq!(computer.people(), 1, "after {blocks} blocks");
    }
    computer.answer("people.create", &linh());
    assert_eq!(computer.people(), 2);
}
