//! A good beginning for large cohorts, and for those with too few places: prices first, then the pairs that matter at
//! them.
//!
//! 1. A sample of the students says roughly what mentors are worth ([`crate::sample`]).
//! 2. All rows are read once, and the best pairs at those values kept, with a bound on what the others are worth.
//! 3. On them an auction is held ([`crate::bids`]) with a least raise that gets smaller (Bertsekas' ε-scaling, 1988), and
//!    its values are settled ([`crate::settle`]). Where a mentor costs far less than was expected, more students might
//!    want them than have kept the pair: those mentors are looked at again, now and then, all by themselves.
//! 4. Students who might still rather have a pair that was not kept are read again, and the auction goes on.
//!
//! Whatever values come out of this, they only decide how much is left to do by searches.

use crate::SolveError;
use crate::bids::{Bids, HIGHEST, NOBODY, POINT, narrow};
use crate::few::{Few, Kept};
use crate::flow::{Flow, Held, Rows};
use crate::lists::Space;
use crate::passes::{Source, Step};
use crate::sample::Sample;
use crate::scores::INELIGIBLE;
use crate::settle::Settling;
use crate::shown::Shown;
use crate::solve::{HIGHEST_PRICE, Range};
use crate::weight::Weight;

/// How a market is held; the answer does not depend on it.
#[derive(Clone, Copy)]
pub(crate) struct Market {
    pub(crate) sample: Sample,
    /// How many pairs of a student are kept.
    pub(crate) few: usize,
}

/// The first least raise, and those at which bounds are looked at, are these parts of how far apart mentors are.
const FIRST: i64 = 8;
const ROUGH: [i64; 2] = [32, 8_192];

/// One of so many mentors is looked at again.
const LOW: usize = 6;

/// How often an auction goes on with students who were read again, from a least raise that depends on whether they are
/// more than one of so many.
const AGAIN: u32 = 4;
const SHARE: usize = 64;
const ALMOST: i64 = 64;

impl Default for Market {
    fn default() -> Self {
        Self {
            sample: Sample {
                students: 2_000,
                wanted: 32,
                rounds: 10,
            },
            few: 32,
        }
    }
}

/// What a market comes to: places, values, and the pairs that were looked at.
pub(crate) struct Opening {
    pub(crate) kept: Vec<Kept>,
    pub(crate) range: Range,
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

    /// Holds a market for a flow where nobody is matched yet, unless a sample tells that this is no good.
    pub(crate) fn hold(
        self,
        flow: &Flow,
        source: &mut impl Source,
        step: &mut Step<'_>,
    ) -> Result<Option<Opening>, SolveError> {
        let single = flow.students.iter().map(|student| student.places == 1);
        let single: Vec<_> = single.collect();
        let Some(estimate) = self.sample.ask(flow, price(flow), source, step)? else {
            return Ok(None);
        };
        let scale = estimate.scale * POINT;
        let mut auction = Auction::new(flow, &single, estimate.values);
        let all: Vec<_> = (0..flow.students.len()).collect();
        let range = auction.read(self.few, &all, source, step)?;
        let mut least = scale / FIRST + 1;
        for part in ROUGH {
            let until = scale / part + 1;
            auction.bids.all(least, until, step)?;
            least = until;
            let values = auction.bids.values.iter();
            let values: Vec<_> = values.map(|value| value / POINT).collect();
            auction.look_again(&values, source, step)?;
            let unproved = auction.unproved(&values);
            auction.value(&values);
            auction.read(self.few, &unproved, source, step)?;
        }
        let mut settled = auction.settle(least, source, step)?;
        for _ in 0..AGAIN {
            let values = settled.floors();
            let unproved = auction.unproved(&values);
            if unproved.is_empty() {
                break;
            }
            auction.value(&values);
            auction.read(self.few, &unproved, source, step)?;
            if auction.are_content(&unproved, &settled.has, &values) {
                break;
            }
            let few = unproved.len() <= flow.students.len() / SHARE;
            settled = auction.settle(if few { ALMOST } else { least }, source, step)?;
        }
        Ok(Some(auction.close(settled, range)))
    }
}

/// The price of an empty place, or what is as good as that in an auction.
fn price(flow: &Flow) -> i64 {
    flow.price.points().clamp(-HIGHEST, HIGHEST)
}

/// An auction that is going on.
struct Auction<'a> {
    flow: &'a Flow,
    /// Who bids: the students who have one place.
    single: &'a [bool],
    bids: Bids<'a>,
    /// What each mentor costs where the bounds of the pairs kept are right.
    shown: Vec<i64>,
}

