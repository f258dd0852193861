//! R10: inputs that nobody would send. Each kind of input is made in a process of its own, and whatever ends that
//! process, stops it or fills its memory is a finding.
//!
//! The inputs are drawn by a random generator with a fixed seed for each case, so that a case is met again by its number:
//! `torture child fuzz <kind> <case> 1`. No coverage leads them (cargo-fuzz needs a nightly compiler): what leads them is
//! the shape of the types that are read, and the answers that came before.

mod bytes;
mod commands;
mod known;
mod make;
mod markdown;
mod mutate;
mod requests;
mod rosters;
mod scene;
mod vaults;
mod watch;

use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};

use super::child;
use crate::{Line, Result, Size, Tools};

const KINDS: [&str; 5] = ["commands", "rosters", "vaults", "markdown", "requests"];

/// What a process says at its end.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) runs: u64,
    /// How many inputs were read and answered with something else than a refusal.
    pub(super) taken: u64,
    pub(super) panics: u64,
    pub(super) slowest_ms: u64,
    pub(super) peak_mib: u64,
}

pub async fn run(size: Size, tools: &Tools) -> Result<Line> {
    let runs: u64 = match size {
        Size::Whole => 100_000,
        Size::Short => 2_000,
    };
    let (mut faults, mut panics, mut taken) = (0, 0, Vec::new());
    let mut peak = 0;
    for kind in KINDS {
        match one(tools, kind, runs).await? {
            Ok(outcome) => {
                eprintln!("R10: {kind}: {outcome:?}");
                panics += outcome.panics;
                peak = peak.max(outcome.peak_mib);
                taken.push(format!("{} {kind}", outcome.taken));
                if outcome.taken == 0 || outcome.runs != runs {
                    return Err(format!("{kind}: {outcome:?} proves nothing").into());
                }
            }
            Err(end) => {
                faults += 1;
                eprintln!("R10: {kind}: {end}");
            }
        }
    }
    Ok(Line {
        row: "R10",
        figure: format!(
            "{panics} panics, {faults} hangs, crashes or more memory in {} x {runs} runs, at most {peak} MiB (taken: {})",
            KINDS.len(),
            taken.join(", ")
        ),
        target: "0 and 0, <= 512 MiB",
        reached: panics == 0 && faults == 0,
    })
}

/// Runs one kind; what ended the process early is an answer, too.
async fn one(tools: &Tools, kind: &str, runs: u64) -> Result<std::result::Result<Outcome, String>> {
    let mut command = child(tools, &["fuzz", kind, "0", &runs.to_string()]);
    // Nothing of it has to outlive a power cut.
    let memory = std::path::Path::new("/dev/shm");
    if memory.is_dir() {
        command.env("TMPDIR", memory);
    }
    let mut process = command.stderr(Stdio::inherit()).spawn()?;
    let mut lines = BufReader::new(process.stdout.take().ok_or("no output")?).lines();
    let mut last = "it ended before the first case".to_owned();
    let mut outcome = None;
    while let Some(line) = lines.next_line().await? {
        match line.strip_prefix("outcome ") {
            Some(said) => outcome = Some(Outcome::parse(said)?),
            None => last = line,
        }
    }
    let status = process.wait().await?;
    Ok(match outcome {
        Some(outcome) if status.success() => Ok(outcome),
        _ => Err(format!("{last}; {status}")),
    })
}

impl Outcome {
    fn parse(said: &str) -> Result<Self> {
        let numbers: std::result::Result<Vec<u64>, _> =
            said.split(' ').map(str::parse::<u64>).collect();
        let [runs, taken, panics, slowest_ms, peak_mib] = numbers?[..] else {
            return Err(format!("an outcome of another shape: {said}").into());
        };
        Ok(Self {
            runs,
            taken,
            panics,
            slowest_ms,
            peak_mib,
        })
    }

    fn said(&self) -> String {
        let Self {
            runs,
            taken,
            panics,
            slowest_ms,
            peak_mib,
        } = self;
        format!("outcome {runs} {taken} {panics} {slowest_ms} {peak_mib}")
    }
}

/// The child's part.
pub async fn draw(kind: &str, from: u64, runs: u64) -> Result {
    // What stands behind an internal error is in the log only.
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::ERROR)
        .with_writer(std::io::stderr)
        .init();
    let watch = watch::Watch::begin()?;
    let cases = from..from + runs;
    let taken = match kind {
        "commands" => commands::draw(&watch, cases).await?,
        "rosters" => rosters::draw(&watch, cases).await?,
        "vaults" => vaults::draw(&watch, cases).await?,
        "markdown" => markdown::draw(&watch, cases),
        "requests" => requests::draw(&watch, cases).await?,
        other => return Err(format!("{other} is none of {}", KINDS.join(", ")).into()),
    };
    crate::child::say(&watch.end(runs, taken)?.said())
}

/// The numbers of a case: the same in every run.
fn numbers(kind: u64, case: u64) -> fastrand::Rng {
    fastrand::Rng::with_seed(kind << 48 ^ case.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}
