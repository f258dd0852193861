//! Successive shortest augmenting paths on the candidates, a mentor being one column however many places they have.
//!
//! Students enter one place at a time. Each time the cheapest path is found from the student to a free place or to a
//! place left empty at its price, through mentors who would let one student go for another; the path is then carried
//! out. The values u of students and v of mentors make every step along a path cost at least 0, so Dijkstra's method
//! finds it:
//! * student → mentor, a pair not chosen: u + v − weight
//! * mentor → student, a chosen pair given up: weight − u − v
//! * student → nobody, a place left empty: u + price

use crate::candidates::Candidates;
use crate::instance::Instance;
use crate::weight::Weight;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A chosen pair seen from its mentor: the student, and which of the student's candidates it is.
#[derive(Clone, Copy, Default)]
struct Held {
    student: usize,
    candidate: usize,
}

/// Where a path ends.
#[derive(Clone, Copy)]
enum End {
    /// A mentor takes one more.
    Free(usize),
    /// A student is left with an empty place.
    Empty(usize),
}

/// A node of the search.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Mentor(usize),
    Student(usize),
}

/// What the search knows of a node. `search` tells it from what earlier searches left.
#[derive(Clone, Copy, Default)]
struct Reached {
    search: usize,
    distance: Weight,
    /// For a mentor, the pair that would be made; for a student, the pair that would be given up.
    by: Held,
}

pub(crate) struct Paths<'a> {
    candidates: &'a mut Candidates,
    /// u and v, by place.
    pub(crate) students: Vec<Weight>,
    pub(crate) mentors: Vec<Weight>,
    free: Vec<u32>,
    held: Vec<Vec<Held>>,
    search: usize,
    reached_students: Vec<Reached>,
    reached_mentors: Vec<Reached>,
    settled: Vec<Node>,
    heap: BinaryHeap<Reverse<(Weight, Node)>>,
    best: Weight,
    end: End,
}

impl<'a> Paths<'a> {
    /// Nobody is matched yet, whatever an earlier round chose.
    pub(crate) fn new(instance: &Instance<'_>, candidates: &'a mut Candidates) -> Self {
        for candidate in candidates.of.iter_mut().flatten() {
            candidate.chosen = false;
        }
        Self {
            students: vec![Weight::points(-candidates.price); instance.students.len()],
            mentors: vec![Weight::ZERO; instance.mentors.len()],
            free: instance.mentors.left.clone(),
            held: vec![Vec::new(); instance.mentors.len()],
            search: 0,
            reached_students: vec![Reached::default(); instance.students.len()],
            reached_mentors: vec![Reached::default(); instance.mentors.len()],
            settled: Vec::new(),
            heap: BinaryHeap::new(),
            best: Weight::MAX,
            end: End::Empty(0),
            candidates,
        }
    }

    /// Fills one place of this student, or leaves it empty where that costs less. `false` says that it is left empty
    /// and that one more place of the student would be, too.
    pub(crate) fn enter(&mut self, root: usize) -> bool {
        self.search += 1;
        self.best = Weight::MAX;
        self.end = End::Empty(root);
        self.settled.clear();
        self.heap.clear();
        self.students[root] = self.least_value(root);
        self.expand(root, Weight::ZERO, Held::default());
        while let Some(Reverse((distance, node))) = self.heap.pop() {
            if distance >= self.best {
                break;
            }
            match node {
                Node::Mentor(mentor) if self.reached_mentors[mentor].distance == distance => {
                    self.let_go(mentor, distance);
                }
                Node::Student(student) if self.reached_students[student].distance == distance => {
                    self.expand(student, distance, self.reached_students[student].by);
                }
                // A shorter way was found since it was put there.
                Node::Mentor(_) | Node::Student(_) => {}
            }
        }
        self.revalue();
        self.carry_out(root);
        !matches!(self.end, End::Empty(student) if student == root)
    }

