//! M7: random cohorts with capacities, degenerate ones among them, against the Kuhn–Munkres method of `pathfinding`.

use crate::Result;
use crate::options::Options;
use crate::report::{line, raw, timed};
use matching::{Cohort, Leaving, Mentor, PersonId, Problem, Student, scores, solve, verify};
use pathfinding::prelude::{Matrix, kuhn_munkres};
use std::ops::ControlFlow;

const CASES: u64 = 1_000;
const LARGEST: usize = 300;

/// Worth more than all scores of a case together.
const MANY: i64 = 1_000_000_000_000;

/// Numbers that look random: the state of a linear congruential generator (Knuth's MMIX constants).
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new(seed: u64) -> Self {
        let mut numbers = Self(seed);
        // The first numbers of neighbouring seeds are alike.
        for _ in 0..8 {
            numbers.below(2);
        }
        numbers
    }

    /// From 0 to one less than `limit`, which is below 2^31.
    pub(crate) fn below(&mut self, limit: i64) -> i64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33).cast_signed() % limit
    }

    /// From 0 to `most`.
    pub(crate) fn places(&mut self, most: u32) -> u32 {
        u32::try_from(self.below(i64::from(most) + 1)).unwrap_or_default()
    }

    pub(crate) fn index(&mut self, limit: usize) -> usize {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        usize::try_from(self.below(limit)).unwrap_or_default()
    }
}

struct Case {
    places: Vec<u32>,
    /// Row-major, one row for each student.
    scores: Vec<Option<i64>>,
    leaving: Leaving,
}

impl Case {
    fn new(seed: u64) -> Self {
        let mut numbers = Numbers::new(seed);
        // Sizes are spread over orders of magnitude; some cases have one person on a side.
        let mut size = || {
            let limit = [1, 8, 40, 120, LARGEST][numbers.index(5)];
            1 + numbers.index(limit)
        };
        let (students, mentors) = (size(), size());
        // All ties, few values, many values; costs and gains.
        let (low, spread) = [
            (7, 1),
            (0, 3),
            (-4, 5),
            (0, 1_000_000),
            (-900_000, 1_800_000),
        ][numbers.index(5)];
        // How many of a hundred pairs may be made; sometimes none.
        let eligible = [100, 100, 100, 90, 90, 90, 50, 50, 5, 0][numbers.index(10)];
        // No places at all, one each, mixed, far more than there are students.
        let (fewest, most) =
            [(0, 0), (1, 1), (0, 3), (0, 8), (20, 40)][numbers.index(20).div_ceil(5).min(4)];
        let mut score = || (numbers.below(100) < eligible).then(|| low + numbers.below(spread));
        let scores = (0..students * mentors).map(|_| score()).collect();
        let places = (0..mentors)
            .map(|_| fewest + numbers.places(most - fewest))
            .collect();
        let leaving = match numbers.index(3) {
            0 => Leaving::Price(numbers.below(1_000_000) - 500_000),
            _ => Leaving::MostMatched,
        };
        Self {
            places,
            scores,
            leaving,
        }
    }

    fn students(&self) -> usize {
        self.scores.len() / self.places.len()
    }

    /// What we find, verified, at the price of the oracle.
    fn ours(&self) -> Result<i64> {
        let person = |index: usize| PersonId(index as u128);
        let student = |index| Student {
            id: person(index),
            places: 1,
        };
        let mentor = |(index, places): (usize, &u32)| Mentor {
            id: person(1_000 + index),
            places: *places,
        };
        let mentors = self.places.iter().enumerate().map(mentor).collect();
        let cohort = Cohort::new((0..self.students()).map(student).collect(), mentors)?;
        let scores =
            scores::single(|student, mentor| self.scores[student * self.places.len() + mentor]);
        let problem = Problem {
            cohort: &cohort,
            scores: &scores,
            leaving: self.leaving,
        };
        let solution = solve(&problem, &mut |_| ControlFlow::Continue(()))?;
        verify(&problem, &solution, &mut |_| ControlFlow::Continue(()))?;
        Ok(solution.total - self.price() * i64::try_from(solution.unmatched.len())?)
    }

    fn price(&self) -> i64 {
        match self.leaving {
            Leaving::Price(price) => price,
            Leaving::MostMatched => MANY,
        }
    }

    /// One row for each student, one column for each place and one for each student who stays without.
    fn oracle(&self) -> i64 {
        let students = self.students();
        let places = self.places.iter().enumerate();
        let slots: Vec<_> = places
            .flat_map(|(mentor, places)| {
                std::iter::repeat_n(mentor, (*places as usize).min(students))
            })
            .collect();
        let weights =
            Matrix::from_fn(
                students,
                slots.len() + students,
                |(student, column)| match slots.get(column) {
                    Some(mentor) => {
                        self.scores[student * self.places.len() + mentor].unwrap_or(-1_000 * MANY)
                    }
                    None => -self.price(),
                },
            );
        kuhn_munkres(&weights).0
    }
}

pub(crate) fn run(_: &Options) -> Result {
    let (mut equal, mut ours, mut theirs) = (0, 0.0, 0.0);
    for seed in 0..CASES {
        let case = Case::new(seed);
        let (time, found) = timed(|| case.ours());
        ours += time;
        let (time, optimum) = timed(|| case.oracle());
        theirs += time;
        if found? == optimum {
            equal += 1;
        } else {
            raw("M7", &format!("another objective at seed {seed}"));
        }
    }
    line(
        "M7",
        &format!("{equal} of {CASES} equal"),
        "equal every time",
        equal == CASES,
    );
    raw(
        "M7",
        &format!("all of them: ours {ours:.1} s with verification, pathfinding {theirs:.1} s"),
    );
    Ok(())
}
