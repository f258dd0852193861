//! A good beginning for large cohorts, and for those with too few places: prices first, then the pairs that matter at
//! them.
//!
//! 1. A sample of the students says roughly what mentors are worth, each asking for many mentors at once so that few
//!    students tell much.
//! 2. All rows are read once, and the best pairs at those values kept.
//! 3. On them an auction is held ([`crate::bids`]) with a least raise that gets smaller (Bertsekas' ε-scaling, 1988), and
//!    its values are settled ([`crate::settle`]).
//! 4. Where too many students might rather have a pair that was not kept, all of that again from step 2, beginning with
//!    the values found.
//!
//! Whatever values come out of this, they only decide how much is left to do by searches.

use crate::MAX_SCORE;
use crate::SolveError;
use crate::bids::{Bids, HIGHEST, NOBODY, POINT, narrow};
use crate::few::{Few, Kept};
use crate::flow::{Flow, Held, Rows};
use crate::lists::Space;
use crate::passes::{Source, Step};
use crate::scores::INELIGIBLE;
use crate::settle::Settling;
use crate::solve::Range;
use crate::weight::Weight;

/// How a market is held; the answer does not depend on it.
#[derive(Clone, Copy)]
pub(crate) struct Market {
    /// How many students are asked first, and how many mentors each asks for.
    pub(crate) sample: usize,
    pub(crate) wanted: usize,
    pub(crate) rounds: usize,
    /// How many pairs of a student are kept.
    pub(crate) few: usize,
}

/// Rows are read no more often than this, and not again where no more than one of so many students asks for it.
const READINGS: u32 = 4;
const SHARE: usize = 16;

/// Mentors are looked at again when the least raise is as small as these parts of how far apart mentors are.
const ROUGH: [i64; 2] = [128, 8_192];

/// One of so many mentors is looked at again after that.
const LOW: usize = 8;

/// By how much less values are expected to be wrong after one reading.
const CLOSER: i64 = 64;

impl Default for Market {
    fn default() -> Self {
        Self {
            sample: 2_000,
            wanted: 32,
            rounds: 20,
            few: 64,
        }
    }
}

/// What a market comes to: places, values, and the pairs that were looked at.
pub(crate) struct Opening {
    pub(crate) kept: Vec<Kept>,
    pub(crate) range: Range,
    /// The values at which pairs were kept.
    shown: Vec<i64>,
    /// The mentor of each student, or [`NOBODY`].
    has: Vec<u32>,
    values: Vec<Weight>,
}

impl Market {
    /// A market for this flow where that is better than to let students enter one by one: there, each who must stay
    /// without a place makes a long search.
    pub(crate) fn of(flow: &Flow) -> Option<Self> {
        let demand = flow
            .students
            .iter()
            .map(|student| u64::from(student.places));
        (flow.total_free < demand.sum()).then(Self::default)
    }

    /// Holds a market for a flow where nobody is matched yet.
    pub(crate) fn hold(
        self,
        flow: &Flow,
        source: &mut impl Source,
        step: &mut Step<'_>,
    ) -> Result<Opening, SolveError> {
        let single: Vec<_> = flow
            .students
            .iter()
            .map(|student| student.places == 1)
            .collect();
        let (mut values, mut scale) = self.ask(flow, source, step)?;
        for reading in 1.. {
            let (kept, range) = self.read(flow, &values, source, step)?;
            let mut shown = values;
            let begun = shown.iter().map(|value| value * POINT).collect();
            let mut bids = Bids::new(kept, &single, &flow.keys, &flow.free, price(flow), begun);
            let mut least = scale * POINT / 2 + 1;
            for part in ROUGH {
                let until = scale * POINT / part + 1;
                bids.all(least, until, step)?;
                least = until;
                let floors: Vec<_> = bids.values.iter().map(|value| value / POINT).collect();
                let more = look_again(flow, &mut bids.kept, &mut shown, &floors, source, step)?;
                for (student, pairs) in more {
                    bids.keep(student, &pairs);
                }
            }
            bids.all(least, 1, step)?;
            // No more than they should be, and with no part of a tie-break in them.
            let value = |value: &i64| Weight::of((value / POINT - 1).max(0));
            let found = bids.values.iter().map(value).collect();
            let mut kept = bids.kept;
            let mut settling =
                Settling::new(&kept, &flow.keys, price(flow), bids.has, &single, found);
            settling.run(step)?;
            let (has, found) = (settling.has, settling.values);
            let floors: Vec<_> = found.iter().map(|value| value.floor()).collect();
            for (student, pairs) in look_again(flow, &mut kept, &mut shown, &floors, source, step)?
            {
                kept[student].pairs.extend(pairs);
            }
            let opening = Opening {
                kept,
                range,
                shown,
                has,
                values: found,
            };
            let few = flow.students.len() / SHARE;
            if reading == READINGS || opening.unproved(flow) <= few {
                return Ok(opening.at_price(flow));
            }
            values = opening.values.iter().map(|value| value.floor()).collect();
            scale = (scale / CLOSER).max(1);
        }
        unreachable!("there are no more readings than that")
    }

