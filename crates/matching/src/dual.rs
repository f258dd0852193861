//! The values of the certificate: of all that prove the optimum, those that price mentors highest.
//!
//! A mentor's value is then exactly what the cohort loses with one of their places, and what an unmatched student falls
//! short by is exactly what it would cost to put them in by force. There is one such set of values for an optimum, so
//! the certificate does not depend on how the optimum was found. Values that prove an optimum are bounded by
//! differences, so the highest are shortest distances in the graph of the optimum's remaining choices.

use crate::bids::narrow;
use crate::flow::{Candidate, Flow};
use crate::passes::{Source, Step};
use crate::scores::INELIGIBLE;
use crate::weight::Weight;
use crate::{Certificate, SolveError};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A pair that is not listed and bounds the values all the same.
struct Extra {
    student: usize,
    mentor: usize,
    score: i64,
}

/// Told of each student whose row is read in a round.
pub(crate) type Told<'a> = dyn FnMut(u32, usize) -> Result<(), SolveError> + 'a;

/// The certificate for a flow where nobody waits. `left` are the places of mentors that the locks leave.
///
/// Beginning with the listed pairs, those that the new values miss are added until there is none.
pub(crate) fn certificate(
    flow: &Flow,
    left: &[u32],
    price: i64,
    source: &mut impl Source,
    told: &mut Told<'_>,
) -> Result<Certificate, SolveError> {
    let mut bounds = Bounds::new(flow, price);
    let full: Vec<_> = (0..left.len())
        .filter(|mentor| left[*mentor] == 0)
        .collect();
    for round in 1.. {
        let mut values = bounds.highest(left);
        let drop = flow.drop(&values.mentors, left);
        let space = Missing::new(&values, left);
        let proved = |student: usize| {
            let limit = flow.limits[student];
            limit == Weight::MIN || values.students[student] >= limit.points() + drop
        };
        let asked: Vec<_> = (0..flow.students.len())
            .filter(|student| flow.students[*student].places > 0)
            .filter(|student| !proved(*student))
            .collect();
        let work = |extras: &mut Vec<Extra>, student: usize, row: &mut [i32]| {
            let value = values.students[student];
            space.find(row, value, |mentor, score| {
                let listed = flow.lists[student]
                    .iter()
                    .any(|candidate| candidate.mentor() == mentor);
                if !listed && score > value + values.mentors[mentor] {
                    extras.push(Extra {
                        student,
                        mentor,
                        score,
                    });
                }
            });
        };
        let mut step = |student| told(round, student);
        let parts = source.fold(&asked, &mut step, Vec::new, work)?;
        let extras: Vec<_> = parts.into_iter().flatten().collect();
        if extras.is_empty() {
            offer(flow, &full, &mut values, source, &mut step)?;
            for (student, value) in values.students.iter_mut().enumerate() {
                if flow.students[student].places == 0 {
                    *value = 0;
                }
            }
            return Ok(Certificate {
                price,
                students: values.students,
                mentors: values.mentors,
            });
        }
        for extra in &extras {
            bounds.add(extra);
        }
    }
    unreachable!("each round adds a pair and there are finitely many")
}

impl Flow {
    /// How much less an open mentor may be worth by these values than when the limits were found.
    pub(crate) fn drop(&self, values: &[i64], left: &[u32]) -> i64 {
        let open = (0..left.len()).filter(|mentor| left[*mentor] > 0);
        let drop = open.map(|mentor| self.mentors[mentor].points() - values[mentor]);
        drop.max().unwrap_or(0).max(0)
    }
}