/// What an auction comes to.
struct Settled {
    /// The mentor of each student, or [`NOBODY`].
    has: Vec<u32>,
    values: Vec<Weight>,
}

impl Settled {
    fn floors(&self) -> Vec<i64> {
        self.values.iter().map(|value| value.floor()).collect()
    }
}

impl<'a> Auction<'a> {
    /// Begins at these values, with no pairs.
    fn new(flow: &'a Flow, single: &'a [bool], values: Vec<i64>) -> Self {
        let begun = values.iter().map(|value| value * POINT).collect();
        Self {
            flow,
            single,
            bids: Bids::new(single, &flow.keys, &flow.free, price(flow), begun),
            shown: values,
        }
    }

    /// Shows at least these values: what costs more is worth less, so that bounds stay right.
    fn value(&mut self, values: &[i64]) {
        for (shown, value) in self.shown.iter_mut().zip(values) {
            *shown = (*shown).max(*value);
        }
    }

    /// Reads the rows of these students, and keeps the best few pairs at the values shown. The answer is the range of the
    /// open scores, if anything depends on it.
    fn read(
        &mut self,
        few: usize,
        students: &[usize],
        source: &mut impl Source,
        step: &mut Step<'_>,
    ) -> Result<Range, SolveError> {
        let flow = self.flow;
        let shown = Shown::new(&self.shown, &flow.free);
        // Only the price of making most pairs depends on the ends of scores.
        let ends = flow.price == Weight::of(HIGHEST_PRICE);
        let begin = || -> (Vec<(usize, Kept)>, Range, Space) { Default::default() };
        let work =
            |(all, range, space): &mut (Vec<_>, Range, Space), student: usize, row: &mut [i32]| {
                if flow.students[student].places == 0 {
                    return;
                }
                if ends {
                    let free = row.iter_mut().zip(&flow.free);
                    for (score, _) in free.filter(|(_, free)| **free == 0) {
                        *score = INELIGIBLE;
                    }
                    range.see(row);
                }
                let rest = space.best_of(row, &shown.values, few);
                let open = space.best.iter();
                let open = open.filter(|(_, mentor)| flow.free[*mentor as usize] > 0);
                let pairs = open.map(|(_, mentor)| Few::new(row[*mentor as usize], *mentor));
                let kept = Kept {
                    pairs: pairs.collect(),
                    bound: rest.map(|rest| shown.worth(rest)),
                };
                all.push((student, kept));
            };
        let parts = source.fold(students, step, begin, work)?;
        let mut range = Range::default();
        for (part, seen, _) in parts {
            range.and(seen);
            for (student, kept) in part {
                self.bids.kept[student].bound = kept.bound;
                self.bids.keep(student, kept.pairs);
            }
        }
        Ok(range)
    }

    /// Bids until the least raise is as small as can be, and settles what places are worth.
    fn settle(
        &mut self,
        least: i64,
        source: &mut impl Source,
        step: &mut Step<'_>,
    ) -> Result<Settled, SolveError> {
        self.bids.all(least, 1, step)?;
        // No more than they should be, and with no part of a tie-break in them.
        let value = |value: &i64| Weight::of((value / POINT - 1).max(0));
        let mut settling = Settling::new(
            &self.bids.kept,
            &self.flow.keys,
            price(self.flow),
            self.bids.has.clone(),
            self.single,
            self.bids.values.iter().map(value).collect(),
        );
        settling.run(step)?;
        let settled = Settled {
            has: settling.has,
            values: settling.values,
        };
        self.look_again(&settled.floors(), source, step)?;
        Ok(settled)
    }

    /// How much less an open mentor costs at these values than is shown.
    fn drops(&self, values: &[i64]) -> Vec<(i64, usize)> {
        let costs = (0..).zip(self.shown.iter().zip(values).zip(&self.flow.free));
        let open = costs.filter(|(_, (_, free))| **free > 0);
        open.map(|(mentor, ((shown, value), _))| (shown - value, mentor))
            .collect()
    }

