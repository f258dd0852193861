//! Every edit of a [`Planner`] against a cold solve of the edited problem, in every field.

use crate::common::{Case, cases, go, mentor_id, plain, solved, student_id};
use matching::{
    CohortError, EditError, Leaving, Move, Origin, Pair, Planner, Problem, Rescored, Scores,
    Solution, SolveError, Worth, scores, verify,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A table that the planner owns, for edits of profiles.
type Table = Vec<Vec<Option<i64>>>;

fn scores_of(table: &Table) -> Box<dyn Scores + Send> {
    let table = table.clone();
    Box::new(scores::single(move |student: usize, mentor: usize| {
        table[student][mentor]
    }))
}

fn table_of(case: &Case) -> Table {
    case.scores
        .chunks(case.mentors.len())
        .map(<[_]>::to_vec)
        .collect()
}

fn planner(case: &Case, table: &Table) -> Planner<Box<dyn Scores + Send>> {
    Planner::new(case.cohort(), scores_of(table), case.leaving, &mut go).unwrap()
}

fn worth(solution: &Solution) -> Worth {
    Worth {
        pairs: i64::try_from(solution.pairs.len()).unwrap(),
        total: solution.total,
    }
}

/// The moves lead from the one set of pairs to the other, and each gains what its two pairs differ by.
fn check_moves(moves: &[Move], before: &Solution, after: &Solution, told: &str) {
    let score = |of: &Solution, pair: Pair| {
        let made = of.pairs.iter();
        let made = made.filter(|made| (made.student, made.mentor) == (pair.student, pair.mentor));
        made.map(|made| made.score).next()
    };
    let mut made: BTreeSet<Pair> = plain(&before.pairs).into_iter().collect();
    for step in moves {
        let pair = |mentor| Pair {
            student: step.student,
            mentor,
        };
        let gave = step.from.map(|mentor| score(before, pair(mentor)).unwrap());
        let got = step.to.map(|mentor| score(after, pair(mentor)).unwrap());
        assert_eq!(
            step.gain,
            got.unwrap_or(0) - gave.unwrap_or(0),
            "{step:?} of {told}"
        );
        assert_ne!(step.from, step.to, "{step:?} of {told}");
    }
    // Nobody is moved twice, so the order in which the moves are carried out decides nothing.
    for given_up in moves
        .iter()
        .filter_map(|step| Some((step.student, step.from?)))
    {
        let (student, mentor) = given_up;
        assert!(made.remove(&Pair { student, mentor }), "{told}");
    }
    for got in moves
        .iter()
        .filter_map(|step| Some((step.student, step.to?)))
    {
        let (student, mentor) = got;
        assert!(made.insert(Pair { student, mentor }), "{told}");
    }
    assert_eq!(made, plain(&after.pairs).into_iter().collect(), "{told}");
}

/// What is kept is what a cold solve finds.
fn check(planner: &Planner<Box<dyn Scores + Send>>, edit: &str) {
    let cold = solved(&planner.problem());
    assert_eq!(planner.pairs(), plain(&cold.pairs), "after {edit}");
    assert_eq!(planner.worth(), worth(&cold), "after {edit}");
    assert_eq!(planner.solution(), cold, "after {edit}");
    verify(&planner.problem(), &cold, &mut go).unwrap();
}

/// Numbers that decide on one edit.
type Draw = (u8, usize, usize, u32, i64);

fn draws(count: usize) -> impl Strategy<Value = Vec<Draw>> {
    let draw = (
        0_u8..10,
        0_usize..1_000,
        0_usize..1_000,
        0_u32..4,
        -900_000..=900_000_i64,
    );
    proptest::collection::vec(draw, count)
}

/// Another score in the same range, for two places of three.
fn shifted(before: i64, by: i64, place: usize) -> i64 {
    i64::midpoint(before, by * (place % 3).cast_signed() as i64)
}

/// Carries out one edit; refusals are the cohort's own.
fn edit(
    planner: &mut Planner<Box<dyn Scores + Send>>,
    table: &mut Table,
    (kind, student, mentor, places, score): Draw,
) -> String {
    let (student, mentor) = (student % table.len(), mentor % table[0].len());
    let pair = Case::pair(student, mentor);
    let mut same = planner.cohort().clone();
    let before = planner.solution();
    let (answer, expected) = match kind {
        0 => (planner.lock(pair), same.lock(pair)),
        1 => (planner.unlock(pair), same.unlock(pair)),
        2 => (planner.exclude(pair), same.exclude(pair)),
        3 => (planner.include(pair), same.include(pair)),
        4 | 5 => (
            planner.set_mentor_places(mentor_id(mentor), places),
            same.set_mentor_places(mentor_id(mentor), places),
        ),
        6 => (
            planner.set_student_places(student_id(student), places),
            same.set_student_places(student_id(student), places),
        ),
        _ => {
            let old = table.clone();
            let small = table
                .iter()
                .flatten()
                .flatten()
                .all(|score| score.abs() < 9);
            let score = if small { score % 4 } else { score };
            let rescored = match kind {
                7 => {
                    for (place, cell) in table[student].iter_mut().enumerate() {
                        *cell = cell.map(|before| shifted(before, score, place));
                    }
                    Rescored::Student(student_id(student))
                }
                8 => {
                    for (place, row) in table.iter_mut().enumerate() {
                        row[mentor] = row[mentor].map(|before| shifted(before, score, place));
                    }
                    Rescored::Mentor(mentor_id(mentor))
                }
                _ => {
                    table[student][mentor] = match table[student][mentor] {
                        Some(_) => None,
                        None => Some(score),
                    };
                    Rescored::Everyone
                }
            };
            let answer = planner.rescore(scores_of(table), rescored, &mut go);
            if answer.is_err() {
                *table = old;
            }
            (answer, Ok(()))
        }
    };
    let told = format!("{kind} of {pair}: {answer:?}");
    match (answer, expected) {
        (Ok(change), Ok(())) => {
            assert_eq!(change.before, worth(&before), "{told}");
            assert_eq!(change.after, planner.worth(), "{told}");
            check_moves(&change.moves, &before, &planner.solution(), &told);
            if kind < 7 {
                let gain: i64 = change.moves.iter().map(|step| step.gain).sum();
                assert_eq!(gain, change.gain().total, "{told}");
            }
        }
        (Err(EditError::Solve(SolveError::LockIneligible(_))), _) => {}
        (Err(EditError::Cohort(error)), Err(expected)) => assert_eq!(error, expected),
        (answer, expected) => panic!("{answer:?} and not {expected:?}"),
    }
    told
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn edits_follow_the_cold_solve(case in cases(12, 3), draws in draws(25)) {
        let mut table = table_of(&case);
        let mut planner = planner(&case, &table);
        check(&planner, "the start");
        for draw in draws {
            let told = edit(&mut planner, &mut table, draw);
            check(&planner, &told);
        }
    }

    #[test]
    fn larger_cohorts_follow_too(case in cases(45, 2), draws in draws(12)) {
        let mut table = table_of(&case);
        let mut planner = planner(&case, &table);
        for draw in draws {
            let told = edit(&mut planner, &mut table, draw);
            check(&planner, &told);
        }
    }

    /// Questions tell what the edit would do, and change nothing.
    #[test]
    fn questions_change_nothing(case in cases(10, 2), student in 0_usize..10, mentor in 0_usize..10) {
        let table = table_of(&case);
        let (student, mentor) = (student % table.len(), mentor % table[0].len());
        let pair = Case::pair(student, mentor);
        let mut planner = planner(&case, &table);
        let before = planner.solution();
        let made = planner.pairs().contains(&pair);

        let mut cohort = planner.cohort().clone();
        match planner.why_not(pair.student, pair.mentor) {
            Err(EditError::AlreadyMade(refused)) => assert!(made && refused == pair),
            Err(EditError::Solve(error)) => {
                assert_eq!(error, SolveError::LockIneligible(pair));
                assert_eq!(table[student][mentor], None);
            }
            Err(EditError::Cohort(error)) => assert_eq!(cohort.lock(pair), Err(error)),
            Ok(forced) => {
                assert!(!made);
                cohort.lock(pair).unwrap();
                let scores = scores_of(&table);
                let cold = solved(&Problem { cohort: &cohort, scores: &scores, leaving: case.leaving });
                assert_eq!(forced.change.after, worth(&cold));
                assert_eq!(forced.change.before, worth(&before));
                assert_eq!(Some(forced.score), table[student][mentor]);
                let first = forced.change.moves[0];
                assert_eq!((first.student, first.to), (pair.student, Some(pair.mentor)));
                check_moves(&forced.change.moves, &before, &cold, "why not");
            }
        }
        assert_eq!(planner.solution(), before);

        let each = planner.one_more_place_each();
        for (mentor, gain) in each.iter().enumerate() {
            let mut more = case.clone();
            more.locks = case.cohort().locks().collect();
            more.mentors[mentor] += 1;
            assert_eq!(*gain, worth(&more.solve()) - worth(&before), "mentor {mentor}");
            assert_eq!(planner.one_more_place(mentor_id(mentor)).unwrap(), *gain);
        }
        for locked in before.pairs.iter().filter(|pair| pair.origin == Origin::Locked) {
            let pair = Pair { student: locked.student, mentor: locked.mentor };
            let change = planner.without_lock(pair).unwrap();
            let mut free = case.clone();
            free.locks = case.cohort().locks().filter(|lock| Case::pair(lock.0, lock.1) != pair).collect();
            assert_eq!(change.after, worth(&free.solve()));
        }
        assert_eq!(planner.solution(), before);
    }
}

#[test]
fn contradictions_are_refused_by_name() {
    let case = Case {
        students: vec![1, 1],
        mentors: vec![1, 1],
        scores: vec![Some(5), Some(4), Some(5), None],
        exclusions: vec![],
        locks: vec![(1, 1)],
        leaving: Leaving::MostMatched,
    };
    // The pair of the lock is not eligible, so `cohort` leaves it out.
    let mut planner = planner(&case, &table_of(&case));
    let before = planner.solution();
    let refused = Case::pair(1, 1);
    assert_eq!(
        planner.lock(refused),
        Err(EditError::Solve(SolveError::LockIneligible(refused)))
    );
    let pair = Case::pair(0, 1);
    assert_eq!(
        planner.unlock(pair),
        Err(EditError::Cohort(CohortError::NotLocked(pair)))
    );
    assert_eq!(
        planner.include(pair),
        Err(EditError::Cohort(CohortError::NotExcluded(pair)))
    );
    assert_eq!(planner.solution(), before);
    planner.lock(pair).unwrap();
    let locked = planner.solution();
    for refusal in [
        planner.exclude(pair).unwrap_err(),
        planner.set_mentor_places(pair.mentor, 0).unwrap_err(),
        planner.set_student_places(pair.student, 0).unwrap_err(),
    ] {
        assert!(matches!(
            refusal,
            EditError::Cohort(
                CohortError::LockExcluded(named)
                    | CohortError::LockOverMentorPlaces(named)
                    | CohortError::LockOverStudentPlaces(named)
            ) if named == pair
        ));
    }
    // A profile that makes the locked pair ineligible, and a score out of range.
    let mut table = table_of(&case);
    table[0][1] = None;
    let student = Rescored::Student(pair.student);
    assert_eq!(
        planner.rescore(scores_of(&table), student, &mut go),
        Err(EditError::Solve(SolveError::LockIneligible(pair)))
    );
    table[0][1] = Some(i64::MAX);
    assert_eq!(
        planner.rescore(scores_of(&table), student, &mut go),
        Err(EditError::Solve(SolveError::ScoreOutOfRange {
            pair,
            score: i64::MAX
        }))
    );
    assert_eq!(planner.solution(), locked);
}

#[test]
fn a_planner_can_be_sent() {
    fn sent<T: Send>(_: &T) {}
    let case = Case {
        students: vec![1],
        mentors: vec![1],
        scores: vec![Some(1)],
        exclusions: vec![],
        locks: vec![],
        leaving: Leaving::MostMatched,
    };
    sent(&planner(&case, &table_of(&case)));
}
