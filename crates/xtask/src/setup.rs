//! What a fresh machine lacks: system libraries, the wasm target, npm packages. Only what is missing is installed,
//! and every installing command is shown before it runs.

use std::fs;
use std::process::Command;

use crate::process::{Result, npm_program, output, root, run, succeeds};

/// What the shell is built with on Debian and its children.
const BUILD: &[&str] = &[
    "build-essential",
    "perl",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "libgtk-3-dev",
    "librsvg2-dev",
    "libayatana-appindicator3-dev",
    "libssl-dev",
];

/// What the tests in a real window need besides.
const WINDOW_TESTS: &[&str] = &[
    "webkit2gtk-driver",
    "xvfb",
    "dbus",
    "gnome-keyring",
    "fonts-dejavu-core",
];

/// What the window's program is compiled for.
pub(crate) const WINDOW_TARGET: &str = "wasm32-unknown-unknown";

/// The oldest Node.js whose npm reads our lock file and whose Tauri CLI starts.
const OLDEST_NODE: u32 = 20;

/// For `cargo xtask setup`.
pub(crate) fn everything() -> Result {
    window_tests()?;
    target(WINDOW_TARGET)?;
    npm_packages()
}

/// What building the shell takes.
pub(crate) fn build() -> Result {
    system_packages(BUILD)
}

/// What building the shell and driving its window takes.
pub(crate) fn window_tests() -> Result {
    system_packages(&[BUILD, WINDOW_TESTS].concat())
}

/// Adds a target to the installed toolchain, unless it is there.
pub(crate) fn target(name: &str) -> Result {
    let libraries =
        output(Command::new("rustc").args(["--print", "target-libdir", "--target", name]))?;
    let installed =
        fs::read_dir(libraries.trim()).is_ok_and(|mut entries| entries.next().is_some());
    if installed {
        return Ok(());
    }
    run(Command::new("rustup").args(["target", "add", name]))
}

/// Installs what the lock file names, unless the installed copy came from this very lock file.
pub(crate) fn npm_packages() -> Result {
    let ui = root().join("ui");
    let lock = fs::read(ui.join("package-lock.json"))?;
    let installed = ui.join("node_modules/.installed-lock.json");
    if fs::read(&installed).is_ok_and(|copy| copy == lock) {
        return Ok(());
    }
    node()?;
    run(npm_program("npm")
        .args(["ci", "--no-audit", "--no-fund"])
        .current_dir(&ui))?;
    fs::write(installed, lock)?;
    Ok(())
}

fn node() -> Result {
    if !succeeds("node", &["--version"]) {
        system_packages(&["nodejs", "npm"])?;
    } else if !npm_program("npm")
        .arg("--version")
        .output()
        .is_ok_and(|answer| answer.status.success())
    {
        system_packages(&["npm"])?;
    }
    let version = output(Command::new("node").arg("--version"))
        .map_err(|_| format!("please install Node.js {OLDEST_NODE} or newer"))?;
    let major: u32 = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse().ok())
        .unwrap_or(0);
    if major < OLDEST_NODE {
        return Err(format!(
            "please install Node.js {OLDEST_NODE} or newer; found: {}",
            version.trim()
        )
        .into());
    }
    Ok(())
}

fn system_packages(names: &[&str]) -> Result {
    if !cfg!(target_os = "linux") {
        // macOS and Windows bring their own web view, and Rust itself asks for their compilers.
        return Ok(());
    }
    if !succeeds("apt-get", &["--version"]) {
        return without_apt();
    }
    let missing: Vec<&str> = names
        .iter()
        .copied()
        .filter(|name| !installed(name))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let command = |arguments: &[&str]| -> Result<Command> {
        let mut command = as_root(&missing)?;
        command
            .args(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"])
            .args(arguments);
        Ok(command)
    };
    eprintln!("xtask: system packages missing: {}", missing.join(" "));
    run(&mut command(&["update"])?)?;
    run(command(&["install", "--yes", "--no-install-recommends"])?.args(&missing))
}

fn installed(package: &str) -> bool {
    Command::new("dpkg-query")
        .args(["--show", "--showformat=${db:Status-Status}", package])
        .output()
        .is_ok_and(|answer| answer.status.success() && answer.stdout == b"installed")
}

/// What to put in front of a command that needs root: nothing but `env` for root, otherwise sudo.
fn as_root(missing: &[&str]) -> Result<Command> {
    let root = output(Command::new("id").arg("-u"))?.trim() == "0";
    if root {
        let mut command = Command::new("env");
        command.arg("--");
        return Ok(command);
    }
    if succeeds("sudo", &["--version"]) {
        return Ok(Command::new("sudo"));
    }
    Err(format!(
        "please install these packages as root: apt-get install {}",
        missing.join(" ")
    )
    .into())
}

/// Other Linux families name their packages differently: say what is missing instead of guessing.
fn without_apt() -> Result {
    let libraries = ["webkit2gtk-4.1", "gtk+-3.0", "librsvg-2.0", "dbus-1"];
    let missing: Vec<&str> = libraries
        .into_iter()
        .filter(|library| !succeeds("pkg-config", &["--exists", library]))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!(
        "please install the development packages of: {} (and a C compiler, perl and pkg-config)",
        missing.join(", ")
    )
    .into())
}
