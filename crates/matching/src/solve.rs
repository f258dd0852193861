//! The order of the work: read, match, price, and again until no pair is missing.

use crate::candidates::Candidates;
use crate::instance::Instance;
use crate::paths::Paths;
use crate::pricing::{Values, price};
use crate::{
    Leaving, MAX_PRICE, MAX_SCORE, Pair, Phase, Problem, Progress, Solution, answer, dual,
};
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

/// How many mentors a student starts with. More makes the paths slower, fewer makes more rounds: on 5,000 × 1,000 with 6
/// places each, 16 took about half the time of 32 and two thirds of that of 8.
const FIRST: usize = 16;

/// Up to so many pairs all are candidates from the start: one round is then enough.
const ALL: usize = 1 << 16;

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
    let (students, mentors) = (
        problem.cohort.students().len(),
        problem.cohort.mentors().len(),
    );
    let first = if students * mentors <= ALL {
        mentors
    } else {
        FIRST
    };
    solve_from(problem, first, progress)
}

/// The same answer, beginning with `first` mentors for each student.
fn solve_from(
    problem: &Problem<'_>,
    first: usize,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Solution, SolveError> {
    if let Leaving::Price(price) = problem.leaving
        && !(-MAX_PRICE..=MAX_PRICE).contains(&price)
    {
        return Err(SolveError::PriceOutOfRange(price));
    }
    let instance = Instance::new(problem);
    let of = instance.students.len();
    let mut tell = |phase, done| {
        if done % STEP == 0 && progress(Progress { phase, done, of }).is_break() {
            return Err(SolveError::Cancelled);
        }
        Ok(())
    };
    let mut candidates =
        Candidates::read(&instance, first, &mut |done| tell(Phase::Scoring, done))?;
    // Each round may add twice as many: where all students want the same few mentors, the number of rounds stays small.
    let mut limit = first;
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
        let values = Values {
            students: paths.students,
            mentors: paths.mentors,
        };
        let mut step = |done| tell(Phase::Pricing { round }, done);
        if price(&instance, &mut candidates, &values, limit, &mut step)?.added == 0 {
            let mut step = |done| tell(Phase::Proving, done);
            let certificate =
                dual::certificate(&instance, &mut candidates, &values, limit, &mut step)?;
            return answer::build(&instance, &candidates, certificate);
        }
        limit *= 2;
    }
    unreachable!("each round adds a pair and there are finitely many")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cohort, Mentor, PersonId, Student, scores, verify};

    /// Numbers that look random: the state of a linear congruential generator (Knuth's MMIX constants).
    fn next(state: &mut u64, below: u64) -> u64 {
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33) % below
    }

    /// Few candidates and many rounds must end at the same pairs as all candidates and one round.
    #[test]
    fn candidates_do_not_change_the_pairs() {
        let mut state = 1;
        let mut rounds = 0;
        for case in 0..400_u64 {
            let (students, mentors) = (1 + next(&mut state, 30), 1 + next(&mut state, 30));
            let most = 1 + case % 3;
            let student = |id| Student {
                id: PersonId(id),
                places: 1 + u32::try_from(id % u128::from(most)).unwrap(),
            };
            let mut places = |id| Mentor {
                id: PersonId(id),
                places: u32::try_from(next(&mut state, 4)).unwrap(),
            };
            let cohort = Cohort::new(
                (0..u128::from(students)).map(student).collect(),
                (100..100 + u128::from(mentors)).map(&mut places).collect(),
            );
            let cohort = cohort.unwrap();
            // Every third case has the same best mentors for all, every fifth only ties.
            let spread = [50, 1_000_000, 3, 1, 200][usize::try_from(case).unwrap() % 5];
            let table: Vec<_> = (0..students * mentors)
                .map(|pair| {
                    let common = if case % 3 == 0 {
                        1_000 * (pair % mentors)
                    } else {
                        0
                    };
                    let score = common + next(&mut state, spread);
                    (next(&mut state, 10) > 0).then_some(score.cast_signed())
                })
                .collect();
            let width = cohort.mentors().len();
            let scores = scores::single(|student, mentor| table[student * width + mentor]);
            let leaving = if case % 2 == 0 {
                Leaving::MostMatched
            } else {
                Leaving::Price(-20)
            };
            let problem = Problem {
                cohort: &cohort,
                scores: &scores,
                leaving,
            };
            let all = solve_from(&problem, width, &mut |_| ControlFlow::Continue(())).unwrap();
            for first in [1, 2, 5] {
                let mut last = 1;
                let few = solve_from(&problem, first, &mut |progress| {
                    if let Phase::Pricing { round } = progress.phase {
                        last = round;
                    }
                    ControlFlow::Continue(())
                });
                let few = few.unwrap();
                assert_eq!(few, all, "case {case} from {first}");
                verify(&problem, &few).unwrap();
                rounds = rounds.max(last);
            }
        }
        assert!(
            rounds > 2,
            "no case needed more than two rounds: the test tests nothing"
        );
    }
}
