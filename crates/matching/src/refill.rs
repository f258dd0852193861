//! The cheapest way to fill a place that has become free, or to leave it so: the search of [`crate::search`] from the
//! other end.
//!
//! * mentor → student, a pair not chosen that could be: u + v − weight
//! * student → mentor, a chosen pair given up for it: weight − u − v
//! * student with an empty place → the end: 0
//! * mentor → nobody, a place left free: v
//!
//! A mentor is compared with all students, a column at a time, because lists are kept by student.

use crate::flow::{Flow, Held, Student};
use crate::passes::Source;
use crate::scores::INELIGIBLE;
use crate::search::Reached;
use crate::weight::Weight;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The open pairs of one mentor.
pub(crate) trait Columns {
    /// Scores by student, [`INELIGIBLE`] where the pair is not open.
    fn column(&mut self, mentor: usize) -> &[i32];
}

/// The columns of a cohort that is too large to keep them: each is read when it is asked for.
pub(crate) struct Read<'a, S> {
    source: &'a mut S,
    students: Vec<usize>,
    column: Vec<i32>,
}

impl<'a, S: Source> Read<'a, S> {
    pub(crate) fn new(source: &'a mut S, students: usize) -> Self {
        Self {
            source,
            students: (0..students).collect(),
            column: vec![INELIGIBLE; students],
        }
    }
}

impl<S: Source> Columns for Read<'_, S> {
    fn column(&mut self, mentor: usize) -> &[i32] {
        let work = |part: &mut Vec<(usize, i32)>, student: usize, row: &mut [i32]| {
            part.push((student, row[0]));
        };
        let step = &mut |_| Ok(());
        let parts = self
            .source
            .fold_some(&[mentor], &self.students, step, Vec::new, work);
        let parts = parts.expect("all rows have been read before");
        for (student, score) in parts.into_iter().flatten() {
            self.column[student] = score;
        }
        &self.column
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Mentor(u32),
    Student(u32),
}

/// Where a path ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// The place of this mentor stays free.
    Free(usize),
    /// This student had an empty place.
    Empty(usize),
}

/// What one search uses and leaves for the next to use again.
pub(crate) struct Refill {
    number: u32,
    /// The student's is reached by the mentor who would take them: `by.student` is that mentor.
    students: Vec<Reached>,
    /// The mentor's is reached by the pair that would be given up.
    mentors: Vec<Reached>,
    settled_students: Vec<u32>,
    settled_mentors: Vec<u32>,
    heap: BinaryHeap<Reverse<(Weight, Node)>>,
    best: Weight,
    end: End,
}

/// What one more place would bring.
pub(crate) struct Gain {
    /// The objective, at the price of the flow.
    pub(crate) objective: Weight,
    /// Whether it is filled by somebody who has an empty place.
    pub(crate) pair: bool,
}

impl Refill {
    pub(crate) fn new(students: usize, mentors: usize) -> Self {
        Self {
            number: 0,
            students: vec![Reached::default(); students],
            mentors: vec![Reached::default(); mentors],
            settled_students: Vec::new(),
            settled_mentors: Vec::new(),
            heap: BinaryHeap::new(),
            best: Weight::MAX,
            end: End::Free(0),
        }
    }

    /// Fills the free places of a mentor as far as that is worth while.
    pub(crate) fn fill_all(&mut self, flow: &mut Flow, mentor: usize, columns: &mut impl Columns) {
        while flow.free[mentor] > 0 && flow.mentors[mentor] > Weight::ZERO {
            flow.shift_back();
            self.search(flow, mentor, columns);
            self.revalue(flow, columns);
            self.carry_out(flow, mentor, columns);
            flow.forget_end();
        }
    }

    /// What one more place of this mentor would bring; nothing changes.
    pub(crate) fn gain(&mut self, flow: &Flow, mentor: usize, columns: &mut impl Columns) -> Gain {
        if flow.free[mentor] > 0 || flow.mentors[mentor] == Weight::ZERO {
            return Gain {
                objective: Weight::ZERO,
                pair: false,
            };
        }
        self.search(flow, mentor, columns);
        Gain {
            objective: flow.mentors[mentor] - self.best,
            pair: matches!(self.end, End::Empty(_)),
        }
    }

    fn begin(&mut self) {
        if self.number == u32::MAX {
            self.number = 0;
            self.students.fill(Reached::default());
            self.mentors.fill(Reached::default());
        }
        self.number += 1;
        self.best = Weight::MAX;
        self.settled_students.clear();
        self.settled_mentors.clear();
        self.heap.clear();
    }

    fn search(&mut self, flow: &Flow, root: usize, columns: &mut impl Columns) {
        self.begin();
        self.reach_mentor(root, Weight::ZERO, Held::default());
        while let Some(Reverse((distance, node))) = self.heap.pop() {
            if distance >= self.best {
                break;
            }
            match node {
                Node::Mentor(mentor) if self.mentors[mentor as usize].distance == distance => {
                    self.settled_mentors.push(mentor);
                    self.ask(flow, mentor as usize, distance, columns);
                }
                Node::Student(student) if self.students[student as usize].distance == distance => {
                    self.settled_students.push(student);
                    self.leave(flow, student as usize, distance);
                }
                // A shorter way was found since it was put there.
                Node::Mentor(_) | Node::Student(_) => {}
            }
        }
    }

