//! The check of stability for any choice of pairs, in one pass over all scores; it shares no code with [`super::stable`]
//! but what a ranking means.

use super::open::Open;
use super::pairs::{Judged, judge, judge_answer};
use super::ranking::Standing;
use super::{Answer, MentorLists, PairError, Ranking, StudentLists};
use crate::problem::{Cancelled, Tell};
use crate::{Cohort, Pair, Phase, Progress, Scores};
use std::ops::ControlFlow;

/// What keeps a choice of pairs from being stable. Lists follow the order of the cohort's students, then of its mentors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blocking {
    /// Pairs that are not made though both people would rather have them: each has an empty place, or a pair that is
    /// not locked and that they like less.
    pub pairs: Vec<Pair>,
    /// Chosen pairs that one of the two does not accept at all.
    pub unwanted: Vec<Pair>,
}

impl Blocking {
    /// Whether there is nothing of either kind.
    pub fn is_stable(&self) -> bool {
        self.pairs.is_empty() && self.unwanted.is_empty()
    }
}

/// What somebody would give up for a better pair.
#[derive(Clone, Copy)]
enum Least {
    /// No place at all, or locked pairs only.
    Nothing,
    /// An empty place, or a pair that they do not accept.
    Anything,
    Pair(Standing),
}

impl Least {
    fn less_than(self, standing: Standing) -> bool {
        match self {
            Self::Nothing => false,
            Self::Anything => true,
            Self::Pair(least) => standing < least,
        }
    }

    fn and(&mut self, standing: Option<Standing>) {
        *self = match (*self, standing) {
            (Self::Anything, _) | (_, None) => Self::Anything,
            (Self::Nothing, Some(standing)) => Self::Pair(standing),
            (Self::Pair(least), Some(standing)) => Self::Pair(least.max(standing)),
        };
    }
}

/// What blocks this choice of pairs, whoever made it; all locks must be among the pairs. Cost: one reading of all scores.
/// `progress` as for [`crate::verify`].
///
/// # Errors
/// Why the pairs are no choice of this cohort, the first reason that was found; [`PairError::Cancelled`].
pub fn blocking(
    cohort: &Cohort,
    scores: &dyn Scores,
    students: Ranking<'_, StudentLists>,
    mentors: Ranking<'_, MentorLists>,
    pairs: &[Pair],
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Blocking, PairError> {
    let open = Open::new(cohort, scores);
    let judged = judge(&open, pairs)?;
    let mut tell = Tell::new(cohort, progress);
    Ok(find(&open, students, mentors, &judged, &mut tell)?)
}

/// What is wrong with an answer of [`super::stable`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StableError {
    /// The pairs are no choice of this cohort.
    #[error("the pairs are no choice of this cohort: {0}")]
    Pairs(PairError),
    /// A pair would rather be made.
    #[error("a pair would rather be made: {0}")]
    Blocking(Pair),
    /// One of the two does not accept the other.
    #[error("one of the two does not accept the other: {0}")]
    Unwanted(Pair),
    /// The caller's `progress` asked to stop.
    #[error("cancelled")]
    Cancelled,
}

impl From<PairError> for StableError {
    fn from(error: PairError) -> Self {
        match error {
            PairError::Cancelled => Self::Cancelled,
            error => Self::Pairs(error),
        }
    }
}

impl From<Cancelled> for StableError {
    fn from(Cancelled: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// Checks that the pairs keep every rule and that none blocks them: that takes no numbers but the scores. Cost: one
/// reading of all scores. `progress` as for [`crate::verify`].
///
/// # Errors
/// What is wrong with the answer, the first that was found; [`StableError::Cancelled`].
pub fn verify_stable(
    cohort: &Cohort,
    scores: &dyn Scores,
    students: Ranking<'_, StudentLists>,
    mentors: Ranking<'_, MentorLists>,
    answer: &Answer,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<(), StableError> {
    let open = Open::new(cohort, scores);
    let judged = judge_answer(&open, answer)?;
    let mut tell = Tell::new(cohort, progress);
    let found = find(&open, students, mentors, &judged, &mut tell)?;
    if let Some(pair) = found.pairs.first() {
        return Err(StableError::Blocking(*pair));
    }
    match found.unwanted.first() {
        Some(pair) => Err(StableError::Unwanted(*pair)),
        None => Ok(()),
    }
}

pub(super) fn find(
    open: &Open<'_>,
    students: Ranking<'_, StudentLists>,
    mentors: Ranking<'_, MentorLists>,
    judged: &Judged,
    tell: &mut Tell<'_>,
) -> Result<Blocking, Cancelled> {
    let least = |empty: &u32| {
        if *empty > 0 {
            Least::Anything
        } else {
            Least::Nothing
        }
    };
    let mut least_student: Vec<_> = judged.students.iter().map(least).collect();
    let mut least_mentor: Vec<_> = judged.mentors.iter().map(least).collect();
    let mut blocking = Blocking::default();
    for (student, mentor, score) in &judged.chosen {
        let with_student = students.standing(open, *student, *mentor, *score);
        let with_mentor = mentors.standing(open, *student, *mentor, *score);
        if with_student.is_none() || with_mentor.is_none() {
            blocking.unwanted.push(open.cohort.pair(*student, *mentor));
        }
        least_student[*student].and(with_student);
        least_mentor[*mentor].and(with_mentor);
    }
    let mut row = open.row();
    let mut chosen = judged.chosen.iter().peekable();
    let mut locks = open.cohort.locks().peekable();
    for (student, least) in least_student.iter().enumerate() {
        tell.step(Phase::Checking, student)?;
        open.scores.row(student, &mut row);
        for mentor in open.cohort.barred(student) {
            row[mentor] = None;
        }
        while let Some((_, mentor)) = locks.next_if(|lock| lock.0 == student) {
            row[mentor] = None;
        }
        while let Some((_, mentor, _)) = chosen.next_if(|pair| pair.0 == student) {
            row[*mentor] = None;
        }
        for (mentor, score) in row.iter().enumerate() {
            let Some(score) = *score else { continue };
            let student_would = || {
                students
                    .standing(open, student, mentor, score)
                    .is_some_and(|at| least.less_than(at))
            };
            let mentor_would = || {
                mentors
                    .standing(open, student, mentor, score)
                    .is_some_and(|at| least_mentor[mentor].less_than(at))
            };
            if student_would() && mentor_would() {
                blocking.pairs.push(open.cohort.pair(student, mentor));
            }
        }
    }
    Ok(blocking)
}
