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
use crate::few::{Few, Kept};
use crate::instance::Keys;
use crate::passes::Step;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Points are counted in 2 to the minus this.
const SHIFT: u32 = 24;

/// How many of the 42 bits of a tie-break are left out: no sum of 2¹² of them is a point.
const CUT: u32 = 30;

/// No tie-break is higher.
const HIGHEST_TIE: i64 = 1 << 42;

/// One point.
pub(crate) const POINT: i64 = 1 << SHIFT;

/// No price is higher here; a higher one only decides what is left to do after the auction.
pub(crate) const HIGHEST: i64 = 1 << 37;

/// Progress is told once for so many bids.
const OFTEN: usize = 1 << 12;

/// The least raise gets smaller by this factor.
const FINER: i64 = 256;

/// How often each student, or each place, may bid for one least raise. Where several students want the same few places and
/// no others, and having none costs much, they could go on for ever.
const BUDGET: usize = 32;

/// In place of a mentor: nobody, because everybody costs too much.
pub(crate) const NOBODY: u32 = u32::MAX;

/// The same, because bidding was broken off.
pub(crate) const UNDECIDED: u32 = u32::MAX - 1;

/// How many of a student's best pairs are looked at first.
const FIRST: usize = 8;

/// Less than any pair is worth.
const NONE: i64 = i64::MIN / 2;

/// The weights and mentors of a student's best few pairs when all were looked at last; [`NONE`] where there are fewer.
type First = [(i64, u32); FIRST];

/// The pairs kept, by mentor.
struct Columns {
    /// Where the pairs of each mentor begin, and at last where they end.
    starts: Vec<usize>,
    /// Points and students.
    pairs: Vec<(i32, u32)>,
    /// Those that were kept later.
    more: Vec<Vec<(i32, u32)>>,
}

impl Columns {
    fn new(kept: &[Kept], single: &[bool], mentors: usize) -> Self {
        let pairs = || {
            let students = (0_u32..).zip(kept).zip(single);
            let students = students.filter(|(_, single)| **single);
            students
                .flat_map(|((student, kept), _)| kept.pairs.iter().map(move |pair| (student, pair)))
        };
        let mut starts = vec![0; mentors + 1];
        for (_, pair) in pairs() {
            starts[pair.mentor() + 1] += 1;
        }
        for mentor in 0..mentors {
            starts[mentor + 1] += starts[mentor];
        }
        let (mut next, mut all) = (starts.clone(), vec![(0, NOBODY); starts[mentors]]);
        for (student, pair) in pairs() {
            let next = &mut next[pair.mentor()];
            all[*next] = (pair.points, student);
            *next += 1;
        }
        Self {
            starts,
            pairs: all,
            more: vec![Vec::new(); mentors],
        }
    }
}

impl Columns {
    fn of(&self, mentor: usize) -> impl Iterator<Item = &(i32, u32)> {
        let pairs = &self.pairs[self.starts[mentor]..self.starts[mentor + 1]];
        pairs.iter().chain(&self.more[mentor])
    }
}

/// Who has which place, and what places cost.
pub(crate) struct Bids<'a> {
    pub(crate) kept: Vec<Kept>,
    /// Who bids: the students who have one place.
    single: &'a [bool],
    keys: &'a Keys,
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
    /// While values only rise, no other pair can become the best before these have become worse.
    firsts: Vec<First>,
    /// No other pair of each student is worth more.
    rests: Vec<i64>,
    columns: Option<Columns>,
    /// Space for what the pairs of a student are worth, and their mentors.
    worth: Vec<(i64, u32)>,
}

impl<'a> Bids<'a> {
    /// No pairs are kept yet.
    pub(crate) fn new(
        single: &'a [bool],
        keys: &'a Keys,
        places: &'a [u32],
        price: i64,
        values: Vec<i64>,
    ) -> Self {
        let students = single.len();
        let nothing = Kept {
            pairs: Vec::new(),
            bound: None,
        };
        Self {
            kept: vec![nothing; students],
            single,
            keys,
            places,
            price: price << SHIFT,
            values,
            has: vec![NOBODY; students],
            weights: vec![0; students],
            taken: vec![0; places.len()],
            levels: vec![BinaryHeap::new(); places.len()],
            firsts: vec![[(NONE, 0); FIRST]; students],
            rests: vec![i64::MAX; students],
            columns: None,
            worth: Vec::new(),
        }
    }

    /// Keeps more pairs of a student.
    pub(crate) fn keep(&mut self, student: usize, mut pairs: Vec<Few>) {
        let kept = &mut self.kept[student];
        if kept.pairs.is_empty() && self.columns.is_none() {
            kept.pairs = pairs;
            return;
        }
        pairs.retain(|pair| !kept.has(pair.mentor()));
        if let Some(columns) = self.columns.as_mut().filter(|_| self.single[student]) {
            for pair in &pairs {
                columns.more[pair.mentor()].push((pair.points, narrow(student)));
            }
        }
        kept.pairs.extend(pairs);
        self.rests[student] = i64::MAX;
    }

