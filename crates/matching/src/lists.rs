//! Which pairs are looked at: the best few of each student at the values of the day, and more when those ask for it.

use crate::flow::{Flow, Rows};
use crate::scores::INELIGIBLE;
use crate::weight::Weight;

/// Rows are looked at in blocks of this width.
const BLOCK: usize = 16;

/// Space for a row of scores less values.
#[derive(Default)]
pub(crate) struct Space {
    keys: Vec<i32>,
    tops: Vec<i32>,
    /// Score less value, and mentor.
    pub(crate) best: Vec<(i32, u32)>,
}

impl Flow {
    /// Lists the next best pairs of a student and lowers the limit below them.
    pub(crate) fn extend(&mut self, student: usize, rows: &mut impl Rows) {
        if let Some(kept) = rows.kept(student)
            && self.extend_from(student, kept)
        {
            return;
        }
        let row = rows.row(student);
        for candidate in &self.lists[student] {
            row[candidate.mentor()] = INELIGIBLE;
        }
        let mut space = std::mem::take(&mut self.search.space);
        let rest = space.best_of(row, &self.shown, self.batch);
        for (_, mentor) in &space.best {
            self.list(student, *mentor as usize, row[*mentor as usize]);
        }
        // One more than the points: the tie-break of a pair is less than a point.
        let limit = rest.map_or(Weight::MIN, |rest| {
            Weight::of(i64::from(rest) - self.base + 1)
        });
        self.limits[student] = limit;
        self.search.space = space;
    }
}

impl Space {
    /// Finds the best few of a row by score less value; the answer is the best of the others.
    pub(crate) fn best_of(&mut self, row: &[i32], shown: &[i32], batch: usize) -> Option<i32> {
        self.keys.clear();
        // A score and a shown value are small enough for 32 bits together.
        self.keys
            .extend(row.iter().zip(shown).map(|(score, value)| {
                if *score == INELIGIBLE {
                    INELIGIBLE
                } else {
                    score.wrapping_sub(*value)
                }
            }));
        self.tops.clear();
        let top = |block: &[i32]| block.iter().fold(INELIGIBLE, |top, key| top.max(*key));
        self.tops.extend(self.keys.chunks(BLOCK).map(top));
        // The lowest of the best few blocks' best: at least so many keys are no worse.
        let bound = if self.tops.len() > batch {
            *self
                .tops
                .select_nth_unstable_by(batch, |one, other| other.cmp(one))
                .1
        } else {
            INELIGIBLE
        };
        self.best.clear();
        let mut rest = INELIGIBLE;
        for (block, keys) in self.keys.chunks(BLOCK).enumerate() {
            if top(keys) < bound || bound == INELIGIBLE && top(keys) == bound {
                rest = rest.max(top(keys));
                continue;
            }
            for (place, key) in keys.iter().enumerate() {
                if *key >= bound && *key > INELIGIBLE {
                    let mentor = u32::try_from(block * BLOCK + place)
                        .expect("a side has at most 2^17 people");
                    self.best.push((*key, mentor));
                } else {
                    rest = rest.max(*key);
                }
            }
        }
        if self.best.len() > batch {
            self.best
                .select_nth_unstable_by(batch, |one, other| other.cmp(one));
            rest = rest.max(self.best[batch].0);
            self.best.truncate(batch);
        }
        (rest > INELIGIBLE).then_some(rest)
    }
}
