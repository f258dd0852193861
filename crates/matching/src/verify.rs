//! The independent check of an answer: one pass over all scores, sharing no code with the solver but how progress is
//! told.
//!
//! By weak duality no choice of pairs has a larger objective than
//! Σ places left · u + Σ places left · v + Σ over chosen pairs of max(0, s − u − v), for any u ≥ −price and v ≥ 0 that
//! no pair outside the choice exceeds. So an answer that keeps the rules and reaches that sum is optimal, whoever
//! found it. Sums are 128 bits wide: the numbers may come from anywhere.

mod pairs;
mod values;

use crate::problem::{Cancelled, Tell};
use crate::{Pair, PersonId, Problem, Progress, Solution};
use std::ops::ControlFlow;

/// What a check that succeeded has seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    /// How many open pairs were compared with the values: both people have a place left, and the pair may be made.
    pub pairs: u64,
    /// Total of the chosen pairs without the locked ones − price × empty places, in milli-points: equal to the dual sum.
    pub objective: i128,
}

/// What is wrong with an answer or its certificate, the first that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// The certificate is for a cohort of another size.
    #[error("the certificate is for a cohort of another size")]
    OtherCohort,
    /// A pair of people who are not in this cohort.
    #[error("a pair of people who are not in this cohort: {0}")]
    UnknownPair(Pair),
    /// A pair that may not be made.
    #[error("a pair that may not be made: {0}")]
    BarredPair(Pair),
    /// A pair is made twice.
    #[error("a pair is made twice: {0}")]
    RepeatedPair(Pair),
    /// A pair's score or points are not those of the scores.
    #[error("a pair's score or points are not those of the scores: {0}")]
    OtherScore(Pair),
    /// A pair is called locked and is not, or the other way round.
    #[error("a pair is called locked and is not, or the other way round: {0}")]
    OtherOrigin(Pair),
    /// A lock was not kept.
    #[error("a lock was not kept: {0}")]
    LockBroken(Pair),
    /// More pairs than places.
    #[error("more pairs than places: {0}")]
    OverPlaces(PersonId),
    /// The total is not the sum of the scores.
    #[error("the total is not the sum of the scores")]
    OtherTotal,
    /// The list of unmatched students is not right.
    #[error("the list of unmatched students is not right")]
    OtherUnmatched,
    /// The price of an empty place is not that of the problem.
    #[error("the price of an empty place is not that of the problem")]
    OtherPrice,
    /// A value is not possible for this person's places.
    #[error("a value is not possible for this person's places: {0}")]
    ImpossibleValue(PersonId),
    /// A pair that was not chosen is worth more than its values.
    #[error("a pair that was not chosen is worth more than its values: {0}")]
    BetterPair(Pair),
    /// A chosen pair is worth less than its values.
    #[error("a chosen pair is worth less than its values: {0}")]
    WorsePair(Pair),
    /// The objective is not the dual sum.
    #[error("the objective is not the dual sum")]
    Gap,
    /// The caller's `progress` asked to stop.
    #[error("cancelled")]
    Cancelled,
}

impl From<Cancelled> for CertificateError {
    fn from(Cancelled: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// Checks that the pairs keep every rule and that no other choice has a larger objective. Cost: one reading of all
/// scores, O(students × mentors), and O(students + mentors + pairs) memory.
///
/// The reasons of the unmatched are not part of the proof; who they are and how many places they lack is. `progress` is
/// called every few students; the work stops with [`CertificateError::Cancelled`] when it answers [`ControlFlow::Break`].
///
/// # Errors
/// What is wrong with the answer, the first that was found; [`CertificateError::Cancelled`].
///
/// # Panics
/// Where `scores` does.
pub fn verify(
    problem: &Problem<'_>,
    solution: &Solution,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Proof, CertificateError> {
    let mut tell = Tell::new(problem.cohort, progress);
    let pairs = pairs::check(problem, solution)?;
    values::check(problem, &solution.certificate, &pairs, &mut tell)
}
