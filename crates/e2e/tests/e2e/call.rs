//! The whole thread again without a window: every step is `mentorship-desk call`.

use std::fs;
use std::io::Write;
use std::process::{Output, Stdio};

use e2e::{Desk, Options};
use serde_json::{Value, json};

use crate::thread::PASSWORD;

/// Calls as somebody, or as nobody, and reads the answer.
fn call(desk: &Desk, name: Option<&str>, command: &str, input: &Value, more: &[&str]) -> Value {
    let answer = run(desk, name, command, input, more);
    assert!(
        answer.status.success(),
        "{command}: {}",
        String::from_utf8_lossy(&answer.stderr)
    );
    serde_json::from_slice(&answer.stdout).expect("JSON")
}

fn run(desk: &Desk, name: Option<&str>, command: &str, input: &Value, more: &[&str]) -> Output {
    let input = input.to_string();
    let mut arguments = vec!["call", command, &input];
    if let Some(name) = name {
        arguments.extend(["--as", name]);
    }
    arguments.extend(more);
    desk.command(&arguments)
        .env("MENTORSHIP_DESK_PASSWORD", PASSWORD)
        .output()
        .expect("the program runs")
}

const ADMINISTRATOR: Option<&str> = Some("ingrid");

/// Founds a programme whose administrator is [`ADMINISTRATOR`], and answers its recovery code.
fn found(desk: &Desk) -> String {
    let code = call(desk, None, "programmes.recovery_code", &json!({}), &[]);
    let groups: Vec<&str> = code["groups"]
        .as_array()
        .expect("groups")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let code = groups.join("-");
    let found = json!({
        "programme": "Harbour Bridge", "computer": "shared", "zone": "Europe/Berlin", "name": "Ingrid Solheim",
        "sign_in_name": "ingrid", "password": PASSWORD, "code": code,
    });
    call(desk, None, "programmes.found", &found, &[]);
    code
}

#[test]
fn the_whole_thread_through_call() {
    let mut desk = Desk::start(Options::default());
    desk.close_window();
    let administrator = ADMINISTRATOR;
    found(&desk);

    let roster = desk.pick_folder().join("people.csv");
    fs::write(&roster, "Name,E-mail,Role,Interests,Expertise\nMai,mai@example.org,student,Law,\nAna,ana@example.org,mentor,,Law\n")
        .expect("the roster is written");
    let file = ["--file", roster.to_str().expect("a plain path")];
    let picked = call(&desk, administrator, "imports.pick", &json!({}), &file);
    let targets: Vec<&Value> = picked["columns"]
        .as_array()
        .expect("columns")
        .iter()
        .map(|column| &column["target"])
        .collect();
    let plan = json!({ "targets": targets, "role": "student" });
    let checked = call(
        &desk,
        administrator,
        "imports.check",
        &json!({ "plan": plan }),
        &file,
    );
    assert_eq!(
        (checked["new"].as_u64(), checked["wrong"].as_u64()),
        (Some(2), Some(0))
    );
    let apply = json!({ "plan": plan, "digest": checked["digest"] });
    assert_eq!(
        call(&desk, administrator, "imports.apply", &apply, &file)["new"],
        2
    );

    let proposal = call(&desk, administrator, "proposals.solve", &json!({}), &[]);
    let made = call(
        &desk,
        administrator,
        "proposals.publish",
        &json!({ "id": proposal["id"] }),
        &[],
    );
    let of = &made["matches"][0];
    for name in ["mai", "ana"] {
        let people = call(
            &desk,
            administrator,
            "people.list",
            &json!({ "text": name }),
            &[],
        );
        let request =
            json!({ "people": [{ "person": people["rows"][0]["id"], "sign_in_name": name }] });
        let codes = call(&desk, administrator, "accounts.issue_codes", &request, &[]);
        let redeem = json!({ "name": name, "code": codes[0]["code"], "password": PASSWORD });
        call(&desk, None, "accounts.redeem", &redeem, &[]);
    }
    let log = json!({
        "of": of, "starts_at": "2026-01-05T15:00:00Z", "minutes": 45,
        "notes": [{ "text": "We spoke about courts", "audience": "pair" }, { "text": "Shy", "audience": "author" }],
    });
    let session = call(&desk, Some("ana"), "sessions.log", &log, &[]);
    let read = call(
        &desk,
        Some("mai"),
        "sessions.get",
        &json!({ "id": session["id"] }),
        &[],
    );
    assert_eq!(
        read["notes"].as_array().map(Vec::len),
        Some(1),
        "the private note is not Mai's"
    );
    call(
        &desk,
        Some("mai"),
        "sessions.reflect",
        &json!({ "id": session["id"], "text": "I dared" }),
        &[],
    );
    let overview = call(&desk, administrator, "reports.overview", &json!({}), &[]);
    assert_eq!(
        (overview["sessions"].as_u64(), overview["minutes"].as_u64()),
        (Some(1), Some(45))
    );

    let refused = run(&desk, Some("mai"), "people.list", &json!({}), &[]);
    assert_eq!(
        refused.status.code(),
        Some(12),
        "forbidden has a status of its own"
    );
    let error: Value = serde_json::from_slice(&refused.stderr).expect("the error as JSON");
    assert_eq!(error["code"], "forbidden");
}

