//! From values that are nearly right to values that are: the places of an auction stay as they are as far as they can.
//!
//! A mentor's value must be at least what each student who has another place, or none, would gain by a change. Raising
//! values until it is lowers what the students of those mentors gain, who then may ask for others to be raised (label
//! correcting; Ahuja, Magnanti and Orlin, chapter 5). It ends unless students could change places in a circle and gain by
//! it: then they do. A student who in the end would rather have no place gives it up and is left to a search.

use crate::SolveError;
use crate::bids::{NOBODY, UNDECIDED, narrow};
use crate::few::{Few, Kept};
use crate::instance::Keys;
use crate::passes::Step;
use crate::weight::Weight;
use std::collections::VecDeque;

pub(crate) struct Settling<'a> {
    kept: &'a [Kept],
    keys: &'a Keys,
    /// What having nobody is worth.
    nothing: Weight,
    /// The mentor of each student, or [`NOBODY`].
    pub(crate) has: Vec<u32>,
    /// Who is left to a search.
    out: Vec<bool>,
    pub(crate) values: Vec<Weight>,
    /// Values in points, rounded down.
    floors: Vec<i64>,
    /// The weight of each student's pair.
    weights: Vec<Weight>,
    held: Vec<Vec<u32>>,
    /// Who asked for each mentor last.
    by: Vec<u32>,
    raises: Vec<u32>,
    waits: Vec<bool>,
    queue: VecDeque<u32>,
}

/// A circle is looked for once in so many raises of a mentor.
const OFTEN: u32 = 16;

/// How many raises there are for each mentor, at most, before whoever is not content is left to a search.
const BUDGET: usize = 256;

impl<'a> Settling<'a> {
    pub(crate) fn new(
        kept: &'a [Kept],
        keys: &'a Keys,
        price: i64,
        mut has: Vec<u32>,
        single: &[bool],
        values: Vec<Weight>,
    ) -> Self {
        let out = has.iter().zip(single);
        let out = out
            .map(|(has, single)| *has == UNDECIDED || !single)
            .collect();
        for has in has.iter_mut().filter(|has| **has == UNDECIDED) {
            *has = NOBODY;
        }
        let mentors = values.len();
        let mut held = vec![Vec::new(); mentors];
        let nothing = Weight::ZERO - Weight::of(price);
        let mut weights = vec![nothing; has.len()];
        for (student, mentor) in (0_u32..).zip(&has) {
            if *mentor != NOBODY {
                held[*mentor as usize].push(student);
                let mut pairs = kept[student as usize].pairs.iter();
                let pair = pairs.find(|pair| pair.number() == *mentor);
                let pair = pair.expect("who has a place bid for it");
                weights[student as usize] = weight(keys, student as usize, *pair);
            }
        }
        Self {
            kept,
            keys,
            nothing,
            has,
            out,
            floors: values.iter().map(|value| value.floor()).collect(),
            values,
            weights,
            held,
            by: vec![NOBODY; mentors],
            raises: vec![0; mentors],
            waits: vec![false; mentors],
            queue: VecDeque::new(),
        }
    }

    /// `step` is called now and then.
    pub(crate) fn run(&mut self, step: &mut Step<'_>) -> Result<(), SolveError> {
        for student in 0..self.has.len() {
            self.ask(student);
        }
        for _ in 0..BUDGET * self.values.len() {
            let Some(mentor) = self.queue.pop_front() else {
                return Ok(());
            };
            step(0)?;
            let mentor = mentor as usize;
            self.waits[mentor] = false;
            let mut place = 0;
            while let Some(student) = self.held[mentor].get(place) {
                let student = *student as usize;
                self.ask(student);
                place += usize::from(self.has[student] as usize == mentor);
            }
            self.raises[mentor] += 1;
            if self.raises[mentor].is_multiple_of(OFTEN) {
                self.turn(mentor);
            }
        }
        for student in 0..self.has.len() {
            if self.has[student] != NOBODY && self.would_change(student) {
                self.leave(student);
            }
        }
        Ok(())
    }

    /// Whether a student would rather have another of the pairs kept, or nobody.
    fn would_change(&self, student: usize) -> bool {
        let has = self.has[student];
        let gain = self.weights[student] - self.values[has as usize];
        let others = self.kept[student].pairs.iter();
        let mut others = others.filter(|pair| pair.number() != has);
        gain < self.nothing
            || others
                .any(|pair| weight(self.keys, student, *pair) - self.values[pair.mentor()] > gain)
    }

    /// Raises the values of all whom a student would rather have.
    fn ask(&mut self, student: usize) {
        if self.out[student] {
            return;
        }
        let has = self.has[student];
        let mut gain = self.nothing;
        if has != NOBODY {
            gain = self.weights[student] - self.values[has as usize];
            if gain < self.nothing {
                self.leave(student);
                return;
            }
        }
        let floor = gain.floor();
        for pair in &self.kept[student].pairs {
            let mentor = pair.mentor();
            // A tie-break is at most a point.
            if i64::from(pair.points) - self.floors[mentor] < floor || pair.number() == has {
                continue;
            }
            let value = weight(self.keys, student, *pair) - gain;
            if value > self.values[mentor] {
                self.values[mentor] = value;
                self.floors[mentor] = value.floor();
                self.by[mentor] = narrow(student);
                self.wait(mentor);
            }
        }
    }

    /// The student gives up the place and is left to a search.
    fn leave(&mut self, student: usize) {
        let mentor = std::mem::replace(&mut self.has[student], NOBODY) as usize;
        self.held[mentor].retain(|held| *held as usize != student);
        self.out[student] = true;
    }

    /// Lets students change places in a circle if those who asked for each other last form one.
    fn turn(&mut self, first: usize) {
        // Goes back so far that it must be inside a circle if there is one.
        let mut mentor = first;
        for _ in 0..self.values.len() {
            let Some(before) = self.before(mentor) else {
                return;
            };
            mentor = before;
            if mentor == first {
                break;
            }
        }
        let (start, mut gain, mut circle) = (mentor, Weight::ZERO, Vec::new());
        loop {
            let student = self.by[mentor] as usize;
            let mut pairs = self.kept[student].pairs.iter();
            let pair = pairs.find(|pair| pair.mentor() == mentor);
            let pair = pair.expect("who asks for a mentor has the pair");
            let weight = weight(self.keys, student, *pair);
            gain += weight - self.weights[student];
            circle.push((student, mentor, weight));
            let Some(before) = self.before(mentor) else {
                return;
            };
            mentor = before;
            if mentor == start {
                break;
            }
        }
        if gain <= Weight::ZERO {
            return;
        }
        for (student, mentor, weight) in circle {
            let before = std::mem::replace(&mut self.has[student], narrow(mentor)) as usize;
            self.held[before].retain(|held| *held as usize != student);
            self.held[mentor].push(narrow(student));
            self.weights[student] = weight;
            self.by[mentor] = NOBODY;
            self.wait(mentor);
        }
    }

    /// The students of this mentor are to ask again.
    fn wait(&mut self, mentor: usize) {
        if !std::mem::replace(&mut self.waits[mentor], true) {
            self.queue.push_back(narrow(mentor));
        }
    }

    /// Whom the student has who asked for this mentor last.
    fn before(&self, mentor: usize) -> Option<usize> {
        let student = self.by[mentor];
        if student == NOBODY {
            return None;
        }
        let has = self.has[student as usize];
        (has != NOBODY && has as usize != mentor).then_some(has as usize)
    }
}

fn weight(keys: &Keys, student: usize, pair: Few) -> Weight {
    Weight::new(pair.points.into(), keys.tie(student, pair.mentor()))
}
