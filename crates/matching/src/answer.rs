//! From the solver's places and values back to ids, points, reasons and a certificate.

use crate::flow::{Candidate, Flow};
use crate::instance::Instance;
use crate::passes::Source;
use crate::scores::INELIGIBLE;
use crate::weight::Weight;
use crate::{Certificate, Matched, Origin, Reason, Solution, SolveError, Unmatched};
use std::collections::BTreeMap;

/// The answer that the chosen pairs and this certificate are.
pub(crate) fn build(
    instance: &Instance<'_>,
    flow: &Flow,
    certificate: Certificate,
    source: &mut impl Source,
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
    let (left, proof) = (&instance.mentors, &certificate);
    let mut reasons = BTreeMap::new();
    let drop = flow.drop(&certificate.mentors, left);
    for (student, _) in &empty {
        if let Some(reason) = listed(flow, *student, left, proof, drop) {
            reasons.insert(*student, reason);
        }
    }
    let without = empty.iter().map(|(student, _)| *student);
    let without: Vec<_> = without
        .filter(|student| !reasons.contains_key(student))
        .collect();
    let work = |reasons: &mut Vec<(usize, Reason)>, student: usize, row: &mut [i32]| {
        for (_, candidate) in flow.chosen(student) {
            row[candidate.mentor()] = INELIGIBLE;
        }
        reasons.push((student, reason(left, proof, row)));
    };
    let parts = source.fold(&without, &mut |_| Ok(()), Vec::new, work)?;
    reasons.extend(parts.into_iter().flatten());
    let unmatched = empty.into_iter().zip(reasons.into_values());
    let unmatched = unmatched.map(|((student, places), reason)| Unmatched {
        student: cohort.students()[student].id,
        places,
        reason,
    });
    let unmatched = unmatched.collect();
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

/// The same from the listed pairs, where none that is not listed can be the best.
fn listed(
    flow: &Flow,
    student: usize,
    left: &[u32],
    certificate: &Certificate,
    drop: i64,
) -> Option<Reason> {
    let list = flow.lists[student].iter().filter(|pair| pair.is_open());
    let list = list.filter(|pair| left[pair.mentor()] > 0);
    let over = |pair: &Candidate| i64::from(pair.points) - certificate.mentors[pair.mentor()];
    let best = list.clone().map(over).max()?;
    let proved =
        flow.limits[student] == Weight::MIN || best >= flow.limits[student].points() + drop;
    // Whether the price forbids all pairs needs the best score of all.
    let priced = list.map(|pair| i64::from(pair.points)).max()? < -certificate.price;
    (proved && !priced).then_some(Reason::Outbid {
        by: -certificate.price - best,
    })
}

/// Why a place stayed empty, from the scores of the student's open pairs by mentor.
fn reason(left: &[u32], certificate: &Certificate, row: &[i32]) -> Reason {
    let Certificate { price, mentors, .. } = certificate;
    let places = row.iter().zip(left).enumerate();
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
