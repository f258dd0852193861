//! A good beginning for cohorts whose rows are too many to be kept: prices first, then the pairs that matter at them.
//!
//! 1. A sample of the students says roughly what mentors are worth, each asking for many mentors at once so that few
//!    students tell much.
//! 2. All rows are read once, and the best pairs at those values kept.
//! 3. On them students bid with a least raise that gets smaller (Bertsekas' ε-scaling, 1988), in whole points.
//! 4. Whoever has then exactly their best mentor keeps that place; the others bid and enter as in a small cohort.
//!
//! Whatever values come out of the first three steps, they only decide how much is left to do in the fourth. No number
//! here can overflow: prices and values stay below 2⁵⁹ plus a few scores, because nobody bids more than a pair is worth
//! to them, and shares of places are below 2⁵⁷.

use crate::auction::{self, Auction};
use crate::few::{Few, Kept};
use crate::flow::{Flow, Rows};
use crate::instance::Instance;
use crate::lists::Space;
use crate::passes::{Source, Step};
use crate::scores::INELIGIBLE;
use crate::solve::Range;
use crate::weight::Weight;
use crate::{MAX_SCORE, SolveError};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Whether all places of mentors are expected to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Places {
    /// Values may begin anywhere, because every place will be filled.
    Scarce,
    /// Values begin at 0, because a free place must be worth no more.
    Plenty,
}

impl Places {
    /// What to try in turn: a market that was called scarce may leave places free, because nobody may have them.
    pub(crate) fn of(instance: &Instance<'_>) -> &'static [Self] {
        if sum(&instance.mentors) <= sum(&instance.students) {
            &[Self::Scarce, Self::Plenty]
        } else {
            &[Self::Plenty]
        }
    }
}

fn sum(places: &[u32]) -> i64 {
    let sum = places.iter().map(|places| i64::from(*places)).sum::<i64>();
    sum.max(1)
}

/// How a market is held; the answer does not depend on it.
#[derive(Clone, Copy)]
pub(crate) struct Market {
    /// How many students are asked first, and how many mentors each asks for.
    pub(crate) sample: usize,
    pub(crate) wanted: usize,
    pub(crate) rounds: usize,
    /// How many pairs of a student are kept.
    pub(crate) few: usize,
    pub(crate) places: Places,
}

impl Default for Market {
    fn default() -> Self {
        Self {
            sample: 2_000,
            wanted: 32,
            rounds: 20,
            few: 128,
            places: Places::Plenty,
        }
    }
}

/// What the first steps found.
pub(crate) struct Opening {
    pub(crate) kept: Vec<Kept>,
    pub(crate) range: Range,
    /// The values at which pairs were kept.
    values: Vec<i64>,
    /// How much they may be wrong by.
    scale: i64,
    places: Places,
}

impl Market {
    /// Asks the sample and reads all rows.
    pub(crate) fn open(
        self,
        instance: &Instance<'_>,
        price: i64,
        source: &mut impl Source,
        step: &mut Step<'_>,
    ) -> Result<Opening, SolveError> {
        let closed: Vec<_> = (0..instance.mentors.len())
            .filter(|mentor| instance.mentors[*mentor] == 0)
            .collect();
        let (values, scale) = self.ask(instance, &closed, price, source, step)?;
        let (base, shown) = shown(&values);
        let all: Vec<_> = (0..instance.students.len()).collect();
        let students = &instance.students;
        let begin = || -> Part { Default::default() };
        let work = |(kept, range, space): &mut Part, student: usize, row: &mut [i32]| {
            if students[student] == 0 {
                return;
            }
            for mentor in &closed {
                row[*mentor] = INELIGIBLE;
            }
            range.see(row);
            let rest = space.best_of(row, &shown, self.few);
            let pairs = space.best.iter();
            let pairs = pairs.map(|(_, mentor)| Few::new(row[*mentor as usize], *mentor));
            kept.push((
                student,
                Kept {
                    pairs: pairs.collect(),
                    bound: rest.map(|rest| i64::from(rest) - base),
                },
            ));
        };
        let parts = source.fold(&all, step, begin, work)?;
        let nothing = Kept {
            pairs: Vec::new(),
            bound: None,
        };
        let mut kept = vec![nothing; all.len()];
        let mut range = Range::default();
        for (part, seen, _) in parts {
            range.and(seen);
            for (student, pairs) in part {
                kept[student] = pairs;
            }
        }
        Ok(Opening {
            kept,
            range,
            values,
            scale,
            places: self.places,
        })
    }

