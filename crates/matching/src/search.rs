//! The cheapest way for one more place of a student: a step of successive shortest augmenting paths.
//!
//! The path goes from the student to a free place or to a place left empty at its price, through mentors who would let
//! one student go for another, and is then carried out. The values make every step along it cost at least 0, so that
//! Dijkstra's method finds it:
//! * student → mentor, a pair not chosen: u + v − weight
//! * mentor → student, a chosen pair given up: weight − u − v
//! * student → nobody, a place left empty: u + price
//!
//! What is not listed cannot be nearer than the limit of its student says; it is listed when the search gets there.

use crate::flow::{Flow, Held, Rows};
use crate::lists::Space;
use crate::weight::Weight;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Where a path ends.
#[derive(Clone, Copy)]
enum End {
    /// A mentor takes one more.
    Free(usize),
    /// A student is left with an empty place.
    Empty(usize),
}

/// What waits in the heap.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Mentor(u32),
    Student(u32),
    /// What this student has not listed.
    Unlisted(u32),
}

/// What the search knows of a person. `search` tells it from what earlier searches left.
#[derive(Clone, Copy, Default)]
pub(crate) struct Reached {
    pub(crate) search: u32,
    pub(crate) by: Held,
    pub(crate) distance: Weight,
}

/// What one search uses and leaves for the next to use again.
pub(crate) struct Search {
    number: u32,
    reached_students: Vec<Reached>,
    reached_mentors: Vec<Reached>,
    settled_students: Vec<u32>,
    settled_mentors: Vec<u32>,
    heap: BinaryHeap<Reverse<(Weight, Node)>>,
    best: Weight,
    end: End,
    pub(crate) space: Space,
}

impl Search {
    pub(crate) fn new(students: usize, mentors: usize) -> Self {
        Self {
            number: 0,
            reached_students: vec![Reached::default(); students],
            reached_mentors: vec![Reached::default(); mentors],
            settled_students: Vec::new(),
            settled_mentors: Vec::new(),
            heap: BinaryHeap::new(),
            best: Weight::MAX,
            end: End::Free(0),
            space: Space::default(),
        }
    }

    /// Forgets what the last search knew.
    fn begin(&mut self) {
        if self.number == u32::MAX {
            self.number = 0;
            self.reached_students.fill(Reached::default());
            self.reached_mentors.fill(Reached::default());
        }
        self.number += 1;
        self.best = Weight::MAX;
        self.settled_students.clear();
        self.settled_mentors.clear();
        self.heap.clear();
    }
}

fn index(number: u32) -> usize {
    number as usize
}

impl Flow {
    /// The last search is no hint any more of where students stand.
    pub(crate) fn forget_end(&mut self) {
        self.search.end = End::Free(0);
    }

    /// Fills the empty places of this student as far as that is worth while.
    pub(crate) fn enter_all(&mut self, student: usize, rows: &mut impl Rows) {
        if self.students[student].filled == self.students[student].places {
            return;
        }
        self.values[student] = self.least_value(student, rows);
        while self.is_waiting(student) {
            // Where a place was left empty just now, its student is worth no more than the price already.
            if self.total_free == 0 && !matches!(self.search.end, End::Empty(_)) {
                self.shift();
            }
            self.enter(student, rows);
            if self.students[student].filled < self.students[student].places {
                self.values[student] = self.least_value(student, rows);
            }
        }
    }

    /// Fills one place of this student, or takes one from another who can better do without, or leaves it empty.
    fn enter(&mut self, root: usize, rows: &mut impl Rows) {
        self.search.begin();
        self.search.end = End::Empty(root);
        self.expand(root, Weight::ZERO, Held::default());
        while let Some(Reverse((distance, node))) = self.search.heap.pop() {
            if distance >= self.search.best {
                break;
            }
            match node {
                Node::Mentor(mentor)
                    if self.search.reached_mentors[index(mentor)].distance == distance =>
                {
                    self.let_go(index(mentor), distance);
                }
                Node::Student(student)
                    if self.search.reached_students[index(student)].distance == distance =>
                {
                    let by = self.search.reached_students[index(student)].by;
                    self.expand(index(student), distance, by);
                }
                // A shorter way was found since it was put there.
                Node::Mentor(_) | Node::Student(_) => {}
                Node::Unlisted(student) => {
                    let student = index(student);
                    let first = self.lists[student].len();
                    self.extend(student, rows);
                    self.relax(
                        student,
                        self.search.reached_students[student].distance,
                        first,
                    );
                }
            }
        }
        self.revalue();
        self.carry_out(root);
    }

