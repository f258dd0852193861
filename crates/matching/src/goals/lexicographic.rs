//! Pairs with the largest sum of weights that are compared part by part: the first part decides, then the second, then
//! the third.
//!
//! Successive shortest augmenting paths need no more of a weight than that it is added, taken away and compared, so they
//! work on such weights as on numbers (an ordered group). Jonker and Volgenant (1987) for the paths, with a person's
//! places instead of copies of the person; an empty place costs nothing.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::{Add, AddAssign, Sub, SubAssign};

/// Compared from the first part on.
///
/// No part can overflow: a value or distance is at most six alternating sums along a simple path, which has at most 2¹⁸
/// pairs, half of them added. A part of a pair's weight is at most 2⁴², so six sums stay below 2⁶².
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Weight(pub(super) [i64; 3]);

impl Weight {
    pub(super) const ZERO: Self = Self([0; 3]);
    const MAX: Self = Self([i64::MAX; 3]);
}

impl Add for Weight {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(std::array::from_fn(|part| self.0[part] + other.0[part]))
    }
}

impl Sub for Weight {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(std::array::from_fn(|part| self.0[part] - other.0[part]))
    }
}

impl AddAssign for Weight {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Weight {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

/// A pair that may be chosen, in the list of its student.
pub(super) struct Edge {
    pub(super) mentor: usize,
    pub(super) weight: Weight,
    pub(super) chosen: bool,
}

/// Values u of students and v of mentors, all at least zero, that prove the choice: u + v ≥ weight for every pair that
/// is not chosen and ≤ weight for every chosen one; 0 for whoever has an empty place.
pub(super) struct Values {
    pub(super) students: Vec<Weight>,
    pub(super) mentors: Vec<Weight>,
}

/// A chosen pair seen from its mentor: the student, and which of the student's edges it is.
#[derive(Clone, Copy, Default)]
struct Held {
    student: usize,
    edge: usize,
}

#[derive(Clone, Copy)]
enum End {
    /// A mentor takes one more.
    Free(usize),
    /// A student is left with an empty place.
    Empty(usize),
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Mentor(usize),
    Student(usize),
}

/// What the search knows of a node: by which pair it was reached, made for a mentor, given up for a student.
#[derive(Clone, Copy, Default)]
struct Reached {
    search: usize,
    distance: Weight,
    by: Held,
}

struct Paths<'a> {
    edges: &'a mut [Vec<Edge>],
    values: Values,
    free: Vec<u32>,
    held: Vec<Vec<Held>>,
    search: usize,
    students: Vec<Reached>,
    mentors: Vec<Reached>,
    settled: Vec<Node>,
    heap: BinaryHeap<Reverse<(Weight, Node)>>,
    best: Weight,
    end: End,
}

/// Chooses among the edges; nothing may be chosen yet. `step` is told of each student. Cost: O(places of students ·
/// edges · log edges) at worst.
pub(super) fn choose<E>(
    edges: &mut [Vec<Edge>],
    students: &[u32],
    mentors: &[u32],
    step: &mut dyn FnMut(usize) -> Result<(), E>,
) -> Result<Values, E> {
    let mut paths = Paths {
        values: Values {
            students: vec![Weight::ZERO; students.len()],
            mentors: vec![Weight::ZERO; mentors.len()],
        },
        free: mentors.to_vec(),
        held: vec![Vec::new(); mentors.len()],
        search: 0,
        students: vec![Reached::default(); students.len()],
        mentors: vec![Reached::default(); mentors.len()],
        settled: Vec::new(),
        heap: BinaryHeap::new(),
        best: Weight::MAX,
        end: End::Empty(0),
        edges,
    };
    for (student, places) in students.iter().enumerate() {
        step(student)?;
        for _ in 0..*places {
            if !paths.enter(student) {
                break;
            }
        }
    }
    Ok(paths.values)
}

impl Paths<'_> {
    /// Fills one place of this student, or leaves it empty where that is worth more. `false` says that it is left empty.
    fn enter(&mut self, root: usize) -> bool {
        self.search += 1;
        self.best = Weight::MAX;
        self.end = End::Empty(root);
        self.settled.clear();
        self.heap.clear();
        // The least value with which no step from this student costs less than nothing.
        let open = self.edges[root].iter().filter(|edge| !edge.chosen);
        let needed = open.map(|edge| edge.weight - self.values.mentors[edge.mentor]);
        self.values.students[root] = needed.fold(Weight::ZERO, Weight::max);
        self.expand(root, Weight::ZERO, Held::default());
        while let Some(Reverse((distance, node))) = self.heap.pop() {
            if distance >= self.best {
                break;
            }
            match node {
                Node::Mentor(mentor) if self.mentors[mentor].distance == distance => {
                    self.let_go(mentor, distance);
                }
                Node::Student(student) if self.students[student].distance == distance => {
                    self.expand(student, distance, self.students[student].by);
                }
                // A shorter way was found since it was put there.
                Node::Mentor(_) | Node::Student(_) => {}
            }
        }
        // Every step's cost stays at zero or more, and becomes zero along the path.
        for node in &self.settled {
            match *node {
                Node::Mentor(mentor) => {
                    self.values.mentors[mentor] += self.best - self.mentors[mentor].distance;
                }
                Node::Student(student) => {
                    self.values.students[student] -= self.best - self.students[student].distance;
                }
            }
        }
        self.carry_out(root);
        !matches!(self.end, End::Empty(student) if student == root)
    }