    /// Values at which the sample asks for about as many places of each mentor as there are, and how far apart the
    /// mentors are that a student asks for.
    fn ask(
        self,
        instance: &Instance<'_>,
        closed: &[usize],
        price: i64,
        source: &mut impl Source,
        step: &mut Step<'_>,
    ) -> Result<(Vec<i64>, i64), SolveError> {
        let asked: Vec<_> = (0..instance.students.len())
            .filter(|student| instance.students[*student] > 0)
            .collect();
        let every = asked.len().div_ceil(self.sample).max(1);
        let some: Vec<_> = asked.iter().copied().step_by(every).collect();
        let work = |part: &mut Vec<(usize, Vec<i32>)>, student: usize, row: &mut [i32]| {
            for mentor in closed {
                row[*mentor] = INELIGIBLE;
            }
            part.push((student, row.to_vec()));
        };
        let parts = source.fold(&some, step, Vec::new, work)?;
        let mut rows: Vec<_> = parts.into_iter().flatten().collect();
        rows.sort_unstable_by_key(|row| row.0);

        let wide = |number: usize| i64::try_from(number).expect("a sample is small");
        let (places, demand) = (sum(&instance.mentors), sum(&instance.students));
        let wanted = wide(self.wanted);
        let mut values = vec![0_i64; instance.mentors.len()];
        let mut space = Space::default();
        let mut scale = 1;
        for _ in 0..self.rounds {
            step(0)?;
            let (_, shown) = shown(&values);
            let mut asked = vec![0_i64; values.len()];
            let mut spread = 0;
            for (_, row) in &rows {
                space.best_of(row, &shown, self.wanted);
                let keys = space.best.iter().map(|best| i64::from(best.0));
                let (low, high) = keys.fold((i64::MAX, i64::MIN), |(low, high), key| {
                    (low.min(key), high.max(key))
                });
                if !space.best.is_empty() {
                    spread += high - low;
                }
                for (_, mentor) in &space.best {
                    asked[*mentor as usize] += 1;
                }
            }
            let of = match self.places {
                Places::Scarce => places,
                Places::Plenty => demand,
            };
            let count = wide(rows.len().max(1));
            scale = (spread / count / 3).max(1);
            for (mentor, value) in values.iter_mut().enumerate() {
                let all = wanted * count;
                // In thousandths of a student.
                let supply = i64::from(instance.mentors[mentor]).min(demand) * 1_000;
                let supply = supply * all / of;
                let asked = asked[mentor] * 1_000;
                *value += scale * 3 / 2 * (asked - supply) / (asked + supply).max(1);
                if self.places == Places::Plenty {
                    *value = (*value).max(0);
                }
            }
        }
        if self.places == Places::Scarce && places <= demand {
            // As many as there are places for get more than nothing.
            let (_, shown) = shown(&values);
            let base = values.iter().copied().min().unwrap_or(0);
            let best = |(_, row): &(usize, Vec<i32>)| {
                let keys = row.iter().zip(&shown);
                let open = keys.filter(|(score, _)| **score != INELIGIBLE);
                open.map(|(score, shown)| i64::from(*score) - i64::from(*shown) - base)
                    .max()
            };
            let mut worth: Vec<_> = rows.iter().filter_map(best).collect();
            worth.sort_unstable();
            let last = i128::from(demand - places) * (worth.len() as i128) / i128::from(demand);
            let last = usize::try_from(last).unwrap_or(0);
            let raise = worth.get(last).map_or(0, |worth| worth + price);
            for value in &mut values {
                *value = (*value + raise).max(0);
            }
        }
        Ok((values, scale))
    }
}

/// Values less the lowest, in the width that rows are compared in.
fn shown(values: &[i64]) -> (i64, Vec<i32>) {
    let base = values.iter().copied().min().unwrap_or(0);
    let show = |value: &i64| {
        i32::try_from((value - base).min(MAX_SCORE)).expect("between 0 and the largest score")
    };
    (base, values.iter().map(show).collect())
}

/// Places and bids in whole points.
struct Bids<'a> {
    kept: &'a [Kept],
    places: &'a [u32],
    price: i64,
    values: Vec<i64>,
    /// The lowest first.
    levels: Vec<BinaryHeap<Reverse<(i64, u32)>>>,
    count: u64,
}

