//! The independent check of an answer: one pass over all scores, sharing no code with the solver.
//!
//! By weak duality no choice of pairs has a larger objective than
//! Σ places left · u + Σ places left · v + Σ over chosen pairs of max(0, s − u − v), for any u ≥ −price and v ≥ 0 that
//! no pair outside the choice exceeds. So an answer that keeps the rules and reaches that sum is optimal, whoever
//! found it. Sums are 128 bits wide: the numbers may come from anywhere.

mod pairs;
mod values;

use crate::{Pair, PersonId, Problem, Solution};

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
    #[error("the certificate is for a cohort of another size")]
    OtherCohort,
    #[error("a pair of people who are not in this cohort: {0}")]
    UnknownPair(Pair),
    #[error("a pair that may not be made: {0}")]
    BarredPair(Pair),
    #[error("a pair is made twice: {0}")]
    RepeatedPair(Pair),
    #[error("a pair's score or points are not those of the scores: {0}")]
    OtherScore(Pair),
    #[error("a pair is called locked and is not, or the other way round: {0}")]
    OtherOrigin(Pair),
    #[error("a lock was not kept: {0}")]
    LockBroken(Pair),
    #[error("more pairs than places: {0}")]
    OverPlaces(PersonId),
    #[error("the total is not the sum of the scores")]
    OtherTotal,
    #[error("the list of unmatched students is not right")]
    OtherUnmatched,
    #[error("the price of an empty place is not that of the problem")]
    OtherPrice,
    #[error("a value is not possible for this person's places: {0}")]
    ImpossibleValue(PersonId),
    #[error("a pair that was not chosen is worth more than its values: {0}")]
    BetterPair(Pair),
    #[error("a chosen pair is worth less than its values: {0}")]
    WorsePair(Pair),
    #[error("the objective is not the dual sum")]
    Gap,
}

/// Checks that the pairs keep every rule and that no other choice has a larger objective. Cost: one reading of all
/// scores, O(students × mentors), and O(students + mentors + pairs) memory.
///
/// The reasons of the unmatched are not part of the proof; who they are and how many places they lack is.
pub fn verify(problem: &Problem<'_>, solution: &Solution) -> Result<Proof, CertificateError> {
    let pairs = pairs::check(problem, solution)?;
    values::check(problem, &solution.certificate, &pairs)
}