/// Sets the values of the mentors who have no places: what the students there are would offer.
fn offer(
    flow: &Flow,
    full: &[usize],
    values: &mut Points,
    source: &mut impl Source,
    step: &mut Step<'_>,
) -> Result<(), SolveError> {
    if full.is_empty() {
        return Ok(());
    }
    let asked: Vec<_> = (0..flow.students.len())
        .filter(|student| flow.students[*student].places > 0)
        .collect();
    let students = &values.students;
    let work = |offers: &mut Vec<i64>, student: usize, row: &mut [i32]| {
        for (offer, score) in offers.iter_mut().zip(row) {
            if *score != INELIGIBLE {
                *offer = (*offer).max(i64::from(*score) - students[student]);
            }
        }
    };
    let parts = source.fold_some(full, &asked, step, || vec![0; full.len()], work)?;
    for mentor in full {
        values.mentors[*mentor] = 0;
    }
    for part in parts {
        for (mentor, offer) in full.iter().zip(part) {
            values.mentors[*mentor] = offer.max(values.mentors[*mentor]);
        }
    }
    Ok(())
}

/// Finds pairs worth more than their values, a block at a time.
struct Missing {
    base: i64,
    shown: Vec<i32>,
}

/// Pairs looked at together.
const BLOCK: usize = 32;

impl Missing {
    fn new(values: &Points, left: &[u32]) -> Self {
        let open = values.mentors.iter().zip(left);
        let base = open
            .clone()
            .filter(|(_, left)| **left > 0)
            .map(|(value, _)| *value)
            .min()
            .unwrap_or(0);
        let show = |(value, left): (&i64, &u32)| {
            let shown = if *left == 0 {
                SHOWN
            } else {
                (value - base).min(SHOWN)
            };
            i32::try_from(shown).expect("within 0 and 1.1e9")
        };
        Self {
            base,
            shown: open.map(show).collect(),
        }
    }

    /// Calls `found` with every pair that may be worth more.
    fn find(&self, row: &[i32], value: i64, mut found: impl FnMut(usize, i64)) {
        // No score less a shown value is below −2.1e9 or above 1e9.
        let above =
            i32::try_from((value + self.base).clamp(-SHOWN * 2, SHOWN)).expect("within 32 bits");
        let key = |(score, shown): (&i32, &i32)| {
            if *score == INELIGIBLE {
                INELIGIBLE
            } else {
                score.wrapping_sub(*shown)
            }
        };
        for (block, (scores, shown)) in row.chunks(BLOCK).zip(self.shown.chunks(BLOCK)).enumerate()
        {
            let top = scores.iter().zip(shown).map(key).fold(INELIGIBLE, i32::max);
            if top <= above {
                continue;
            }
            for (place, pair) in scores.iter().zip(shown).enumerate() {
                if key(pair) > above && *pair.0 != INELIGIBLE {
                    found(block * BLOCK + place, i64::from(*pair.0));
                }
            }
        }
    }
}

/// How much shows of a value: a score less that fits 32 bits.
const SHOWN: i64 = 1_070_000_000;

/// A node of the graph, by index.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Student(usize),
    Mentor(usize),
}

/// Values in points, by index.
struct Points {
    students: Vec<i64>,
    mentors: Vec<i64>,
}

/// How far values can move with the pairs known so far: shortest distances, which more pairs only make shorter.
struct Bounds<'a> {
    flow: &'a Flow,
    price: i64,
    /// The values of the flow in points.
    students: Vec<i64>,
    mentors: Vec<i64>,
    /// Where the listed pairs of each mentor begin, and at last where they end.
    starts: Vec<usize>,
    /// Students and the cost of their pair, by mentor.
    askers: Vec<(u32, i64)>,
    /// The same of pairs that were added.
    added: Vec<Vec<(u32, i64)>>,
    /// How far a student's value can fall, and a mentor's rise: not at all for a mentor with a free place, for others no
    /// further than one of their students' can fall; and a student's no further than to −price, or than a mentor who
    /// asks for them allows. A flow with a higher price than this one has further to rise: then these are negative.
    fall: Vec<i64>,
    rise: Vec<i64>,
    /// Who moved last, and whose neighbours therefore may have to.
    heap: BinaryHeap<Reverse<(i64, Node)>>,
}