/// Everybody in the programme, by name.
fn names(desk: &Desk) -> Vec<String> {
    let people = call(desk, ADMINISTRATOR, "people.list", &json!({}), &[]);
    let rows = people["rows"].as_array().expect("rows").iter();
    rows.filter_map(|row| row["name"].as_str().map(ToOwned::to_owned))
        .collect()
}

fn add(desk: &Desk, name: &str) {
    let create = json!({ "profile": { "name": name }, "roles": ["student"] });
    call(desk, ADMINISTRATOR, "people.create", &create, &[]);
}

/// The log is as it was written.
fn assert_log_is_whole(desk: &Desk) {
    let verified = call(desk, ADMINISTRATOR, "audit.verify", &json!({}), &[]);
    assert_eq!(verified["broken"], json!([]), "{verified}");
    assert!(verified["kept"].as_u64() > Some(0), "{verified}");
}

#[test]
fn backups_are_made_read_back_restored_and_recovered_through_call() {
    let mut desk = Desk::start(Options::default());
    desk.close_window();
    let code = found(&desk);
    let nothing = json!({});

    let made = call(&desk, ADMINISTRATOR, "backups.make", &nothing, &[]);
    assert_eq!(made["state"]["state"], "verified");
    let id = made["id"].as_str().expect("an id");
    let listed = call(&desk, ADMINISTRATOR, "backups.list", &nothing, &[]);
    assert_eq!(listed["backups"][0]["id"], id);
    let read = call(
        &desk,
        ADMINISTRATOR,
        "backups.verify",
        &json!({ "id": id }),
        &[],
    );
    assert_eq!(read["state"]["state"], "verified");

    let stick = desk.save_folder().join("stick");
    fs::create_dir_all(&stick).expect("a folder");
    let out = ["--out", stick.to_str().expect("a plain path")];
    let set = json!({ "folder": "" });
    let listed = call(&desk, ADMINISTRATOR, "backups.set_folder", &set, &out);
    assert_eq!(listed["second"]["name"], "stick");
    add(&desk, "Mai");
    call(&desk, ADMINISTRATOR, "backups.make", &nothing, &[]);
    let listed = call(&desk, ADMINISTRATOR, "backups.list", &nothing, &[]);
    let backups = listed["backups"].as_array().expect("backups");
    assert_eq!(backups.len(), 2);
    for backup in backups {
        assert_eq!(
            (&backup["here"], &backup["second"]),
            (&json!(true), &json!(true))
        );
    }
    assert_log_is_whole(&desk);

    let restore = json!({ "backup": { "from": "listed", "id": id }, "password": PASSWORD });
    let restored = call(&desk, ADMINISTRATOR, "backups.restore", &restore, &[]);
    assert_eq!(restored["made_at"], made["made_at"]);
    assert_eq!(names(&desk), ["Ingrid Solheim"]);
    assert_log_is_whole(&desk);

    add(&desk, "Ana");
    let manifest = stick.join(id).join("backup.json");
    let file = ["--file", manifest.to_str().expect("a plain path")];
    let recover = json!({ "backup": { "from": "picked" }, "with": { "with": "recovery_code", "code": code } });
    let refused = run(&desk, None, "backups.recover", &recover, &[]);
    assert!(!refused.status.success(), "no file was named");
    call(&desk, None, "backups.recover", &recover, &file);
    assert_eq!(names(&desk), ["Ingrid Solheim"]);
    assert_log_is_whole(&desk);

    let none = json!({ "folder": null });
    let listed = call(&desk, ADMINISTRATOR, "backups.set_folder", &none, &[]);
    assert_eq!(listed["second"], Value::Null);
}

#[test]
fn the_password_may_come_by_standard_input() {
    let mut desk = Desk::start(Options::default());
    desk.close_window();
    let mut child = desk
        .command(&["call", "accounts.me", "-", "--as", "nobody"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut input = child.stdin.take().expect("a pipe");
    input
        .write_all(b"a password of somebody\n{}")
        .expect("the pipe takes it");
    drop(input);
    let answer = child.wait_with_output().expect("the program ends");
    let error: Value = serde_json::from_slice(&answer.stderr).expect("the error as JSON");
    assert_eq!(error["code"], "no_programme");
}

#[test]
fn the_list_names_every_command_with_its_kind_roles_and_shapes() {
    let mut desk = Desk::start(Options::default());
    desk.close_window();
    let answer = desk
        .command(&["call", "--list"])
        .output()
        .expect("the program runs");
    let text = String::from_utf8(answer.stdout).expect("text");
    let line = text
        .lines()
        .find(|line| line.contains("sessions.log"))
        .expect("a line for it");
    for word in [
        "mutation",
        "mentor",
        "administrator",
        "sessions::Log",
        "sessions::SessionView",
    ] {
        assert!(line.contains(word), "{word} in {line}");
    }
}
