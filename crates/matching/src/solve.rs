//! The order of the work: read, match, price, and again until no pair is missing.

use crate::auction::{self, Auction};
use crate::few::Kept;
use crate::flow::{Flow, Rows};
use crate::instance::{Instance, Keys};
use crate::market::Market;
use crate::passes::{Shared, Source, Step, fold, picked};
use crate::problem::{Cancelled, Tell};
use crate::refill::{Read, Refill};
use crate::scores::INELIGIBLE;
use crate::wide::{Loop, wide};
use crate::{
    Cohort, Leaving, MAX_PRICE, MAX_SCORE, Pair, Phase, Problem, Progress, Scores, Solution,
    answer, dual,
};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

/// Why a problem has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SolveError {
    /// A score is not within ±[`MAX_SCORE`].
    #[error("a score is not within ±{MAX_SCORE}: {pair} scores {score}")]
    ScoreOutOfRange {
        /// Whose score it is.
        pair: Pair,
        /// In milli-points.
        score: i64,
    },
    /// The price of an empty place is not within ±[`MAX_PRICE`].
    #[error("the price of an empty place is not within ±{MAX_PRICE}: {0}")]
    PriceOutOfRange(i64),
    /// A locked pair may not be made by the rules of the scores.
    #[error("a locked pair may not be made by the rules of the scores: {0}")]
    LockIneligible(Pair),
    /// The caller's `progress` asked to stop.
    #[error("cancelled")]
    Cancelled,
}

