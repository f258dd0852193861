//! From the solver's places and values back to ids, points, reasons and a certificate.

use crate::candidates::Candidates;
use crate::instance::Instance;
use crate::pricing::Values;
use crate::{Certificate, Leaving, Matched, Origin, Reason, Solution, SolveError, Unmatched};

/// `offers` is what mentors without places are worth, by place.
pub(crate) fn build(
    instance: &Instance<'_>,
    candidates: &Candidates,
    values: &Values,
    offers: &[i64],
) -> Result<Solution, SolveError> {
    let cohort = instance.problem.cohort;
    // All of these by index, with the student first.
    let mut chosen: Vec<(usize, usize, Origin)> = Vec::new();
    let mut empty = Vec::new();
    for (student, candidates) in candidates.of.iter().enumerate() {
        let index = instance.students.index[student];
        let before = chosen.len();
        let mentors = candidates.iter().filter(|candidate| candidate.chosen);
        chosen.extend(mentors.map(|chosen| {
            (
                index,
                instance.mentors.index[chosen.mentor()],
                Origin::Chosen,
            )
        }));
        let filled =
            u32::try_from(chosen.len() - before).expect("nobody gets more pairs than places");
        if filled < instance.students.left[student] {
            empty.push((index, student, instance.students.left[student] - filled));
        }
    }
    chosen.extend(
        cohort
            .locks()
            .map(|(student, mentor)| (student, mentor, Origin::Locked)),
    );
    chosen.sort_unstable_by_key(|pair| (pair.0, pair.1));
    empty.sort_unstable();

    let pairs = chosen
        .iter()
        .map(|(student, mentor, origin)| matched(instance, *student, *mentor, *origin));
    let pairs = pairs.collect::<Result<Vec<_>, _>>()?;
    let mut unmatched = Vec::with_capacity(empty.len());
    let mut row = vec![None; instance.mentors.len()];
    for (index, student, places) in empty {
        instance.read(student, &mut row)?;
        for candidate in candidates.of[student]
            .iter()
            .filter(|candidate| candidate.chosen)
        {
            row[instance.mentors.index[candidate.mentor()]] = None;
        }
        let reason = reason(instance, candidates.price, values, &row);
        unmatched.push(Unmatched {
            student: cohort.students()[index].id,
            places,
            reason,
        });
    }
    Ok(Solution {
        total: pairs.iter().map(|pair| pair.score).sum(),
        pairs,
        unmatched,
        certificate: certificate(instance, candidates.price, values, offers),
    })
}

/// One pair by index. Only a lock can fail here: the others were read before they were chosen.
fn matched(
    instance: &Instance<'_>,
    student: usize,
    mentor: usize,
    origin: Origin,
) -> Result<Matched, SolveError> {
    let (cohort, scores) = (instance.problem.cohort, instance.problem.scores);
    let pair = cohort.pair(student, mentor);
    let score = scores
        .score(student, mentor)
        .ok_or(SolveError::LockIneligible(pair))?;
    crate::scores::narrow(cohort, student, mentor, score)?;
    let mut points = vec![0; scores.factors()];
    scores.points(student, mentor, &mut points);
    Ok(Matched {
        student: pair.student,
        mentor: pair.mentor,
        score,
        points,
        origin,
    })
}

/// Why a place stayed empty, from the scores of the student's open pairs in the order of the cohort's mentors.
fn reason(instance: &Instance<'_>, price: i64, values: &Values, row: &[Option<i64>]) -> Reason {
    let mentors = &instance.mentors;
    // A student with an empty place is worth −price, so this is what each pair falls short by.
    let short = |mentor: usize, score: i64| values.mentors[mentor].points - price - score;
    let eligible = mentors
        .index
        .iter()
        .enumerate()
        .filter_map(|(place, index)| row[*index].map(|score| (place, score)));
    let open: Vec<_> = eligible
        .clone()
        .filter(|(mentor, _)| mentors.left[*mentor] > 0)
        .collect();
    let highest = open.iter().map(|(_, score)| *score).max();
    let by = open
        .iter()
        .map(|(mentor, score)| short(*mentor, *score))
        .min();
    match (highest, by, instance.problem.leaving) {
        (Some(highest), Some(_), Leaving::Price(_)) if highest < -price => Reason::BelowPrice {
            by: -price - highest,
        },
        (Some(_), Some(by), Leaving::Price(_) | Leaving::MostMatched) => Reason::Outbid { by },
        _ if eligible.count() > 0 => Reason::NoPlace,
        _ => Reason::NoEligibleMentor,
    }
}

/// The points of the values, without their tie-breaks: optimal for the scores alone, because points come first in every
/// comparison.
fn certificate(
    instance: &Instance<'_>,
    price: i64,
    values: &Values,
    offers: &[i64],
) -> Certificate {
    let mut students = vec![0; instance.students.len()];
    for (place, index) in instance
        .students
        .index
        .iter()
        .enumerate()
        .filter(|(place, _)| instance.students.left[*place] > 0)
    {
        students[*index] = values.students[place].points;
    }
    let mut mentors = vec![0; instance.mentors.len()];
    for (place, index) in instance.mentors.index.iter().enumerate() {
        let without = instance.mentors.left[place] == 0;
        mentors[*index] = if without {
            offers[place]
        } else {
            values.mentors[place].points
        };
    }
    Certificate {
        price,
        students,
        mentors,
    }
}
