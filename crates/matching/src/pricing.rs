//! The pass over all pairs that makes an optimum of the candidates one of the whole cohort, or finds what is missing.

use crate::SolveError;
use crate::candidates::{Candidate, Candidates};
use crate::instance::Instance;
use crate::weight::Weight;

/// The values u of students and v of mentors, by place.
pub(crate) struct Values {
    pub(crate) students: Vec<Weight>,
    pub(crate) mentors: Vec<Weight>,
}

/// What the pass found.
pub(crate) struct Pricing {
    /// How many pairs were worth more than their student and mentor together, and are candidates now.
    pub(crate) added: usize,
    /// By the place of a mentor, the largest score − u of an open student, at least 0: what a mentor without places
    /// would be worth.
    pub(crate) offers: Vec<i64>,
}

/// Checks every pair that is no candidate, and makes the worst `limit` offenders of each student candidates.
pub(crate) fn price(
    instance: &Instance<'_>,
    candidates: &mut Candidates,
    values: &Values,
    limit: usize,
    step: &mut dyn FnMut(usize) -> Result<(), SolveError>,
) -> Result<Pricing, SolveError> {
    let mut pricing = Pricing {
        added: 0,
        offers: vec![0; instance.mentors.len()],
    };
    let mut row = vec![None; instance.mentors.len()];
    let mut seen = vec![usize::MAX; instance.mentors.len()];
    let mut offenders: Vec<(Weight, usize, i64)> = Vec::new();
    for student in
        (0..instance.students.len()).filter(|student| instance.students.left[*student] > 0)
    {
        step(student)?;
        instance.read(student, &mut row)?;
        for candidate in &candidates.of[student] {
            seen[candidate.mentor()] = student;
        }
        let value = values.students[student];
        offenders.clear();
        for (mentor, index) in instance.mentors.index.iter().enumerate() {
            let Some(score) = row[*index] else { continue };
            let points = value.points + values.mentors[mentor].points - score;
            if instance.mentors.left[mentor] == 0 {
                pricing.offers[mentor] = pricing.offers[mentor].max(score - value.points);
            } else if points <= 0 && seen[mentor] != student {
                // Only now is the tie-break worth working out.
                let cost = value + values.mentors[mentor] - instance.weight(student, mentor, score);
                if cost < Weight::ZERO {
                    offenders.push((cost, mentor, score));
                }
            }
        }
        if offenders.len() > limit {
            offenders.select_nth_unstable(limit);
            offenders.truncate(limit);
        }
        pricing.added += offenders.len();
        let add = |(_, mentor, score): &(Weight, usize, i64)| {
            Candidate::new(instance.weight(student, *mentor, *score), *mentor)
        };
        candidates.of[student].extend(offenders.iter().map(add));
    }
    Ok(pricing)
}
