//! Cases: a cohort and a table of scores, drawn by proptest, small enough to be shrunk and read.

use matching::{
    Cohort, Leaving, Matched, Mentor, Pair, PersonId, Problem, Progress, Solution, Student, scores,
    solve,
};
use proptest::prelude::*;
use std::ops::ControlFlow;

#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) students: Vec<u32>,
    pub(crate) mentors: Vec<u32>,
    /// Row-major; `None` is ineligible.
    pub(crate) scores: Vec<Option<i64>>,
    pub(crate) exclusions: Vec<(usize, usize)>,
    /// Those that the cohort refuses are left out.
    pub(crate) locks: Vec<(usize, usize)>,
    pub(crate) leaving: Leaving,
}

/// Ids that are not in the order of the list. Every third mentor is also the student of the same index.
pub(crate) fn student_id(index: usize) -> PersonId {
    PersonId((index as u128 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835))
}

pub(crate) fn mentor_id(index: usize) -> PersonId {
    if index.is_multiple_of(3) {
        student_id(index)
    } else {
        PersonId(!student_id(index).0)
    }
}

pub(crate) fn go(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// The pairs of an answer.
pub(crate) fn plain(pairs: &[Matched]) -> Vec<Pair> {
    let plain = |pair: &Matched| Pair {
        student: pair.student,
        mentor: pair.mentor,
    };
    pairs.iter().map(plain).collect()
}

impl Case {
    pub(crate) fn pair(student: usize, mentor: usize) -> Pair {
        Pair {
            student: student_id(student),
            mentor: mentor_id(mentor),
        }
    }

    pub(crate) fn cohort(&self) -> Cohort {
        let student = |(index, places): (usize, &u32)| Student {
            id: student_id(index),
            places: *places,
        };
        let mentor = |(index, places): (usize, &u32)| Mentor {
            id: mentor_id(index),
            places: *places,
        };
        let students = self.students.iter().enumerate().map(student).collect();
        let mentors = self.mentors.iter().enumerate().map(mentor).collect();
        let mut cohort = Cohort::new(students, mentors).unwrap();
        for (student, mentor) in &self.exclusions {
            cohort.exclude(Self::pair(*student, *mentor)).unwrap();
        }
        for (student, mentor) in &self.locks {
            if self.scores[student * self.mentors.len() + mentor].is_some() {
                let _ = cohort.lock(Self::pair(*student, *mentor));
            }
        }
        cohort
    }

    /// The score of a pair that rules, exclusions and identity allow; locks are not looked at.
    pub(crate) fn allowed(&self, student: usize, mentor: usize) -> Option<i64> {
        let barred = self.exclusions.contains(&(student, mentor))
            || student_id(student) == mentor_id(mentor);
        self.scores[student * self.mentors.len() + mentor].filter(|_| !barred)
    }

    /// Calls `check` with the problem of this case.
    pub(crate) fn with<T>(&self, check: impl FnOnce(&Problem<'_>) -> T) -> T {
        let scores =
            scores::single(|student, mentor| self.scores[student * self.mentors.len() + mentor]);
        check(&Problem {
            cohort: &self.cohort(),
            scores: &scores,
            leaving: self.leaving,
        })
    }

    pub(crate) fn solve(&self) -> Solution {
        self.with(solved)
    }
}

pub(crate) fn solved(problem: &Problem<'_>) -> Solution {
    solve(problem, &mut go).unwrap()
}

/// Cases with up to `size` people a side and up to `most` places a student.
pub(crate) fn cases(size: usize, most: u32) -> impl Strategy<Value = Case> {
    // Scores: many values; few, so that ties abound; one only. And how many of ten pairs are eligible.
    let values = prop_oneof![
        Just(-900_000..=900_000_i64),
        Just(0..=3),
        Just(7..=7),
        Just(-4..=0)
    ];
    let eligible =
        prop_oneof![4 => Just(9), 2 => Just(10), 2 => Just(3), 1 => Just(1), 1 => Just(0)];
    // Places of mentors: mixed; none at all; more than there are students.
    let places =
        prop_oneof![5 => Just(0..=4_u32), 2 => Just(1..=1), 1 => Just(0..=0), 1 => Just(30..=60)];
    let leaving = prop_oneof![2 => Just(Leaving::MostMatched), 1 => (-500_000..=500_000_i64).prop_map(Leaving::Price),
        1 => (-3..=3_i64).prop_map(Leaving::Price)];
    (1..=size, 1..=size, values, eligible, places, leaving).prop_flat_map(
        move |(students, mentors, values, eligible, places, leaving)| {
            let score =
                (0..10, values).prop_map(move |(draw, score)| (draw < eligible).then_some(score));
            let pair = (0..students, 0..mentors);
            (
                proptest::collection::vec(most.min(1)..=most, students),
                proptest::collection::vec(places, mentors),
                proptest::collection::vec(score, students * mentors),
                proptest::collection::vec(pair.clone(), 0..=students),
                proptest::collection::vec(pair, 0..=students / 3),
            )
                .prop_map(move |(students, mentors, scores, exclusions, locks)| Case {
                    students,
                    mentors,
                    scores,
                    exclusions,
                    locks,
                    leaving,
                })
        },
    )
}