    /// The least u with which no step from this student costs less than 0.
    pub(crate) fn least_value(&mut self, student: usize, rows: &mut impl Rows) -> Weight {
        loop {
            let open = self.lists[student]
                .iter()
                .filter(|candidate| candidate.is_open());
            let needed =
                open.map(|candidate| candidate.weight() - self.mentors[candidate.mentor()]);
            let least = needed.fold(Weight::ZERO - self.price, Weight::max);
            if least >= self.limits[student] {
                return least;
            }
            self.extend(student, rows);
        }
    }

    /// The ways out of a student: nobody, or any mentor they do not have.
    fn expand(&mut self, student: usize, distance: Weight, by: Held) {
        let number = self.search.number;
        self.search.reached_students[student] = Reached {
            search: number,
            by,
            distance,
        };
        self.search
            .settled_students
            .push(Held::new(student, 0).student);
        let empty = distance + self.values[student] + self.price;
        if empty < self.search.best {
            self.search.best = empty;
            self.search.end = End::Empty(student);
        }
        self.relax(student, distance, 0);
    }

    /// The ways out of a student through the list from `first` on.
    fn relax(&mut self, student: usize, distance: Weight, first: usize) {
        let search = &mut self.search;
        let base = distance + self.values[student];
        for (place, candidate) in self.lists[student].iter().enumerate().skip(first) {
            let mentor = candidate.mentor();
            let distance = base + self.mentors[mentor] - candidate.weight();
            if distance >= search.best || !candidate.is_open() {
                continue;
            }
            let reached = &mut search.reached_mentors[mentor];
            if reached.search == search.number && reached.distance <= distance {
                continue;
            }
            *reached = Reached {
                search: search.number,
                by: Held::new(student, place),
                distance,
            };
            if self.free[mentor] > 0 {
                search.best = distance;
                search.end = End::Free(mentor);
            } else {
                search
                    .heap
                    .push(Reverse((distance, Node::Mentor(candidate.number()))));
            }
        }
        let unlisted = base - self.limits[student];
        if unlisted < search.best {
            search.heap.push(Reverse((
                unlisted,
                Node::Unlisted(Held::new(student, 0).student),
            )));
        }
    }

    /// The ways out of a full mentor: any student they have.
    fn let_go(&mut self, mentor: usize, here: Weight) {
        self.search
            .settled_mentors
            .push(u32::try_from(mentor).expect("a side has at most 2^17 people"));
        for place in 0..self.held[mentor].len() {
            let by = self.held[mentor][place];
            let student = by.student();
            let weight = self.lists[student][by.candidate()].weight();
            let distance = here + (weight - self.values[student] - self.mentors[mentor]);
            let reached = self.search.reached_students[student];
            if reached.search == self.search.number && reached.distance <= distance
                || distance >= self.search.best
            {
                continue;
            }
            if distance == here {
                // Nothing in the heap is nearer: no need to go through it. So it is for most students of one place.
                self.expand(student, distance, by);
                continue;
            }
            self.search.reached_students[student] = Reached {
                search: self.search.number,
                by,
                distance,
            };
            self.search
                .heap
                .push(Reverse((distance, Node::Student(by.student))));
        }
    }

    /// Keeps every step's cost at 0 or more, and makes it 0 along the path that was found.
    fn revalue(&mut self) {
        let best = self.search.best;
        for place in 0..self.search.settled_mentors.len() {
            let mentor = index(self.search.settled_mentors[place]);
            self.mentors[mentor] += best - self.search.reached_mentors[mentor].distance;
            self.show(mentor);
        }
        for student in &self.search.settled_students {
            let distance = self.search.reached_students[index(*student)].distance;
            self.values[index(*student)] -= best - distance;
        }
    }

    /// Makes and gives up the pairs along the path, from its end back to the student it began with.
    fn carry_out(&mut self, root: usize) {
        let mut mentor = match self.search.end {
            End::Free(mentor) => mentor,
            End::Empty(student) if student == root => return,
            End::Empty(student) => self.pass_on(student),
        };
        loop {
            let made = self.search.reached_mentors[mentor].by;
            let student = made.student();
            if student == root {
                return self.choose(made);
            }
            let next = self.pass_on(student);
            self.choose(made);
            mentor = next;
        }
    }

    /// Takes a student from the mentor through whom the path came, and says who that is.
    fn pass_on(&mut self, student: usize) -> usize {
        let by = self.search.reached_students[student].by;
        self.give_up(by);
        self.lists[student][by.candidate()].mentor()
    }
}
