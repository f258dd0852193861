//! The answer by itself: are these pairs allowed, complete and scored as the problem says?

use super::CertificateError;
use crate::solution::Origin;
use crate::{Matched, Pair, PersonId, Problem, Solution, Unmatched};
use std::collections::BTreeSet;

/// One side by index: its places less the locks, and less the chosen pairs as well.
pub(super) struct Places {
    pub(super) left: Vec<u32>,
    pub(super) empty: Vec<u32>,
}

/// The pairs by index, once they are known to keep the rules.
pub(super) struct Pairs {
    pub(super) students: Places,
    pub(super) mentors: Places,
    /// (student, mentor), locks left out.
    pub(super) chosen: BTreeSet<(usize, usize)>,
    /// The sum of the scores of the chosen pairs.
    pub(super) total: i128,
}

pub(super) fn check(problem: &Problem<'_>, solution: &Solution) -> Result<Pairs, CertificateError> {
    let cohort = problem.cohort;
    let locks: BTreeSet<_> = cohort.locks().collect();
    let mut students: Vec<u32> = cohort
        .students()
        .iter()
        .map(|student| student.places)
        .collect();
    let mut mentors: Vec<u32> = cohort
        .mentors()
        .iter()
        .map(|mentor| mentor.places)
        .collect();
    for (student, mentor) in &locks {
        take(&mut students[*student], cohort.students()[*student].id)?;
        take(&mut mentors[*mentor], cohort.mentors()[*mentor].id)?;
    }
    let mut students = Places {
        empty: students.clone(),
        left: students,
    };
    let mut mentors = Places {
        empty: mentors.clone(),
        left: mentors,
    };

    let (mut chosen, mut kept) = (BTreeSet::new(), BTreeSet::new());
    let (mut total, mut locked) = (0, 0);
    for matched in &solution.pairs {
        let pair = Pair {
            student: matched.student,
            mentor: matched.mentor,
        };
        let student = cohort
            .student_index(pair.student)
            .ok_or(CertificateError::UnknownPair(pair))?;
        let mentor = cohort
            .mentor_index(pair.mentor)
            .ok_or(CertificateError::UnknownPair(pair))?;
        if cohort.barred(student).any(|barred| barred == mentor) {
            return Err(CertificateError::BarredPair(pair));
        }
        if !scored(problem, student, mentor, matched) {
            return Err(CertificateError::OtherScore(pair));
        }
        if locks.contains(&(student, mentor)) != (matched.origin == Origin::Locked) {
            return Err(CertificateError::OtherOrigin(pair));
        }
        let new = match matched.origin {
            Origin::Locked => {
                locked += i128::from(matched.score);
                kept.insert((student, mentor))
            }
            Origin::Chosen => {
                total += i128::from(matched.score);
                take(&mut students.empty[student], pair.student)?;
                take(&mut mentors.empty[mentor], pair.mentor)?;
                chosen.insert((student, mentor))
            }
        };
        if !new {
            return Err(CertificateError::RepeatedPair(pair));
        }
    }
    if let Some((student, mentor)) = locks.difference(&kept).next() {
        return Err(CertificateError::LockBroken(cohort.pair(*student, *mentor)));
    }
    if total + locked != i128::from(solution.total) {
        return Err(CertificateError::OtherTotal);
    }
    let empty = cohort
        .students()
        .iter()
        .zip(&students.empty)
        .filter(|(_, empty)| **empty > 0);
    let said = |unmatched: &Unmatched| (unmatched.student, unmatched.places);
    if !empty
        .map(|(student, empty)| (student.id, *empty))
        .eq(solution.unmatched.iter().map(said))
    {
        return Err(CertificateError::OtherUnmatched);
    }
    Ok(Pairs {
        students,
        mentors,
        chosen,
        total,
    })
}

fn take(places: &mut u32, id: PersonId) -> Result<(), CertificateError> {
    *places = places
        .checked_sub(1)
        .ok_or(CertificateError::OverPlaces(id))?;
    Ok(())
}

/// Whether score and points are what the problem says.
fn scored(problem: &Problem<'_>, student: usize, mentor: usize, matched: &Matched) -> bool {
    let mut points = vec![0; problem.scores.factors()];
    // What this says of eligibility, `score` says too.
    problem.scores.points(student, mentor, &mut points);
    let sum: i128 = points.iter().map(|points| i128::from(*points)).sum();
    points == matched.points
        && sum == i128::from(matched.score)
        && problem.scores.score(student, mentor) == Some(matched.score)
}
