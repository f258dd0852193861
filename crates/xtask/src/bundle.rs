//! `cargo xtask bundle`: a package that a person can install, made by the Tauri CLI of `ui/package.json`.

use crate::process::{Result, npm_program, root, run};
use crate::setup;

/// What is made where no argument says otherwise: what people of this system know how to install.
const KIND: &str = if cfg!(windows) {
    "nsis"
} else if cfg!(target_os = "macos") {
    "dmg"
} else {
    "deb"
};

pub(crate) fn bundle(arguments: &[String]) -> Result {
    setup::build()?;
    setup::npm_packages()?;
    // The CLI calls back `cargo xtask ui --release`: `tauri.conf.json` says so, and `cargo tauri build` works too.
    run(npm_program(root().join("ui/node_modules/.bin/tauri"))
        .arg("build")
        .args(if arguments.is_empty() {
            vec!["--bundles", KIND]
        } else {
            arguments.iter().map(String::as_str).collect()
        })
        .current_dir(root()))
}
