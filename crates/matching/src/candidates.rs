//! The pairs the paths run on: at first the best few of each student, later also those that the prices ask for.

use crate::instance::Instance;
use crate::weight::Weight;
use crate::{Leaving, SolveError};
use std::cmp::Reverse;

/// A pair that may be chosen. Mentors are 32 bits wide here, because these are most of the solver's memory.
#[derive(Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) weight: Weight,
    pub(crate) mentor: u32,
    pub(crate) chosen: bool,
}

impl Candidate {
    pub(crate) fn new(weight: Weight, mentor: usize) -> Self {
        let mentor = u32::try_from(mentor).expect("a cohort has at most 2^17 mentors");
        Self {
            weight,
            mentor,
            chosen: false,
        }
    }

    pub(crate) fn mentor(&self) -> usize {
        self.mentor as usize
    }
}

/// Candidates by the place of their student, and what an empty place costs.
pub(crate) struct Candidates {
    pub(crate) of: Vec<Vec<Candidate>>,
    pub(crate) price: i64,
}

impl Candidates {
    /// Reads every score once and keeps the best `keep` pairs of each student. `step` is told of each student.
    pub(crate) fn read(
        instance: &Instance<'_>,
        keep: usize,
        step: &mut dyn FnMut(usize) -> Result<(), SolveError>,
    ) -> Result<Self, SolveError> {
        let mut row = vec![None; instance.mentors.len()];
        let mut range: Option<(i64, i64)> = None;
        let mut open = Vec::with_capacity(row.len());
        let mut of = Vec::with_capacity(instance.students.len());
        for student in 0..instance.students.len() {
            step(student)?;
            // A student without places left is read all the same: a score out of range must not hide behind a lock.
            instance.read(student, &mut row)?;
            open.clear();
            if instance.students.left[student] > 0 {
                let mentors = instance
                    .mentors
                    .index
                    .iter()
                    .zip(&instance.mentors.left)
                    .enumerate();
                let free = mentors.filter(|(_, (_, left))| **left > 0);
                open.extend(
                    free.filter_map(|(mentor, (index, _))| {
                        row[*index].map(|score| (score, mentor))
                    }),
                );
            }
            for (score, _) in &open {
                let (lowest, highest) = range.unwrap_or((*score, *score));
                range = Some((lowest.min(*score), highest.max(*score)));
            }
            if keep < open.len() {
                // Equal scores are told apart by the tie-break, or all students would start with the same mentors.
                open.select_nth_unstable_by(keep, |one, other| {
                    let tie = |mentor| instance.tie(student, mentor);
                    other
                        .0
                        .cmp(&one.0)
                        .then_with(|| (tie(other.1), one.1).cmp(&(tie(one.1), other.1)))
                });
                open.truncate(keep);
            }
            let weigh = |(score, mentor): &(i64, usize)| {
                Candidate::new(instance.weight(student, *mentor, *score), *mentor)
            };
            let mut candidates: Vec<_> = open.iter().map(weigh).collect();
            candidates
                .sort_unstable_by_key(|candidate| (Reverse(candidate.weight), candidate.mentor));
            of.push(candidates);
        }
        Ok(Self {
            of,
            price: price(instance, range.unwrap_or((0, 0))),
        })
    }
}

/// The price by the rule of [`Leaving`]; the verifier has its own copy of that rule.
fn price(instance: &Instance<'_>, (lowest, highest): (i64, i64)) -> i64 {
    match instance.problem.leaving {
        Leaving::Price(price) => price,
        Leaving::MostMatched => {
            let pairs = instance
                .students
                .places_left()
                .min(instance.mentors.places_left());
            let pairs = i64::try_from(pairs).expect("a cohort has at most 2^26 places of students");
            pairs * (highest - lowest) + (-lowest).max(0) + 1
        }
    }
}
