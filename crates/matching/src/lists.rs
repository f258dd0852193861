//! Which pairs are looked at: the best few of each student at the values of the day, and more when those ask for it.

use crate::flow::{Flow, Rows};
use crate::scores::INELIGIBLE;
use crate::weight::Weight;
use crate::wide::{Loop, wide};

/// Rows are looked at in blocks of this width.
const BLOCK: usize = 16;

/// Where little is looked for, in blocks of this width first.
const WIDE: usize = 64;

/// One block in so many tells about a row.
const SKIPPED: usize = 16;

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

/// Finds the keys that are no less than a bound, where the best of the block is not.
struct Pick<'a> {
    keys: &'a [i32],
    tops: &'a [i32],
    bound: i32,
    found: &'a mut Vec<(i32, u32)>,
}

impl Loop for Pick<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "see `wide`")]
    #[inline(always)]
    fn call(self) {
        let mut first = 0;
        for (keys, top) in self.keys.chunks(BLOCK).zip(self.tops) {
            if *top >= self.bound {
                for (place, key) in (first..).zip(keys) {
                    if *key >= self.bound {
                        self.found.push((*key, place));
                    }
                }
            }
            first += 16;
        }
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
        self.best.clear();
        wide(Pick {
            keys: &self.keys,
            tops: &self.tops,
            // No key of an open pair is as low as that of one that is not.
            bound: bound.max(INELIGIBLE + 1),
            found: &mut self.best,
        });
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
        self.best.clear();
        // Twice as many should be above that as are wanted.
        if let Some(bound) = self.nth_top(row, shown, SKIPPED, 2 * batch / SKIPPED) {
            self.above(row, shown, bound);
        }
        if self.best.len() <= batch {
            self.gather(row, shown, batch);
        }
        self.cut(batch)
    }

    /// Looks at one block in `step`, and finds what of their best is worse than just `batch` others.
    fn nth_top(&mut self, row: &[i32], shown: &[i32], step: usize, batch: usize) -> Option<i32> {
        self.tops.clear();
        wide(Blocks {
            row,
            shown,
            step,
            tops: &mut self.tops,
        });
        let nth = self.tops.len().checked_sub(1 + batch)?;
        Some(*self.tops.select_nth_unstable(nth).1)
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

/// Finds the best of one whole block in `step`.
struct Blocks<'a> {
    row: &'a [i32],
    shown: &'a [i32],
    step: usize,
    tops: &'a mut Vec<i32>,
}

impl Loop for Blocks<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "see `wide`")]
    #[inline(always)]
    fn call(self) {
        let (row, shown) = (self.row.as_chunks::<BLOCK>().0, self.shown.as_chunks().0);
        // A loop and no iterator: what a library calls would be compiled for the oldest processor.
        for (row, shown) in row.iter().zip(shown).step_by(self.step) {
            self.tops.push(highest(&keys(row, shown)));
        }
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
        let ((wide, rest), (values, others)) =
            (self.row.as_chunks::<WIDE>(), self.shown.as_chunks::<WIDE>());
        let mut first = 0;
        for (row, shown) in wide.iter().zip(values) {
            let keys = keys(row, shown);
            if highest(&keys) > self.bound {
                // A bit for each pair that is found.
                let mut found = 0_u64;
                for (place, key) in keys.iter().enumerate() {
                    found |= u64::from(*key > self.bound) << place;
                }
                while found != 0 {
                    let place = found.trailing_zeros();
                    self.found.push((keys[place as usize], first + place));
                    found &= found - 1;
                }
            }
            first += 64;
        }
        for (place, (score, value)) in (first..).zip(rest.iter().zip(others)) {
            let key = key(*score, *value);
            if key > self.bound {
                self.found.push((key, place));
            }
        }
    }
}

#[expect(clippy::inline_always, reason = "see `wide`")]
#[inline(always)]
fn keys<const N: usize>(row: &[i32; N], shown: &[i32; N]) -> [i32; N] {
    let mut keys = [0; N];
    for (to, (score, value)) in keys.iter_mut().zip(row.iter().zip(shown)) {
        *to = key(*score, *value);
    }
    keys
}

#[expect(clippy::inline_always, reason = "see `wide`")]
#[inline(always)]
fn highest<const N: usize>(keys: &[i32; N]) -> i32 {
    let mut highest = INELIGIBLE;
    for key in keys {
        highest = highest.max(*key);
    }
    highest
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
