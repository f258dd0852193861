//! Ranked lists of people, parsed: nobody unknown, nobody listed twice.

use crate::{Cohort, PersonId};
use std::collections::BTreeMap;

/// Why lists cannot be what was asked; each names the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PreferenceError {
    /// Not a student of this cohort.
    #[error("not a student of this cohort: {0}")]
    UnknownStudent(PersonId),
    /// Not a mentor of this cohort.
    #[error("not a mentor of this cohort: {0}")]
    UnknownMentor(PersonId),
    /// Two lists of one person.
    #[error("two lists of one person: {0}")]
    SecondList(PersonId),
    /// Somebody is on one list twice.
    #[error("on the list of {of} twice: {listed}")]
    ListedTwice {
        /// Whose list it is.
        of: PersonId,
        /// Who is on it twice.
        listed: PersonId,
    },
}

/// The mentors that students would like, the first choice first.
///
/// A list may name a mentor whom the student cannot have (excluded, ineligible, the student themselves): that pair is
/// never made, and the choices after it keep their ranks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudentLists(Lists);

/// The students that mentors would like, the first choice first; otherwise as [`StudentLists`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MentorLists(Lists);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Lists {
    /// By index, the indices of the other side in order.
    of: Vec<Vec<usize>>,
    /// By index, (index of the other side, rank from 1), sorted.
    ranks: Vec<Vec<(usize, u32)>>,
}

impl StudentLists {
    /// A student without a list here has an empty one.
    ///
    /// # Errors
    /// Somebody unknown, two lists of one person, and somebody twice on a list.
    pub fn new(
        cohort: &Cohort,
        lists: impl IntoIterator<Item = (PersonId, Vec<PersonId>)>,
    ) -> Result<Self, PreferenceError> {
        let whose = |id| {
            cohort
                .student_index(id)
                .ok_or(PreferenceError::UnknownStudent(id))
        };
        let listed = |id| {
            cohort
                .mentor_index(id)
                .ok_or(PreferenceError::UnknownMentor(id))
        };
        Lists::new(cohort.students().len(), lists, &whose, &listed).map(Self)
    }

    /// The mentors on this student's list, the first choice first; all by index.
    pub fn of(&self, student: usize) -> &[usize] {
        &self.0.of[student]
    }

    /// Which choice of the student the mentor is, counted from 1; all by index.
    pub fn rank(&self, student: usize, mentor: usize) -> Option<u32> {
        self.0.rank(student, mentor)
    }

    /// The length of the longest list.
    pub fn longest(&self) -> usize {
        self.0.of.iter().map(Vec::len).max().unwrap_or(0)
    }
}

impl MentorLists {
    /// A mentor without a list here has an empty one.
    ///
    /// # Errors
    /// Somebody unknown, two lists of one person, and somebody twice on a list.
    pub fn new(
        cohort: &Cohort,
        lists: impl IntoIterator<Item = (PersonId, Vec<PersonId>)>,
    ) -> Result<Self, PreferenceError> {
        let whose = |id| {
            cohort
                .mentor_index(id)
                .ok_or(PreferenceError::UnknownMentor(id))
        };
        let listed = |id| {
            cohort
                .student_index(id)
                .ok_or(PreferenceError::UnknownStudent(id))
        };
        Lists::new(cohort.mentors().len(), lists, &whose, &listed).map(Self)
    }

    /// The students on this mentor's list, the first choice first; all by index.
    pub fn of(&self, mentor: usize) -> &[usize] {
        &self.0.of[mentor]
    }

    /// Which choice of the mentor the student is, counted from 1; all by index.
    pub fn rank(&self, mentor: usize, student: usize) -> Option<u32> {
        self.0.rank(mentor, student)
    }
}

type Find<'a> = &'a dyn Fn(PersonId) -> Result<usize, PreferenceError>;

impl Lists {
    fn new(
        people: usize,
        lists: impl IntoIterator<Item = (PersonId, Vec<PersonId>)>,
        whose: Find<'_>,
        listed: Find<'_>,
    ) -> Result<Self, PreferenceError> {
        let mut given = BTreeMap::new();
        for (of, list) in lists {
            let indices = list
                .iter()
                .map(|id| listed(*id))
                .collect::<Result<Vec<_>, _>>()?;
            // A cohort has at most 2^17 people on a side, and nobody is listed twice.
            let mut ranks: Vec<_> = indices.iter().copied().zip(1..).collect();
            ranks.sort_unstable();
            if let Some(twice) = ranks.windows(2).find(|two| two[0].0 == two[1].0) {
                let listed = list[twice[1].1 as usize - 1];
                return Err(PreferenceError::ListedTwice { of, listed });
            }
            if given.insert(whose(of)?, (indices, ranks)).is_some() {
                return Err(PreferenceError::SecondList(of));
            }
        }
        let (of, ranks) = (0..people)
            .map(|person| given.remove(&person).unwrap_or_default())
            .unzip();
        Ok(Self { of, ranks })
    }

    fn rank(&self, person: usize, other: usize) -> Option<u32> {
        let ranks = &self.ranks[person];
        ranks
            .binary_search_by_key(&other, |(other, _)| *other)
            .ok()
            .map(|place| ranks[place].1)
    }
}