    /// Lets everybody bid with a least raise that gets smaller, until this.
    pub(crate) fn all(
        &mut self,
        mut least: i64,
        until: i64,
        step: &mut Step<'_>,
    ) -> Result<(), SolveError> {
        loop {
            self.run(least, step)?;
            if least <= until {
                return Ok(());
            }
            self.lower(3 * least);
            least = (least / FINER).max(until);
        }
    }

    /// Lowers all values by this much, but none below 0.
    fn lower(&mut self, by: i64) {
        for value in &mut self.values {
            *value = (*value - by).max(0);
        }
        for rest in &mut self.rests {
            *rest = rest.saturating_add(by);
        }
    }

    /// Lets everybody bid anew with this least raise, from the values there are.
    fn run(&mut self, least: i64, step: &mut Step<'_>) -> Result<(), SolveError> {
        for bids in &mut self.levels {
            bids.clear();
        }
        self.has.fill(NOBODY);
        let students = (0..narrow(self.has.len())).rev();
        let mut waiting: Vec<_> = students
            .filter(|student| self.single[*student as usize])
            .collect();
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
        let (mut best, mut second, mut choice) = self.choice(student);
        if second < self.rests[student as usize] {
            self.look(student);
            (best, second, choice) = self.choice(student);
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

    /// What the best and the second best of a student's first pairs are worth, and the mentor of the best; having nobody
    /// is one of them.
    fn choice(&self, student: u32) -> (i64, i64, Option<usize>) {
        let nothing = -self.price;
        let (mut best, mut second, mut choice) = (nothing, nothing, None);
        for (weight, mentor) in self.firsts[student as usize] {
            let worth = weight - self.values[mentor as usize];
            if worth > second {
                if worth > best {
                    second = best;
                    (best, choice) = (worth, Some(mentor as usize));
                } else {
                    second = worth;
                }
            }
        }
        (best, second, choice)
    }

    /// Looks at all the pairs of a student.
    fn look(&mut self, student: u32) {
        let pairs = self.kept[student as usize].pairs.iter();
        let worth = pairs.map(|pair| {
            let tie = self.keys.tie(student as usize, pair.mentor());
            let weight = weight(pair.points, tie);
            (weight - self.values[pair.mentor()], pair.number())
        });
        self.worth.clear();
        self.worth.extend(worth);
        let rest = &mut self.rests[student as usize];
        *rest = NONE;
        if self.worth.len() > FIRST {
            let order = |one: &(i64, u32), other: &(i64, u32)| other.cmp(one);
            *rest = self.worth.select_nth_unstable_by(FIRST, order).1.0;
        }
        let first = &mut self.firsts[student as usize];
        first.fill((NONE, 0));
        for (pair, (worth, mentor)) in first.iter_mut().zip(&self.worth) {
            *pair = (worth + self.values[*mentor as usize], *mentor);
        }
    }

    /// Offers a free place to whoever would give most for it, and says who loses that student.
    fn offer(&mut self, mentor: usize, least: i64) -> Option<usize> {
        let columns = || Columns::new(&self.kept, self.single, self.places.len());
        let columns = self.columns.get_or_insert_with(columns);
        let column = || columns.of(mentor);
        let weigh =
            |points: i32, student: u32| weight(points, self.keys.tie(student as usize, mentor));
        let (mut best, mut second, mut choice) = (0, 0, None);
        for (points, student) in column() {
            let has = self.has[*student as usize];
            let gains = match self.values.get(has as usize) {
                Some(value) => self.weights[*student as usize] - value,
                None => -self.price,
            };
            if weight(*points, HIGHEST_TIE) - gains <= second {
                continue;
            }
            let weight = weigh(*points, *student);
            let gives = weight - gains;
            if gives > second && has as usize != mentor && has != UNDECIDED {
                if gives > best {
                    second = best;
                    (best, choice) = (gives, Some((weight, *student as usize)));
                } else {
                    second = gives;
                }
            }
        }
        let level = (second - least).max(0);
        self.values[mentor] = level;
        for (points, student) in column() {
            let rest = &mut self.rests[*student as usize];
            *rest = (*rest).max(weight(*points, HIGHEST_TIE) - level);
        }
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

/// Points and tie-break in one number.
fn weight(points: i32, tie: i64) -> i64 {
    (i64::from(points) << SHIFT) + (tie >> CUT)
}

/// A place in a list of people, in the width it is kept in.
pub(crate) fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("a side has at most 2^17 people")
}
