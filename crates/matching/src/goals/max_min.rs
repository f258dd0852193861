//! The worst-off pair first.

use super::flow::{Cut, Flow, Grown, NO_FLOOR};
use super::open::Open;
use super::{AtLeast, Empty, Witness, answer};
use crate::problem::Tell;
use crate::{Cohort, Leaving, Origin, Problem, Progress, Scores, Solution, SolveError, solve};
use std::ops::ControlFlow;

/// The answer of [`max_min`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaxMin {
    /// The best total of the pairs that score at least `worst` ([`AtLeast`]) with [`Leaving::MostMatched`], with the
    /// certificate of that. The reasons of its unmatched students know those pairs only; `empty` knows all.
    pub solution: Solution,
    /// The lowest score of a chosen pair, in milli-points; `None` where no pair was chosen. Locked pairs do not count.
    pub worst: Option<i64>,
    /// Why places stayed empty.
    pub empty: Vec<Empty>,
    /// Why there are not more pairs, whatever they score.
    pub most: Witness,
    /// Why there are fewer pairs where each scores more than `worst`; `None` where `worst` is.
    pub higher: Option<Witness>,
}

/// The most pairs; among those choices the highest lowest score of a pair; among those the best total.
///
/// Locked pairs are made whatever they score, take their places and do not count as the worst-off pair, which is sought
/// among the pairs that can be chosen. Cost: for each score tried (at most 64, two or three in practice) the most pairs
/// by augmenting paths, O(pairs · candidates) at worst, and one reading of the scores of those students who cannot be
/// served; then [`solve`]. Each floor that is too high names the next one to try: the highest score of a pair that would
/// let somebody out of the group who compete for too few places (compare Gabow and Tarjan, "Algorithms for Two
/// Bottleneck Optimization Problems", 1988).
///
/// # Errors
/// As [`crate::solve`].
///
/// # Panics
/// Only where `scores` does, or answers the same question differently from one time to the next.
pub fn max_min(
    cohort: &Cohort,
    scores: &dyn Scores,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<MaxMin, SolveError> {
    let open = Open::new(cohort, scores);
    let mut tell = Tell::new(cohort, &mut *progress);
    let mut flow = Flow::new(&open, &mut tell)?;
    let most = match flow.grow(NO_FLOOR, open.most(), &mut tell)? {
        Grown::Reached => Witness::of_places(&open),
        Grown::Short(cut) => witness(cohort, None, flow.pairs(), &cut),
    };
    let (worst, higher) = worst(&open, &mut flow, &mut tell)?.unzip();
    // What follows needs the memory.
    drop(flow);
    let floor = AtLeast::new(cohort, scores, worst.unwrap_or(i64::MIN));
    let leaving = Leaving::MostMatched;
    let solution = solve(
        &Problem {
            cohort,
            scores: &floor,
            leaving,
        },
        progress,
    )?;
    let chosen = solution
        .pairs
        .iter()
        .filter(|pair| pair.origin == Origin::Chosen);
    let by_index = chosen.filter_map(|pair| {
        cohort
            .student_index(pair.student)
            .zip(cohort.mentor_index(pair.mentor))
    });
    let mut chosen: Vec<_> = by_index.collect();
    chosen.sort_unstable();
    let empty = answer::empty(&open, &chosen, &|_, _, score| {
        worst.is_none_or(|worst| score >= worst)
    })?;
    Ok(MaxMin {
        solution,
        worst,
        empty,
        most,
        higher,
    })
}

/// The highest floor that allows as many pairs as there are now, which are the most; and why one above it does not.
fn worst(
    open: &Open<'_>,
    flow: &mut Flow<'_>,
    tell: &mut Tell<'_>,
) -> Result<Option<(i64, Witness)>, SolveError> {
    let enough = flow.pairs();
    let (Some(mut low), Some(mut high)) = (flow.lowest(), flow.ceiling(enough)) else {
        return Ok(None);
    };
    // The highest that is not ruled out yet is the answer surprisingly often; every other try halves what is left, so
    // that it is never many.
    let mut halve = false;
    while low < high {
        let floor = if halve {
            low + (high - low + 1) / 2
        } else {
            high
        };
        halve = !halve;
        flow.drop_below(floor);
        match flow.grow(floor, enough, tell)? {
            Grown::Reached => low = flow.lowest().unwrap_or(floor),
            Grown::Short(cut) => high = cut.next.unwrap_or(low),
        }
    }
    // Whatever was tried on the way, the witness is for the next score up: it depends on the problem only.
    let above = low + 1;
    flow.drop_below(above);
    match flow.grow(above, enough, tell)? {
        Grown::Reached => unreachable!("no floor above {low} allows {enough} pairs"),
        Grown::Short(cut) => Ok(Some((
            low.into(),
            witness(open.cohort, Some(above.into()), flow.pairs(), &cut),
        ))),
    }
}

fn witness(cohort: &Cohort, floor: Option<i64>, most: u64, cut: &Cut) -> Witness {
    let students = cohort.students().iter().zip(&cut.students);
    let mentors = cohort.mentors().iter().zip(&cut.mentors);
    Witness {
        floor,
        students: students
            .filter(|(_, reached)| **reached)
            .map(|(student, _)| student.id)
            .collect(),
        mentors: mentors
            .filter(|(_, reached)| **reached)
            .map(|(mentor, _)| mentor.id)
            .collect(),
        most,
    }
}
