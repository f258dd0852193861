//! Scores with a floor: what may still be made once it is known how well off the worst-off pair can be.

use crate::scores::{INELIGIBLE, OutOfRange};
use crate::{Cohort, Eligibility, Scores};
use std::collections::BTreeSet;

/// The pairs of other scores that have at least this score; locked pairs are let through whatever they score.
pub struct AtLeast<'a> {
    scores: &'a dyn Scores,
    floor: i64,
    locks: BTreeSet<(usize, usize)>,
}

impl<'a> AtLeast<'a> {
    /// `floor` is in milli-points; the locks are those of the cohort now.
    pub fn new(cohort: &Cohort, scores: &'a dyn Scores, floor: i64) -> Self {
        Self {
            scores,
            floor,
            locks: cohort.locks().collect(),
        }
    }
}

impl Scores for AtLeast<'_> {
    fn factors(&self) -> usize {
        self.scores.factors()
    }

    fn points(&self, student: usize, mentor: usize, points: &mut [i64]) -> Eligibility {
        let eligibility = self.scores.points(student, mentor, points);
        match self.score(student, mentor) {
            Some(_) => eligibility,
            None => Eligibility::Ineligible,
        }
    }

    fn score(&self, student: usize, mentor: usize) -> Option<i64> {
        let score = self.scores.score(student, mentor)?;
        (score >= self.floor || self.locks.contains(&(student, mentor))).then_some(score)
    }

    fn row(&self, student: usize, row: &mut [Option<i64>]) {
        self.scores.row(student, row);
        let locked = self.locks.range((student, 0)..=(student, usize::MAX));
        let kept: Vec<_> = locked.map(|(_, mentor)| (*mentor, row[*mentor])).collect();
        for score in &mut *row {
            *score = score.filter(|score| *score >= self.floor);
        }
        for (mentor, score) in kept {
            row[mentor] = score;
        }
    }

    fn narrow_row(&self, student: usize, row: &mut [i32]) -> Result<(), OutOfRange> {
        self.scores.narrow_row(student, row)?;
        let locked = self.locks.range((student, 0)..=(student, usize::MAX));
        let kept: Vec<_> = locked.map(|(_, mentor)| (*mentor, row[*mentor])).collect();
        for score in &mut *row {
            let reaches = i64::from(*score) >= self.floor;
            *score = if reaches { *score } else { INELIGIBLE };
        }
        for (mentor, score) in kept {
            row[mentor] = score;
        }
        Ok(())
    }
}
