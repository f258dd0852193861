//! From the solver's places and values back to ids, points, reasons and a certificate.

use crate::flow::Flow;
use crate::instance::Instance;
use crate::scores::INELIGIBLE;
use crate::{Certificate, Matched, Origin, Reason, Solution, SolveError, Unmatched};

/// The answer that the chosen pairs and this certificate are.
pub(crate) fn build(
    instance: &Instance<'_>,
    flow: &Flow,
    certificate: Certificate,
) -> Result<Solution, SolveError> {
    let cohort = instance.problem.cohort;
    let mut chosen: Vec<(usize, usize, Origin)> = Vec::new();
    let mut empty = Vec::new();
    for (student, kept) in flow.students.iter().enumerate() {
        let mentors = flow
            .chosen(student)
            .map(|(_, candidate)| candidate.mentor());
        chosen.extend(mentors.map(|mentor| (student, mentor, Origin::Chosen)));
        if kept.filled < kept.places {
            empty.push((student, kept.places - kept.filled));
        }
    }
    chosen.extend(
        cohort
            .locks()
            .map(|(student, mentor)| (student, mentor, Origin::Locked)),
    );
    chosen.sort_unstable_by_key(|pair| (pair.0, pair.1));

    let pairs = chosen
        .iter()
        .map(|(student, mentor, origin)| matched(instance, *student, *mentor, *origin));
    let pairs = pairs.collect::<Result<Vec<_>, _>>()?;
    let mut unmatched = Vec::with_capacity(empty.len());
    let mut row = vec![INELIGIBLE; instance.mentors.len()];
    for (student, places) in empty {
        instance.read(student, &mut row)?;
        for (_, candidate) in flow.chosen(student) {
            row[candidate.mentor()] = INELIGIBLE;
        }
        let reason = reason(instance, &certificate, &row);
        unmatched.push(Unmatched {
            student: cohort.students()[student].id,
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

/// Why a place stayed empty, from the scores of the student's open pairs by mentor.
fn reason(instance: &Instance<'_>, certificate: &Certificate, row: &[i32]) -> Reason {
    let Certificate { price, mentors, .. } = certificate;
    let places = row.iter().zip(&instance.mentors).enumerate();
    let eligible = places
        .filter(|(_, (score, _))| **score != INELIGIBLE)
        .map(|(index, (score, left))| (index, *left, i64::from(*score)));
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
