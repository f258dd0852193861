//! The figures of the solver, one line each: `<name> <figure> target <target> reached|short`, then the raw medians.
//!
//! Run by `cargo xtask bench matching [--peers] [M1 …]`, which also makes the environments that the peers run in. A peer
//! is another program that answers the same question, in a process of its own, its runs taking turns with ours; both use
//! one thread unless a row says otherwise. Instances are read where they are, in `../shared/data` beside the repository or
//! where `MATCHING_DATA` says, and never copied into it; what is not there is skipped, and said so. Figures are of the
//! clock on the wall: on a computer that is busy with something else they are of that, too.

mod assignment;
mod civil_service;
mod cohort;
mod edits;
mod large;
mod options;
mod peer;
mod random;
mod report;
mod stability;
mod worst_first;

use options::Options;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

type Row = (&'static str, fn(&Options) -> Result);

/// The rows of the table, each with what measures it.
const ROWS: [Row; 8] = [
    ("M1", civil_service::run),
    ("M2", large::one_thread),
    ("M3", edits::run),
    ("M4", large::both_cores),
    ("M5", worst_first::run),
    ("M6", assignment::run),
    ("M7", random::run),
    ("M8", stability::run),
];

fn main() -> Result {
    if cfg!(debug_assertions) {
        return Err(
            "figures of an unoptimised build say nothing: run `cargo xtask bench matching`".into(),
        );
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [own, folder] = arguments.as_slice()
        && own == large::OWN
    {
        return large::own(folder.as_ref());
    }
    let options = Options::parse(arguments)?;
    let mut failed = Vec::new();
    for (name, run) in ROWS.iter().filter(|(name, _)| options.wants(name)) {
        // One row that cannot be measured must not hide the others.
        if let Err(error) = run(&options) {
            println!("{name} failed: {error}");
            failed.push(*name);
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    Err(format!("rows that could not be measured: {}", failed.join(", ")).into())
}