    /// Reads all rows and keeps the best pairs at these values.
    fn read(
        self,
        flow: &Flow,
        values: &[i64],
        source: &mut impl Source,
        step: &mut Step<'_>,
    ) -> Result<(Vec<Kept>, Range), SolveError> {
        let (base, shown) = shown(values);
        let all: Vec<_> = (0..flow.students.len()).collect();
        let (students, closed) = (&flow.students, closed(flow));
        let begin = || -> Part { Default::default() };
        let work = |(kept, range, space): &mut Part, student: usize, row: &mut [i32]| {
            if students[student].places == 0 {
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
        Ok((kept, range))
    }

    /// Values at which the sample asks for about as many places of each mentor as there are, and how far apart the
    /// mentors are that a student asks for.
    fn ask(
        self,
        flow: &Flow,
        source: &mut impl Source,
        step: &mut Step<'_>,
    ) -> Result<(Vec<i64>, i64), SolveError> {
        let asked: Vec<_> = (0..flow.students.len())
            .filter(|student| flow.students[*student].places > 0)
            .collect();
        let closed = closed(flow);
        let every = asked.len().div_ceil(self.sample).max(1);
        let some: Vec<_> = asked.iter().copied().step_by(every).collect();
        let work = |part: &mut Vec<(usize, Vec<i32>)>, student: usize, row: &mut [i32]| {
            for mentor in &closed {
                row[*mentor] = INELIGIBLE;
            }
            part.push((student, row.to_vec()));
        };
        let parts = source.fold(&some, step, Vec::new, work)?;
        let mut rows: Vec<_> = parts.into_iter().flatten().collect();
        rows.sort_unstable_by_key(|row| row.0);

        let wide = |number: usize| i64::try_from(number).expect("a sample is small");
        let sum = |places: &mut dyn Iterator<Item = u32>| places.map(i64::from).sum::<i64>().max(1);
        let demand = sum(&mut flow.students.iter().map(|student| student.places));
        let places = sum(&mut flow.free.iter().copied());
        // Values may begin anywhere where every place will be filled.
        let scarce = places <= demand;
        let wanted = wide(self.wanted);
        let mut values = vec![0_i64; flow.free.len()];
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
            let of = places.min(demand);
            let count = wide(rows.len().max(1));
            scale = (spread / count / 3).max(1);
            for (mentor, value) in values.iter_mut().enumerate() {
                let all = wanted * count;
                // In thousandths of a student.
                let supply = i64::from(flow.free[mentor]).min(demand) * 1_000;
                let supply = supply * all / of;
                let asked = asked[mentor] * 1_000;
                *value += scale * 3 / 2 * (asked - supply) / (asked + supply).max(1);
                if !scarce {
                    *value = (*value).max(0);
                }
            }
        }
        if scarce {
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
            let raise = worth.get(last).map_or(0, |worth| worth + price(flow));
            for value in &mut values {
                *value = (*value + raise).max(0);
            }
        }
        Ok((values, scale))
    }
}

/// The price of an empty place, or what is as good as that in an auction.
fn price(flow: &Flow) -> i64 {
    flow.price.points().clamp(-HIGHEST, HIGHEST)
}

/// The mentors who have no places.
fn closed(flow: &Flow) -> Vec<usize> {
    let mentors = 0..flow.free.len();
    mentors.filter(|mentor| flow.free[*mentor] == 0).collect()
}

/// Values less the lowest, in the width that rows are compared in.
fn shown(values: &[i64]) -> (i64, Vec<i32>) {
    let base = values.iter().copied().min().unwrap_or(0);
    let show = |value: &i64| {
        i32::try_from((value - base).min(MAX_SCORE)).expect("between 0 and the largest score")
    };
    (base, values.iter().map(show).collect())
}

/// What one thread has read.
type Part = (Vec<(usize, Kept)>, Range, Space);

/// Looks at those mentors again who cost far less than when pairs were kept, and keeps more of their pairs, so that
/// bounds need allow only for what the others cost less.
fn look_again(
    flow: &Flow,
    kept: &mut [Kept],
    shown: &mut [i64],
    values: &[i64],
    source: &mut impl Source,
    step: &mut Step<'_>,
) -> Result<Vec<(usize, Vec<Few>)>, SolveError> {
    let drop = |mentor: usize| shown[mentor] - values[mentor];
    let mut open: Vec<_> = (0..values.len())
        .filter(|mentor| flow.free[*mentor] > 0)
        .collect();
    let nth = open.len() / LOW;
    if nth == open.len() {
        return Ok(Vec::new());
    }
    let order = |one: &usize, other: &usize| drop(*other).cmp(&drop(*one));
    let (low, nth, _) = open.select_nth_unstable_by(nth, order);
    let by = drop(*nth).max(0);
    low.sort_unstable();
    let low: Vec<_> = low
        .iter()
        .copied()
        .filter(|mentor| drop(*mentor) > by)
        .collect();
    let (base, costs) = self::shown(&low.iter().map(|mentor| values[*mentor]).collect::<Vec<_>>());
    let asked: Vec<_> = (0..kept.len())
        .filter(|student| kept[*student].bound.is_some())
        .collect();
    let before = &*kept;
    let begin = || -> (Vec<(usize, Vec<Few>)>, Space) { Default::default() };
    let work = |(more, space): &mut (Vec<_>, Space), student: usize, row: &mut [i32]| {
        let Some(bound) = before[student].bound else {
            return;
        };
        let above = (bound + by + base).clamp(i64::from(i32::MIN), i64::from(i32::MAX));
        space.above(row, &costs, i32::try_from(above).expect("it is clamped"));
        let pairs = space.best.iter();
        let pairs = pairs.map(|(_, place)| {
            let place = *place as usize;
            Few::new(row[place], narrow(low[place]))
        });
        let new = |pair: &Few| {
            let mut pairs = before[student].pairs.iter();
            pairs.all(|kept| kept.number() != pair.number())
        };
        let pairs: Vec<_> = pairs.filter(new).collect();
        if !pairs.is_empty() {
            more.push((student, pairs));
        }
    };
    let parts = source.fold_some(&low, &asked, step, begin, work)?;
    for kept in kept {
        kept.bound = kept.bound.map(|bound| bound + by);
    }
    for shown in &mut *shown {
        *shown -= by;
    }
    for mentor in low {
        shown[mentor] = values[mentor];
    }
    Ok(parts.into_iter().flat_map(|part| part.0).collect())
}

impl Opening {
    /// How much lower a value is now than when pairs were kept, at most.
    fn drop(&self, flow: &Flow) -> i64 {
        let pairs = self.shown.iter().zip(&self.values).zip(&flow.free);
        let pairs = pairs.filter(|(_, free)| **free > 0);
        let drop = pairs.map(|((shown, value), _)| shown - value.floor());
        drop.max().unwrap_or(0)
    }

