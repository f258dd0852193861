//! What if: an answer that is kept, and follows each edit of the cohort exactly.

mod edits;
mod questions;
mod rescore;

use crate::flow::Held;
use crate::instance::{Instance, Keys};
use crate::moves::{Made, chain};
use crate::plan::Plan;
use crate::problem::Tell;
use crate::scores::{INELIGIBLE, narrow};
use crate::solve::{Range, flow_price, price};
use crate::{
    Change, Cohort, CohortError, Leaving, Pair, Phase, Problem, Progress, Scores, Solution,
    SolveError, Worth, answer, dual,
};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

pub use questions::Forced;
pub use rescore::Rescored;

/// Why an edit or a question was refused. Nothing has changed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The cohort refuses it.
    #[error(transparent)]
    Cohort(#[from] CohortError),
    /// The scores refuse it, or it was stopped.
    #[error(transparent)]
    Solve(#[from] SolveError),
    /// A pair is made already.
    #[error("a pair is made already: {0}")]
    AlreadyMade(Pair),
}

/// A cohort, its scores and the best pairs, kept through edits.
///
/// After every edit the pairs are those that [`crate::solve`] would find from nothing, and [`Planner::solution`] is
/// equal to its answer in every field. It owns all that it needs and is `Send` when the scores are, so that an
/// application can keep it between two commands. It takes 8 bytes a pair (40 MB for
/// 5,000 × 1,000).
///
/// # Cost
/// With n students, m mentors and e listed pairs, an edit is repaired from the values that are kept by k shortest paths
/// of O(e · log m) at worst, k being about the number of people who lose or gain something at once:
///
/// * [`lock`](Self::lock), [`unlock`](Self::unlock), [`exclude`](Self::exclude) and [`include`](Self::include): one row, and
///   up to two paths; nothing where the pair is made already or would not be.
/// * places, more or less by b: up to b paths for a student, and b for a mentor.
/// * [`why_not`](Self::why_not) and [`without_lock`](Self::without_lock): the edit and its inverse.
/// * [`one_more_place`](Self::one_more_place): one path at most, and none for a mentor with a free place.
///   [`one_more_place_each`](Self::one_more_place_each): m times that.
/// * [`rescore`](Self::rescore) of a student: one row of scores and a path for each place; of a mentor: n scores and a
///   path for each place; of everyone: all scores and a solve from nothing.
///
/// On 5,000 × 1,000 half of the edits take less than a millisecond (row M3 of the repository's bench has the figures).
pub struct Planner<S> {
    cohort: Cohort,
    scores: S,
    leaving: Leaving,
    plan: Plan,
    /// The scores of the locked pairs, by index.
    locked: Locks,
    worth: Worth,
}

impl<S: Scores> Planner<S> {
    /// Solves the problem and keeps it. `progress` as for [`crate::solve`].
    ///
    /// # Errors
    /// As [`crate::solve`].
    pub fn new(
        cohort: Cohort,
        scores: S,
        leaving: Leaving,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Self, SolveError> {
        let problem = Problem {
            cohort: &cohort,
            scores: &scores,
            leaving,
        };
        let (plan, locked) = planned(&problem, progress)?;
        let mut planner = Self {
            cohort,
            scores,
            leaving,
            plan,
            locked,
            worth: Worth::default(),
        };
        planner.worth = planner.counted();
        Ok(planner)
    }

    /// The cohort as the edits left it.
    pub fn cohort(&self) -> &Cohort {
        &self.cohort
    }

    /// The scores of the last [`Planner::rescore`].
    pub fn scores(&self) -> &S {
        &self.scores
    }

    /// What an empty place costs; it stays the same.
    pub fn leaving(&self) -> Leaving {
        self.leaving
    }

    /// The problem as it stands, for [`crate::verify`].
    pub fn problem(&self) -> Problem<'_> {
        Problem {
            cohort: &self.cohort,
            scores: &self.scores,
            leaving: self.leaving,
        }
    }

    /// The answer in full, with points, reasons and certificate, as [`crate::solve`] gives it. Cost: up to two passes
    /// over all scores.
    ///
    /// # Panics
    /// Only where the scores answer the same question differently from one time to the next.
    pub fn solution(&self) -> Solution {
        let problem = self.problem();
        let instance = Instance::new(&problem);
        let mut range = Range::default();
        let full: Vec<_> = (0..instance.mentors.len())
            .filter(|mentor| instance.mentors[*mentor] == 0)
            .collect();
        let mut open = vec![INELIGIBLE; instance.mentors.len()];
        for student in
            (0..instance.students.len()).filter(|student| instance.students[*student] > 0)
        {
            if full.is_empty() {
                range.see(self.plan.row(student));
                continue;
            }
            open.copy_from_slice(self.plan.row(student));
            for mentor in &full {
                open[*mentor] = INELIGIBLE;
            }
            range.see(&open);
        }
        let price = price(self.leaving, &instance, range);
        let mut kept = &self.plan;
        let told = &mut |_, _| Ok(());
        let certificate =
            dual::certificate(&self.plan.flow, &instance.mentors, price, &mut kept, told);
        certificate
            .and_then(|certificate| {
                answer::build(&instance, &self.plan.flow, certificate, &mut kept)
            })
            .expect("the scores were in range and the locks eligible when they were taken")
    }

    /// The pairs alone, in the order of [`Solution::pairs`].
    pub fn pairs(&self) -> Vec<Pair> {
        let mut pairs: Vec<_> = self.locked.keys().copied().collect();
        for (mentor, held) in self.plan.flow.held.iter().enumerate() {
            pairs.extend(held.iter().map(|held| (held.student(), mentor)));
        }
        pairs.sort_unstable();
        pairs
            .into_iter()
            .map(|(student, mentor)| self.cohort.pair(student, mentor))
            .collect()
    }

    /// Whether this pair is made, locked or chosen.
    pub fn is_made(&self, pair: Pair) -> bool {
        self.cohort.find(pair).is_ok_and(|(student, mentor)| {
            self.locked.contains_key(&(student, mentor)) || self.plan.is_chosen(student, mentor)
        })
    }

    /// The sum of the scores of all pairs, in milli-points.
    pub fn total(&self) -> i64 {
        self.worth.total
    }

    /// How many pairs there are and what they score.
    pub fn worth(&self) -> Worth {
        self.worth
    }

    /// Repairs the plan after an edit, and says what is different.
    fn settled(&mut self, first: Option<(usize, usize)>) -> Change {
        self.plan.settle();
        let before = self.worth;
        // A pair may have come and gone more than once: what counts is the first and the last that is told of it.
        let mut places: BTreeMap<(usize, usize), (i64, i64, i64)> = BTreeMap::new();
        for entry in self.plan.journal() {
            let (score, sign) = (i64::from(entry.points), if entry.chosen { 1 } else { -1 });
            self.worth.pairs += sign;
            self.worth.total += sign * score;
            let place = places
                .entry((entry.student, entry.mentor))
                .or_insert((0, score, score));
            *place = (place.0 + sign, place.1, score);
        }
        let (mut lost, mut won) = (Vec::new(), Vec::new());
        for ((student, mentor), (sign, first, last)) in places {
            if sign < 0 {
                lost.push(Made {
                    student,
                    mentor,
                    score: first,
                });
            } else if sign > 0 {
                won.push(Made {
                    student,
                    mentor,
                    score: last,
                });
            }
        }
        Change {
            before,
            after: self.worth,
            moves: chain(&self.cohort, &lost, &won, first),
        }
    }

    fn made(&self) -> Vec<Made> {
        let locked = self.locked.iter();
        let locked = locked.map(|((student, mentor), score)| (*student, *mentor, *score));
        let flow = &self.plan.flow;
        let chosen = flow.held.iter().enumerate().flat_map(|(mentor, held)| {
            let points = |held: &Held| flow.lists[held.student()][held.candidate()].points;
            held.iter()
                .map(move |held| (held.student(), mentor, points(held)))
        });
        let made = locked.chain(chosen);
        made.map(|(student, mentor, score)| Made {
            student,
            mentor,
            score: i64::from(score),
        })
        .collect()
    }

    fn counted(&self) -> Worth {
        let made = self.made();
        Worth {
            pairs: i64::try_from(made.len()).expect("fewer pairs than 2^63"),
            total: made.iter().map(|made| made.score).sum(),
        }
    }
}

/// A locked pair by index, and its score.
type Lock = ((usize, usize), i32);

/// All of them.
type Locks = BTreeMap<(usize, usize), i32>;

/// Reads all scores and finds the optimum.
fn planned(
    problem: &Problem<'_>,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<(Plan, Locks), SolveError> {
    let price = flow_price(problem.leaving)?;
    let instance = Instance::new(problem);
    let cohort = problem.cohort;
    let of = instance.students.len();
    let mut steps = Tell::new(cohort, progress);
    let mut tell = |phase, done| steps.step(phase, done).map_err(SolveError::from);
    let mut rows = Vec::with_capacity(of * instance.mentors.len());
    let mut row = vec![INELIGIBLE; instance.mentors.len()];
    for student in 0..of {
        tell(Phase::Scoring, student)?;
        instance.read(student, &mut row)?;
        rows.extend_from_slice(&row);
    }
    let mut locks = Vec::new();
    for (student, mentor) in cohort.locks() {
        let score = match problem.scores.score(student, mentor) {
            None => INELIGIBLE,
            Some(score) => narrow(cohort, student, mentor, score)?,
        };
        locks.push(((student, mentor), score));
    }
    let locks = eligible(cohort, locks.into_iter())?.into_iter().collect();
    let places: (&[u32], &[u32]) = (&instance.students, &instance.mentors);
    Ok((
        Plan::new(Keys::new(cohort), rows, places, price, &mut tell)?,
        locks,
    ))
}

/// These locks, if their pairs may be made.
fn eligible(cohort: &Cohort, locks: impl Iterator<Item = Lock>) -> Result<Vec<Lock>, SolveError> {
    let check = |lock: Lock| {
        let (student, mentor) = lock.0;
        if lock.1 == INELIGIBLE {
            Err(SolveError::LockIneligible(cohort.pair(student, mentor)))
        } else {
            Ok(lock)
        }
    };
    locks.map(check).collect()
}
