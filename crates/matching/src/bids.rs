//! An auction with a least raise, from both sides: students bid for places, and places left over look for students.
//!
//! Students bid in turn for their best place, as in Bertsekas' auction (1988), until each has one or wants none at the
//! values of the day. Where values began too high some places are then free and still have a value. Each of those in
//! turn lowers it until somebody would rather have it (the reverse auction of Bertsekas and Castañon, 1992), which may
//! free another. When both have ended nobody would gain more than the least raise by a change, no place is left free that
//! has a value, and so no choice of the pairs kept is better by more than the least raise for each student.
//!
//! All numbers are in 2⁻²⁴ of a point. The tie-break counts less than a point by as much as there is room for, so that
//! the least raise can become so small that few choices are left to be told apart exactly. A score is at most 2³⁰ points
//! and a price here at most 2³⁷: nothing comes near 2⁶³.

use crate::SolveError;
use crate::few::Kept;
use crate::instance::Keys;
use crate::passes::Step;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Points are counted in 2 to the minus this.
const SHIFT: u32 = 24;

/// How many of the 42 bits of a tie-break are left out: no sum of 2¹² of them is a point.
const CUT: u32 = 30;

/// One point.
pub(crate) const POINT: i64 = 1 << SHIFT;

/// No price is higher here; a higher one only decides what is left to do after the auction.
pub(crate) const HIGHEST: i64 = 1 << 37;

/// Progress is told once for so many bids.
const OFTEN: usize = 1 << 12;

/// How often each student, or each place, may bid for one least raise. Where several students want the same few places and
/// no others, and having none costs much, they could go on for ever.
const BUDGET: usize = 32;

/// In place of a mentor: nobody, because everybody costs too much.
pub(crate) const NOBODY: u32 = u32::MAX;

/// The same, because bidding was broken off.
pub(crate) const UNDECIDED: u32 = u32::MAX - 1;

/// The pairs kept of the students who have one place, side by side.
pub(crate) struct Lists {
    /// Where the pairs of each student begin, and at last where they end.
    starts: Vec<usize>,
    mentors: Vec<u32>,
    weights: Vec<i64>,
}

impl Lists {
    pub(crate) fn new(kept: &[Kept], single: &[bool], keys: &Keys) -> Self {
        let count = kept.iter().map(|kept| kept.pairs.len()).sum();
        let mut lists = Self {
            starts: vec![0],
            mentors: Vec::with_capacity(count),
            weights: Vec::with_capacity(count),
        };
        for (student, kept) in kept.iter().enumerate() {
            let pairs = kept.pairs.iter().filter(|_| single[student]);
            for pair in pairs {
                let tie = keys.tie(student, pair.mentor()) >> CUT;
                lists.mentors.push(pair.number());
                lists.weights.push((i64::from(pair.points) << SHIFT) + tie);
            }
            lists.starts.push(lists.mentors.len());
        }
        lists
    }

    fn students(&self) -> usize {
        self.starts.len() - 1
    }

    fn pairs(&self, student: u32) -> impl Iterator<Item = (usize, i64)> {
        let range = self.starts[student as usize]..self.starts[student as usize + 1];
        let mentors = self.mentors[range.clone()].iter();
        let mentors = mentors.map(|mentor| *mentor as usize);
        mentors.zip(self.weights[range].iter().copied())
    }

    /// The same by mentor.
    fn columns(&self, mentors: usize) -> Columns {
        let mut starts = vec![0; mentors + 1];
        for mentor in &self.mentors {
            starts[*mentor as usize + 1] += 1;
        }
        for mentor in 0..mentors {
            starts[mentor + 1] += starts[mentor];
        }
        let (mut next, mut pairs) = (starts.clone(), vec![(0, NOBODY); self.mentors.len()]);
        for student in 0..narrow(self.students()) {
            for (mentor, weight) in self.pairs(student) {
                pairs[next[mentor]] = (weight, student);
                next[mentor] += 1;
            }
        }
        Columns { starts, pairs }
    }
}

/// The pairs kept, by mentor.
struct Columns {
    /// Where the pairs of each mentor begin, and at last where they end.
    starts: Vec<usize>,
    /// Weights and students.
    pairs: Vec<(i64, u32)>,
}

/// Who has which place, and what places cost.
pub(crate) struct Bids<'a> {
    lists: &'a Lists,
    places: &'a [u32],
    price: i64,
    /// What a place of each mentor costs.
    pub(crate) values: Vec<i64>,
    /// The mentor of each student, [`NOBODY`] or [`UNDECIDED`].
    pub(crate) has: Vec<u32>,
    /// What the pair of each student weighs.
    weights: Vec<i64>,
    taken: Vec<u32>,
    /// The bids for each mentor's places while students bid.
    levels: Vec<BinaryHeap<Reverse<(i64, u32)>>>,
    columns: Option<Columns>,
}

