//! A problem as the solver sees it: the locks taken off the places, and what is left read row by row.

use crate::scores::{INELIGIBLE, OutOfRange, narrow, refused};
use crate::weight::{mentor_key, student_key, tie};
use crate::{Cohort, Problem, Scores, SolveError};

pub(crate) struct Instance<'a> {
    pub(crate) problem: &'a Problem<'a>,
    /// The places that the locks leave to each, by index.
    pub(crate) students: Vec<u32>,
    pub(crate) mentors: Vec<u32>,
    /// Locked mentors by the index of their student, both as indices.
    locked: Vec<Vec<usize>>,
}

impl<'a> Instance<'a> {
    pub(crate) fn new(problem: &'a Problem<'a>) -> Self {
        let cohort = problem.cohort;
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
            locked[student].push(mentor);
            // The cohort refuses more locks than places.
            students[student] -= 1;
            mentors[mentor] -= 1;
        }
        Self {
            problem,
            students,
            mentors,
            locked,
        }
    }

    /// The pairs a student could still be given if mentors without places counted: [`INELIGIBLE`] where the pair may
    /// not be made or is locked already.
    pub(crate) fn read(&self, student: usize, row: &mut [i32]) -> Result<(), SolveError> {
        self.open().read(self.problem.scores, student, row)
    }

    /// What threads may share.
    pub(crate) fn open(&self) -> Open<'_> {
        Open {
            cohort: self.problem.cohort,
            locked: &self.locked,
        }
    }
}

/// Which pairs the cohort leaves open, whatever they score.
#[derive(Clone, Copy)]
pub(crate) struct Open<'a> {
    cohort: &'a Cohort,
    locked: &'a [Vec<usize>],
}

impl Open<'_> {
    /// See [`Instance::read`].
    pub(crate) fn read(
        self,
        scores: &(impl Scores + ?Sized),
        student: usize,
        row: &mut [i32],
    ) -> Result<(), SolveError> {
        let cohort = self.cohort;
        scores
            .narrow_row(student, row)
            .map_err(|error| refused(cohort, student, error))?;
        for mentor in self.shut(student) {
            row[mentor] = INELIGIBLE;
        }
        Ok(())
    }

    /// The same of some mentors, in rising order, by scores of only these.
    pub(crate) fn read_some(
        self,
        scores: &(impl Scores + ?Sized),
        mentors: &[usize],
        student: usize,
        row: &mut [i32],
    ) -> Result<(), SolveError> {
        scores.narrow_row(student, row).map_err(|error| {
            let mentor = mentors[error.mentor];
            refused(self.cohort, student, OutOfRange { mentor, ..error })
        })?;
        self.shut_some(mentors, student, row);
        Ok(())
    }

    /// The same pair by pair.
    pub(crate) fn read_each(
        self,
        scores: &(impl Scores + ?Sized),
        mentors: &[usize],
        student: usize,
        row: &mut [i32],
    ) -> Result<(), SolveError> {
        for (place, mentor) in row.iter_mut().zip(mentors) {
            *place = match scores.score(student, *mentor) {
                Some(score) => narrow(self.cohort, student, *mentor, score)?,
                None => INELIGIBLE,
            };
        }
        self.shut_some(mentors, student, row);
        Ok(())
    }

    fn shut_some(self, mentors: &[usize], student: usize, row: &mut [i32]) {
        for mentor in self.shut(student) {
            if let Ok(place) = mentors.binary_search(&mentor) {
                row[place] = INELIGIBLE;
            }
        }
    }

    /// The mentors who may not be made, or are locked already.
    fn shut(self, student: usize) -> impl Iterator<Item = usize> {
        let locked = self.locked[student].iter().copied();
        self.cohort.barred(student).chain(locked)
    }
}

/// The share of each person in the tie-break, by index.
#[derive(Clone)]
pub(crate) struct Keys {
    pub(crate) students: Vec<u64>,
    pub(crate) mentors: Vec<u64>,
}

impl Keys {
    pub(crate) fn new(cohort: &Cohort) -> Self {
        Self {
            students: cohort
                .students()
                .iter()
                .map(|student| student_key(student.id))
                .collect(),
            mentors: cohort
                .mentors()
                .iter()
                .map(|mentor| mentor_key(mentor.id))
                .collect(),
        }
    }

    pub(crate) fn tie(&self, student: usize, mentor: usize) -> i64 {
        tie(self.students[student], self.mentors[mentor])
    }
}
