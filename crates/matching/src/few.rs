//! The best pairs of each student, kept between readings where rows are too many to be kept.

use crate::flow::Flow;
use crate::weight::Weight;

/// A pair that is kept: 8 bytes.
#[derive(Clone, Copy)]
pub(crate) struct Few {
    pub(crate) points: i32,
    mentor: u32,
}

/// Whether the pair is on its student's list.
const LISTED: u32 = 1 << 31;

impl Few {
    pub(crate) fn new(points: i32, mentor: u32) -> Self {
        Self { points, mentor }
    }

    pub(crate) fn mentor(self) -> usize {
        (self.mentor & !LISTED) as usize
    }

    /// The mentor in the width it is kept in.
    pub(crate) fn number(self) -> u32 {
        self.mentor & !LISTED
    }

    pub(crate) fn is_listed(self) -> bool {
        self.mentor & LISTED != 0
    }
}

/// The pairs kept of one student.
#[derive(Clone)]
pub(crate) struct Kept {
    pub(crate) pairs: Vec<Few>,
    /// No other pair of the student has more points less value, now or later; `None` where there is no other.
    pub(crate) bound: Option<i64>,
}

impl Kept {
    /// Whether the pair with this mentor is kept.
    pub(crate) fn has(&self, mentor: usize) -> bool {
        self.pairs.iter().any(|pair| pair.mentor() == mentor)
    }
}

impl Flow {
    /// Lists the next best of the pairs kept, if one is better than the bound.
    pub(crate) fn extend_from(&mut self, student: usize, kept: &mut Kept) -> bool {
        let mut best: Vec<(i64, usize)> = Vec::with_capacity(kept.pairs.len());
        for (place, pair) in kept.pairs.iter().enumerate() {
            if !pair.is_listed() {
                // The tie-break of a pair is less than a point, that of a value may be below 0.
                let key = i64::from(pair.points) - self.mentors[pair.mentor()].floor();
                if kept.bound.is_none_or(|bound| key > bound) {
                    best.push((key, place));
                }
            }
        }
        if best.is_empty() {
            if kept.bound.is_none() {
                self.limits[student] = Weight::MIN;
                return true;
            }
            return false;
        }
        let mut limit = kept.bound;
        if best.len() > self.batch {
            best.select_nth_unstable_by(self.batch, |one, other| other.cmp(one));
            limit = Some(best[self.batch].0);
            best.truncate(self.batch);
        }
        for (_, place) in best {
            let pair = &mut kept.pairs[place];
            pair.mentor |= LISTED;
            let (mentor, points) = (pair.mentor(), pair.points);
            self.list(student, mentor, points);
        }
        self.limits[student] = limit.map_or(Weight::MIN, |limit| Weight::of(limit + 1));
        true
    }
}