impl<'a> Bids<'a> {
    pub(crate) fn new(lists: &'a Lists, places: &'a [u32], price: i64, values: Vec<i64>) -> Self {
        Self {
            lists,
            places,
            price: price << SHIFT,
            values,
            has: vec![NOBODY; lists.students()],
            weights: vec![0; lists.students()],
            taken: vec![0; places.len()],
            levels: vec![BinaryHeap::new(); places.len()],
            columns: None,
        }
    }

    /// Lets everybody bid anew with this least raise, from the values there are.
    pub(crate) fn run(&mut self, least: i64, step: &mut Step<'_>) -> Result<(), SolveError> {
        for bids in &mut self.levels {
            bids.clear();
        }
        self.has.fill(NOBODY);
        let mut waiting: Vec<_> = (0..narrow(self.has.len())).rev().collect();
        let budget = BUDGET * waiting.len();
        for count in 0..budget {
            let Some(student) = waiting.pop() else {
                break;
            };
            if count % OFTEN == 0 {
                step(0)?;
            }
            if let Some(other) = self.bid(student, least) {
                self.has[other as usize] = NOBODY;
                waiting.push(other);
            }
        }
        for student in waiting {
            self.has[student as usize] = UNDECIDED;
        }
        for (taken, bids) in self.taken.iter_mut().zip(&self.levels) {
            *taken = narrow(bids.len());
        }

        let mut free: Vec<_> = (0..self.places.len())
            .filter(|mentor| self.is_free(*mentor))
            .collect();
        for _ in 0..budget {
            let Some(mentor) = free.pop() else {
                break;
            };
            step(0)?;
            while self.is_free(mentor) {
                if let Some(other) = self.offer(mentor, least) {
                    free.push(other);
                }
            }
        }
        Ok(())
    }

    fn is_free(&self, mentor: usize) -> bool {
        self.taken[mentor] < self.places[mentor] && self.values[mentor] > 0
    }

    /// A student's bid, and who loses a place by it.
    fn bid(&mut self, student: u32, least: i64) -> Option<u32> {
        let nothing = -self.price;
        let (mut best, mut second, mut choice) = (nothing, nothing, None);
        for (mentor, weight) in self.lists.pairs(student) {
            let worth = weight - self.values[mentor];
            if worth > second {
                if worth > best {
                    second = best;
                    (best, choice) = (worth, Some(mentor));
                } else {
                    second = worth;
                }
            }
        }
        let mentor = choice?;
        let level = self.values[mentor] + best - second + least;
        self.has[student as usize] = narrow(mentor);
        self.weights[student as usize] = best + self.values[mentor];
        let (bids, places) = (&mut self.levels[mentor], self.places[mentor] as usize);
        let mut other = None;
        if bids.len() < places {
            bids.push(Reverse((level, student)));
        } else if let Some(mut lowest) = bids.peek_mut() {
            other = Some(lowest.0.1);
            *lowest = Reverse((level, student));
        }
        if bids.len() == places
            && let Some(Reverse((lowest, _))) = bids.peek()
        {
            self.values[mentor] = *lowest;
        }
        other
    }

    /// Offers a free place to whoever would give most for it, and says who loses that student.
    fn offer(&mut self, mentor: usize, least: i64) -> Option<usize> {
        let Columns { starts, pairs } = self
            .columns
            .get_or_insert_with(|| self.lists.columns(self.places.len()));
        let (mut best, mut second, mut choice) = (0, 0, None);
        for (weight, student) in &pairs[starts[mentor]..starts[mentor + 1]] {
            let has = self.has[*student as usize];
            let gains = match self.values.get(has as usize) {
                Some(value) => self.weights[*student as usize] - value,
                None => -self.price,
            };
            let gives = weight - gains;
            if gives > second && has as usize != mentor && has != UNDECIDED {
                if gives > best {
                    second = best;
                    (best, choice) = (gives, Some((*weight, *student as usize)));
                } else {
                    second = gives;
                }
            }
        }
        let level = (second - least).max(0);
        self.values[mentor] = level;
        let (weight, student) = choice?;
        let before = std::mem::replace(&mut self.has[student], narrow(mentor));
        self.weights[student] = weight;
        self.taken[mentor] += 1;
        (before != NOBODY).then(|| {
            self.taken[before as usize] -= 1;
            before as usize
        })
    }
}

/// A place in a list of people, in the width it is kept in.
pub(crate) fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("a side has at most 2^17 people")
}
