//! The order of the work: read, match, price, and again until no pair is missing.

use crate::candidates::{Candidates, FIRST};
use crate::instance::Instance;
use crate::paths::Paths;
use crate::pricing::{Values, price};
use crate::{Leaving, MAX_PRICE, MAX_SCORE, Pair, Phase, Problem, Progress, Solution, answer};
use std::ops::ControlFlow;

/// Why a problem has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SolveError {
    #[error("a score is not within ±{MAX_SCORE}: {pair} scores {score}")]
    ScoreOutOfRange { pair: Pair, score: i64 },
    #[error("the price of an empty place is not within ±{MAX_PRICE}: {0}")]
    PriceOutOfRange(i64),
    #[error("a locked pair may not be made by the rules of the scores: {0}")]
    LockIneligible(Pair),
    #[error("cancelled")]
    Cancelled,
}

/// Progress is told once for so many students, so that telling it costs nothing.
const STEP: usize = 64;

/// The best pairs for this problem, with their certificate.
///
/// `progress` is called every few students; the work stops with [`SolveError::Cancelled`] when it answers
/// [`ControlFlow::Break`]. The same problem gets the same answer, in whatever order its people, locks and exclusions
/// were given. Cost and method: see the [crate] page.
pub fn solve(
    problem: &Problem<'_>,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Solution, SolveError> {
    if let Leaving::Price(price) = problem.leaving
        && !(-MAX_PRICE..=MAX_PRICE).contains(&price)
    {
        return Err(SolveError::PriceOutOfRange(price));
    }
    let instance = Instance::new(problem);
    let of = instance.students.len();
    let mut tell =
        |phase, done| match done % STEP == 0 && progress(Progress { phase, done, of }).is_break() {
            true => Err(SolveError::Cancelled),
            false => Ok(()),
        };
    let mut candidates = Candidates::read(&instance, &mut |done| tell(Phase::Scoring, done))?;
    // Each round may add twice as many: where all students want the same few mentors, the number of rounds stays small.
    let mut limit = FIRST;
    for round in 1.. {
        let mut paths = Paths::new(&instance, &mut candidates);
        for student in 0..of {
            tell(Phase::Matching { round }, student)?;
            for _ in 0..instance.students.left[student] {
                if !paths.enter(student) {
                    break;
                }
            }
        }
        paths.settle(&instance);
        let values = Values {
            students: paths.students,
            mentors: paths.mentors,
        };
        let mut step = |done| tell(Phase::Pricing { round }, done);
        let pricing = price(&instance, &mut candidates, &values, limit, &mut step)?;
        if pricing.added == 0 {
            return answer::build(&instance, &candidates, &values, &pricing.offers);
        }
        limit *= 2;
    }
    unreachable!("each round adds a pair and there are finitely many")
}
