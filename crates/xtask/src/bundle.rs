//! `cargo xtask bundle`: a package that a person can install, made by the Tauri CLI of `ui/package.json`.

use crate::process::{Result, npm_program, root, run};
use crate::setup;

pub(crate) fn bundle(arguments: &[String]) -> Result {
    setup::build()?;
    setup::npm_packages()?;
    // The CLI calls back `cargo xtask ui --release`: `tauri.conf.json` says so, and `cargo tauri build` works too.
    run(npm_program(root().join("ui/node_modules/.bin/tauri"))
        .arg("build")
        .args(arguments)
        .current_dir(root()))
}
