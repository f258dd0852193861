//! Small cases drawn by proptest, and every choice of pairs that a case allows: what the goals are checked against.

use matching::goals::{MentorLists, StudentLists};
use matching::{
    Cohort, Matched, Mentor, Origin, Pair, PersonId, Progress, Scores, Student, scores,
};
use proptest::prelude::*;
use std::ops::ControlFlow;

/// Student and mentor by index, and the score.
pub(crate) type Scored = (usize, usize, i64);

#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) students: Vec<u32>,
    pub(crate) mentors: Vec<u32>,
    /// Row-major; `None` is ineligible.
    pub(crate) scores: Vec<Option<i64>>,
    pub(crate) exclusions: Vec<(usize, usize)>,
    /// Those that the cohort refuses are left out.
    pub(crate) locks: Vec<(usize, usize)>,
    /// By index, the other side by index.
    pub(crate) student_lists: Vec<Vec<usize>>,
    pub(crate) mentor_lists: Vec<Vec<usize>>,
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

pub(crate) fn plain(pairs: &[Matched]) -> Vec<Pair> {
    pairs
        .iter()
        .map(|pair| Pair {
            student: pair.student,
            mentor: pair.mentor,
        })
        .collect()
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

    pub(crate) fn scores(&self) -> impl Scores {
        scores::single(|student, mentor| self.scores[student * self.mentors.len() + mentor])
    }

    pub(crate) fn student_lists(&self, cohort: &Cohort) -> StudentLists {
        let ids = |list: &Vec<usize>| list.iter().map(|mentor| mentor_id(*mentor)).collect();
        let lists = self.student_lists.iter().enumerate();
        StudentLists::new(
            cohort,
            lists.map(|(index, list)| (student_id(index), ids(list))),
        )
        .unwrap()
    }

    pub(crate) fn mentor_lists(&self, cohort: &Cohort) -> MentorLists {
        let ids = |list: &Vec<usize>| list.iter().map(|student| student_id(*student)).collect();
        let lists = self.mentor_lists.iter().enumerate();
        MentorLists::new(
            cohort,
            lists.map(|(index, list)| (mentor_id(index), ids(list))),
        )
        .unwrap()
    }

    /// The pairs that could be chosen besides the locks, with their scores.
    pub(crate) fn open(&self, cohort: &Cohort) -> Vec<Scored> {
        let mut open = Vec::new();
        for student in 0..self.students.len() {
            for mentor in 0..self.mentors.len() {
                let barred = self.exclusions.contains(&(student, mentor))
                    || student_id(student) == mentor_id(mentor)
                    || cohort.locks().any(|lock| lock == (student, mentor));
                if let (Some(score), false) =
                    (self.scores[student * self.mentors.len() + mentor], barred)
                {
                    open.push((student, mentor, score));
                }
            }
        }
        open
    }

    /// Calls `with` with every choice of open pairs that the places allow.
    pub(crate) fn choices(&self, with: &mut dyn FnMut(&[Scored])) {
        let cohort = self.cohort();
        let (mut students, mut mentors) = (self.students.clone(), self.mentors.clone());
        for (student, mentor) in cohort.locks() {
            students[student] -= 1;
            mentors[mentor] -= 1;
        }
        choose(
            &self.open(&cohort),
            &mut students,
            &mut mentors,
            &mut Vec::new(),
            with,
        );
    }
}

fn choose(
    open: &[Scored],
    students: &mut [u32],
    mentors: &mut [u32],
    chosen: &mut Vec<Scored>,
    with: &mut dyn FnMut(&[Scored]),
) {
    let Some((pair, rest)) = open.split_first() else {
        with(chosen);
        return;
    };
    choose(rest, students, mentors, chosen, with);
    if students[pair.0] > 0 && mentors[pair.1] > 0 {
        students[pair.0] -= 1;
        mentors[pair.1] -= 1;
        chosen.push(*pair);
        choose(rest, students, mentors, chosen, with);
        chosen.pop();
        students[pair.0] += 1;
        mentors[pair.1] += 1;
    }
}

/// The chosen pairs of an answer, without the locks.
pub(crate) fn chosen(pairs: &[Matched]) -> Vec<&Matched> {
    pairs
        .iter()
        .filter(|pair| pair.origin == Origin::Chosen)
        .collect()
}

/// Cases with up to `size` people a side and up to `most` places a person of either side.
pub(crate) fn cases(size: usize, most: u32) -> impl Strategy<Value = Case> {
    // Scores: many values; few, so that ties abound; one only. And how many of ten pairs are eligible.
    let values = prop_oneof![
        Just(-900_000..=900_000_i64),
        Just(0..=3),
        Just(7..=7),
        Just(-4..=0)
    ];
    let eligible = prop_oneof![4 => Just(9), 2 => Just(10), 2 => Just(4), 1 => Just(0)];
    (1..=size, 1..=size, values, eligible).prop_flat_map(
        move |(students, mentors, values, eligible)| {
            let score =
                (0..10, values).prop_map(move |(draw, score)| (draw < eligible).then_some(score));
            let pair = (0..students, 0..mentors);
            let list = |others: usize| {
                proptest::sample::subsequence((0..others).collect::<Vec<_>>(), 0..=others)
            };
            (
                proptest::collection::vec(most.min(1)..=most, students),
                proptest::collection::vec(0..=most, mentors),
                proptest::collection::vec(score, students * mentors),
                proptest::collection::vec(pair.clone(), 0..=students / 2),
                proptest::collection::vec(pair, 0..=students / 2),
                proptest::collection::vec(list(mentors).prop_shuffle(), students),
                proptest::collection::vec(list(students).prop_shuffle(), mentors),
            )
                .prop_map(
                    |(
                        students,
                        mentors,
                        scores,
                        exclusions,
                        locks,
                        student_lists,
                        mentor_lists,
                    )| Case {
                        students,
                        mentors,
                        scores,
                        exclusions,
                        locks,
                        student_lists,
                        mentor_lists,
                    },
                )
        },
    )
}
