//! From the solver's places and values back to ids, points, reasons and a certificate.

use crate::candidates::Candidates;
use crate::instance::Instance;
use crate::{Certificate, Matched, Origin, Reason, Solution, SolveError, Unmatched};

/// The answer that the chosen candidates and this certificate are.
pub(crate) fn build(
    instance: &Instance<'_>,
    candidates: &Candidates,
    certificate: Certificate,
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
        let reason = reason(instance, &certificate, &row);
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
        certificate,
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
fn reason(instance: &Instance<'_>, certificate: &Certificate, row: &[Option<i64>]) -> Reason {
    let Certificate { price, mentors, .. } = certificate;
    let places = instance.mentors.index.iter().zip(&instance.mentors.left);
    let eligible =
        places.filter_map(|(index, left)| row[*index].map(|score| (*index, *left, score)));
    let open = eligible.clone().filter(|(_, left, _)| *left > 0);
    // A student with an empty place is worth −price, so this is what each pair falls short by.
    let short = open
        .clone()
        .map(|(index, _, score)| mentors[index] - price - score)
        .min();
    let below = open.map(|(_, _, score)| -price - score).min();
    match (short, below) {
        (Some(_), Some(by)) if by > 0 => Reason::BelowPrice { by },
        (Some(by), _) => Reason::Outbid { by },
        (None, _) if eligible.count() > 0 => Reason::NoPlace,
        (None, _) => Reason::NoEligibleMentor,
    }
}
