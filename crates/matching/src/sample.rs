//! What mentors are roughly worth, told by a sample of the students: each asks for many mentors at once, so that few
//! students tell much.

use crate::SolveError;
use crate::flow::Flow;
use crate::lists::Space;
use crate::passes::{Source, Step};
use crate::shown::Shown;

/// How a sample is asked.
#[derive(Clone, Copy)]
pub(crate) struct Sample {
    /// How many students are asked at most, for how many mentors each, and how often.
    pub(crate) students: usize,
    pub(crate) wanted: usize,
    pub(crate) rounds: usize,
}

/// Few levels are so many; many are tied when they are more than one in so many.
const LEVELS: usize = 2;
const TIED: usize = 4;

/// A sample is large enough when each mentor is asked for about so often.
const OFTEN: usize = 8;

/// What a sample comes to.
pub(crate) struct Estimate {
    /// Values at which the sample asks for about as many places of each mentor as there are.
    pub(crate) values: Vec<i64>,
    /// How far apart the mentors are that a student asks for.
    pub(crate) scale: i64,
}

/// What one thread was asked for in one round.
#[derive(Default)]
struct Asked {
    /// How often, by mentor.
    counts: Vec<i64>,
    /// What the best of each student is worth, and the last that the student asks for.
    students: Vec<(usize, i64, i64)>,
    /// How many students' best differ little.
    tied: usize,
    space: Space,
}

impl Sample {
    /// `price` is what leaving a student costs. None where the best of many students are tied: a few of them tell little
    /// then.
    pub(crate) fn ask(
        self,
        flow: &Flow,
        price: i64,
        source: &mut impl Source,
        step: &mut Step<'_>,
    ) -> Result<Option<Estimate>, SolveError> {
        let all: Vec<_> = (0..flow.students.len())
            .filter(|student| flow.students[*student].places > 0)
            .collect();
        let enough = (flow.free.len() * OFTEN).div_ceil(self.wanted);
        let every = all.len().div_ceil(self.students.min(enough)).max(1);
        let some: Vec<_> = all.iter().copied().step_by(every).collect();
        if source.is_quick() {
            return self.rounds(flow, price, &some, source, step);
        }
        let keep = |rows: &mut Vec<_>, student: usize, row: &mut [i32]| {
            rows.push((student, row.to_vec()));
        };
        let parts = source.fold(&some, step, Vec::new, keep)?;
        let mut rows = Rows(parts.into_iter().flatten().collect());
        rows.0.sort_unstable_by_key(|row| row.0);
        let places: Vec<_> = (0..some.len()).collect();
        self.rounds(flow, price, &places, &mut rows, step)
    }

    fn rounds(
        self,
        flow: &Flow,
        price: i64,
        students: &[usize],
        source: &mut impl Source,
        step: &mut Step<'_>,
    ) -> Result<Option<Estimate>, SolveError> {
        let wide = |number: usize| i64::try_from(number).expect("a sample is small");
        let sum = |places: &mut dyn Iterator<Item = u32>| places.map(i64::from).sum::<i64>().max(1);
        let demand = sum(&mut flow.students.iter().map(|student| student.places));
        let places = sum(&mut flow.free.iter().copied());
        let count = wide(students.len().max(1));
        let all = wide(self.wanted) * count;
        let mut values = vec![0_i64; flow.free.len()];
        // Nobody has asked yet.
        let mut floors = vec![i64::MAX; students.last().map_or(0, |last| last + 1)];
        let mut worth = Vec::new();
        let mut scale = 1;
        for round in 0..self.rounds {
            let asked = self.round(flow, &values, &floors, students, source, step)?;
            if round == 0 && asked.tied > students.len() / TIED {
                return Ok(None);
            }
            worth.clear();
            let mut spread = 0;
            for (student, best, last) in asked.students {
                worth.push(best);
                spread += best - last;
                floors[student] = last - scale / 4;
            }
            scale = (spread / count / 3).max(1);
            for ((value, asked), free) in values.iter_mut().zip(asked.counts).zip(&flow.free) {
                // In thousandths of a student.
                let supply = i64::from(*free).min(demand) * 1_000;
                let supply = supply * all / places.min(demand);
                let asked = asked * 1_000;
                *value += scale * 3 / 2 * (asked - supply) / (asked + supply).max(1);
            }
        }
        // So far only the differences of values mean anything.
        let level = if places <= demand {
            // As many as there are places for get more than nothing.
            worth.sort_unstable();
            let last = i128::from(demand - places) * (worth.len() as i128) / i128::from(demand);
            let last = usize::try_from(last).unwrap_or(0);
            -worth.get(last).map_or(0, |worth| worth + price)
        } else {
            lowest(&values, &flow.free, places - demand, scale)
        };
        for value in &mut values {
            *value = (*value - level).max(0);
        }
        Ok(Some(Estimate { values, scale }))
    }