    /// The ways out of a student: an empty place, or any mentor they do not have.
    fn expand(&mut self, student: usize, distance: Weight, by: Held) {
        self.students[student] = Reached {
            search: self.search,
            distance,
            by,
        };
        self.settled.push(Node::Student(student));
        let base = distance + self.values.students[student];
        if base < self.best {
            self.best = base;
            self.end = End::Empty(student);
        }
        for (place, edge) in self.edges[student].iter().enumerate() {
            let distance = base + self.values.mentors[edge.mentor] - edge.weight;
            if distance >= self.best || edge.chosen {
                continue;
            }
            let reached = &mut self.mentors[edge.mentor];
            if reached.search == self.search && reached.distance <= distance {
                continue;
            }
            *reached = Reached {
                search: self.search,
                distance,
                by: Held {
                    student,
                    edge: place,
                },
            };
            if self.free[edge.mentor] > 0 {
                self.best = distance;
                self.end = End::Free(edge.mentor);
            } else {
                self.heap
                    .push(Reverse((distance, Node::Mentor(edge.mentor))));
            }
        }
    }

    /// The ways out of a full mentor: any student they have.
    fn let_go(&mut self, mentor: usize, distance: Weight) {
        self.settled.push(Node::Mentor(mentor));
        for by in &self.held[mentor] {
            let weight = self.edges[by.student][by.edge].weight;
            let distance =
                distance + weight - self.values.students[by.student] - self.values.mentors[mentor];
            let reached = &mut self.students[by.student];
            if reached.search == self.search && reached.distance <= distance {
                continue;
            }
            *reached = Reached {
                search: self.search,
                distance,
                by: *by,
            };
            self.heap
                .push(Reverse((distance, Node::Student(by.student))));
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
            let made = self.mentors[mentor].by;
            self.edges[made.student][made.edge].chosen = true;
            self.held[mentor].push(made);
            if made.student == root {
                return;
            }
            mentor = self.give_up(made.student);
        }
    }

    /// Takes a student from the mentor through whom the path came, and says who that is.
    fn give_up(&mut self, student: usize) -> usize {
        let edge = &mut self.edges[student][self.students[student].by.edge];
        edge.chosen = false;
        let mentor = edge.mentor;
        self.held[mentor].retain(|held| held.student != student);
        mentor
    }
}
