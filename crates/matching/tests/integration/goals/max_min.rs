//! The worst-off pair first, against every choice of pairs there is.

use super::case::{Case, cases, chosen};
use crate::common::go;
use matching::goals::{MaxMin, Why, max_min, verify_max_min};
use matching::{Cohort, Mentor, PersonId, Scores, Student, scores};
use proptest::prelude::*;

/// The most pairs, then the best worst pair, then the best total, of all choices.
fn best(case: &Case) -> (usize, Option<i64>, i64) {
    let mut best = (0, None, i64::MIN);
    case.choices(&mut |pairs| {
        let worst = pairs.iter().map(|pair| pair.2).min();
        best = best.max((pairs.len(), worst, pairs.iter().map(|pair| pair.2).sum()));
    });
    best
}

fn solved(cohort: &Cohort, scores: &dyn Scores) -> MaxMin {
    let answer = max_min(cohort, scores, &mut go).unwrap();
    verify_max_min(cohort, scores, &answer, &mut go).unwrap();
    answer
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn no_choice_is_better(case in cases(4, 2)) {
        let cohort = case.cohort();
        let answer = solved(&cohort, &case.scores());
        let pairs = chosen(&answer.solution.pairs);
        let total = pairs.iter().map(|pair| pair.score).sum();
        prop_assert_eq!((pairs.len(), answer.worst, total), best(&case));
        let empty: Vec<_> = answer.empty.iter().map(|empty| (empty.student, empty.places)).collect();
        let unmatched: Vec<_> = answer.solution.unmatched.iter().map(|left| (left.student, left.places)).collect();
        prop_assert_eq!(empty, unmatched);
    }

    /// Every number of the two witnesses, and the floor itself.
    #[test]
    fn a_changed_witness_is_refused(case in cases(5, 2), by in 1_i64..1_000) {
        let cohort = case.cohort();
        let scores = case.scores();
        let answer = solved(&cohort, &scores);
        let refused = |change: &dyn Fn(&mut MaxMin)| {
            let mut other = answer.clone();
            change(&mut other);
            assert!(verify_max_min(&cohort, &scores, &other, &mut go).is_err(), "{other:?} instead of {answer:?}");
        };
        refused(&|other| other.most.most += 1);
        refused(&|other| other.most.floor = Some(by));
        refused(&|other| other.worst = Some(other.worst.map_or(by, |worst| worst + by)));
        if answer.higher.is_some() {
            refused(&|other| other.worst = other.worst.map(|worst| worst - by));
            refused(&|other| other.higher = None);
            refused(&|other| other.higher = other.higher.clone().map(|mut higher| { higher.most += 1; higher }));
            refused(&|other| other.higher = other.higher.clone().map(|mut higher| {
                higher.floor = higher.floor.map(|floor| floor + by);
                higher
            }));
        }
    }
}

/// Far more pairs than are candidates at first: the same few mentors are best for all, and the last student is served
/// only far down the list.
#[test]
fn pairs_are_added_until_none_is_missing() {
    let (students, mentors) = (400_usize, 300_usize);
    let student = |index: usize| Student {
        id: PersonId(index as u128),
        places: 1,
    };
    let mentor = |index: usize| Mentor {
        id: PersonId((students + index) as u128),
        places: 1 + u32::from(index.is_multiple_of(3)),
    };
    let cohort = Cohort::new(
        (0..students).map(student).collect(),
        (0..mentors).map(mentor).collect(),
    )
    .unwrap();
    let scores = scores::single(|student, mentor| {
        let noise = (student * 7_919 + mentor * 104_729) % 997;
        Some(i64::try_from(mentor * 1_000 + noise).unwrap())
    });
    let answer = solved(&cohort, &scores);
    assert_eq!(answer.solution.pairs.len(), 400);
    assert_eq!(answer.empty, []);
}

#[test]
fn a_place_below_the_floor_says_so() {
    let person = |id| PersonId(id);
    let students = [1, 2].map(|id| Student {
        id: person(id),
        places: 2,
    });
    let mentors = [8, 9].map(|id| Mentor {
        id: person(id),
        places: 1,
    });
    let cohort = Cohort::new(students.to_vec(), mentors.to_vec()).unwrap();
    // Student 2 has one mentor above the floor that both can have, and one below it.
    let table = [[9_000, 5_000], [4_000, 9_000]];
    let scores = scores::single(|student, mentor| Some(table[student][mentor]));
    let answer = solved(&cohort, &scores);
    assert_eq!(answer.worst, Some(9_000));
    let why: Vec<_> = answer
        .empty
        .iter()
        .map(|empty| (empty.student, empty.places, empty.why))
        .collect();
    assert_eq!(
        why,
        [
            (person(1), 1, Why::NotAllowed),
            (person(2), 1, Why::NotAllowed)
        ]
    );
}