    fn reach_mentor(&mut self, mentor: usize, distance: Weight, by: Held) {
        let reached = &mut self.mentors[mentor];
        if reached.search != self.number || distance < reached.distance {
            *reached = Reached {
                search: self.number,
                by,
                distance,
            };
            self.heap.push(Reverse((
                distance,
                Node::Mentor(Held::new(mentor, 0).student),
            )));
        }
    }

    /// The ways from a mentor with a free place: nobody, or any student they do not have.
    fn ask(&mut self, flow: &Flow, mentor: usize, distance: Weight, columns: &mut impl Columns) {
        let value = flow.mentors[mentor];
        if distance + value < self.best {
            self.best = distance + value;
            self.end = End::Free(mentor);
        }
        let (keys, key) = (&flow.keys.students, flow.keys.mentors[mentor]);
        // Most students are not worth a closer look.
        let mut above = (value + distance - self.best).floor() - 1;
        for (student, (score, kept)) in columns.column(mentor).iter().zip(&flow.values).enumerate()
        {
            if i64::from(*score) - kept.floor() < above || *score == INELIGIBLE {
                continue;
            }
            let weight = Weight::new(i64::from(*score), crate::weight::tie(keys[student], key));
            let distance = distance + (*kept + value - weight);
            let reached = &self.students[student];
            if distance >= self.best
                || reached.search == self.number && reached.distance <= distance
            {
                continue;
            }
            if flow.held[mentor]
                .iter()
                .any(|held| held.student() == student)
            {
                continue;
            }
            let by = Held::new(mentor, 0);
            self.students[student] = Reached {
                search: self.number,
                by,
                distance,
            };
            let Student { places, filled } = flow.students[student];
            if filled < places {
                self.best = distance;
                self.end = End::Empty(student);
                above = (value + self.mentors[mentor].distance - self.best).floor() - 1;
            } else {
                self.heap.push(Reverse((
                    distance,
                    Node::Student(Held::new(student, 0).student),
                )));
            }
        }
    }

    /// The ways from a student who would have one mentor too many.
    fn leave(&mut self, flow: &Flow, student: usize, distance: Weight) {
        for (place, candidate) in flow.chosen(student) {
            let mentor = candidate.mentor();
            let slack = candidate.weight() - flow.values[student] - flow.mentors[mentor];
            if distance + slack < self.best {
                self.reach_mentor(mentor, distance + slack, Held::new(student, place));
            }
        }
    }

    fn revalue(&self, flow: &mut Flow, columns: &mut impl Columns) {
        for student in &self.settled_students {
            let student = *student as usize;
            flow.values[student] += self.best - self.students[student].distance;
        }
        for mentor in &self.settled_mentors {
            let mentor = *mentor as usize;
            let before = flow.mentors[mentor];
            flow.mentors[mentor] -= self.best - self.mentors[mentor].distance;
            flow.show(mentor);
            flow.list_column(mentor, before, columns);
        }
    }

    /// Makes and gives up the pairs along the path, from its end back to the mentor it began with.
    fn carry_out(&self, flow: &mut Flow, root: usize, columns: &mut impl Columns) {
        let mut student = match self.end {
            End::Free(mentor) if mentor == root => return,
            End::Free(mentor) => {
                flow.give_up(self.mentors[mentor].by);
                self.mentors[mentor].by.student()
            }
            End::Empty(student) => student,
        };
        loop {
            let mentor = self.students[student].by.student();
            let pair = flow.find(student, mentor);
            let score = columns.column(mentor)[student];
            let pair =
                pair.unwrap_or_else(|| Held::new(student, flow.list(student, mentor, score)));
            if mentor == root {
                return flow.choose(pair);
            }
            let next = self.mentors[mentor].by;
            flow.give_up(next);
            flow.choose(pair);
            student = next.student();
        }
    }
}

impl Flow {
    /// Lists what the limits do not cover any more because this mentor's value has fallen from `before`.
    pub(crate) fn list_column(
        &mut self,
        mentor: usize,
        before: Weight,
        columns: &mut impl Columns,
    ) {
        let (value, before) = (self.mentors[mentor].floor(), before.floor());
        for (student, score) in columns.column(mentor).iter().enumerate() {
            let limit = self.limits[student].floor();
            // A point more than the difference, for the tie-breaks.
            if i64::from(*score) - value < limit {
                continue;
            }
            // What was above the limit before was listed before; where the limit is lowest, the list has everything.
            let listed = i64::from(*score) - before > limit + 1 || limit == Weight::MIN.floor();
            if !listed && *score != INELIGIBLE && self.find(student, mentor).is_none() {
                self.list(student, mentor, *score);
            }
        }
    }
}
