//! M2 and M4: the best total of large cohorts over all pairs, against OR-Tools' minimum-cost flow.
//!
//! Ours runs in a process of its own too, so that its memory can be told.

use crate::Result;
use crate::cohort::{Arguments, BONUS, Instance, LARGEST, PROGRAMME, TOPICS, folder};
use crate::options::Options;
use crate::peer::{Peer, number, whole};
use crate::report::{Times, line, raw, seconds, skipped, timed};
use matching::scores::Profiles;
use matching::{Leaving, Problem, SolveError, solve, solve_on, verify};
use serde_json::json;
use std::io::BufRead;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// The argument with which this program is started as our own side; a folder follows.
pub(crate) const OWN: &str = "--own";

/// The optimum of M2 with the bonus, as OR-Tools found it when the figures were set.
const OPTIMUM: i64 = 10_915_738_285;

/// Ours may use as many in M4; OR-Tools' solver uses one.
const CORES: NonZeroUsize = NonZeroUsize::new(2).unwrap();

/// How many mentors of each student OR-Tools gets in M4; more does not fit into its memory and ours.
const PRUNED: &str = "64";

const TARGET: &str = "0.5 of its time, 2048 MB";

/// How long ours may take in M4 before it is stopped and counts as not finished.
const PATIENCE: Duration = Duration::from_mins(5);

pub(crate) fn one_thread(options: &Options) -> Result {
    let Some(folder) = instance(options, "M2", PROGRAMME) else {
        return Ok(());
    };
    let mut own = ours(&folder)?;
    let mut peer = options
        .peer()
        .map(|python| flow(python, &folder, "all"))
        .transpose()?;
    let (mut times, mut theirs) = (Times::default(), Times::default());
    let (mut memory, mut right) = (0.0_f64, true);
    for _ in 0..5 {
        let answer = own.run("scores")?;
        times.add(number(&answer, "seconds")?);
        memory = memory.max(number(&answer, "megabytes")?);
        right &= answer["proved"] == true && whole(&answer, "total")? == OPTIMUM;
        if let Some(peer) = &mut peer {
            let answer = peer.run("")?;
            theirs.add(number(&answer, "seconds")?);
            right &= whole(&answer, "total")? == OPTIMUM;
        }
    }
    let proof = if right {
        "same optimum, proved"
    } else {
        "another optimum"
    };
    if peer.is_some() {
        let faster = theirs.median() / times.median();
        let reached = faster >= 20.0 && memory <= 64.0 && right;
        let figure = format!("{faster:.1} times faster, {memory:.0} MB, {proof}");
        line(
            "M2",
            &figure,
            "20 times, 64 MB, same optimum, proved",
            reached,
        );
        raw(
            "M2",
            &format!("OR-Tools, its solve alone {}", theirs.text()),
        );
    } else {
        raw(
            "M2",
            &format!("{memory:.0} MB beyond the profiles, {proof}"),
        );
    }
    raw("M2", &format!("ours, from the profiles {}", times.text()));
    Ok(())
}

