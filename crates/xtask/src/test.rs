//! `cargo xtask test`: every test there is, in the real window too.

use crate::process::{Result, cargo, root, run, succeeds};
use crate::{setup, ui};

pub(crate) fn test(arguments: &[String]) -> Result {
    setup::window_tests()?;
    ui::build(ui::Profile::Development)?;
    // The journeys start this program; building it with the whole workspace gives it the same dependencies as the
    // tests, so that nothing is compiled twice.
    run(cargo().args(["build", "--workspace", "--exclude=xtask", "--bins"]))?;
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
