//! All goals behind one door, for those who let somebody choose.

use super::{
    Answer, Empty, MaxMin, MentorLists, RankMaximal, Ranking, StudentLists, Unlisted, best_total,
    max_min, most_matched, rank_maximal, stable,
};
use crate::{Cohort, Matched, Pair, Progress, Scores, Solution, SolveError};
use std::ops::ControlFlow;

/// What is wanted of a cohort.
#[derive(Clone, Copy, Debug)]
pub enum Goal<'a> {
    /// See [`most_matched`].
    MostMatched,
    /// See [`best_total`].
    BestTotal {
        /// Of an empty place, in milli-points.
        price: i64,
    },
    /// See [`max_min`].
    MaxMin,
    /// See [`rank_maximal`].
    RankMaximal {
        /// Whom the students would like.
        lists: &'a StudentLists,
        /// What becomes of mentors on no list.
        unlisted: Unlisted,
    },
    /// See [`stable`].
    Stable {
        /// How students rank mentors.
        students: Ranking<'a, StudentLists>,
        /// How mentors rank students.
        mentors: Ranking<'a, MentorLists>,
    },
}

/// What a goal was answered with, and what proves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reached {
    /// For [`Goal::MostMatched`] and [`Goal::BestTotal`].
    Total(Solution),
    /// For [`Goal::MaxMin`].
    MaxMin(MaxMin),
    /// For [`Goal::RankMaximal`].
    RankMaximal(RankMaximal),
    /// For [`Goal::Stable`].
    Stable(Answer),
}

impl Reached {
    /// The pairs, locked ones included.
    pub fn pairs(&self) -> &[Matched] {
        match self {
            Self::Total(solution) => &solution.pairs,
            Self::MaxMin(answer) => &answer.solution.pairs,
            Self::RankMaximal(answer) => &answer.answer.pairs,
            Self::Stable(answer) => &answer.pairs,
        }
    }

    /// The pairs as [`super::measure`], [`super::compare`] and [`super::blocking`] want them.
    pub fn plain_pairs(&self) -> Vec<Pair> {
        let plain = |pair: &Matched| Pair {
            student: pair.student,
            mentor: pair.mentor,
        };
        self.pairs().iter().map(plain).collect()
    }

    /// The sum of the scores of all pairs, in milli-points.
    pub fn total(&self) -> i64 {
        match self {
            Self::Total(solution) => solution.total,
            Self::MaxMin(answer) => answer.solution.total,
            Self::RankMaximal(answer) => answer.answer.total,
            Self::Stable(answer) => answer.total,
        }
    }

    /// Who has empty places; `None` for a total, whose [`Solution::unmatched`] says more.
    pub fn empty(&self) -> Option<&[Empty]> {
        match self {
            Self::Total(_) => None,
            Self::MaxMin(answer) => Some(&answer.empty),
            Self::RankMaximal(answer) => Some(&answer.answer.empty),
            Self::Stable(answer) => Some(&answer.empty),
        }
    }
}

/// The best pairs for this goal.
///
/// # Errors
/// As [`crate::solve`].
pub fn reach(
    cohort: &Cohort,
    scores: &dyn Scores,
    goal: Goal<'_>,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Reached, SolveError> {
    match goal {
        Goal::MostMatched => most_matched(cohort, scores, progress).map(Reached::Total),
        Goal::BestTotal { price } => {
            best_total(cohort, scores, price, progress).map(Reached::Total)
        }
        Goal::MaxMin => max_min(cohort, scores, progress).map(Reached::MaxMin),
        Goal::RankMaximal { lists, unlisted } => {
            rank_maximal(cohort, scores, lists, unlisted, progress).map(Reached::RankMaximal)
        }
        Goal::Stable { students, mentors } => {
            stable(cohort, scores, students, mentors, progress).map(Reached::Stable)
        }
    }
}