impl From<Cancelled> for SolveError {
    fn from(Cancelled: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// What an empty place costs a flow where as many pairs as possible are to be made: more than any price that
/// [`Leaving::MostMatched`] stands for, so that it does not change with the cohort.
pub(crate) const HIGHEST_PRICE: i64 = 1 << 58;

/// How many bids there are for each student before searches take over.
const BIDS: usize = 20;

/// The best pairs for this problem, with their certificate.
///
/// `progress` is called every few students; the work stops with [`SolveError::Cancelled`] when it answers
/// [`ControlFlow::Break`]. The same problem gets the same answer, in whatever order its people, locks and exclusions
/// were given. Cost and method: see the [crate] page.
///
/// # Errors
/// [`SolveError::ScoreOutOfRange`] and [`SolveError::LockIneligible`] name the pair, [`SolveError::PriceOutOfRange`] the price;
/// [`SolveError::Cancelled`].
///
/// # Panics
/// Only where `scores` does, or answers the same question differently from one time to the next.
pub fn solve(
    problem: &Problem<'_>,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Solution, SolveError> {
    solve_by(problem, None, Manner::default(), progress)
}

/// The same answer, found with several threads that read the scores; worth it from some hundred million pairs on.
/// `progress` is called from this thread only.
///
/// # Errors
/// As [`solve`].
///
/// # Panics
/// Only where `scores` does, or answers the same question differently from one time to the next.
pub fn solve_on(
    threads: NonZeroUsize,
    cohort: &Cohort,
    scores: &(dyn Scores + Sync),
    leaving: Leaving,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Solution, SolveError> {
    let problem = Problem {
        cohort,
        scores: &scores,
        leaving,
    };
    let shared = Shared { scores, threads };
    solve_by(&problem, Some(shared), Manner::default(), progress)
}

/// How the work is done; the answer does not depend on it.
#[derive(Clone, Copy)]
struct Manner {
    /// How many pairs are listed at a time.
    batch: Option<usize>,
    /// Up to so many pairs, all enter one by one.
    small: usize,
    /// Up to so many, rows that take long to read are kept.
    kept: usize,
    market: Market,
}

impl Default for Manner {
    fn default() -> Self {
        Self {
            batch: None,
            small: SMALL,
            kept: KEPT,
            market: Market::default(),
        }
    }
}

fn solve_by(
    problem: &Problem<'_>,
    shared: Option<Shared<'_>>,
    manner: Manner,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Solution, SolveError> {
    let instance = Instance::new(problem);
    let mut steps = Tell::new(problem.cohort, progress);
    let mut tell = |phase, done| steps.step(phase, done).map_err(SolveError::from);
    let flow_price = flow_price(problem.leaving)?;
    let keys = Keys::new(problem.cohort);
    let mut flow = Flow::new(keys, &instance.students, &instance.mentors, flow_price);
    flow.batch = manner.batch.unwrap_or(flow.batch);
    let pairs = instance.students.len() * instance.mentors.len();
    let mut rows = Reader::new(&instance, shared, pairs <= manner.kept);
    let market = (pairs > manner.small).then_some(manner.market);
    let (flow, range) = optimum(flow, market, &mut rows, &mut tell)?;
    if let Some(error) = rows.error() {
        return Err(error);
    }
    let price = price(problem.leaving, &instance, range);
    tell(Phase::Proving, 0)?;
    let step = &mut |round, student| tell(Phase::Pricing { round }, student);
    let certificate = dual::certificate(&flow, &instance.mentors, price, &mut rows, step)?;
    answer::build(&instance, &flow, certificate, &mut rows)
}

/// The optimum of a flow where nobody is matched yet, and the range of the open scores.
pub(crate) fn optimum(
    mut flow: Flow,
    market: Option<Market>,
    rows: &mut (impl Rows + Source),
    tell: &mut dyn FnMut(Phase, usize) -> Result<(), SolveError>,
) -> Result<(Flow, Range), SolveError> {
    let told = &mut |student| tell(Phase::Scoring, student);
    let opening = match market.or_else(|| Market::of(&flow)) {
        Some(market) => market.hold(&flow, rows, told)?,
        None => None,
    };
    let Some(opening) = opening else {
        let range = begin(&mut flow, rows, told)?;
        enter(&mut flow, rows, tell)?;
        return Ok((flow, range));
    };
    let range = opening.range;
    opening.hand_over(&mut flow, rows);
    enter(&mut flow, rows, tell)?;
    let (students, mentors) = (flow.students.len(), flow.free.len());
    let mut refill = None;
    for mentor in 0..mentors {
        // A mentor's free place that is worth something is one that somebody should have.
        if !flow.is_settled(mentor) {
            let refill = refill.get_or_insert_with(|| Refill::new(students, mentors));
            refill.fill_all(&mut flow, mentor, &mut Read::new(rows, students));
        }
    }
    Ok((flow, range))
}

/// Lets everybody enter who has not yet.
fn enter(
    flow: &mut Flow,
    rows: &mut impl Rows,
    tell: &mut dyn FnMut(Phase, usize) -> Result<(), SolveError>,
) -> Result<(), SolveError> {
    for student in 0..flow.students.len() {
        tell(Phase::Matching { round: 1 }, student)?;
        flow.enter_all(student, rows);
    }
    Ok(())
}

/// Reads every row once and lets its student bid; the answer is the range of the open scores.
fn begin(
    flow: &mut Flow,
    rows: &mut impl Rows,
    step: &mut dyn FnMut(usize) -> Result<(), SolveError>,
) -> Result<Range, SolveError> {
    let mut auction = Auction::new(flow.mentors.len());
    let mut range = Range::default();
    for student in 0..flow.students.len() {
        step(student)?;
        // A student without places left is read all the same: a score out of range must not hide behind a lock.
        let row = rows.row(student);
        if flow.students[student].places > 0 {
            range.see(row);
            rows.unchanged(student);
            auction.enter(flow, student, BIDS, rows);
        }
        if let Some(error) = rows.error() {
            return Err(error);
        }
    }
    auction::close(flow);
    Ok(range)
}

/// The lowest and highest of the scores seen, 0 where there was none.
#[derive(Clone, Copy, Default)]
pub(crate) struct Range(Option<(i32, i32)>);

impl Range {
    pub(crate) fn and(&mut self, other: Self) {
        let ranges = self.0.iter().chain(&other.0).copied();
        self.0 = ranges.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)));
    }

    pub(crate) fn see(&mut self, row: &[i32]) {
        let (lowest, highest) = wide(Ends(row));
        if highest != INELIGIBLE {
            let (before, after) = self.0.unwrap_or((i32::MAX, INELIGIBLE));
            self.0 = Some((before.min(lowest), after.max(highest)));
        }
    }
}

/// The lowest and highest of a row's scores; [`INELIGIBLE`] is the highest where there is none.
struct Ends<'a>(&'a [i32]);

