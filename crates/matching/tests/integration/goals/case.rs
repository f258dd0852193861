//! Small cases with preferences, and every choice of pairs that a case allows: what the goals are checked against.

use crate::common::{self, mentor_id, student_id};
use matching::goals::{MentorLists, StudentLists};
use matching::{Cohort, Leaving, Matched, Origin, Scores, scores};
use proptest::prelude::*;
use std::ops::Deref;

/// Student and mentor by index, and the score.
pub(crate) type Scored = (usize, usize, i64);

/// A case whose people have ranked each other.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) people: common::Case,
    /// By index, the other side by index.
    pub(crate) student_lists: Vec<Vec<usize>>,
    pub(crate) mentor_lists: Vec<Vec<usize>>,
}

impl Deref for Case {
    type Target = common::Case;

    fn deref(&self) -> &common::Case {
        &self.people
    }
}

impl Case {
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
                        people: common::Case {
                            students,
                            mentors,
                            scores,
                            exclusions,
                            locks,
                            leaving: Leaving::MostMatched,
                        },
                        student_lists,
                        mentor_lists,
                    },
                )
        },
    )
}
