//! Running other programs, said out loud: whoever runs xtask sees what it runs.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What every command here ends with. The text is all that a person needs, so no types of error.
pub(crate) type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The folder of the root `Cargo.toml`.
pub(crate) fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.ancestors()
        .nth(2)
        .expect("xtask lies two folders below the root")
        .to_owned()
}

/// The cargo that runs us, in the root folder.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// A program that npm installed under `ui/node_modules`, or npm itself; Windows keeps both as `.cmd` files.
pub(crate) fn npm_program(name: impl AsRef<Path>) -> Command {
    let name = name.as_ref();
    if cfg!(windows) {
        Command::new(name.with_extension("cmd"))
    } else {
        Command::new(name)
    }
}

/// Says what it runs, runs it with our own terminal, and fails when it fails.
pub(crate) fn run(command: &mut Command) -> Result {
    eprintln!("xtask: {}", line(command));
    let status = command
        .status()
        .map_err(|error| format!("cannot run {}: {error}", line(command)))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("failed with {status}: {}", line(command)).into())
    }
}

/// What a program prints, without showing it.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot run {}: {error}", line(command)))?;
    if !output.status.success() {
        return Err(format!("failed with {}: {}", output.status, line(command)).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Whether a program is there and answers with success; nothing of it is shown.
pub(crate) fn succeeds(program: impl AsRef<OsStr>, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn line(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|part| part.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}