impl Loop for Ends<'_> {
    type Output = (i32, i32);

    #[expect(clippy::inline_always, reason = "see `wide`")]
    #[inline(always)]
    fn call(self) -> Self::Output {
        // The one below the lowest score wraps to the highest number.
        let ends = self.0.iter().fold((i32::MAX, INELIGIBLE), |ends, score| {
            (ends.0.min(score.wrapping_sub(1)), ends.1.max(*score))
        });
        (ends.0.wrapping_add(1), ends.1)
    }
}

/// Up to so many pairs it takes no longer to let students enter one by one than to ask a sample and hold a market.
const SMALL: usize = 1 << 21;

/// Up to so many, rows that take long to read are kept as they were first read: 4 bytes a pair, at most 32 MB.
const KEPT: usize = 1 << 23;

/// Reads rows of the open pairs, and keeps the first error: a search cannot stop half way.
pub(crate) struct Reader<'a> {
    instance: &'a Instance<'a>,
    full: Vec<usize>,
    row: Vec<i32>,
    shared: Option<Shared<'a>>,
    /// The first rows, if they are few enough and take long to read.
    kept: Option<Vec<i32>>,
    /// The best of each student, where a market has kept them.
    few: Vec<Kept>,
    /// The student whose row was just read and not yet changed.
    again: Option<usize>,
    error: Option<SolveError>,
}

impl<'a> Reader<'a> {
    /// `keep` says whether there is room to keep rows.
    pub(crate) fn new(instance: &'a Instance<'a>, shared: Option<Shared<'a>>, keep: bool) -> Self {
        let mentors = instance.mentors.iter().enumerate();
        let full = mentors
            .filter(|(_, left)| **left == 0)
            .map(|(mentor, _)| mentor);
        let pairs = instance.students.len() * instance.mentors.len();
        Self {
            instance,
            full: full.collect(),
            row: vec![INELIGIBLE; instance.mentors.len()],
            shared,
            kept: (keep && !instance.problem.scores.is_quick()).then(|| Vec::with_capacity(pairs)),
            few: Vec::new(),
            again: None,
            error: None,
        }
    }

    fn threads(&self) -> NonZeroUsize {
        self.shared
            .map_or(NonZeroUsize::MIN, |shared| shared.threads)
    }

    /// The row of a student with the mentors who have no places.
    fn read(&mut self, student: usize, row: &mut [i32]) -> Result<(), SolveError> {
        let start = student * row.len();
        if let Some(kept) = self
            .kept
            .as_ref()
            .and_then(|kept| kept.get(start..start + row.len()))
        {
            row.copy_from_slice(kept);
            return Ok(());
        }
        self.instance.read(student, row)?;
        if let Some(kept) = self.kept.as_mut().filter(|kept| kept.len() == start) {
            kept.extend_from_slice(row);
        }
        Ok(())
    }
}

impl Rows for Reader<'_> {
    fn row(&mut self, student: usize) -> &mut [i32] {
        if self.again.take() != Some(student) {
            let mut row = std::mem::take(&mut self.row);
            if let Err(error) = self.read(student, &mut row) {
                self.error.get_or_insert(error);
                row.fill(INELIGIBLE);
            }
            for mentor in &self.full {
                row[*mentor] = INELIGIBLE;
            }
            self.row = row;
        }
        &mut self.row
    }

    fn kept(&mut self, student: usize) -> Option<&mut Kept> {
        self.few.get_mut(student)
    }

    fn keep(&mut self, kept: Vec<Kept>) {
        self.few = kept;
    }

    fn unchanged(&mut self, student: usize) {
        self.again = Some(student);
    }

    fn error(&self) -> Option<SolveError> {
        self.error
    }
}

