//! The most pairs there can be among those of at least some score, and why there cannot be more.
//!
//! Students with an empty place look for a free one by breadth first search through mentors who let a student go (the
//! phases of Pothen and Fan, "Computing the Block Triangular Form of a Sparse Matrix", 1990, with places instead of
//! single nodes). Only the best few pairs of each student are there from the start. When no way is left, the students
//! that were reached are compared with all mentors that were not: pairs between them are added, or there is none, and
//! then the two groups are the proof (Hall 1935; Ford and Fulkerson 1956).

use super::open::Open;
use crate::problem::Tell;
use crate::scores::INELIGIBLE;
use crate::{Phase, SolveError};

/// How many pairs of each student there are at first, and how many are added at a time, twice as many each time.
const FIRST: usize = 16;

/// Every score reaches this one.
pub(super) const NO_FLOOR: i32 = INELIGIBLE + 1;

/// A pair that can be made. 32 bits each, because of these there may be many.
struct Arc {
    mentor: u32,
    score: i32,
    chosen: bool,
}

/// A chosen pair seen from its mentor: the student, and which of the student's arcs it is.
#[derive(Clone, Copy, Default)]
struct Held {
    student: usize,
    arc: usize,
}

/// Whom the students with an empty place reach, by index. All mentors among them are full.
pub(super) struct Cut {
    pub(super) students: Vec<bool>,
    pub(super) mentors: Vec<bool>,
    /// The highest score below the floor of a pair that leaves the cut: no floor above it allows more pairs.
    pub(super) next: Option<i32>,
}

/// What [`Flow::grow`] came to.
pub(super) enum Grown {
    /// As many pairs as were asked for.
    Reached,
    Short(Cut),
}

pub(super) struct Flow<'a> {
    open: &'a Open<'a>,
    arcs: Vec<Vec<Arc>>,
    /// The highest score of each student with a place.
    best: Vec<Option<i32>>,
    free_students: Vec<u32>,
    free_mentors: Vec<u32>,
    held: Vec<Vec<Held>>,
    pairs: u64,
    round: u32,
    /// Who was visited in which phase, and from where.
    phase: u32,
    visited_students: Vec<u32>,
    visited_mentors: Vec<u32>,
    /// Through which pair a student was let go, and by which pair a mentor was reached.
    let_go: Vec<Held>,
    reached: Vec<Held>,
    queue: Vec<usize>,
    row: Vec<i32>,
}

impl<'a> Flow<'a> {
    pub(super) fn new(open: &'a Open<'a>, tell: &mut Tell<'_>) -> Result<Self, SolveError> {
        let (students, mentors) = (open.students.len(), open.mentors.len());
        let mut row = vec![INELIGIBLE; mentors];
        let mut arcs = Vec::with_capacity(students);
        let mut best = Vec::with_capacity(students);
        let mut found = Vec::new();
        for student in 0..students {
            tell.step(Phase::Scoring, student)?;
            open.read_narrow(student, &mut row)?;
            found.clear();
            if open.students[student] > 0 {
                let scored = row.iter().zip(&open.mentors).enumerate();
                let open = scored
                    .filter(|(_, (score, left))| **score != INELIGIBLE && **left > 0)
                    .map(|(mentor, (score, _))| (*score, mentor));
                found.extend(open);
            }
            best.push(found.iter().map(|pair| pair.0).max());
            arcs.push(best_arcs(open, student, &mut found, FIRST));
        }
        Ok(Self {
            open,
            arcs,
            best,
            free_students: open.students.clone(),
            free_mentors: open.mentors.clone(),
            held: vec![Vec::new(); mentors],
            pairs: 0,
            round: 0,
            phase: 0,
            visited_students: vec![0; students],
            visited_mentors: vec![0; mentors],
            let_go: vec![Held::default(); students],
            reached: vec![Held::default(); mentors],
            queue: Vec::new(),
            row,
        })
    }

    /// How many pairs are chosen.
    pub(super) fn pairs(&self) -> u64 {
        self.pairs
    }

    /// The lowest score of a chosen pair.
    pub(super) fn lowest(&self) -> Option<i32> {
        let chosen = self.arcs.iter().flatten().filter(|arc| arc.chosen);
        chosen.map(|arc| arc.score).min()
    }

    /// No floor above this allows so many pairs: the students who have a mentor at all above it have too few places.
    pub(super) fn ceiling(&self, pairs: u64) -> Option<i32> {
        let places = self.best.iter().zip(&self.open.students);
        let mut best: Vec<_> = places
            .filter_map(|(best, left)| best.map(|best| (best, *left)))
            .collect();
        best.sort_unstable_by(|one, other| other.cmp(one));
        let mut sum = 0;
        best.iter()
            .find(|(_, left)| {
                sum += u64::from(*left);
                sum >= pairs
            })
            .map(|best| best.0)
    }

    /// Gives up every pair below this score.
    pub(super) fn drop_below(&mut self, floor: i32) {
        for (student, arcs) in self.arcs.iter_mut().enumerate() {
            for arc in arcs
                .iter_mut()
                .filter(|arc| arc.chosen && arc.score < floor)
            {
                arc.chosen = false;
                let mentor = arc.mentor as usize;
                self.held[mentor].retain(|held| held.student != student);
                self.free_students[student] += 1;
                self.free_mentors[mentor] += 1;
                self.pairs -= 1;
            }
        }
    }

