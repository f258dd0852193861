//! Passes on to the crate `bench`, optimised: figures of a debug build say nothing. `bench matching` is a crate of its
//! own, which needs none of the system's libraries.

use crate::process::{Result, cargo, root, run};
use crate::{setup, ui};
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) fn bench(arguments: &[String]) -> Result {
    if let Some((first, rest)) = arguments.split_first()
        && first == "matching"
    {
        return matching(rest);
    }
    setup::build()?;
    // What people download is measured as it is released, whatever was built before.
    if arguments.is_empty() || arguments.iter().any(|part| part == "sizes") {
        ui::build(ui::Profile::Release)?;
    }
    run(cargo()
        .args(["run", "--release", "--package=bench", "--"])
        .args(arguments))
}

/// Breaks things on purpose. Optimised, because a thousand kills are a thousand starts.
pub(crate) fn torture(arguments: &[String]) -> Result {
    setup::build()?;
    let built = [
        "build",
        "--release",
        "--package=faults",
        "--package=torture",
    ];
    run(cargo().args(built))?;
    let program = root().join("target").join("release").join("torture");
    run(Command::new(program).args(arguments))
}

/// The solver, beside its peers with `--peers`. The peers are Python programs, each in an environment under `target`;
/// one of them is made in any case, because the script that writes large cohorts needs numpy.
fn matching(arguments: &[String]) -> Result {
    let folder = root().join("target").join("bench-matching");
    let mut command = cargo();
    command
        .args(["run", "--release", "--package=bench-matching", "--"])
        .args(arguments);
    command.arg("--work").arg(&folder);
    let peers = arguments.iter().any(|argument| argument == "--peers");
    match environment(&folder, "solvers") {
        Ok(python) => {
            command.arg("--solvers").arg(python);
        }
        // Without peers only the large cohorts are missing, and the bench says which rows it skips.
        Err(error) if !peers => eprintln!("xtask: SKIPPED: {error}"),
        Err(error) => return Err(error),
    }
    if peers {
        command
            .arg("--mentor-match")
            .arg(environment(&folder, "mentor-match")?);
    }
    run(&mut command)
}

/// The Python of an environment with what `crates/bench-matching/peers/<name>.txt` lists, made if it is not there.
fn environment(folder: &Path, name: &str) -> Result<PathBuf> {
    let environment = folder.join(name);
    let python = if cfg!(windows) {
        environment.join("Scripts").join("python.exe")
    } else {
        environment.join("bin").join("python")
    };
    let list = root().join(format!("crates/bench-matching/peers/{name}.txt"));
    // Written last, and with what was installed: an interrupted or older installation is made again.
    let installed = environment.join("installed.txt");
    let wanted = std::fs::read_to_string(&list)?;
    if std::fs::read_to_string(&installed).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    std::fs::create_dir_all(folder)?;
    let system = if cfg!(windows) { "python" } else { "python3" };
    run(Command::new(system).args(["-m", "venv"]).arg(&environment))?;
    run(Command::new(&python)
        .args(["-m", "pip", "install", "--quiet", "--requirement"])
        .arg(&list))?;
    std::fs::write(installed, wanted)?;
    Ok(python)
}