impl Source for Reader<'_> {
    fn fold<P: Send>(
        &mut self,
        students: &[usize],
        step: &mut Step<'_>,
        begin: impl Fn() -> P + Sync,
        work: impl Fn(&mut P, usize, &mut [i32]) + Sync,
    ) -> Result<Vec<P>, SolveError> {
        if let Some(shared) = self.shared.filter(|_| self.kept.is_none()) {
            let open = self.instance.open();
            let read = |student: usize, row: &mut [i32]| open.read(shared.scores, student, row);
            let width = self.row.len();
            return fold(self.threads(), students, width, read, step, begin, work);
        }
        let (mut part, mut row) = (begin(), vec![INELIGIBLE; self.row.len()]);
        for student in students {
            step(*student)?;
            self.read(*student, &mut row)?;
            work(&mut part, *student, &mut row);
        }
        Ok(vec![part])
    }

    fn is_quick(&self) -> bool {
        let pairs = self.instance.students.len() * self.row.len();
        let kept = self.kept.as_ref();
        kept.is_some_and(|kept| kept.len() == pairs) || self.instance.problem.scores.is_quick()
    }

    fn fold_some<P: Send>(
        &mut self,
        mentors: &[usize],
        students: &[usize],
        step: &mut Step<'_>,
        begin: impl Fn() -> P + Sync,
        work: impl Fn(&mut P, usize, &mut [i32]) + Sync,
    ) -> Result<Vec<P>, SolveError> {
        let (open, all) = (self.instance.open(), self.instance.problem.scores);
        let (threads, width) = (self.threads(), mentors.len());
        if let Some(some) = all.some(mentors) {
            let read =
                |student: usize, row: &mut [i32]| open.read_some(&*some, mentors, student, row);
            return fold(threads, students, width, read, step, begin, work);
        }
        if self.is_quick() {
            return picked(self, mentors, students, step, begin, work);
        }
        if let Some(Shared { scores, .. }) = self.shared {
            let read =
                |student: usize, row: &mut [i32]| open.read_each(scores, mentors, student, row);
            return fold(threads, students, width, read, step, begin, work);
        }
        let (mut part, mut row) = (begin(), vec![INELIGIBLE; width]);
        for student in students {
            step(*student)?;
            open.read_each(all, mentors, *student, &mut row)?;
            work(&mut part, *student, &mut row);
        }
        Ok(vec![part])
    }
}

/// What an empty place costs a flow.
pub(crate) fn flow_price(leaving: Leaving) -> Result<i64, SolveError> {
    match leaving {
        Leaving::MostMatched => Ok(HIGHEST_PRICE),
        Leaving::Price(price) if (-MAX_PRICE..=MAX_PRICE).contains(&price) => Ok(price),
        Leaving::Price(price) => Err(SolveError::PriceOutOfRange(price)),
    }
}

/// The price by the rule of [`Leaving`]; the verifier has its own copy of that rule.
pub(crate) fn price(leaving: Leaving, instance: &Instance<'_>, range: Range) -> i64 {
    match leaving {
        Leaving::Price(price) => price,
        Leaving::MostMatched => {
            let sum = |places: &[u32]| places.iter().map(|left| u64::from(*left)).sum::<u64>();
            let pairs = sum(&instance.students).min(sum(&instance.mentors));
            let pairs = i64::try_from(pairs).expect("a cohort has at most 2^26 places of students");
            let (lowest, highest) = range.0.unwrap_or((0, 0));
            let (lowest, highest) = (i64::from(lowest), i64::from(highest));
            pairs * (highest - lowest) + (-lowest).max(0) + 1
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Sample;
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
            let manner = |batch| Manner {
                batch: Some(batch),
                ..Manner::default()
            };
            let all = solve_by(&problem, None, manner(width), &mut |_| {
                ControlFlow::Continue(())
            })
            .unwrap();
            for first in [1, 2, 5] {
                let mut last = 1;
                let few = solve_by(&problem, None, manner(first), &mut |progress| {
                    if let Phase::Pricing { round } = progress.phase {
                        last = round;
                    }
                    ControlFlow::Continue(())
                });
                let few = few.unwrap();
                assert_eq!(few, all, "case {case} from {first}");
                let market = Manner {
                    small: 0,
                    kept: 0,
                    market: Market {
                        sample: Sample {
                            students: 5,
                            wanted: 3,
                            rounds: 4,
                        },
                        few: first,
                    },
                    ..manner(first)
                };
                let threads = NonZeroUsize::new(first).unwrap();
                let shared = Shared {
                    scores: &scores,
                    threads,
                };
                for shared in [None, Some(shared)] {
                    let told = &mut |_| ControlFlow::Continue(());
                    let other = solve_by(&problem, shared, market, told).unwrap();
                    assert_eq!(other, all, "case {case} as a market from {first}");
                }
                verify(&problem, &few, &mut |_| ControlFlow::Continue(())).unwrap();
                rounds = rounds.max(last);
            }
        }
        assert!(
            rounds > 2,
            "no case needed more than two rounds: the test tests nothing"
        );
    }
}
