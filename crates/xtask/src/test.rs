//! `cargo xtask test`: every test there is, in the real window too.

use crate::process::{Result, cargo, root, run, succeeds};
use crate::{setup, ui};

pub(crate) fn test(arguments: &[String]) -> Result {
    setup::window_tests()?;
    ui::build(ui::Profile::Development)?;
    build()?;
    say_what_is_skipped();
    // The runner comes last, and so does its summary.
    if succeeds("cargo", &["nextest", "--version"]) {
        run(cargo()
            .args(["nextest", "run", "--workspace", "--no-fail-fast"])
            .args(arguments))
    } else {
        eprintln!("xtask: cargo-nextest is not installed: cargo test runs instead");
        run(cargo()
            .args(["test", "--workspace", "--no-fail-fast"])
            .args(arguments))
    }
}

/// Builds the tests and the program that the journeys start. All in one go: with other packages chosen cargo chooses
/// other features, and would compile Tauri twice.
pub(crate) fn build() -> Result {
    if cfg!(windows) {
        // A running program cannot be replaced there, and xtask is running; there are no journeys there either.
        return Ok(());
    }
    run(cargo().args(["build", "--workspace", "--all-targets"]))
}

/// A missing folder makes its tests pass without having looked at anything, and nobody may take that for a proof.
fn say_what_is_skipped() {
    let rosters = root().join("../shared/data/civil-service");
    if !rosters.is_dir() {
        eprintln!(
            "xtask: SKIPPED: the tests on real rosters: no folder ../shared/data/civil-service"
        );
    }
    if !cfg!(target_os = "linux") {
        eprintln!(
            "xtask: SKIPPED: the journeys through the window: they need WebKitWebDriver, which only Linux has"
        );
    }
}
