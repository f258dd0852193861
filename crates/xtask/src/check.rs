//! `cargo xtask check`: what must hold before the tests are worth running.

use std::process::Command;

use crate::process::{Result, cargo, output, root, run, succeeds};
use crate::setup::{self, WINDOW_TARGET};
use crate::{directions, documents, ui};

/// Where the crates that talk to the operating system are compiled besides: what is written for one that nobody here uses
/// would otherwise be checked by nobody.
const OTHER_SYSTEMS: [&str; 2] = ["x86_64-pc-windows-gnu", "aarch64-apple-darwin"];

pub(crate) fn check() -> Result {
    run(cargo().args(["fmt", "--all", "--check"]))?;
    lock_file_names_no_host()?;
    every_component_is_locked()?;
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
        &format!("--target={WINDOW_TARGET}"),
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
    for target in OTHER_SYSTEMS {
        setup::target(target)?;
        run(cargo().args([
            "clippy",
            "--package=away",
            "--package=vault",
            &format!("--target={target}"),
            "--",
            "--deny=warnings",
        ]))?;
    }
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

/// Whatever is built is one version, from the public registry, with its sum: else advisories could not be looked up.
fn unlocked(lock: &str) -> Vec<&str> {
    let packages = lock.split("[[package]]").skip(1);
    let field = |package: &'_ str, name: &str| package.contains(&format!("\n{name} = \""));
    packages
        .filter(|package| field(package, "source"))
        .filter(|package| {
            !package.contains("\"registry+https://github.com/rust-lang/crates.io-index\"")
                || !field(package, "checksum")
        })
        .filter_map(|package| package.lines().nth(1))
        .collect()
}

fn every_component_is_locked() -> Result {
    let lock = std::fs::read_to_string(root().join("Cargo.lock"))?;
    match unlocked(&lock)[..] {
        [] => Ok(()),
        [first, ..] => Err(format!("Cargo.lock has no registry or no sum for {first}").into()),
    }
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

#[cfg(test)]
mod tests {
    use super::{every_component_is_locked, unlocked};

    #[test]
    fn a_component_from_elsewhere_or_without_its_sum_is_found() {
        let lock = "
[[package]]
name = \"ours\"
version = \"0.1.0\"

[[package]]
name = \"sound\"
version = \"1.0.0\"
source = \"registry+https://github.com/rust-lang/crates.io-index\"
checksum = \"00\"

[[package]]
name = \"unsummed\"
version = \"1.0.0\"
source = \"registry+https://github.com/rust-lang/crates.io-index\"

[[package]]
name = \"elsewhere\"
version = \"1.0.0\"
source = \"git+https://example.org/elsewhere#00\"
";
        assert_eq!(
            unlocked(lock),
            ["name = \"unsummed\"", "name = \"elsewhere\""]
        );
    }

    #[test]
    fn every_component_of_ours_is_locked_with_its_sum() {
        every_component_is_locked().expect("the lock file is whole");
    }
}
