//! What a goal is answered with where there is no price: pairs with their points, and why places stayed empty.

use super::open::Open;
use crate::{Matched, Origin, PersonId, SolveError};

/// The pairs of a goal. Lists follow the order of the cohort's students, then of its mentors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Locked and chosen.
    pub pairs: Vec<Matched>,
    /// Every student with at least one empty place.
    pub empty: Vec<Empty>,
    /// The sum of the scores of all pairs, locked ones included, in milli-points.
    pub total: i64,
}

/// A student with empty places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Empty {
    /// Whose places are empty.
    pub student: PersonId,
    /// How many of their places are empty, at least 1.
    pub places: u32,
    /// Why they are.
    pub why: Why,
}

/// Why a place stayed empty. Mentors whom the student already has do not count for one more place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Every mentor is excluded or ineligible.
    NoEligibleMentor,
    /// Every eligible mentor has no place at all, or none left after the locks.
    NoPlace,
    /// The goal allows none of the eligible mentors with places: not on a list, or below the floor of the worst pair.
    NotAllowed,
    /// Others got the places, as the goal asks.
    OthersFirst,
}

/// The answer with these chosen pairs, by index, and the locks. `allowed` says whether the goal could make an open pair
/// with this score.
pub(super) fn build(
    open: &Open<'_>,
    mut chosen: Vec<(usize, usize)>,
    allowed: &dyn Fn(usize, usize, i64) -> bool,
) -> Result<Answer, SolveError> {
    chosen.sort_unstable();
    let mut all: Vec<_> = chosen.iter().map(|pair| (*pair, Origin::Chosen)).collect();
    all.extend(open.cohort.locks().map(|pair| (pair, Origin::Locked)));
    all.sort_unstable_by_key(|(pair, _)| *pair);
    let pairs = all
        .iter()
        .map(|((student, mentor), origin)| matched(open, *student, *mentor, *origin));
    let pairs = pairs.collect::<Result<Vec<_>, _>>()?;
    let empty = empty(open, &chosen, allowed)?;
    Ok(Answer {
        total: pairs.iter().map(|pair| pair.score).sum(),
        pairs,
        empty,
    })
}

/// One pair by index; only a lock can fail here.
fn matched(
    open: &Open<'_>,
    student: usize,
    mentor: usize,
    origin: Origin,
) -> Result<Matched, SolveError> {
    let pair = open.cohort.pair(student, mentor);
    let score = open
        .scores
        .score(student, mentor)
        .ok_or(SolveError::LockIneligible(pair))?;
    crate::scores::narrow(open.cohort, student, mentor, score)?;
    let mut points = vec![0; open.scores.factors()];
    open.scores.points(student, mentor, &mut points);
    Ok(Matched {
        student: pair.student,
        mentor: pair.mentor,
        score,
        points,
        origin,
    })
}

/// Who has empty places, and why. `chosen` is sorted.
pub(super) fn empty(
    open: &Open<'_>,
    chosen: &[(usize, usize)],
    allowed: &dyn Fn(usize, usize, i64) -> bool,
) -> Result<Vec<Empty>, SolveError> {
    let mut empty = Vec::new();
    let mut row = open.row();
    let mut rest = chosen;
    for (student, left) in open.students.iter().enumerate() {
        let (own, others) = rest.split_at(rest.partition_point(|pair| pair.0 == student));
        rest = others;
        let filled = u32::try_from(own.len()).expect("nobody gets more pairs than places");
        if filled == *left {
            continue;
        }
        open.read(student, &mut row)?;
        for (_, mentor) in own {
            row[*mentor] = None;
        }
        let eligible = || {
            row.iter()
                .enumerate()
                .filter_map(|(mentor, score)| score.map(|score| (mentor, score)))
        };
        let with_places = || eligible().filter(|(mentor, _)| open.mentors[*mentor] > 0);
        let why = if eligible().next().is_none() {
            Why::NoEligibleMentor
        } else if with_places().next().is_none() {
            Why::NoPlace
        } else if with_places().any(|(mentor, score)| allowed(student, mentor, score)) {
            Why::OthersFirst
        } else {
            Why::NotAllowed
        };
        empty.push(Empty {
            student: open.cohort.students()[student].id,
            places: left - filled,
            why,
        });
    }
    Ok(empty)
}
