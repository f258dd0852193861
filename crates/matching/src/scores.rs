//! What a pair is worth: points per factor, from a closure or kept in a dense table.

mod profiles;

use crate::problem::Tell;
use crate::{Cohort, Phase, Progress, SolveError};
use std::ops::ControlFlow;
use std::sync::Arc;

pub use profiles::{MAX_TOPICS, Profiles};

/// The largest score of a pair, either way, in milli-points: a million points.
pub const MAX_SCORE: i64 = 1_000_000_000;

/// Whether a pair may be made at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eligibility {
    /// It may, at its score.
    Eligible,
    /// A hard rule forbids the pair, whatever its points.
    Ineligible,
}

/// The worth of every pair. Students and mentors are indices into [`Cohort::students`] and [`Cohort::mentors`].
///
/// The same pair must get the same answer every time: the solver asks more than once. The score of a pair is the sum of
/// its points, all in milli-points, and must stay within ±[`MAX_SCORE`]. Implementations that override `score` or `row`
/// keep to that sum; [`crate::verify`] compares them.
pub trait Scores {
    /// How many factors there are: the length of every `points`.
    fn factors(&self) -> usize;

    /// Writes the points of each factor into `points`, whose length is [`Scores::factors`]. What is written for an
    /// ineligible pair is ignored.
    fn points(&self, student: usize, mentor: usize, points: &mut [i64]) -> Eligibility;

    /// The score of one pair, or `None` if it may not be made.
    fn score(&self, student: usize, mentor: usize) -> Option<i64> {
        total(self, student, mentor, &mut vec![0; self.factors()])
    }

    /// The scores of one student with every mentor; the length of `row` is the number of mentors.
    fn row(&self, student: usize, row: &mut [Option<i64>]) {
        let mut points = vec![0; self.factors()];
        for (mentor, score) in row.iter_mut().enumerate() {
            *score = total(self, student, mentor, &mut points);
        }
    }

    /// The same in the width that the solver reads: [`INELIGIBLE`] where a pair may not be made. This is the method to
    /// write again for scores that are cheap to work out a whole row at a time.
    ///
    /// # Errors
    /// The first score outside ±[`MAX_SCORE`].
    fn narrow_row(&self, student: usize, row: &mut [i32]) -> Result<(), OutOfRange> {
        let mut wide = vec![None; row.len()];
        self.row(student, &mut wide);
        for (mentor, (narrow, score)) in row.iter_mut().zip(wide).enumerate() {
            *narrow = match score {
                None => INELIGIBLE,
                Some(score) => in_range(score).ok_or(OutOfRange { mentor, score })?,
            };
        }
        Ok(())
    }

    /// Whether reading a row again costs about as little as copying it: then the solver keeps no copies.
    fn is_quick(&self) -> bool {
        false
    }

    /// The same scores of some mentors only, in rows as long as there are of them; where that takes no less than to pick
    /// from whole rows, none.
    fn some(&self, _mentors: &[usize]) -> Option<Box<dyn Scores + Sync + '_>> {
        None
    }
}

fn in_range(score: i64) -> Option<i32> {
    let narrow = i32::try_from(score).ok()?;
    (-MAX_SCORE..=MAX_SCORE).contains(&score).then_some(narrow)
}

/// What [`Scores::narrow_row`] writes for a pair that may not be made. Outside ±[`MAX_SCORE`], so no score can be
/// mistaken for it.
pub const INELIGIBLE: i32 = i32::MIN;

/// A score outside ±[`MAX_SCORE`], met while a row was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfRange {
    /// The index of the mentor in the row.
    pub mentor: usize,
    /// In milli-points.
    pub score: i64,
}

/// Scores that are kept elsewhere are scores: a reference, a box, a shared pointer.
macro_rules! forward {
    ($($pointer:ty),*) => {$(
        impl<S: Scores + ?Sized> Scores for $pointer {
            fn factors(&self) -> usize {
                (**self).factors()
            }

            fn points(&self, student: usize, mentor: usize, points: &mut [i64]) -> Eligibility {
                (**self).points(student, mentor, points)
            }

            fn score(&self, student: usize, mentor: usize) -> Option<i64> {
                (**self).score(student, mentor)
            }

            fn row(&self, student: usize, row: &mut [Option<i64>]) {
                (**self).row(student, row);
            }

            fn narrow_row(&self, student: usize, row: &mut [i32]) -> Result<(), OutOfRange> {
                (**self).narrow_row(student, row)
            }

            fn is_quick(&self) -> bool {
                (**self).is_quick()
            }

            fn some(&self, mentors: &[usize]) -> Option<Box<dyn Scores + Sync + '_>> {
                (**self).some(mentors)
            }
        }
    )*};
}

forward!(&S, Box<S>, Arc<S>);