    /// Looks at those mentors again who cost far less at these values than is shown, and keeps more of their pairs, so
    /// that bounds need allow only for what the others cost less.
    fn look_again(
        &mut self,
        values: &[i64],
        source: &mut impl Source,
        step: &mut Step<'_>,
    ) -> Result<(), SolveError> {
        let mut drops = self.drops(values);
        let nth = drops.len() / LOW;
        if nth == drops.len() {
            return Ok(());
        }
        let order = |one: &(i64, usize), other: &(i64, usize)| other.cmp(one);
        let by = drops.select_nth_unstable_by(nth, order).1.0.max(0);
        let low = drops[..nth].iter().filter(|(drop, _)| *drop > by);
        let mut low: Vec<_> = low.map(|(_, mentor)| *mentor).collect();
        low.sort_unstable();
        let costs: Vec<_> = low.iter().map(|mentor| values[*mentor]).collect();
        let costs = Shown::new(&costs, &vec![1; low.len()]);

        let all = &self.bids.kept;
        let asked = (0..all.len()).filter(|student| all[*student].bound.is_some());
        let asked: Vec<_> = asked.collect();
        let begin = || -> (Vec<(usize, Vec<Few>)>, Space) { Default::default() };
        let work = |(more, space): &mut (Vec<_>, Space), student: usize, row: &mut [i32]| {
            let kept = &all[student];
            let bound = kept.bound.map_or(i64::MAX, |bound| bound + by);
            space.above(row, &costs.values, costs.key(bound));
            let found = space.best.iter();
            let found = found.map(|(_, place)| {
                let place = *place as usize;
                Few::new(row[place], narrow(low[place]))
            });
            let pairs: Vec<_> = found.filter(|pair| !kept.has(pair.mentor())).collect();
            if !pairs.is_empty() {
                more.push((student, pairs));
            }
        };
        let parts = source.fold_some(&low, &asked, step, begin, work)?;

        for (student, pairs) in parts.into_iter().flat_map(|part| part.0) {
            self.bids.keep(student, pairs);
        }
        for kept in &mut self.bids.kept {
            kept.bound = kept.bound.map(|bound| bound + by);
        }
        for shown in &mut self.shown {
            *shown -= by;
        }
        for mentor in low {
            self.shown[mentor] = values[mentor];
        }
        Ok(())
    }

    /// How much less than is shown a mentor costs at most.
    fn drop(&self, values: &[i64]) -> i64 {
        let drops = self.drops(values).into_iter();
        drops.map(|(drop, _)| drop).max().unwrap_or(0)
    }

    /// Who might rather have a pair that is not kept.
    fn unproved(&self, values: &[i64]) -> Vec<usize> {
        let (drop, nothing) = (self.drop(values), -price(self.flow));
        let gain = |pair: &Few| i64::from(pair.points) - values[pair.mentor()];
        let unproved = |student: &usize| {
            let Kept { pairs, bound } = &self.bids.kept[*student];
            let best = || pairs.iter().map(gain).fold(nothing, i64::max);
            // Tie-breaks are less than a point.
            bound.is_some_and(|bound| bound + drop >= best() - 1)
        };
        let students = 0..self.single.len();
        let students = students.filter(|student| self.single[*student]);
        students.filter(unproved).collect()
    }

    /// Whether none of these students would rather have another pair that is kept.
    fn are_content(&self, students: &[usize], has: &[u32], values: &[i64]) -> bool {
        let nothing = -price(self.flow);
        let gain = |pair: &Few| i64::from(pair.points) - values[pair.mentor()];
        students.iter().all(|student| {
            let pairs = &self.bids.kept[*student].pairs;
            let pair = pairs.iter().find(|pair| pair.number() == has[*student]);
            let gains = pair.map_or(nothing, gain);
            // Tie-breaks are less than a point.
            pairs.iter().all(|pair| gain(pair) <= gains + 1)
        })
    }

    /// The end, at the price of the flow: where no place is free, all may cost more by as much as having none does.
    fn close(self, mut settled: Settled, range: Range) -> Opening {
        let flow = self.flow;
        let mut free = flow.free.clone();
        for mentor in settled.has.iter().filter(|has| **has != NOBODY) {
            free[*mentor as usize] -= 1;
        }
        if free.iter().all(|free| *free == 0) {
            let more = Weight::of(flow.price.points() - price(flow));
            for value in &mut settled.values {
                *value += more;
            }
        }
        let drop = self.drop(&settled.floors());
        let mut kept = self.bids.kept;
        for kept in &mut kept {
            kept.bound = kept.bound.map(|bound| bound + drop);
        }
        Opening {
            kept,
            range,
            has: settled.has,
            values: settled.values,
        }
    }
}

impl Opening {
    /// Puts what was found into a flow where nobody is matched.
    pub(crate) fn hand_over(self, flow: &mut Flow, rows: &mut impl Rows) {
        rows.keep(self.kept);
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
