//! Which pairs are looked at: the best few of each student at the values of the day, and more when those ask for it.

use crate::flow::{Flow, Rows};
use crate::scores::INELIGIBLE;
use crate::weight::Weight;
use crate::wide::{Loop, wide};

/// Rows are looked at in blocks of this width.
const BLOCK: usize = 16;

/// Space for a row of scores less values.
#[derive(Default)]
pub(crate) struct Space {
    keys: Vec<i32>,
    tops: Vec<i32>,
    sorted: Vec<i32>,
    /// Score less value, and mentor.
    pub(crate) best: Vec<(i32, u32)>,
    /// Tie-break of weight less value, and mentor, of those whose score less value is the same.
    tied: Vec<(i64, u32)>,
}

impl Flow {
    /// Lists the next best pairs of a student and lowers the limit to the best of the others.
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
        let batch = self.batch.max(self.lists[student].len());
        let next = space.gather(row, &self.shown, batch);
        let rest = next.unwrap_or(INELIGIBLE);
        space.tied.clear();
        let mut room = batch;
        // Whether a value was too large to be shown, so that keys say less than they seem to.
        let mut hidden = false;
        let seen = i64::from(rest) + self.base;
        for (key, mentor) in &space.best {
            let mentor = *mentor as usize;
            if *key > rest {
                self.list(student, mentor, row[mentor]);
                room -= 1;
            } else if *key == rest {
                let tie = self.keys.tie(student, mentor);
                let worth = Weight::new(i64::from(row[mentor]), tie) - self.mentors[mentor];
                hidden |= worth.points() != seen;
                let mentor = u32::try_from(mentor).expect("a side has at most 2^17 people");
                space.tied.push((worth.tie(), mentor));
            }
        }
        self.limits[student] = if next.is_some() {
            // To tell ties apart here keeps lists short where there are few different scores.
            let order = |one: &(i64, u32), other: &(i64, u32)| other.cmp(one);
            let (tied, (best, _), _) = space.tied.select_nth_unstable_by(room, order);
            for (_, mentor) in tied {
                let mentor = *mentor as usize;
                self.list(student, mentor, row[mentor]);
            }
            if hidden {
                // The tie-break of a pair is less than a point.
                Weight::of(seen + 1)
            } else {
                Weight::new(seen, *best)
            }
        } else {
            Weight::MIN
        };
        self.search.space = space;
    }
}

/// Takes the values off a row, and finds the best of each block.
struct Weigh<'a> {
    row: &'a [i32],
    shown: &'a [i32],
    keys: &'a mut Vec<i32>,
    tops: &'a mut Vec<i32>,
}

impl Loop for Weigh<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "see `wide`")]
    #[inline(always)]
    fn call(self) {
        self.keys.clear();
        let pairs = self.row.iter().zip(self.shown);
        self.keys
            .extend(pairs.map(|(score, value)| key(*score, *value)));
        self.tops.clear();
        let top = |block: &[i32]| block.iter().fold(INELIGIBLE, |top, key| top.max(*key));
        self.tops.extend(self.keys.chunks(BLOCK).map(top));
    }
}

impl Space {
    /// Finds the best of a row by score less value, more than `batch` of them if there are so many; the answer is what
    /// the best is worth that does not belong to the best `batch`.
    pub(crate) fn gather(&mut self, row: &[i32], shown: &[i32], batch: usize) -> Option<i32> {
        wide(Weigh {
            row,
            shown,
            keys: &mut self.keys,
            tops: &mut self.tops,
        });
        // The lowest of the best few blocks' best: more than so many keys are no worse.
        let bound = if self.tops.len() > batch {
            self.sorted.clone_from(&self.tops);
            let nth = self.sorted.len() - 1 - batch;
            *self.sorted.select_nth_unstable(nth).1
        } else {
            INELIGIBLE
        };
        // No key of an open pair is as low as that of one that is not.
        let bound = bound.max(INELIGIBLE + 1);
        self.best.clear();
        for (block, keys) in self.keys.chunks(BLOCK).enumerate() {
            if self.tops[block] < bound {
                continue;
            }
            for (place, key) in keys.iter().enumerate() {
                if *key >= bound {
                    let mentor = u32::try_from(block * BLOCK + place)
                        .expect("a side has at most 2^17 people");
                    self.best.push((*key, mentor));
                }
            }
        }
        if self.best.len() <= batch {
            return None;
        }
        self.sorted.clear();
        self.sorted.extend(self.best.iter().map(|best| best.0));
        let nth = self.sorted.len() - 1 - batch;
        Some(*self.sorted.select_nth_unstable(nth).1)
    }

    /// The same, and nothing but the best `batch`.
    pub(crate) fn best_of(&mut self, row: &[i32], shown: &[i32], batch: usize) -> Option<i32> {
        self.gather(row, shown, batch);
        self.cut(batch)
    }

    /// Finds all of a row whose score less value is more than `bound`.
    pub(crate) fn above(&mut self, row: &[i32], shown: &[i32], bound: i32) {
        self.best.clear();
        wide(Above {
            row,
            shown,
            bound,
            found: &mut self.best,
        });
    }

    /// Leaves only the best `batch`; the answer is what the best of the others is worth.
    pub(crate) fn cut(&mut self, batch: usize) -> Option<i32> {
        if self.best.len() <= batch {
            return None;
        }
        let order = |one: &(i32, u32), other: &(i32, u32)| other.cmp(one);
        let rest = self.best.select_nth_unstable_by(batch, order).1.0;
        self.best.truncate(batch);
        Some(rest)
    }
}

/// Finds the pairs of a row that are worth more than a bound.
struct Above<'a> {
    row: &'a [i32],
    shown: &'a [i32],
    bound: i32,
    found: &'a mut Vec<(i32, u32)>,
}

impl Loop for Above<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "see `wide`")]
    #[inline(always)]
    fn call(self) {
        let blocks = self.row.chunks(BLOCK).zip(self.shown.chunks(BLOCK));
        for (first, (row, shown)) in (0_u32..).step_by(BLOCK).zip(blocks) {
            let keys = || {
                row.iter()
                    .zip(shown)
                    .map(|(score, value)| key(*score, *value))
            };
            if keys().fold(INELIGIBLE, i32::max) <= self.bound {
                continue;
            }
            let pairs = keys().zip(first..);
            self.found
                .extend(pairs.filter(|(key, _)| *key > self.bound));
        }
    }
}

/// Score less value; a score and a shown value are small enough for 32 bits together.
#[expect(clippy::inline_always, reason = "see `wide`")]
#[inline(always)]
fn key(score: i32, shown: i32) -> i32 {
    if score == INELIGIBLE {
        INELIGIBLE
    } else {
        score.wrapping_sub(shown)
    }
}
