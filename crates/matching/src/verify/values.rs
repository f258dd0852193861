//! The proof: no pair outside the answer is worth more than its values, none inside is worth less, and the sums agree.

use super::pairs::{Pairs, Places};
use super::{CertificateError, Proof};
use crate::problem::Tell;
use crate::{Certificate, Leaving, PersonId, Phase, Problem};

pub(super) fn check(
    problem: &Problem<'_>,
    certificate: &Certificate,
    pairs: &Pairs,
    tell: &mut Tell<'_>,
) -> Result<Proof, CertificateError> {
    let Certificate {
        price,
        students,
        mentors,
    } = certificate;
    if students.len() != pairs.students.left.len() || mentors.len() != pairs.mentors.left.len() {
        return Err(CertificateError::OtherCohort);
    }
    let seen = compare(problem, certificate, pairs, tell)?;
    if i128::from(*price) != expected_price(problem.leaving, pairs, seen.range) {
        return Err(CertificateError::OtherPrice);
    }
    for (index, student) in problem.cohort.students().iter().enumerate() {
        let (left, empty) = (pairs.students.left[index], pairs.students.empty[index]);
        let possible = match (left, empty) {
            (0, _) => students[index] == 0,
            (_, 0) => students[index] >= -price && seen.student_tight[index],
            _ => students[index] == -price,
        };
        possible_value(possible, student.id)?;
    }
    for (index, mentor) in problem.cohort.mentors().iter().enumerate() {
        let (left, empty) = (pairs.mentors.left[index], pairs.mentors.empty[index]);
        let possible = match (left, empty) {
            (0, _) => i128::from(mentors[index]) == seen.offers[index],
            (_, 0) => mentors[index] >= 0 && seen.mentor_tight[index],
            _ => mentors[index] == 0,
        };
        possible_value(possible, mentor.id)?;
    }
    let empty: i128 = pairs
        .students
        .empty
        .iter()
        .map(|empty| i128::from(*empty))
        .sum();
    let objective = pairs.total - i128::from(*price) * empty;
    if objective != worth(&pairs.students, students) + worth(&pairs.mentors, mentors) + seen.excess
    {
        return Err(CertificateError::Gap);
    }
    Ok(Proof {
        pairs: seen.pairs,
        objective,
    })
}

/// What one pass over the scores has seen.
struct Seen {
    /// Open pairs, and the lowest and highest of their scores.
    pairs: u64,
    range: Option<(i128, i128)>,
    /// Σ s − u − v over the chosen pairs.
    excess: i128,
    /// Who has a chosen pair with s = u + v.
    student_tight: Vec<bool>,
    mentor_tight: Vec<bool>,
    /// For mentors with no place left, the largest s − u, at least 0.
    offers: Vec<i128>,
}

fn compare(
    problem: &Problem<'_>,
    certificate: &Certificate,
    pairs: &Pairs,
    tell: &mut Tell<'_>,
) -> Result<Seen, CertificateError> {
    let cohort = problem.cohort;
    let (students, mentors) = (cohort.students().len(), cohort.mentors().len());
    let mut seen = Seen {
        pairs: 0,
        range: None,
        excess: 0,
        student_tight: vec![false; students],
        mentor_tight: vec![false; mentors],
        offers: vec![0; mentors],
    };
    let mut locks = cohort.locks().peekable();
    let mut row = vec![None; mentors];
    for student in 0..students {
        tell.step(Phase::Checking, student)?;
        problem.scores.row(student, &mut row);
        for mentor in cohort.barred(student) {
            row[mentor] = None;
        }
        while let Some((_, mentor)) = locks.next_if(|lock| lock.0 == student) {
            row[mentor] = None;
        }
        if pairs.students.left[student] == 0 {
            continue;
        }
        let value = i128::from(certificate.students[student]);
        let mut chosen = pairs
            .chosen
            .range((student, 0)..=(student, usize::MAX))
            .map(|pair| pair.1)
            .peekable();
        for (mentor, score) in row.iter().enumerate() {
            let chosen = chosen.next_if_eq(&mentor).is_some();
            let Some(score) = score.map(i128::from) else {
                // A chosen pair whose row says that it may not be made.
                if chosen {
                    return Err(CertificateError::OtherScore(cohort.pair(student, mentor)));
                }
                continue;
            };
            if pairs.mentors.left[mentor] == 0 {
                seen.offers[mentor] = seen.offers[mentor].max(score - value);
                continue;
            }
            seen.pairs += 1;
            let (lowest, highest) = seen.range.unwrap_or((score, score));
            seen.range = Some((lowest.min(score), highest.max(score)));
            let excess = score - value - i128::from(certificate.mentors[mentor]);
            if chosen {
                if excess < 0 {
                    return Err(CertificateError::WorsePair(cohort.pair(student, mentor)));
                }
                seen.excess += excess;
                seen.student_tight[student] |= excess == 0;
                seen.mentor_tight[mentor] |= excess == 0;
            } else if excess > 0 {
                return Err(CertificateError::BetterPair(cohort.pair(student, mentor)));
            }
        }
    }
    Ok(seen)
}

/// The rule of [`Leaving`], written a second time.
fn expected_price(leaving: Leaving, pairs: &Pairs, range: Option<(i128, i128)>) -> i128 {
    match leaving {
        Leaving::Price(price) => i128::from(price),
        Leaving::MostMatched => {
            let sum = |places: &Places| {
                places
                    .left
                    .iter()
                    .map(|left| i128::from(*left))
                    .sum::<i128>()
            };
            let (lowest, highest) = range.unwrap_or((0, 0));
            sum(&pairs.students).min(sum(&pairs.mentors)) * (highest - lowest)
                + (-lowest).max(0)
                + 1
        }
    }
}

/// What all places left are worth together.
fn worth(places: &Places, values: &[i64]) -> i128 {
    places
        .left
        .iter()
        .zip(values)
        .map(|(left, value)| i128::from(*left) * i128::from(*value))
        .sum()
}

fn possible_value(possible: bool, id: PersonId) -> Result<(), CertificateError> {
    if possible {
        Ok(())
    } else {
        Err(CertificateError::ImpossibleValue(id))
    }
}
