//! A list of pairs from anywhere, checked against the rules of the cohort before it is judged.

use super::Answer;
use super::open::Open;
use crate::problem::Cancelled;
use crate::{Matched, Origin, Pair, PersonId};
use std::collections::{BTreeMap, BTreeSet};

/// Why a list of pairs is no choice of this cohort, the first reason that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PairError {
    /// A pair of people who are not in this cohort.
    #[error("a pair of people who are not in this cohort: {0}")]
    UnknownPair(Pair),
    /// A pair that may not be made.
    #[error("a pair that may not be made: {0}")]
    BarredPair(Pair),
    /// A pair is made twice.
    #[error("a pair is made twice: {0}")]
    RepeatedPair(Pair),
    /// More pairs than places.
    #[error("more pairs than places: {0}")]
    OverPlaces(PersonId),
    /// A lock was not kept.
    #[error("a lock was not kept: {0}")]
    LockBroken(Pair),
    /// A pair's score or points are not those of the scores.
    #[error("a pair's score or points are not those of the scores: {0}")]
    OtherScore(Pair),
    /// A pair is called locked and is not, or the other way round.
    #[error("a pair is called locked and is not, or the other way round: {0}")]
    OtherOrigin(Pair),
    /// The total is not the sum of the scores.
    #[error("the total is not the sum of the scores")]
    OtherTotal,
    /// The list of empty places is not right.
    #[error("the list of empty places is not right")]
    OtherEmpty,
    /// The caller's `progress` asked to stop.
    #[error("cancelled")]
    Cancelled,
}

impl From<Cancelled> for PairError {
    fn from(Cancelled: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// Pairs by index, with their scores.
pub(super) struct Judged {
    /// Locks left out.
    pub(super) chosen: Vec<(usize, usize, i64)>,
    pub(super) locked: Vec<(usize, usize, i64)>,
    /// Places that stay empty.
    pub(super) students: Vec<u32>,
    pub(super) mentors: Vec<u32>,
}

pub(super) fn judge(open: &Open<'_>, pairs: &[Pair]) -> Result<Judged, PairError> {
    let cohort = open.cohort;
    let locks: BTreeSet<_> = cohort.locks().collect();
    let mut judged = Judged {
        chosen: Vec::new(),
        locked: Vec::new(),
        students: open.students.clone(),
        mentors: open.mentors.clone(),
    };
    let mut seen = BTreeSet::new();
    for pair in pairs {
        let found = cohort
            .student_index(pair.student)
            .zip(cohort.mentor_index(pair.mentor));
        let (student, mentor) = found.ok_or(PairError::UnknownPair(*pair))?;
        let score = open
            .scores
            .score(student, mentor)
            .ok_or(PairError::BarredPair(*pair))?;
        if cohort.barred(student).any(|barred| barred == mentor) {
            return Err(PairError::BarredPair(*pair));
        }
        if !seen.insert((student, mentor)) {
            return Err(PairError::RepeatedPair(*pair));
        }
        if locks.contains(&(student, mentor)) {
            judged.locked.push((student, mentor, score));
            continue;
        }
        let take = |places: &mut u32, id| -> Result<(), PairError> {
            *places = places.checked_sub(1).ok_or(PairError::OverPlaces(id))?;
            Ok(())
        };
        take(&mut judged.students[student], pair.student)?;
        take(&mut judged.mentors[mentor], pair.mentor)?;
        judged.chosen.push((student, mentor, score));
    }
    if let Some((student, mentor)) = locks.difference(&seen).next() {
        return Err(PairError::LockBroken(cohort.pair(*student, *mentor)));
    }
    judged.chosen.sort_unstable();
    Ok(judged)
}

/// The pairs of an answer, once its scores, points, origins, total and empty places are known to be right.
pub(super) fn judge_answer(open: &Open<'_>, answer: &Answer) -> Result<Judged, PairError> {
    let plain = |matched: &Matched| Pair {
        student: matched.student,
        mentor: matched.mentor,
    };
    let pairs: Vec<Pair> = answer.pairs.iter().map(plain).collect();
    let judged = judge(open, &pairs)?;
    let mut origins = BTreeMap::new();
    for (all, origin) in [
        (&judged.chosen, Origin::Chosen),
        (&judged.locked, Origin::Locked),
    ] {
        for (student, mentor, score) in all {
            origins.insert((*student, *mentor), (*score, origin));
        }
    }
    let mut total = 0_i128;
    let mut points = vec![0; open.scores.factors()];
    for (matched, pair) in answer.pairs.iter().zip(pairs) {
        let student = open.cohort.student_index(pair.student);
        let found = student.zip(open.cohort.mentor_index(pair.mentor));
        let (student, mentor) = found.ok_or(PairError::UnknownPair(pair))?;
        let known = origins.get(&(student, mentor));
        let (score, origin) = *known.ok_or(PairError::UnknownPair(pair))?;
        points.fill(0);
        // What this says of eligibility, `score` says too.
        open.scores.points(student, mentor, &mut points);
        if matched.score != score || matched.points != points {
            return Err(PairError::OtherScore(pair));
        }
        if matched.origin != origin {
            return Err(PairError::OtherOrigin(pair));
        }
        total += i128::from(score);
    }
    if total != i128::from(answer.total) {
        return Err(PairError::OtherTotal);
    }
    let students = open.cohort.students().iter().zip(&judged.students);
    let empty = students.filter(|(_, empty)| **empty > 0);
    let told = answer
        .empty
        .iter()
        .map(|empty| (empty.student, empty.places));
    if !empty.map(|(student, empty)| (student.id, *empty)).eq(told) {
        return Err(PairError::OtherEmpty);
    }
    Ok(judged)
}