impl Bids<'_> {
    /// Lets everybody bid, from these values on, with this least raise.
    fn run(&mut self, least: i64, budget: u64) {
        for levels in &mut self.levels {
            levels.clear();
        }
        let mut waiting: Vec<_> = (0..u32::try_from(self.kept.len()).expect("at most 2^17"))
            .rev()
            .collect();
        let end = self.count + budget;
        while let Some(student) = waiting.pop() {
            if self.count == end {
                return;
            }
            self.count += 1;
            let (mut best, mut second, mut choice) = (-self.price - 1, -self.price, None);
            for pair in &self.kept[student as usize].pairs {
                let worth = i64::from(pair.points) - self.values[pair.mentor()];
                if worth > second {
                    if worth > best {
                        second = best.max(second);
                        (best, choice) = (worth, Some(pair.mentor()));
                    } else {
                        second = worth;
                    }
                }
            }
            let Some(mentor) = choice else { continue };
            let level = self.values[mentor] + best - second + least;
            let levels = &mut self.levels[mentor];
            if levels.len() < self.places[mentor] as usize {
                levels.push(Reverse((level, student)));
            } else if let Some(mut lowest) = levels.peek_mut() {
                let Reverse((_, other)) = *lowest;
                *lowest = Reverse((level, student));
                waiting.push(other);
            }
            if levels.len() == self.places[mentor] as usize
                && let Some(Reverse((lowest, _))) = levels.peek()
            {
                self.values[mentor] = *lowest;
            }
        }
    }
}

/// What one thread has read.
type Part = (Vec<(usize, Kept)>, Range, Space);

impl Opening {
    /// Holds the auction; the answer is who has whom, and what mentors are worth.
    pub(crate) fn bid(
        &self,
        instance: &Instance<'_>,
        price: i64,
    ) -> (Vec<Option<usize>>, Vec<i64>) {
        let mut bids = Bids {
            kept: &self.kept,
            places: &instance.mentors,
            price,
            values: vec![0; instance.mentors.len()],
            levels: vec![BinaryHeap::new(); instance.mentors.len()],
            count: 0,
        };
        let budget = 40 * self.kept.len() as u64;
        if self.places == Places::Scarce {
            let mut least = self.scale / 2 + 1;
            for (value, kept) in bids.values.iter_mut().zip(&self.values) {
                *value = (kept - self.scale).max(0);
            }
            loop {
                bids.run(least, budget);
                if least == 1 {
                    break;
                }
                for value in &mut bids.values {
                    *value = (*value - least).max(0);
                }
                least = (least / 5).max(1);
            }
        } else {
            // A value that is too high would leave a place free that somebody wants.
            bids.run(self.scale / 100 + 1, budget);
        }
        let mut has = vec![None; self.kept.len()];
        for (mentor, levels) in bids.levels.iter().enumerate() {
            for Reverse((_, student)) in levels {
                has[*student as usize] = Some(mentor);
            }
        }
        (has, bids.values)
    }

    /// Puts what the auction found into the flow, as far as it is exactly right, and lets the others bid.
    pub(crate) fn hand_over(
        &self,
        flow: &mut Flow,
        instance: &Instance<'_>,
        (has, values): (Vec<Option<usize>>, Vec<i64>),
        bids: usize,
        rows: &mut impl Rows,
    ) {
        let open = (0..values.len()).filter(|mentor| instance.mentors[*mentor] > 0);
        // How much lower a value is now than when pairs were kept.
        let drop = open
            .clone()
            .map(|mentor| self.values[mentor] - values[mentor])
            .max()
            .unwrap_or(0);
        for mentor in open {
            flow.mentors[mentor] = Weight::of(values[mentor]);
        }
        flow.rebase();
        for student in 0..has.len() {
            if let Some(kept) = rows.kept(student) {
                kept.bound = kept.bound.map(|bound| bound + drop);
            }
        }
        let mut auction = Auction::new(flow.mentors.len());
        let mut others = Vec::new();
        for (student, mentor) in has.into_iter().enumerate() {
            if flow.students[student].places != 1 {
                continue;
            }
            if !auction.keep(flow, student, mentor, rows) {
                others.push(student);
            }
        }
        for student in others {
            auction.enter(flow, student, bids, rows);
        }
        auction::close(flow);
    }
}
