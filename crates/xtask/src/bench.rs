//! Passes on to the crate `bench`, optimised: figures of a debug build say nothing.

use crate::process::{Result, cargo, run};
use crate::setup;

pub(crate) fn bench(arguments: &[String]) -> Result {
    setup::build()?;
    run(cargo()
        .args(["run", "--release", "--package=bench", "--"])
        .args(arguments))
}

/// A command of the crate `bench` that has a name of its own here.
pub(crate) fn named(command: &str, arguments: &[String]) -> Result {
    let arguments: Vec<String> = std::iter::once(command.to_owned())
        .chain(arguments.iter().cloned())
        .collect();
    bench(&arguments)
}
