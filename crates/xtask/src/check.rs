//! `cargo xtask check`: what must hold before the tests are worth running.

use std::process::Command;

use crate::process::{Result, cargo, output, root, run, succeeds};
use crate::{directions, documents, setup, ui};

pub(crate) fn check() -> Result {
    run(cargo().args(["fmt", "--all", "--check"]))?;
    lock_file_names_no_host()?;
    documents::check()?;
    directions(&output(cargo().args([
        "metadata",
        "--format-version=1",
        "--no-deps",
    ]))?)?;
    setup::build()?;
    // The shell does not compile without `ui/dist`, and the wasm32 build is a check of its own.
    ui::build(ui::Profile::Development)?;
    run(cargo().args([
        "clippy",
        "--package=ui",
        "--target=wasm32-unknown-unknown",
        "--",
        "--deny=warnings",
    ]))?;
    run(cargo().args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "--deny=warnings",
    ]))?;
    if succeeds("cargo", &["deny", "--version"]) {
        // Advisories need the network; the rest does not.
        run(Command::new("cargo")
            .args(["deny", "check", "bans", "licenses", "sources"])
            .current_dir(root()))?;
    } else {
        eprintln!("xtask: SKIPPED: cargo-deny is not installed");
    }
    Ok(())
}

fn directions(metadata: &str) -> Result {
    let metadata = serde_json::from_str(metadata)?;
    let violations = directions::violations(&directions::edges(&metadata));
    if violations.is_empty() {
        eprintln!("xtask: the directions between crates hold");
        return Ok(());
    }
    Err(violations.join("\n       ").into())
}

/// npm writes where a package came from unless told not to, and then the lock file works in one place only.
fn lock_file_names_no_host() -> Result {
    let lock = std::fs::read_to_string(root().join("ui/package-lock.json"))?;
    if lock.contains("\"resolved\"") {
        return Err(
            "ui/package-lock.json names a registry: delete it and run npm install in ui/".into(),
        );
    }
    Ok(())
}
