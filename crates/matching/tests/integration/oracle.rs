//! The optimum against two other methods: `pathfinding`'s Kuhn–Munkres on mentors expanded into places, and a plain
//! minimum-cost flow for students with several places, which that expansion cannot express.

use crate::common::{Case, cases, go, solved};
use matching::{Cohort, Leaving, Solution, verify};
use pathfinding::prelude::{Matrix, kuhn_munkres};
use proptest::prelude::*;

/// More than all scores of a case together, so that it decides first.
const MANY: i64 = 1_000_000_000_000;

/// What an empty place costs here: the oracles use a price of their own for the most pairs.
fn price(leaving: Leaving) -> i64 {
    match leaving {
        Leaving::Price(price) => price,
        Leaving::MostMatched => MANY,
    }
}

/// The objective of an answer without its locked pairs, at the oracles' price.
fn objective(case: &Case, cohort: &Cohort, solution: &Solution) -> i64 {
    let locked: i64 = cohort
        .locks()
        .map(|(student, mentor)| case.allowed(student, mentor).unwrap())
        .sum();
    let empty: i64 = solution
        .unmatched
        .iter()
        .map(|unmatched| i64::from(unmatched.places))
        .sum();
    solution.total - locked - empty * price(case.leaving)
}

/// Places that the locks leave.
fn left(case: &Case, cohort: &Cohort) -> (Vec<u32>, Vec<u32>) {
    let (mut students, mut mentors) = (case.students.clone(), case.mentors.clone());
    for (student, mentor) in cohort.locks() {
        students[student] -= 1;
        mentors[mentor] -= 1;
    }
    (students, mentors)
}

fn open(case: &Case, cohort: &Cohort, student: usize, mentor: usize) -> Option<i64> {
    case.allowed(student, mentor)
        .filter(|_| !cohort.locks().any(|lock| lock == (student, mentor)))
}

/// One row per student, one column per place of a mentor and one per student for staying without.
fn by_kuhn_munkres(case: &Case, cohort: &Cohort) -> i64 {
    let (students, mentors) = left(case, cohort);
    let rows: Vec<_> = (0..students.len())
        .filter(|student| students[*student] == 1)
        .collect();
    if rows.is_empty() {
        return 0;
    }
    let slots: Vec<_> = (0..mentors.len())
        .flat_map(|mentor| std::iter::repeat_n(mentor, (mentors[mentor] as usize).min(rows.len())))
        .collect();
    let weight = |student: usize, column: usize| match slots.get(column) {
        Some(mentor) => open(case, cohort, student, *mentor).unwrap_or(-1_000 * MANY),
        None => -price(case.leaving),
    };
    let weights = Matrix::from_fn(rows.len(), slots.len() + rows.len(), |(row, column)| {
        weight(rows[row], column)
    });
    kuhn_munkres(&weights).0
}

/// Successive shortest paths by Bellman and Ford on the plain network; returns the best objective.
fn by_flow(case: &Case, cohort: &Cohort) -> i64 {
    struct Arc {
        from: usize,
        to: usize,
        room: u32,
        cost: i64,
    }
    let (students, mentors) = left(case, cohort);
    let (source, sink) = (
        students.len() + mentors.len(),
        students.len() + mentors.len() + 1,
    );
    let mut arcs = Vec::new();
    let mut join = |from, to, room, cost: i64| {
        arcs.push(Arc {
            from,
            to,
            room,
            cost,
        });
        arcs.push(Arc {
            from: to,
            to: from,
            room: 0,
            cost: -cost,
        });
    };
    for (student, places) in students.iter().enumerate() {
        join(source, student, *places, 0);
        join(student, sink, *places, price(case.leaving));
        for mentor in 0..mentors.len() {
            if let Some(score) = open(case, cohort, student, mentor) {
                join(student, students.len() + mentor, 1, -score);
            }
        }
    }
    for (mentor, places) in mentors.iter().enumerate() {
        join(students.len() + mentor, sink, *places, 0);
    }
    let mut total = 0;
    for _ in 0..students.iter().sum() {
        let mut distance = vec![i64::MAX; sink + 1];
        let mut by = vec![usize::MAX; sink + 1];
        distance[source] = 0;
        let mut changed = true;
        while changed {
            changed = false;
            for (index, arc) in arcs.iter().enumerate().filter(|(_, arc)| arc.room > 0) {
                if distance[arc.from] < i64::MAX && distance[arc.from] + arc.cost < distance[arc.to]
                {
                    distance[arc.to] = distance[arc.from] + arc.cost;
                    by[arc.to] = index;
                    changed = true;
                }
            }
        }
        total -= distance[sink];
        let mut node = sink;
        while node != source {
            let index = by[node];
            arcs[index].room -= 1;
            arcs[index ^ 1].room += 1;
            node = arcs[index].from;
        }
    }
    total
}

fn check(case: &Case, oracle: fn(&Case, &Cohort) -> i64) {
    case.with(|problem| {
        let solution = solved(problem);
        verify(problem, &solution, &mut go).unwrap();
        assert_eq!(
            objective(case, problem.cohort, &solution),
            oracle(case, problem.cohort)
        );
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn one_place_a_student(case in cases(40, 1)) {
        check(&case, by_kuhn_munkres);
    }

    #[test]
    fn several_places_a_student(case in cases(12, 3)) {
        check(&case, by_flow);
    }
}

/// More pairs than are candidates from the start, and the same few mentors best for all: many rounds.
#[test]
fn larger_than_the_first_candidates() {
    for seed in 1..=4_i64 {
        let (students, mentors) = (320, 260);
        let mut state = seed.cast_unsigned();
        let mut next = |below: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            ((state >> 33) % below).cast_signed()
        };
        let scores = (0..students * mentors).map(|pair| {
            let score = i64::from(pair % mentors) * 10_000 * (seed % 2) + next(20_000);
            (next(20) > 0).then_some(score)
        });
        let scores = scores.collect();
        let places = (0..mentors)
            .map(|_| u32::try_from(next(4)).unwrap())
            .collect();
        let leaving = if seed < 3 {
            Leaving::MostMatched
        } else {
            Leaving::Price(-15_000)
        };
        let students = vec![1; usize::try_from(students).unwrap()];
        let case = Case {
            students,
            mentors: places,
            scores,
            exclusions: Vec::new(),
            locks: Vec::new(),
            leaving,
        };
        check(&case, by_kuhn_munkres);
    }
}
