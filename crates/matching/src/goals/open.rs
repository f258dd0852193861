//! What a goal may decide about: the places that the locks leave, and the scores of the pairs still open. By index.

use crate::scores::{INELIGIBLE, narrow, refused};
use crate::weight::{mentor_key, student_key, tie};
use crate::{Cohort, Scores, SolveError};

pub(super) struct Open<'a> {
    pub(super) cohort: &'a Cohort,
    pub(super) scores: &'a dyn Scores,
    /// Places that the locks leave.
    pub(super) students: Vec<u32>,
    pub(super) mentors: Vec<u32>,
    locked: Vec<Vec<usize>>,
    student_keys: Vec<u64>,
    mentor_keys: Vec<u64>,
}

impl<'a> Open<'a> {
    pub(super) fn new(cohort: &'a Cohort, scores: &'a dyn Scores) -> Self {
        let mut students: Vec<_> = cohort
            .students()
            .iter()
            .map(|student| student.places)
            .collect();
        let mut mentors: Vec<_> = cohort
            .mentors()
            .iter()
            .map(|mentor| mentor.places)
            .collect();
        let mut locked = vec![Vec::new(); students.len()];
        for (student, mentor) in cohort.locks() {
            // The cohort refuses more locks than places.
            students[student] -= 1;
            mentors[mentor] -= 1;
            locked[student].push(mentor);
        }
        Self {
            cohort,
            scores,
            students,
            mentors,
            locked,
            student_keys: cohort
                .students()
                .iter()
                .map(|student| student_key(student.id))
                .collect(),
            mentor_keys: cohort
                .mentors()
                .iter()
                .map(|mentor| mentor_key(mentor.id))
                .collect(),
        }
    }

    /// The pairs this student could still be given, wherever there are places: `None` for the others.
    pub(super) fn read(&self, student: usize, row: &mut [Option<i64>]) -> Result<(), SolveError> {
        self.scores.row(student, row);
        for mentor in self
            .cohort
            .barred(student)
            .chain(self.locked[student].iter().copied())
        {
            row[mentor] = None;
        }
        for (mentor, score) in row.iter().enumerate() {
            if let Some(score) = score {
                narrow(self.cohort, student, mentor, *score)?;
            }
        }
        Ok(())
    }

    /// The same in half the width: [`INELIGIBLE`] for the others.
    pub(super) fn read_narrow(&self, student: usize, row: &mut [i32]) -> Result<(), SolveError> {
        self.scores
            .narrow_row(student, row)
            .map_err(|error| refused(self.cohort, student, error))?;
        let locked = self.locked[student].iter().copied();
        for mentor in self.cohort.barred(student).chain(locked) {
            row[mentor] = INELIGIBLE;
        }
        Ok(())
    }

    /// A row for [`Open::read`].
    pub(super) fn row(&self) -> Vec<Option<i64>> {
        vec![None; self.mentors.len()]
    }

    /// The tie-break of a pair, from 1 to 2⁴².
    pub(super) fn tie(&self, student: usize, mentor: usize) -> i64 {
        tie(self.student_keys[student], self.mentor_keys[mentor])
    }

    /// No choice has more pairs than this.
    pub(super) fn most(&self) -> u64 {
        let places = |left: &[u32]| left.iter().map(|left| u64::from(*left)).sum::<u64>();
        places(&self.students).min(places(&self.mentors))
    }
}
