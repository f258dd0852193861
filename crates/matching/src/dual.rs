//! The values of the certificate: of all that prove the optimum, those that price mentors highest.
//!
//! A mentor's value is then exactly what the cohort loses with one of their places, and what an unmatched student falls
//! short by is exactly what it would cost to put them in by force. There is one such set of values for an optimum, so
//! the certificate does not depend on how the optimum was found. Values that prove an optimum are bounded by
//! differences, so the highest are shortest distances in the graph of the optimum's remaining choices.

use crate::candidates::{Candidate, Candidates};
use crate::instance::Instance;
use crate::pricing::{Pricing, Values, price};
use crate::weight::Weight;
use crate::{Certificate, SolveError};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The certificate for the pairs that are chosen among the candidates. `values` must prove them optimal for all pairs.
///
/// Beginning with the candidates, pairs that the new values miss are added as in the search for the pairs themselves;
/// the pairs that are chosen do not change any more. `step` is told of each student of each round.
pub(crate) fn certificate(
    instance: &Instance<'_>,
    candidates: &mut Candidates,
    values: &Values,
    mut limit: usize,
    step: &mut dyn FnMut(usize) -> Result<(), SolveError>,
) -> Result<Certificate, SolveError> {
    loop {
        let highest = highest(instance, candidates, values);
        // Points alone count here: with this on top, no tie-break makes a pair worth more than its values.
        let above_ties = |points: &i64| Weight {
            points: *points,
            tie: i64::MAX >> 2,
        };
        let without_ties = Values {
            students: highest.students.iter().map(above_ties).collect(),
            mentors: highest
                .mentors
                .iter()
                .map(|points| Weight::points(*points))
                .collect(),
        };
        let pricing = price(instance, candidates, &without_ties, limit, step)?;
        if pricing.added == 0 {
            return Ok(by_index(instance, candidates.price, &highest, &pricing));
        }
        limit *= 2;
    }
}

/// A node of the graph, by place.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Student(usize),
    Mentor(usize),
}

/// Values in points, by place.
struct Points {
    students: Vec<i64>,
    mentors: Vec<i64>,
}

/// The highest values of mentors that the candidates allow, and with them those of students.
fn highest(instance: &Instance<'_>, candidates: &Candidates, values: &Values) -> Points {
    let students: Vec<_> = values.students.iter().map(|value| value.points).collect();
    let mut mentors: Vec<_> = values.mentors.iter().map(|value| value.points).collect();
    let cost = |student: usize, candidate: &Candidate| {
        students[student] + values.mentors[candidate.mentor()].points - candidate.weight.points
    };
    let mut free = instance.mentors.left.clone();
    let mut askers = vec![Vec::new(); mentors.len()];
    for (student, candidates) in candidates.of.iter().enumerate() {
        for candidate in candidates {
            if candidate.chosen {
                free[candidate.mentor()] -= 1;
            } else {
                askers[candidate.mentor()].push((student, cost(student, candidate)));
            }
        }
    }
    // How far a student's value can fall, and a mentor's rise: not at all for a mentor with a free place, for others no
    // further than one of their students' can fall; and a student's no further than to −price, or than a mentor who
    // asks for them allows.
    let mut fall: Vec<_> = students
        .iter()
        .map(|value| value + candidates.price)
        .collect();
    let mut rise: Vec<_> = free
        .iter()
        .map(|free| if *free > 0 { 0 } else { i64::MAX })
        .collect();
    let mut heap = BinaryHeap::new();
    heap.extend(
        fall.iter()
            .enumerate()
            .map(|(student, fall)| Reverse((*fall, Node::Student(student)))),
    );
    let free = (0..free.len()).filter(|mentor| free[*mentor] > 0);
    heap.extend(free.map(|mentor| Reverse((0, Node::Mentor(mentor)))));
    while let Some(Reverse((distance, node))) = heap.pop() {
        match node {
            Node::Student(student) if distance == fall[student] => {
                for candidate in candidates.of[student]
                    .iter()
                    .filter(|candidate| candidate.chosen)
                {
                    let (mentor, distance) =
                        (candidate.mentor(), distance - cost(student, candidate));
                    if distance < rise[mentor] {
                        rise[mentor] = distance;
                        heap.push(Reverse((distance, Node::Mentor(mentor))));
                    }
                }
            }
            Node::Mentor(mentor) if distance == rise[mentor] => {
                for (student, cost) in &askers[mentor] {
                    if distance + cost < fall[*student] {
                        fall[*student] = distance + cost;
                        heap.push(Reverse((distance + cost, Node::Student(*student))));
                    }
                }
            }
            // A shorter way was found since it was put there.
            Node::Student(_) | Node::Mentor(_) => {}
        }
    }
    for (mentor, value) in mentors
        .iter_mut()
        .enumerate()
        .filter(|(mentor, _)| instance.mentors.left[*mentor] > 0)
    {
        *value += rise[mentor];
    }
    // A student whose places are all taken is worth what the least of their pairs leaves over.
    let student_value = |(student, candidates): (usize, &Vec<Candidate>)| {
        let chosen = candidates.iter().filter(|candidate| candidate.chosen);
        let over = chosen
            .clone()
            .map(|candidate| candidate.weight.points - mentors[candidate.mentor()])
            .min();
        let taken = chosen.count() == instance.students.left[student] as usize;
        over.filter(|_| taken).unwrap_or(students[student])
    };
    let students = candidates
        .of
        .iter()
        .enumerate()
        .map(student_value)
        .collect();
    Points { students, mentors }
}

/// People without places left get the values that [`Certificate`] says.
fn by_index(
    instance: &Instance<'_>,
    price: i64,
    values: &Points,
    pricing: &Pricing,
) -> Certificate {
    let mut students = vec![0; values.students.len()];
    for (place, index) in instance.students.index.iter().enumerate() {
        students[*index] = if instance.students.left[place] == 0 {
            0
        } else {
            values.students[place]
        };
    }
    let mut mentors = vec![0; values.mentors.len()];
    for (place, index) in instance.mentors.index.iter().enumerate() {
        let without = instance.mentors.left[place] == 0;
        mentors[*index] = if without {
            pricing.offers[place]
        } else {
            values.mentors[place]
        };
    }
    Certificate {
        price,
        students,
        mentors,
    }
}
