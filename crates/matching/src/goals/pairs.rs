//! A list of pairs from anywhere, checked against the rules of the cohort before it is judged.

use super::open::Open;
use crate::{Pair, PersonId};
use std::collections::BTreeSet;

/// Why a list of pairs is no choice of this cohort, the first reason that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PairError {
    #[error("a pair of people who are not in this cohort: {0}")]
    UnknownPair(Pair),
    #[error("a pair that may not be made: {0}")]
    BarredPair(Pair),
    #[error("a pair is made twice: {0}")]
    RepeatedPair(Pair),
    #[error("more pairs than places: {0}")]
    OverPlaces(PersonId),
    #[error("a lock was not kept: {0}")]
    LockBroken(Pair),
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
        let take = |places: &mut u32, id| {
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