/// Sums that leave the range of i64 stop at its ends, far outside [`MAX_SCORE`], so that they are refused and not wrapped.
fn total(
    scores: &(impl Scores + ?Sized),
    student: usize,
    mentor: usize,
    points: &mut [i64],
) -> Option<i64> {
    points.fill(0);
    match scores.points(student, mentor, points) {
        Eligibility::Eligible => Some(
            points
                .iter()
                .fold(0, |sum: i64, points| sum.saturating_add(*points)),
        ),
        Eligibility::Ineligible => None,
    }
}

/// Scores with one factor, from a closure `(student, mentor) -> Option<score>`.
pub fn single<F: Fn(usize, usize) -> Option<i64>>(score: F) -> impl Scores {
    Single(score)
}

/// Scores of `factors` factors, from a closure that writes the points of a pair.
pub fn from_fn<F: Fn(usize, usize, &mut [i64]) -> Eligibility>(
    factors: usize,
    points: F,
) -> impl Scores {
    FromFn { factors, points }
}

struct Single<F>(F);

impl<F: Fn(usize, usize) -> Option<i64>> Scores for Single<F> {
    fn factors(&self) -> usize {
        1
    }

    fn points(&self, student: usize, mentor: usize, points: &mut [i64]) -> Eligibility {
        match self.0(student, mentor) {
            Some(score) => {
                points[0] = score;
                Eligibility::Eligible
            }
            None => Eligibility::Ineligible,
        }
    }

    fn score(&self, student: usize, mentor: usize) -> Option<i64> {
        self.0(student, mentor)
    }

    fn row(&self, student: usize, row: &mut [Option<i64>]) {
        for (mentor, score) in row.iter_mut().enumerate() {
            *score = self.0(student, mentor);
        }
    }
}

struct FromFn<F> {
    factors: usize,
    points: F,
}

impl<F: Fn(usize, usize, &mut [i64]) -> Eligibility> Scores for FromFn<F> {
    fn factors(&self) -> usize {
        self.factors
    }

    fn points(&self, student: usize, mentor: usize, points: &mut [i64]) -> Eligibility {
        (self.points)(student, mentor, points)
    }
}

/// The scores of another [`Scores`], worked out once: 4 bytes a pair (20 MB for 5,000 × 1,000).
///
/// Worth it when a pair takes long to score. Points are not kept; they are asked from the inner scores, which only the
/// chosen pairs need.
pub struct Table<S> {
    inner: S,
    mentors: usize,
    /// Row-major, one row per student; [`INELIGIBLE`] is no score.
    scores: Vec<i32>,
}

impl<S: Scores> Table<S> {
    /// Asks for every pair of the cohort once; a score out of range is refused. `progress` as for [`crate::solve`].
    ///
    /// # Errors
    /// [`SolveError::ScoreOutOfRange`], and [`SolveError::Cancelled`].
    ///
    /// # Panics
    /// Where `inner` does.
    pub fn of(
        cohort: &Cohort,
        inner: S,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Self, SolveError> {
        let mut tell = Tell::new(cohort, progress);
        let mentors = cohort.mentors().len();
        let mut scores = Vec::with_capacity(cohort.students().len() * mentors);
        let mut row = vec![INELIGIBLE; mentors];
        for student in 0..cohort.students().len() {
            tell.step(Phase::Scoring, student)?;
            inner
                .narrow_row(student, &mut row)
                .map_err(|error| refused(cohort, student, error))?;
            scores.extend_from_slice(&row);
        }
        Ok(Self {
            inner,
            mentors,
            scores,
        })
    }
}

/// A score in range, in the width it is kept in.
pub(crate) fn narrow(
    cohort: &Cohort,
    student: usize,
    mentor: usize,
    score: i64,
) -> Result<i32, SolveError> {
    let error = OutOfRange { mentor, score };
    in_range(score).ok_or_else(|| refused(cohort, student, error))
}

/// The error that names the pair.
pub(crate) fn refused(cohort: &Cohort, student: usize, error: OutOfRange) -> SolveError {
    SolveError::ScoreOutOfRange {
        pair: cohort.pair(student, error.mentor),
        score: error.score,
    }
}

impl<S: Scores> Scores for Table<S> {
    fn factors(&self) -> usize {
        self.inner.factors()
    }

    fn points(&self, student: usize, mentor: usize, points: &mut [i64]) -> Eligibility {
        self.inner.points(student, mentor, points)
    }

    fn score(&self, student: usize, mentor: usize) -> Option<i64> {
        widen(self.scores[student * self.mentors + mentor])
    }

    fn row(&self, student: usize, row: &mut [Option<i64>]) {
        let start = student * self.mentors;
        for (score, kept) in row
            .iter_mut()
            .zip(&self.scores[start..start + self.mentors])
        {
            *score = widen(*kept);
        }
    }

    fn narrow_row(&self, student: usize, row: &mut [i32]) -> Result<(), OutOfRange> {
        let start = student * self.mentors;
        row.copy_from_slice(&self.scores[start..start + self.mentors]);
        Ok(())
    }

    fn is_quick(&self) -> bool {
        true
    }
}

fn widen(score: i32) -> Option<i64> {
    (score != INELIGIBLE).then_some(i64::from(score))
}