impl<'a> Bounds<'a> {
    fn new(flow: &'a Flow, price: i64) -> Self {
        let points = |values: &[Weight]| values.iter().map(|value| value.points()).collect();
        let (students, mentors): (Vec<i64>, Vec<i64>) =
            (points(&flow.values), points(&flow.mentors));
        let open = |list: &'a Vec<Candidate>| list.iter().filter(|pair| pair.is_open());
        let mut starts = vec![0; mentors.len() + 1];
        for pair in flow.lists.iter().flat_map(open) {
            starts[pair.mentor() + 1] += 1;
        }
        for mentor in 0..mentors.len() {
            starts[mentor + 1] += starts[mentor];
        }
        let (mut next, mut askers) = (starts.clone(), vec![(0, 0); starts[mentors.len()]]);
        for ((student, list), value) in (0..).zip(&flow.lists).zip(&students) {
            for pair in open(list) {
                let cost = value + mentors[pair.mentor()] - i64::from(pair.points);
                askers[next[pair.mentor()]] = (student, cost);
                next[pair.mentor()] += 1;
            }
        }
        let free = flow.free.iter().map(|free| *free > 0);
        let rise: Vec<_> = free.map(|free| if free { 0 } else { i64::MAX }).collect();
        let fall: Vec<_> = students.iter().map(|value| value + price).collect();
        let first = (0..).zip(&fall).zip(&flow.students);
        let first = first.filter(|(_, student)| student.places > 0);
        let first = first.map(|((student, fall), _)| Reverse((*fall, Node::Student(student))));
        let ends = (0..).zip(&rise).filter(|(_, rise)| **rise == 0);
        let ends = ends.map(|(mentor, _)| Reverse((0, Node::Mentor(mentor))));
        Self {
            flow,
            price,
            added: vec![Vec::new(); mentors.len()],
            heap: first.chain(ends).collect(),
            students,
            mentors,
            starts,
            askers,
            fall,
            rise,
        }
    }

    /// Another pair bounds the values.
    fn add(&mut self, extra: &Extra) {
        let Extra {
            student,
            mentor,
            score,
        } = *extra;
        let cost = self.students[student] + self.mentors[mentor] - score;
        self.added[mentor].push((narrow(student), cost));
        if self.rise[mentor] < i64::MAX {
            // The mentor asks everybody again.
            self.heap
                .push(Reverse((self.rise[mentor], Node::Mentor(mentor))));
        }
    }

    /// The highest values of mentors that the pairs allow, and with them those of students.
    fn highest(&mut self, left: &[u32]) -> Points {
        let flow = self.flow;
        while let Some(Reverse((distance, node))) = self.heap.pop() {
            match node {
                Node::Student(student) if distance == self.fall[student] => {
                    for (_, pair) in flow.chosen(student) {
                        let mentor = pair.mentor();
                        let cost = self.students[student] + self.mentors[mentor];
                        let distance = distance + i64::from(pair.points) - cost;
                        if distance < self.rise[mentor] {
                            self.rise[mentor] = distance;
                            self.heap.push(Reverse((distance, Node::Mentor(mentor))));
                        }
                    }
                }
                Node::Mentor(mentor) if distance == self.rise[mentor] => {
                    let listed = &self.askers[self.starts[mentor]..self.starts[mentor + 1]];
                    for (student, cost) in listed.iter().chain(&self.added[mentor]) {
                        let student = *student as usize;
                        if distance + cost < self.fall[student] {
                            self.fall[student] = distance + cost;
                            self.heap
                                .push(Reverse((distance + cost, Node::Student(student))));
                        }
                    }
                }
                // A shorter way was found since it was put there.
                Node::Student(_) | Node::Mentor(_) => {}
            }
        }
        let values = self.mentors.iter().zip(&self.rise).zip(left);
        let mentors: Vec<_> = values
            .map(|((value, rise), left)| if *left > 0 { value + rise } else { *value })
            .collect();
        // A student whose places are all taken is worth what the least of their pairs leaves over.
        let value = |student: usize| {
            let over = flow
                .chosen(student)
                .map(|(_, pair)| i64::from(pair.points) - mentors[pair.mentor()])
                .min();
            let taken = flow.students[student].filled == flow.students[student].places;
            over.filter(|_| taken).unwrap_or(-self.price)
        };
        let students = (0..self.students.len()).map(value).collect();
        Points { students, mentors }
    }
}
