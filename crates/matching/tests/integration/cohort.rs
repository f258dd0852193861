//! What is refused, by name; what a solution tells of each person.

use crate::common::{go, solved};
use matching::{
    Cohort, CohortError, Eligibility, Leaving, MAX_PEOPLE, MAX_PRICE, MAX_SCORE, Mentor, Origin,
    Pair, PersonId, Problem, Reason, Scores, SolveError, Student, scores, solve,
};

fn id(id: u128) -> PersonId {
    PersonId(id)
}

fn pair(student: u128, mentor: u128) -> Pair {
    Pair {
        student: id(student),
        mentor: id(mentor),
    }
}

fn people(students: &[(u128, u32)], mentors: &[(u128, u32)]) -> Result<Cohort, CohortError> {
    let student = |(person, places): &(u128, u32)| Student {
        id: id(*person),
        places: *places,
    };
    let mentor = |(person, places): &(u128, u32)| Mentor {
        id: id(*person),
        places: *places,
    };
    Cohort::new(
        students.iter().map(student).collect(),
        mentors.iter().map(mentor).collect(),
    )
}

fn refusal(cohort: &Cohort, scores: &dyn Scores, leaving: Leaving) -> SolveError {
    solve(
        &Problem {
            cohort,
            scores,
            leaving,
        },
        &mut go,
    )
    .unwrap_err()
}

#[test]
fn people_are_refused_by_name() {
    let refused =
        |students: &[(u128, u32)], mentors: &[(u128, u32)]| people(students, mentors).unwrap_err();
    assert_eq!(refused(&[], &[(1, 1)]), CohortError::NoStudents);
    assert_eq!(refused(&[(1, 1)], &[]), CohortError::NoMentors);
    assert_eq!(
        refused(&[(1, 1), (2, 1), (1, 2)], &[(3, 1)]),
        CohortError::DuplicateStudent(id(1))
    );
    assert_eq!(
        refused(&[(1, 1)], &[(3, 1), (3, 1)]),
        CohortError::DuplicateMentor(id(3))
    );
    assert_eq!(
        refused(&[(1, u32::MAX)], &[(3, 1)]),
        CohortError::TooManyPlaces(u32::MAX.into())
    );
    let crowd: Vec<_> = (0..=MAX_PEOPLE as u128).map(|person| (person, 1)).collect();
    assert_eq!(
        refused(&crowd, &[(3, 1)]),
        CohortError::TooManyPeople(MAX_PEOPLE + 1)
    );
}

#[test]
fn locks_and_exclusions_are_refused_by_name() {
    let mut cohort = people(&[(1, 1), (2, 1), (3, 2)], &[(1, 2), (8, 1), (9, 0)]).unwrap();
    assert_eq!(
        cohort.lock(pair(7, 8)),
        Err(CohortError::UnknownStudent(id(7)))
    );
    assert_eq!(
        cohort.lock(pair(1, 2)),
        Err(CohortError::UnknownMentor(id(2)))
    );
    assert_eq!(
        cohort.exclude(pair(7, 8)),
        Err(CohortError::UnknownStudent(id(7)))
    );
    assert_eq!(cohort.lock(pair(1, 1)), Err(CohortError::LockOnSelf(id(1))));
    assert_eq!(
        cohort.lock(pair(1, 9)),
        Err(CohortError::LockOverMentorPlaces(pair(1, 9)))
    );
    assert_eq!(cohort.lock(pair(2, 8)), Ok(()));
    assert_eq!(cohort.lock(pair(2, 8)), Ok(()));
    assert_eq!(
        cohort.lock(pair(3, 8)),
        Err(CohortError::LockOverMentorPlaces(pair(3, 8)))
    );
    assert_eq!(
        cohort.lock(pair(2, 1)),
        Err(CohortError::LockOverStudentPlaces(pair(2, 1)))
    );
    assert_eq!(
        cohort.exclude(pair(2, 8)),
        Err(CohortError::LockExcluded(pair(2, 8)))
    );
    assert_eq!(cohort.exclude(pair(3, 1)), Ok(()));
    assert_eq!(
        cohort.lock(pair(3, 1)),
        Err(CohortError::LockExcluded(pair(3, 1)))
    );
}

#[test]
fn scores_and_prices_out_of_range_are_refused() {
    let mut cohort = people(&[(1, 1), (2, 1)], &[(8, 1), (9, 0)]).unwrap();
    for score in [MAX_SCORE + 1, -MAX_SCORE - 1, i64::MAX, i64::MIN] {
        // Even where the pair has no place to be made in.
        let scores = scores::single(move |student, mentor| {
            Some(if (student, mentor) == (1, 1) {
                score
            } else {
                0
            })
        });
        let expected = SolveError::ScoreOutOfRange {
            pair: pair(2, 9),
            score,
        };
        assert_eq!(refusal(&cohort, &scores, Leaving::MostMatched), expected);
        assert_eq!(
            scores::Table::of(&cohort, scores, &mut go).err(),
            Some(expected)
        );
    }
    let overflowing = scores::from_fn(2, |_, _, points| {
        points.fill(i64::MAX);
        Eligibility::Eligible
    });
    let expected = SolveError::ScoreOutOfRange {
        pair: pair(1, 8),
        score: i64::MAX,
    };
    assert_eq!(
        refusal(&cohort, &overflowing, Leaving::MostMatched),
        expected
    );

    let none = scores::single(|_, _| None);
    for price in [MAX_PRICE + 1, -MAX_PRICE - 1] {
        assert_eq!(
            refusal(&cohort, &none, Leaving::Price(price)),
            SolveError::PriceOutOfRange(price)
        );
    }
    cohort.lock(pair(2, 8)).unwrap();
    assert_eq!(
        refusal(&cohort, &none, Leaving::MostMatched),
        SolveError::LockIneligible(pair(2, 8))
    );
}