    /// The least u with which no step from this student costs less than 0.
    fn least_value(&self, student: usize) -> Weight {
        let open = self.candidates.of[student]
            .iter()
            .filter(|candidate| !candidate.chosen);
        let needed = open.map(|candidate| candidate.weight - self.mentors[candidate.mentor()]);
        needed.fold(Weight::points(-self.candidates.price), Weight::max)
    }

    /// The ways out of a student: nobody, or any mentor they do not have.
    fn expand(&mut self, student: usize, distance: Weight, by: Held) {
        self.reached_students[student] = Reached {
            search: self.search,
            distance,
            by,
        };
        self.settled.push(Node::Student(student));
        let base = distance + self.students[student];
        let empty = base + Weight::points(self.candidates.price);
        if empty < self.best {
            self.best = empty;
            self.end = End::Empty(student);
        }
        for (place, candidate) in self.candidates.of[student].iter().enumerate() {
            let mentor = candidate.mentor();
            let distance = base + self.mentors[mentor] - candidate.weight;
            if distance >= self.best || candidate.chosen {
                continue;
            }
            let reached = &mut self.reached_mentors[mentor];
            if reached.search == self.search && reached.distance <= distance {
                continue;
            }
            *reached = Reached {
                search: self.search,
                distance,
                by: Held {
                    student,
                    candidate: place,
                },
            };
            if self.free[mentor] > 0 {
                self.best = distance;
                self.end = End::Free(mentor);
            } else {
                self.heap.push(Reverse((distance, Node::Mentor(mentor))));
            }
        }
    }

    /// The ways out of a full mentor: any student they have.
    fn let_go(&mut self, mentor: usize, distance: Weight) {
        self.settled.push(Node::Mentor(mentor));
        for place in 0..self.held[mentor].len() {
            let by = self.held[mentor][place];
            let weight = self.candidates.of[by.student][by.candidate].weight;
            let loss = weight - self.students[by.student] - self.mentors[mentor];
            let reached = self.reached_students[by.student];
            if reached.search == self.search && reached.distance <= distance + loss {
                continue;
            }
            if loss == Weight::ZERO {
                // Nothing in the heap is nearer: no need to go through it. Always so for students of one place.
                self.expand(by.student, distance, by);
            } else {
                self.reached_students[by.student] = Reached {
                    search: self.search,
                    distance: distance + loss,
                    by,
                };
                self.heap
                    .push(Reverse((distance + loss, Node::Student(by.student))));
            }
        }
    }

    /// Keeps every step's cost at 0 or more, and makes it 0 along the path that was found.
    fn revalue(&mut self) {
        for node in &self.settled {
            match *node {
                Node::Mentor(mentor) => {
                    self.mentors[mentor] += self.best - self.reached_mentors[mentor].distance;
                }
                Node::Student(student) => {
                    self.students[student] -= self.best - self.reached_students[student].distance;
                }
            }
        }
    }

    /// Makes and gives up the pairs along the path, from its end back to the student it began with.
    fn carry_out(&mut self, root: usize) {
        let mut mentor = match self.end {
            End::Free(mentor) => {
                self.free[mentor] -= 1;
                mentor
            }
            End::Empty(student) if student == root => return,
            End::Empty(student) => self.give_up(student),
        };
        loop {
            let made = self.reached_mentors[mentor].by;
            self.candidates.of[made.student][made.candidate].chosen = true;
            self.held[mentor].push(made);
            if made.student == root {
                return;
            }
            mentor = self.give_up(made.student);
        }
    }

    /// Takes a student from the mentor through whom the path came, and says who that is.
    fn give_up(&mut self, student: usize) -> usize {
        let by = self.reached_students[student].by;
        let candidate = &mut self.candidates.of[student][by.candidate];
        candidate.chosen = false;
        let mentor = candidate.mentor();
        let held = &mut self.held[mentor];
        let place = held.iter().position(|held| held.student == student);
        held.swap_remove(place.expect("a path gives up only what was held"));
        mentor
    }
}