    /// Makes pairs of at least `floor` until there are `enough` or no more can be made, whatever the others are.
    pub(super) fn grow(
        &mut self,
        floor: i32,
        enough: u64,
        tell: &mut Tell<'_>,
    ) -> Result<Grown, SolveError> {
        self.round += 1;
        let mut limit = FIRST;
        loop {
            self.augment(floor, enough, tell)?;
            if self.pairs >= enough {
                return Ok(Grown::Reached);
            }
            let (added, next) = self.complete(floor, limit, tell)?;
            if added == 0 {
                let visited =
                    |stamps: &[u32]| stamps.iter().map(|stamp| *stamp == self.phase).collect();
                let (students, mentors) = (
                    visited(&self.visited_students),
                    visited(&self.visited_mentors),
                );
                return Ok(Grown::Short(Cut {
                    students,
                    mentors,
                    next,
                }));
            }
            limit *= 2;
        }
    }

    /// Phases of searches until one finds nothing; what that one visited is the cut.
    fn augment(&mut self, floor: i32, enough: u64, tell: &mut Tell<'_>) -> Result<(), SolveError> {
        loop {
            self.phase += 1;
            let before = self.pairs;
            for student in 0..self.free_students.len() {
                tell.step(Phase::Matching { round: self.round }, student)?;
                if self.pairs >= enough {
                    return Ok(());
                }
                if self.free_students[student] > 0 && self.visited_students[student] != self.phase {
                    self.search(student, floor);
                }
            }
            if self.pairs == before {
                return Ok(());
            }
        }
    }

    /// Looks for a free place from this student, and carries the way out if there is one.
    fn search(&mut self, root: usize, floor: i32) {
        self.queue.clear();
        self.queue.push(root);
        self.visited_students[root] = self.phase;
        let mut next = 0;
        while let Some(student) = self.queue.get(next).copied() {
            next += 1;
            for (place, arc) in self.arcs[student].iter().enumerate() {
                let mentor = arc.mentor as usize;
                if arc.chosen || arc.score < floor || self.visited_mentors[mentor] == self.phase {
                    continue;
                }
                self.visited_mentors[mentor] = self.phase;
                self.reached[mentor] = Held {
                    student,
                    arc: place,
                };
                if self.free_mentors[mentor] > 0 {
                    self.carry_out(root, mentor);
                    return;
                }
                for held in &self.held[mentor] {
                    if self.visited_students[held.student] != self.phase {
                        self.visited_students[held.student] = self.phase;
                        self.let_go[held.student] = *held;
                        self.queue.push(held.student);
                    }
                }
            }
        }
    }

    fn carry_out(&mut self, root: usize, end: usize) {
        self.free_students[root] -= 1;
        self.free_mentors[end] -= 1;
        self.pairs += 1;
        let mut mentor = end;
        loop {
            let made = self.reached[mentor];
            self.arcs[made.student][made.arc].chosen = true;
            self.held[mentor].push(made);
            if made.student == root {
                return;
            }
            let given = &mut self.arcs[made.student][self.let_go[made.student].arc];
            given.chosen = false;
            mentor = given.mentor as usize;
            self.held[mentor].retain(|held| held.student != made.student);
        }
    }

    /// Adds the best `limit` pairs of each student that leave the cut and reach the floor. Answers how many, and the
    /// highest score below the floor among all that leave it.
    fn complete(
        &mut self,
        floor: i32,
        limit: usize,
        tell: &mut Tell<'_>,
    ) -> Result<(usize, Option<i32>), SolveError> {
        let (mut added, mut next) = (0, INELIGIBLE);
        let mut found = Vec::new();
        let inside = self.visited_mentors.iter().zip(&self.open.mentors);
        let inside: Vec<_> = inside
            .map(|(visited, left)| *visited == self.phase || *left == 0)
            .collect();
        for student in 0..self.arcs.len() {
            if self.visited_students[student] != self.phase {
                continue;
            }
            tell.step(Phase::Pricing { round: self.round }, student)?;
            self.open.read_narrow(student, &mut self.row)?;
            for arc in &self.arcs[student] {
                // What is there and reaches the floor is chosen, or its mentor was reached.
                if arc.score >= floor {
                    self.row[arc.mentor as usize] = INELIGIBLE;
                }
            }
            found.clear();
            // Most rows have nothing to add: one pass without branches says so.
            let mut highest = INELIGIBLE;
            for (score, inside) in self.row.iter_mut().zip(&inside) {
                *score = if *inside { INELIGIBLE } else { *score };
                next = next.max(if *score < floor { *score } else { INELIGIBLE });
                highest = highest.max(*score);
            }
            if highest < floor {
                continue;
            }
            let scored = self.row.iter().enumerate();
            let reach = scored.filter(|(_, score)| **score >= floor);
            found.extend(reach.map(|(mentor, score)| (*score, mentor)));
            let arcs = best_arcs(self.open, student, &mut found, limit);
            added += arcs.len();
            self.arcs[student].extend(arcs);
        }
        Ok((added, (next != INELIGIBLE).then_some(next)))
    }
}

/// The best `limit` of these pairs (score, mentor) of a student.
fn best_arcs(
    open: &Open<'_>,
    student: usize,
    found: &mut Vec<(i32, usize)>,
    limit: usize,
) -> Vec<Arc> {
    // Equal scores are told apart by the tie-break, or all students would start with the same mentors.
    let order = |one: &(i32, usize), other: &(i32, usize)| {
        let tie = |mentor| open.tie(student, mentor);
        other
            .0
            .cmp(&one.0)
            .then_with(|| tie(other.1).cmp(&tie(one.1)))
    };
    if found.len() > limit {
        found.select_nth_unstable_by(limit, order);
        found.truncate(limit);
    }
    found.sort_unstable_by(order);
    let arc = |(score, mentor): &(i32, usize)| Arc {
        mentor: u32::try_from(*mentor).expect("a cohort has at most 2^17 mentors"),
        score: *score,
        chosen: false,
    };
    found.iter().map(arc).collect()
}