    /// Lets each student ask once. Nothing that a student asks for is likely to be below the floor.
    fn round(
        self,
        flow: &Flow,
        values: &[i64],
        floors: &[i64],
        students: &[usize],
        source: &mut impl Source,
        step: &mut Step<'_>,
    ) -> Result<Asked, SolveError> {
        let shown = Shown::new(values, &flow.free);
        let begin = || Asked {
            counts: vec![0; values.len()],
            ..Asked::default()
        };
        let work = |asked: &mut Asked, student: usize, row: &mut [i32]| {
            let space = &mut asked.space;
            space.above(row, &shown.values, shown.key(floors[student]));
            if space.best.len() <= self.wanted {
                let rest = space.gather(row, &shown.values, self.wanted);
                asked.tied += usize::from(self.is_tied(&space.best, rest));
            }
            space.cut(self.wanted);
            let open = space.best.iter();
            let open = open.filter(|(_, mentor)| flow.free[*mentor as usize] > 0);
            let mut ends = None;
            for (key, mentor) in open {
                asked.counts[*mentor as usize] += 1;
                let (best, last) = ends.unwrap_or((*key, *key));
                ends = Some((best.max(*key), last.min(*key)));
            }
            if let Some((best, last)) = ends {
                let (best, last) = (shown.worth(best), shown.worth(last));
                asked.students.push((student, best, last));
            }
        };
        let parts = source.fold(students, step, begin, work)?;
        let together = |mut one: Asked, other: Asked| {
            for (count, more) in one.counts.iter_mut().zip(other.counts) {
                *count += more;
            }
            one.students.extend(other.students);
            one.tied += other.tied;
            one
        };
        Ok(parts.into_iter().reduce(together).unwrap_or_else(begin))
    }

    /// Whether the best of a student differ little: there are few levels, or many on the level of the best who is not asked
    /// for. All of those are there.
    fn is_tied(self, best: &[(i32, u32)], rest: Option<i32>) -> bool {
        let Some(rest) = rest else {
            return false;
        };
        let mut keys: Vec<_> = best.iter().map(|(key, _)| *key).collect();
        let level = keys.iter().filter(|key| **key == rest).count();
        keys.retain(|key| *key >= rest);
        keys.sort_unstable();
        keys.dedup();
        keys.len() <= LEVELS || level > 2 * self.wanted
    }
}

/// The value below which mentors are worth nothing, where so many places will be left over. Who is raised to it loses
/// the more students the further they were below.
fn lowest(values: &[i64], free: &[u32], left_over: i64, scale: i64) -> i64 {
    let open = || values.iter().zip(free).filter(|(_, free)| **free > 0);
    let lost = |level: i64| -> i64 {
        let below = open().filter(|(value, _)| **value < level);
        let lost = below.map(|(value, free)| {
            let below = i128::from(level - value);
            let lost = i128::from(*free) * below / (below + i128::from(scale));
            i64::try_from(lost).expect("no more than there are places")
        });
        lost.sum()
    };
    let mut low = open().map(|(value, _)| *value).min().unwrap_or(0);
    // Far above the highest all places are lost.
    let mut high = open().map(|(value, _)| *value).max().unwrap_or(0) + 64 * scale;
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if lost(middle) < left_over {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// Rows that are kept, because they take long to read.
struct Rows(Vec<(usize, Vec<i32>)>);

impl Source for Rows {
    fn fold<P: Send>(
        &mut self,
        rows: &[usize],
        step: &mut Step<'_>,
        begin: impl Fn() -> P + Sync,
        work: impl Fn(&mut P, usize, &mut [i32]) + Sync,
    ) -> Result<Vec<P>, SolveError> {
        let mut part = begin();
        for row in rows {
            step(*row)?;
            work(&mut part, *row, &mut self.0[*row].1);
        }
        Ok(vec![part])
    }
}