pub(crate) fn both_cores(options: &Options) -> Result {
    let Some(folder) = instance(options, "M4", LARGEST) else {
        return Ok(());
    };
    let mut own = ours(&folder)?;
    let mut peer = options
        .peer()
        .map(|python| flow(python, &folder, PRUNED))
        .transpose()?;
    let (mut times, mut theirs) = (Times::default(), Times::default());
    let (mut checks, mut memory, mut proved) = (Times::default(), 0.0_f64, true);
    let (mut total, mut pruned) = (0, 0);
    for _ in 0..5 {
        let answer = own.run("files")?;
        let time = number(&answer, "seconds")?;
        memory = memory.max(number(&answer, "megabytes")?);
        if answer["stopped"] == true {
            let figure = format!("not finished in {}, {memory:.0} MB", seconds(time));
            line("M4", &figure, TARGET, false);
            return Ok(());
        }
        times.add(time);
        checks.add(number(&answer, "verification")?);
        proved &= answer["proved"] == true;
        total = whole(&answer, "total")?;
        if let Some(peer) = &mut peer {
            let answer = peer.run("")?;
            theirs.add(number(&answer, "seconds")?);
            pruned = whole(&answer, "total")?;
        }
    }
    let proof = if proved { "proved" } else { "not proved" };
    let told = format!("total {total}, {proof} each time in {}", checks.text());
    if peer.is_some() {
        let share = times.median() / theirs.median();
        let reached = share <= 0.5 && memory <= 2_048.0 && proved;
        let figure = format!("{share:.2} of its time, {memory:.0} MB, {proof}");
        line("M4", &figure, TARGET, reached);
        let text = theirs.text();
        raw(
            "M4",
            &format!(
                "OR-Tools, its solve alone on the best {PRUNED} of each student {text}, total {pruned}"
            ),
        );
    }
    raw(
        "M4",
        &format!(
            "ours, from the files {}, {memory:.0} MB, {told}",
            times.text()
        ),
    );
    Ok(())
}

fn instance(options: &Options, row: &str, arguments: Arguments) -> Option<std::path::PathBuf> {
    folder(options, arguments)
        .map_err(|why| skipped(row, &why))
        .ok()
}

fn ours(folder: &Path) -> Result<Peer> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(OWN).arg(folder);
    Peer::of("our own side", command)
}

fn flow(python: &Path, folder: &Path, keep: &str) -> Result<Peer> {
    Peer::start(
        python,
        "ortools_flow.py",
        &[folder.to_str().ok_or("a path that is not text")?, keep],
    )
}

/// Our own side: each line asks for one solve, from the `files` on both cores or from the `scores`' profiles in memory.
pub(crate) fn own(folder: &Path) -> Result {
    let kept = Instance::read(folder)?;
    println!("{}", json!({"ready": true}));
    let before = resident("VmRSS:").unwrap_or(f64::NAN);
    for question in std::io::stdin().lock().lines() {
        let from_files = question? == "files";
        let (time, solved) = timed(|| -> Result<_> {
            let read = if from_files {
                Some(Instance::read(folder)?)
            } else {
                None
            };
            let instance = read.as_ref().unwrap_or(&kept);
            let cohort = instance.cohort()?;
            let scores = Profiles::new(TOPICS, &instance.students, &instance.mentors)
                .ok_or("no profiles")?;
            let problem = Problem {
                cohort: &cohort,
                scores: &scores,
                leaving: Leaving::Price(BONUS),
            };
            let begun = Instant::now();
            let told = &mut |_| {
                if from_files && begun.elapsed() > PATIENCE {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            };
            let solution = if from_files {
                solve_on(CORES, &cohort, &scores, problem.leaving, told)
            } else {
                solve(&problem, told)
            };
            Ok((cohort, scores, solution))
        });
        let (cohort, scores, solution) = solved?;
        // The most so far, whatever the verification needs.
        let megabytes = resident("VmHWM:").unwrap_or(f64::NAN) - before;
        if matches!(solution, Err(SolveError::Cancelled)) {
            println!(
                "{}",
                json!({"seconds": time, "megabytes": megabytes, "stopped": true})
            );
            continue;
        }
        let solution = solution?;
        let problem = Problem {
            cohort: &cohort,
            scores: &scores,
            leaving: Leaving::Price(BONUS),
        };
        let (verification, proof) =
            timed(|| verify(&problem, &solution, &mut |_| ControlFlow::Continue(())));
        let pairs = i64::try_from(solution.pairs.len())?;
        let total = solution.total + pairs * BONUS;
        let proved = proof.is_ok();
        println!(
            "{}",
            json!({"seconds": time, "megabytes": megabytes, "total": total, "pairs": pairs, "proved": proved, "verification": verification})
        );
    }
    Ok(())
}

/// A line of what Linux tells of a process, in MB.
fn resident(name: &str) -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace()
        .next()?
        .parse::<f64>()
        .ok()
        .map(|kilobytes| kilobytes / 1_024.0)
}
