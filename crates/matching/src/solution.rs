//! The answer: pairs, who is left and why, and the numbers that prove it.

use crate::PersonId;

/// The optimum of a [`crate::Problem`]. Lists follow the order of the cohort's students, then of its mentors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    /// Locked and chosen.
    pub pairs: Vec<Matched>,
    /// Every student with at least one empty place.
    pub unmatched: Vec<Unmatched>,
    /// The sum of the scores of all pairs, locked ones included, in milli-points. No price is in it.
    pub total: i64,
    /// What proves it, for [`crate::verify`].
    pub certificate: Certificate,
}

/// One pair of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    /// Whose mentor it is.
    pub student: PersonId,
    /// Who takes the student.
    pub mentor: PersonId,
    /// In milli-points; the sum of `points`.
    pub score: i64,
    /// The points of each factor, in the order of [`crate::Scores::points`].
    pub points: Vec<i64>,
    /// Who decided on it.
    pub origin: Origin,
}

/// Who decided on a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The cohort locked it.
    Locked,
    /// The solver chose it.
    Chosen,
}

/// A student with empty places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// Whose places are empty.
    pub student: PersonId,
    /// How many of their places are empty, at least 1.
    pub places: u32,
    /// Why they are.
    pub reason: Reason,
}

/// Why a place stayed empty. Mentors whom the student already has do not count as eligible for one more place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Every mentor is excluded or ineligible.
    NoEligibleMentor,
    /// Every eligible mentor has no place at all, or none left after the locks.
    NoPlace,
    /// The best pair with a mentor who has places scores `by` milli-points less than [`crate::Leaving::Price`] asks for.
    BelowPrice {
        /// At least 1.
        by: i64,
    },
    /// Others got the places. To put this student in by force would cost the rest exactly `by` milli-points, and no
    /// score of the student could be that much higher without a change; 0 is a tie that the hash of the ids decided.
    Outbid {
        /// At least 0.
        by: i64,
    },
}

/// A dual solution: with it, [`crate::verify`] proves the pairs optimal in one pass over all scores.
///
/// All values are in milli-points, in the order of the cohort's lists, and are worth keeping with the proposal. Of all
/// that prove the optimum it has the highest `mentors`, so it depends on the problem only.
///
/// Write u for `students`, v for `mentors`, s for scores and "left" for places left by the locks. Then
/// * u ≥ −price and v ≥ 0; u = −price for a student with an empty place, v = 0 for a mentor with one;
/// * u + v ≥ s for every open pair that is not chosen, u + v ≤ s for every chosen one, with equality for at least one
///   chosen pair of each person whose places left are all taken;
/// * a student with no place left has u = 0; a mentor with none has the smallest v ≥ 0 with u + v ≥ s for each student
///   who has one left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// What an empty place of a student was priced at.
    pub price: i64,
    /// What a place of each student is worth.
    pub students: Vec<i64>,
    /// What a place of each mentor is worth: exactly what the objective would lose with one place less, at this price,
    /// and no less than what it would win with one place more.
    pub mentors: Vec<i64>,
}