    /// The same at the price of the flow: where no place is free, all may cost more by as much as having none does.
    fn at_price(mut self, flow: &Flow) -> Self {
        let mut free = flow.free.clone();
        for mentor in self.has.iter().filter(|has| **has != NOBODY) {
            free[*mentor as usize] -= 1;
        }
        if free.iter().all(|free| *free == 0) {
            let more = Weight::of(flow.price.points() - price(flow));
            for value in &mut self.values {
                *value += more;
            }
        }
        self
    }

    /// How many students might rather have somebody who was not kept.
    fn unproved(&self, flow: &Flow) -> usize {
        let (drop, price) = (self.drop(flow), price(flow));
        let unproved = |(kept, has): &(&Kept, &u32)| {
            let Some(bound) = kept.bound else {
                return false;
            };
            let gain = |pair: &Few| i64::from(pair.points) - self.values[pair.mentor()].floor();
            let pair = kept.pairs.iter().find(|pair| pair.number() == **has);
            let gains = kept.pairs.iter().map(gain).fold(-price, i64::max);
            // Tie-breaks are less than a point.
            let gain = pair.map_or(-price, gain);
            bound + drop >= gain - 1 || gains > gain + 1
        };
        self.kept.iter().zip(&self.has).filter(unproved).count()
    }

    /// Puts what was found into a flow where nobody is matched.
    pub(crate) fn hand_over(self, flow: &mut Flow, rows: &mut impl Rows) {
        let drop = self.drop(flow);
        let mut kept = self.kept;
        for kept in &mut kept {
            kept.bound = kept.bound.map(|bound| bound + drop);
        }
        rows.keep(kept);
        for (mentor, value) in self.values.into_iter().enumerate() {
            if flow.free[mentor] > 0 {
                flow.mentors[mentor] = value;
            }
        }
        flow.rebase();
        for (student, mentor) in self.has.into_iter().enumerate() {
            if mentor == NOBODY {
                continue;
            }
            let gain = flow.least_value(student, rows);
            let pair = flow.find(student, mentor as usize);
            let weight = |pair: Held| flow.lists[student][pair.candidate()].weight();
            // Who would rather have a pair that was not kept is left to a search.
            let pair = pair.filter(|pair| weight(*pair) - flow.mentors[mentor as usize] == gain);
            if let Some(pair) = pair {
                flow.values[student] = gain;
                flow.choose(pair);
            }
        }
    }
}
