//! M6: the assignment instances of the OR-Library (Beasley 1990), and others drawn like them, against scipy.

use crate::Result;
use crate::options::Options;
use crate::peer::{Peer, whole};
use crate::random::Numbers;
use crate::report::{line, raw, skipped, timed};
use matching::{Cohort, Leaving, Mentor, PersonId, Problem, Student, scores, solve, verify};
use std::ops::ControlFlow;

/// Sizes and known optima.
const KNOWN: [(usize, i64); 4] = [(100, 305), (200, 475), (300, 626), (400, 804)];

/// Sizes that the library has too and whose optima scipy tells: drawn as Beasley drew them, whole costs from 1 to 100.
const DRAWN: [usize; 4] = [500, 600, 700, 800];

pub(crate) fn run(options: &Options) -> Result {
    let mut right = 0;
    let mut told = Vec::new();
    let mut asked = 0;
    if let Some(folder) = Options::data("or-library") {
        for (size, optimum) in KNOWN {
            let text = std::fs::read_to_string(folder.join(format!("assign{size}.txt")))?;
            let numbers = text.split_whitespace().skip(1).map(str::parse);
            let costs = numbers.collect::<std::result::Result<Vec<i64>, _>>()?;
            let (time, found) = timed(|| cheapest(size, &costs));
            let found = found?;
            asked += 1;
            right += usize::from(found == optimum);
            told.push(format!("assign{size} {found} in {:.1} ms", time * 1e3));
        }
    } else {
        skipped("M6", "the OR-Library's files are not beside the repository");
    }
    if let Some(python) = options.peer() {
        let mut peer = Peer::start(python, "scipy_assignment.py", &[])?;
        for size in DRAWN {
            let mut numbers = Numbers::new(size as u64);
            let costs: Vec<_> = (0..size * size).map(|_| 1 + numbers.below(100)).collect();
            let (time, found) = timed(|| cheapest(size, &costs));
            let found = found?;
            let optimum = whole(&peer.run(&serde_json::to_string(&costs)?)?, "optimum")?;
            asked += 1;
            right += usize::from(found == optimum);
            told.push(format!(
                "drawn{size} {found} in {:.1} ms, scipy {optimum}",
                time * 1e3
            ));
        }
    }
    if asked > 0 {
        line(
            "M6",
            &format!("{right} of {asked} optima"),
            "every optimum",
            right == asked,
        );
        raw("M6", &told.join("; "));
    }
    Ok(())
}

/// The least sum of costs of a square instance, verified.
fn cheapest(size: usize, costs: &[i64]) -> Result<i64> {
    let person = |index: usize| PersonId(index as u128);
    let students = (0..size).map(|index| Student {
        id: person(index),
        places: 1,
    });
    let mentors = (size..2 * size).map(|index| Mentor {
        id: person(index),
        places: 1,
    });
    let cohort = Cohort::new(students.collect(), mentors.collect())?;
    let scores = scores::single(|student, mentor| Some(-costs[student * size + mentor]));
    let problem = Problem {
        cohort: &cohort,
        scores: &scores,
        leaving: Leaving::MostMatched,
    };
    let solution = solve(&problem, &mut |_| ControlFlow::Continue(()))?;
    verify(&problem, &solution, &mut |_| ControlFlow::Continue(()))?;
    Ok(-solution.total)
}
