//! The verifier refuses whatever was tampered with.

use crate::common::{cases, go};
use matching::{CertificateError, Solution, solve, verify};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Each number of each certificate, one at a time, up and down.
    #[test]
    fn any_one_number_changed_is_refused(case in cases(12, 3), by in 1_i64..1_000) {
        case.with(|problem| {
            let solution = solve(problem, &mut go).unwrap();
            let refused = |change: &dyn Fn(&mut Solution)| {
                let mut other = solution.clone();
                change(&mut other);
                assert!(verify(problem, &other, &mut go).is_err(), "{other:?} instead of {solution:?}");
            };
            for by in [by, -by] {
                refused(&|other| other.total += by);
                refused(&|other| other.certificate.price += by);
                for index in 0..case.students.len() {
                    refused(&|other| other.certificate.students[index] += by);
                }
                for index in 0..case.mentors.len() {
                    refused(&|other| other.certificate.mentors[index] += by);
                }
                for index in 0..solution.pairs.len() {
                    refused(&|other| other.pairs[index].score += by);
                    refused(&|other| other.pairs[index].points[0] += by);
                }
            }
            for index in 0..solution.pairs.len() {
                refused(&|other| drop(other.pairs.remove(index)));
                refused(&|other| other.pairs.push(solution.pairs[index].clone()));
            }
            for index in 0..solution.unmatched.len() {
                refused(&|other| {
                    other.unmatched.remove(index);
                });
                refused(&|other| other.unmatched[index].places += 1);
            }
        });
    }
}

/// A worse answer with honest scores: two students swapped.
#[test]
fn a_worse_choice_is_refused() {
    let scores = matching::scores::single(|student, mentor| {
        Some([[9_000, 1_000], [8_000, 7_000]][student][mentor])
    });
    let person = matching::PersonId;
    let students = [1, 2].map(|id| matching::Student {
        id: person(id),
        places: 1,
    });
    let mentors = [3, 4].map(|id| matching::Mentor {
        id: person(id),
        places: 1,
    });
    let cohort = matching::Cohort::new(students.to_vec(), mentors.to_vec()).unwrap();
    let problem = matching::Problem {
        cohort: &cohort,
        scores: &scores,
        leaving: matching::Leaving::MostMatched,
    };
    let mut solution = solve(&problem, &mut go).unwrap();
    assert_eq!(
        verify(&problem, &solution, &mut go).unwrap().objective,
        16_000
    );
    solution.pairs[0] = matching::Matched {
        mentor: person(4),
        score: 1_000,
        points: vec![1_000],
        ..solution.pairs[0].clone()
    };
    solution.pairs[1] = matching::Matched {
        mentor: person(3),
        score: 8_000,
        points: vec![8_000],
        ..solution.pairs[1].clone()
    };
    solution.total = 9_000;
    let refused = verify(&problem, &solution, &mut go).unwrap_err();
    assert!(
        matches!(
            refused,
            CertificateError::BetterPair(_) | CertificateError::WorsePair(_)
        ),
        "{refused}"
    );
}

/// One milli-point less than the best, with values that agree with the answer in everything else.
#[test]
fn the_smallest_gap_is_refused() {
    let person = matching::PersonId;
    let students = vec![matching::Student {
        id: person(1),
        places: 1,
    }];
    let mentors = [2, 3]
        .map(|id| matching::Mentor {
            id: person(id),
            places: 1,
        })
        .to_vec();
    let cohort = matching::Cohort::new(students, mentors).unwrap();
    let scores = matching::scores::single(|_, mentor| Some([5_000, 5_001][mentor]));
    let problem = matching::Problem {
        cohort: &cohort,
        scores: &scores,
        leaving: matching::Leaving::Price(0),
    };
    let solution = solve(&problem, &mut go).unwrap();
    assert_eq!(solution.total, 5_001);
    let mut worse = solution.clone();
    worse.pairs[0] = matching::Matched {
        mentor: person(2),
        score: 5_000,
        points: vec![5_000],
        ..solution.pairs[0].clone()
    };
    worse.total = 5_000;
    worse.certificate.students = vec![5_000];
    worse.certificate.mentors = vec![0, 0];
    let better = matching::Pair {
        student: person(1),
        mentor: person(3),
    };
    assert_eq!(
        verify(&problem, &worse, &mut go),
        Err(CertificateError::BetterPair(better))
    );
}
