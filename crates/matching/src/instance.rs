//! A problem as the solver sees it: people sorted by id, so that the order of the input decides nothing, and the locks
//! taken off the places.

use crate::scores::narrow;
use crate::weight::{Weight, mentor_key, student_key, tie};
use crate::{PersonId, Problem, SolveError};

/// One side, sorted by id. `place` below is a position in it, `index` one in the cohort's list.
pub(crate) struct Side {
    /// The index of each place.
    pub(crate) index: Vec<usize>,
    /// The places that the locks leave to each.
    pub(crate) left: Vec<u32>,
    keys: Vec<u64>,
}

impl Side {
    fn new(people: impl Iterator<Item = (PersonId, u32)>, key: fn(PersonId) -> u64) -> Self {
        let mut sorted: Vec<_> = people
            .enumerate()
            .map(|(index, (id, left))| (id, index, left))
            .collect();
        sorted.sort_unstable();
        Self {
            index: sorted.iter().map(|person| person.1).collect(),
            left: sorted.iter().map(|person| person.2).collect(),
            keys: sorted.iter().map(|person| key(person.0)).collect(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.index.len()
    }

    /// How many places the locks leave to all of them.
    pub(crate) fn places_left(&self) -> u64 {
        self.left.iter().map(|left| u64::from(*left)).sum()
    }
}

pub(crate) struct Instance<'a> {
    pub(crate) problem: &'a Problem<'a>,
    pub(crate) students: Side,
    pub(crate) mentors: Side,
    /// Locked mentors by the index of their student, both as indices.
    locked: Vec<Vec<usize>>,
}

impl<'a> Instance<'a> {
    pub(crate) fn new(problem: &'a Problem<'a>) -> Self {
        let cohort = problem.cohort;
        let mut locked = vec![Vec::new(); cohort.students().len()];
        let mut taken = vec![0; cohort.mentors().len()];
        for (student, mentor) in cohort.locks() {
            locked[student].push(mentor);
            taken[mentor] += 1;
        }
        let students = cohort.students().iter().zip(&locked);
        let students = students.map(|(student, locked)| {
            let taken = u32::try_from(locked.len())
                .expect("the cohort refuses more locks than places, which are u32");
            (student.id, student.places - taken)
        });
        let mentors = cohort
            .mentors()
            .iter()
            .zip(&taken)
            .map(|(mentor, taken)| (mentor.id, mentor.places - taken));
        let (students, mentors) = (
            Side::new(students, student_key),
            Side::new(mentors, mentor_key),
        );
        Self {
            problem,
            students,
            mentors,
            locked,
        }
    }

    /// The pairs a student could still be given, by the student's place: scores in the order of the cohort's mentors,
    /// `None` where the pair may not be made or is locked already.
    pub(crate) fn read(&self, student: usize, row: &mut [Option<i64>]) -> Result<(), SolveError> {
        let student = self.students.index[student];
        self.problem.scores.row(student, row);
        for mentor in self
            .problem
            .cohort
            .barred(student)
            .chain(self.locked[student].iter().copied())
        {
            row[mentor] = None;
        }
        for (mentor, score) in row.iter().enumerate() {
            if let Some(score) = score {
                narrow(self.problem.cohort, student, mentor, *score)?;
            }
        }
        Ok(())
    }

    /// The tie-break of a pair of places.
    pub(crate) fn tie(&self, student: usize, mentor: usize) -> i64 {
        tie(self.students.keys[student], self.mentors.keys[mentor])
    }

    /// The weight of a pair of places with this score.
    pub(crate) fn weight(&self, student: usize, mentor: usize, score: i64) -> Weight {
        Weight {
            points: score,
            tie: self.tie(student, mentor),
        }
    }
}
