//! The project's habits: everything that is done more than once is a command here, and CI runs nothing else.

mod bench;
mod bundle;
mod check;
mod directions;
mod documents;
mod process;
mod run;
mod screenshots;
mod setup;
mod test;
mod ui;

use std::process::ExitCode;

use process::Result;

const USAGE: &str = "\
cargo xtask COMMAND

  run [-- ARGUMENTS]   builds everything and opens the window; the arguments go to the program
  test [ARGUMENTS]     every test there is, the ones in a real window included; the arguments go to the test runner
  check                formatting, lints, the wasm32 build of the window, the directions between crates
  ui [--release]       builds the window's files into ui/dist
  bundle               a package to install, for this system
  bench [ARGUMENTS]    measures speed
  bench matching [--peers] [M1 …]
                       measures the solver, with --peers beside other programs
  torture [ARGUMENTS]  breaks things on purpose
  screenshots          retakes docs/screenshots
  setup                installs what the other commands need; they do it themselves too";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((command, rest)) = arguments.split_first() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match dispatch(command, rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: &str, rest: &[String]) -> Result {
    // `cargo xtask run -- --data-dir x` and `cargo xtask run --data-dir x` mean the same.
    let rest = rest.strip_prefix(&["--".to_owned()]).unwrap_or(rest);
    match command {
        "run" => run::run(rest),
        "test" => test::test(rest),
        "check" => check::check(),
        "ui" => ui::command(rest),
        "bundle" => bundle::bundle(rest),
        "bench" => bench::bench(rest),
        "torture" => bench::torture(rest),
        "screenshots" => screenshots::screenshots(),
        "setup" => setup::everything(),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(format!("no such command: {command}\n\n{USAGE}").into()),
    }
}