/// The largest everything that is allowed, in one cohort.
#[test]
fn the_ends_of_the_ranges_are_allowed() {
    let cohort = people(&[(1, 1), (2, 1 << 25), (3, 7)], &[(8, u32::MAX), (9, 1)]).unwrap();
    let scores = scores::single(|student, mentor| {
        Some(if (student + mentor) % 2 == 0 {
            MAX_SCORE
        } else {
            -MAX_SCORE
        })
    });
    for leaving in [
        Leaving::MostMatched,
        Leaving::Price(MAX_PRICE),
        Leaving::Price(-MAX_PRICE),
    ] {
        let problem = Problem {
            cohort: &cohort,
            scores: &scores,
            leaving,
        };
        let solution = solved(&problem);
        matching::verify(&problem, &solution, &mut go).unwrap();
        let expected = if leaving == Leaving::Price(-MAX_PRICE) {
            0
        } else {
            4
        };
        assert_eq!(solution.pairs.len(), expected);
    }
}

#[test]
fn a_pair_carries_its_points_and_its_origin() {
    let mut cohort = people(&[(1, 1), (2, 1)], &[(8, 2)]).unwrap();
    cohort.lock(pair(2, 8)).unwrap();
    let scores = scores::from_fn(2, |student, _, points| {
        points.copy_from_slice(&[1_000, [0, 500][student]]);
        Eligibility::Eligible
    });
    let solution = solved(&Problem {
        cohort: &cohort,
        scores: &scores,
        leaving: Leaving::MostMatched,
    });
    let told = solution
        .pairs
        .iter()
        .map(|pair| (pair.student, pair.points.clone(), pair.score, pair.origin));
    let told: Vec<_> = told.collect();
    let expected = [
        (id(1), vec![1_000, 0], 1_000, Origin::Chosen),
        (id(2), vec![1_000, 500], 1_500, Origin::Locked),
    ];
    assert_eq!(told, expected);
    assert_eq!(solution.total, 2_500);
}

#[test]
fn nobody_gets_themselves() {
    let cohort = people(&[(1, 1), (2, 1)], &[(1, 1), (2, 1)]).unwrap();
    let scores = scores::single(|student, mentor| Some(if student == mentor { 9_000 } else { 1 }));
    let solution = solved(&Problem {
        cohort: &cohort,
        scores: &scores,
        leaving: Leaving::MostMatched,
    });
    assert_eq!(solution.total, 2);
}

/// The reason of each student without a mentor, by a table of scores.
fn reasons(
    cohort: &Cohort,
    table: &[&[Option<i64>]],
    leaving: Leaving,
) -> Vec<(PersonId, u32, Reason)> {
    let scores = scores::single(|student, mentor| table[student][mentor]);
    let solution = solved(&Problem {
        cohort,
        scores: &scores,
        leaving,
    });
    solution
        .unmatched
        .iter()
        .map(|unmatched| (unmatched.student, unmatched.places, unmatched.reason))
        .collect()
}

#[test]
fn each_unmatched_student_has_a_reason() {
    let mut cohort = people(
        &[(1, 1), (2, 1), (3, 1), (4, 1), (5, 3)],
        &[(7, 1), (8, 0), (9, 1)],
    )
    .unwrap();
    cohort.exclude(pair(3, 7)).unwrap();
    cohort.lock(pair(5, 9)).unwrap();
    let table: [&[Option<i64>]; 5] = [
        &[Some(5_000), Some(9_000), None],
        &[Some(3_500), None, None],
        &[Some(9_000), None, None],
        &[None, Some(1), Some(1)],
        &[Some(5_000), None, Some(0)],
    ];
    let outbid = |by| Reason::Outbid { by };
    let told = reasons(&cohort, &table, Leaving::MostMatched);
    // Students 1 and 5 tie for mentor 7; the hash decides.
    let (tied, others): (Vec<_>, Vec<_>) = told
        .into_iter()
        .partition(|told| [id(1), id(5)].contains(&told.0));
    assert!(
        tied.iter().any(|told| told.2 == outbid(0))
            || tied == [(id(5), 1, Reason::NoEligibleMentor)],
        "{tied:?}"
    );
    assert_eq!(
        others,
        [
            (id(2), 1, outbid(1_500)),
            (id(3), 1, Reason::NoEligibleMentor),
            (id(4), 1, Reason::NoPlace)
        ]
    );

    let cohort = people(&[(1, 1), (2, 1), (3, 1)], &[(8, 1), (9, 1)]).unwrap();
    let table: [&[Option<i64>]; 3] = [
        &[Some(800), Some(-900)],
        &[Some(700), None],
        &[Some(-501), Some(-500)],
    ];
    // A pair worth exactly −price is made.
    assert_eq!(
        reasons(&cohort, &table, Leaving::Price(500)),
        [(id(2), 1, outbid(100))]
    );
    assert_eq!(
        reasons(&cohort, &table, Leaving::Price(-750)),
        [
            (id(2), 1, Reason::BelowPrice { by: 50 }),
            (id(3), 1, Reason::BelowPrice { by: 1_250 })
        ]
    );
}
