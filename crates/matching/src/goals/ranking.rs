//! Whom somebody would rather have: by score, by list, or by list and then by score.

use super::open::Open;
use super::{MentorLists, StudentLists};
use std::cmp::Reverse;

/// How one side ranks the other. `Lists` is [`StudentLists`] or [`MentorLists`].
///
/// Equal scores are told apart by the hash of both ids that [`crate::solve`] uses, so every ranking is strict.
#[derive(Debug)]
pub enum Ranking<'a, Lists> {
    /// The higher score is preferred; every pair that may be made is acceptable.
    Scores,
    /// In the order of the list; whoever is not on it is not acceptable.
    Lists(&'a Lists),
    /// In the order of the list, and after it all others by score.
    ListsThenScores(&'a Lists),
}

impl<Lists> Clone for Ranking<'_, Lists> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Lists> Copy for Ranking<'_, Lists> {}

/// Where a pair stands with one of its two people: the smaller, the better.
///
/// The last part is the place of the other person by id, so that even two equal hashes are told apart.
pub(super) type Standing = (u32, Reverse<i64>, Reverse<i64>, u128);

impl Ranking<'_, StudentLists> {
    /// Which choice on the student's list the mentor is.
    pub(super) fn choice(&self, student: usize, mentor: usize) -> Option<u32> {
        match self {
            Self::Scores => None,
            Self::Lists(lists) | Self::ListsThenScores(lists) => lists.rank(student, mentor),
        }
    }

    /// Where a mentor stands with a student; `None` is not acceptable.
    pub(super) fn standing(
        &self,
        open: &Open<'_>,
        student: usize,
        mentor: usize,
        score: i64,
    ) -> Option<Standing> {
        let id = open.cohort.mentors()[mentor].id.0;
        let rank = self.rank(|lists| lists.rank(student, mentor))?;
        Some((rank, Reverse(score), Reverse(open.tie(student, mentor)), id))
    }
}

impl Ranking<'_, MentorLists> {
    /// Where a student stands with a mentor; `None` is not acceptable.
    pub(super) fn standing(
        &self,
        open: &Open<'_>,
        student: usize,
        mentor: usize,
        score: i64,
    ) -> Option<Standing> {
        let id = open.cohort.students()[student].id.0;
        let rank = self.rank(|lists| lists.rank(mentor, student))?;
        Some((rank, Reverse(score), Reverse(open.tie(student, mentor)), id))
    }
}

impl<Lists> Ranking<'_, Lists> {
    fn rank(&self, find: impl Fn(&Lists) -> Option<u32>) -> Option<u32> {
        match self {
            Self::Scores => Some(0),
            Self::Lists(lists) => find(lists),
            Self::ListsThenScores(lists) => Some(find(lists).unwrap_or(u32::MAX)),
        }
    }
}
