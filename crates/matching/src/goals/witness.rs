//! The independent check of [`super::max_min`]: it shares no code with the search.
//!
//! However pairs are chosen, each has its student outside a group of students, or its mentor inside a group of mentors,
//! or goes from the one group out of the other. So there are no more pairs than places of those students, places of
//! those mentors, and pairs of the third kind. A group that makes this sum small is a proof.

use super::open::Open;
use super::{AtLeast, MaxMin};
use crate::problem::{Cancelled, Tell};
use crate::{
    CertificateError, Cohort, Leaving, Origin, PersonId, Phase, Problem, Progress, Scores, verify,
};
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// Why no more than `most` pairs can be chosen among the open pairs that score at least `floor`: these students compete
/// for these mentors. Lists are in the order of the cohort; people without places left may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// In milli-points; `None` is no floor.
    pub floor: Option<i64>,
    /// The group of students.
    pub students: Vec<PersonId>,
    /// The group of mentors.
    pub mentors: Vec<PersonId>,
    /// How many pairs there can be at most.
    pub most: u64,
}

/// What is wrong with an answer of [`super::max_min`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MaxMinError {
    /// The pairs are not the best total above the floor.
    #[error("the pairs are not the best total above the floor: {0}")]
    Total(CertificateError),
    /// The lowest score is not that of the chosen pairs.
    #[error("the lowest score is not that of the chosen pairs")]
    OtherWorst,
    /// A witness names somebody who is not in this cohort.
    #[error("a witness names somebody who is not in this cohort: {0}")]
    UnknownPerson(PersonId),
    /// A witness does not prove its number of pairs.
    #[error("a witness does not prove its number of pairs")]
    OtherMost,
    /// The witness that there are not more pairs is for something else.
    #[error("the witness that there are not more pairs is for something else")]
    NotMost,
    /// The witness that no worst pair scores higher is for something else.
    #[error("the witness that no worst pair scores higher is for something else")]
    NotHighest,
    /// The caller's `progress` asked to stop.
    #[error("cancelled")]
    Cancelled,
}

impl From<CertificateError> for MaxMinError {
    fn from(error: CertificateError) -> Self {
        match error {
            CertificateError::Cancelled => Self::Cancelled,
            error => Self::Total(error),
        }
    }
}

impl From<Cancelled> for MaxMinError {
    fn from(Cancelled: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl Witness {
    /// There are no more pairs than places of one side.
    pub(super) fn of_places(open: &Open<'_>) -> Self {
        let places: u64 = open.students.iter().map(|left| u64::from(*left)).sum();
        let (students, mentors) = if places == open.most() {
            (Vec::new(), Vec::new())
        } else {
            (
                open.cohort
                    .students()
                    .iter()
                    .map(|student| student.id)
                    .collect(),
                open.cohort
                    .mentors()
                    .iter()
                    .map(|mentor| mentor.id)
                    .collect(),
            )
        };
        Self {
            floor: None,
            students,
            mentors,
            most: open.most(),
        }
    }
}

/// Checks that the pairs keep every rule, that no choice has more, that none as large has a better worst pair, and that
/// none of those has a higher total. Cost: three readings of all scores at most. `progress` as for [`verify`].
///
/// # Errors
/// What is wrong with the answer, the first that was found; [`MaxMinError::Cancelled`].
pub fn verify_max_min(
    cohort: &Cohort,
    scores: &dyn Scores,
    answer: &MaxMin,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<(), MaxMinError> {
    let floor = AtLeast::new(cohort, scores, answer.worst.unwrap_or(i64::MIN));
    let leaving = Leaving::MostMatched;
    verify(
        &Problem {
            cohort,
            scores: &floor,
            leaving,
        },
        &answer.solution,
        progress,
    )?;
    let mut tell = Tell::new(cohort, progress);
    let chosen = || {
        answer
            .solution
            .pairs
            .iter()
            .filter(|pair| pair.origin == Origin::Chosen)
    };
    if chosen().map(|pair| pair.score).min() != answer.worst {
        return Err(MaxMinError::OtherWorst);
    }
    let pairs = chosen().count() as u64;
    check(cohort, scores, &answer.most, &mut tell)?;
    if answer.most.floor.is_some() || answer.most.most != pairs {
        return Err(MaxMinError::NotMost);
    }
    match (&answer.higher, answer.worst) {
        (None, None) => Ok(()),
        (Some(higher), Some(worst)) => {
            check(cohort, scores, higher, &mut tell)?;
            if higher.floor == Some(worst + 1) && higher.most < pairs {
                Ok(())
            } else {
                Err(MaxMinError::NotHighest)
            }
        }
        (Some(_), None) | (None, Some(_)) => Err(MaxMinError::NotHighest),
    }
}

/// Counts what the witness says.
fn check(
    cohort: &Cohort,
    scores: &dyn Scores,
    witness: &Witness,
    tell: &mut Tell<'_>,
) -> Result<(), MaxMinError> {
    let locks: BTreeSet<_> = cohort.locks().collect();
    let find = |ids: &[PersonId], find: &dyn Fn(PersonId) -> Option<usize>| {
        ids.iter()
            .map(|id| find(*id).ok_or(MaxMinError::UnknownPerson(*id)))
            .collect::<Result<BTreeSet<_>, _>>()
    };
    let students = find(&witness.students, &|id| cohort.student_index(id))?;
    let mentors = find(&witness.mentors, &|id| cohort.mentor_index(id))?;
    let mut left_students: Vec<_> = cohort
        .students()
        .iter()
        .map(|student| u64::from(student.places))
        .collect();
    let mut left_mentors: Vec<_> = cohort
        .mentors()
        .iter()
        .map(|mentor| u64::from(mentor.places))
        .collect();
    for (student, mentor) in &locks {
        left_students[*student] -= 1;
        left_mentors[*mentor] -= 1;
    }
    let outside = (0..cohort.students().len()).filter(|student| !students.contains(student));
    let mut most: u64 = outside.map(|student| left_students[student]).sum();
    most += mentors
        .iter()
        .map(|mentor| left_mentors[*mentor])
        .sum::<u64>();
    let mut row = vec![None; cohort.mentors().len()];
    for student in students {
        tell.step(Phase::Checking, student)?;
        if left_students[student] == 0 {
            continue;
        }
        scores.row(student, &mut row);
        for mentor in cohort.barred(student) {
            row[mentor] = None;
        }
        for (mentor, score) in row.iter().enumerate() {
            let reaches =
                score.is_some_and(|score| witness.floor.is_none_or(|floor| score >= floor));
            if reaches
                && !mentors.contains(&mentor)
                && !locks.contains(&(student, mentor))
                && left_mentors[mentor] > 0
            {
                most += 1;
            }
        }
    }
    if most == witness.most {
        Ok(())
    } else {
        Err(MaxMinError::OtherMost)
    }
}
