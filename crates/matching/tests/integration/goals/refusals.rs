//! What is refused, by name.

use crate::common::{go, plain};
use matching::goals::{
    MaxMinError, MentorLists, PairError, PreferenceError, RankMaximalError, Ranking, StudentLists,
    Unlisted, blocking, max_min, measure, rank_maximal, stable, verify_max_min,
    verify_rank_maximal,
};
use matching::{
    Cohort, MAX_SCORE, Mentor, Pair, PersonId, Phase, Progress, SolveError, Student, scores,
};
use std::ops::ControlFlow;

fn id(id: u128) -> PersonId {
    PersonId(id)
}

fn pair(student: u128, mentor: u128) -> Pair {
    Pair {
        student: id(student),
        mentor: id(mentor),
    }
}

fn cohort() -> Cohort {
    let students = [1, 2].map(|person| Student {
        id: id(person),
        places: 1,
    });
    let mentors = [1, 8, 9].map(|person| Mentor {
        id: id(person),
        places: 1,
    });
    Cohort::new(students.to_vec(), mentors.to_vec()).unwrap()
}

#[test]
fn lists_are_refused_by_name() {
    let cohort = cohort();
    let students = |lists: &[(u128, &[u128])]| {
        let lists = lists
            .iter()
            .map(|(of, list)| (id(*of), list.iter().copied().map(id).collect()));
        StudentLists::new(&cohort, lists).unwrap_err()
    };
    assert_eq!(
        students(&[(8, &[1])]),
        PreferenceError::UnknownStudent(id(8))
    );
    assert_eq!(
        students(&[(1, &[8, 2])]),
        PreferenceError::UnknownMentor(id(2))
    );
    assert_eq!(
        students(&[(1, &[8]), (1, &[9])]),
        PreferenceError::SecondList(id(1))
    );
    let twice = PreferenceError::ListedTwice {
        of: id(2),
        listed: id(9),
    };
    assert_eq!(students(&[(2, &[9, 8, 9])]), twice);
    let mentors = |of, list: &[u128]| {
        MentorLists::new(&cohort, [(id(of), list.iter().copied().map(id).collect())]).unwrap_err()
    };
    assert_eq!(mentors(2, &[1]), PreferenceError::UnknownMentor(id(2)));
    assert_eq!(mentors(8, &[8]), PreferenceError::UnknownStudent(id(8)));
}

#[test]
fn pairs_are_refused_by_name() {
    let mut cohort = cohort();
    cohort.exclude(pair(1, 8)).unwrap();
    cohort.lock(pair(2, 9)).unwrap();
    let scores = scores::single(|student, mentor| ((student, mentor) != (1, 1)).then_some(1));
    let refused = |pairs: &[Pair]| {
        let refused = blocking(
            &cohort,
            &scores,
            Ranking::Scores,
            Ranking::Scores,
            pairs,
            &mut go,
        )
        .unwrap_err();
        assert_eq!(
            measure(
                &cohort,
                &scores,
                Ranking::Scores,
                Ranking::Scores,
                pairs,
                &mut go
            )
            .unwrap_err(),
            refused
        );
        refused
    };
    assert_eq!(refused(&[pair(1, 7)]), PairError::UnknownPair(pair(1, 7)));
    assert_eq!(refused(&[pair(1, 1)]), PairError::BarredPair(pair(1, 1)));
    assert_eq!(refused(&[pair(1, 8)]), PairError::BarredPair(pair(1, 8)));
    assert_eq!(refused(&[pair(2, 8)]), PairError::BarredPair(pair(2, 8)));
    assert_eq!(
        refused(&[pair(2, 9), pair(2, 9)]),
        PairError::RepeatedPair(pair(2, 9))
    );
    assert_eq!(
        refused(&[pair(2, 9), pair(2, 1)]),
        PairError::OverPlaces(id(2))
    );
    assert_eq!(refused(&[]), PairError::LockBroken(pair(2, 9)));
}

#[test]
fn scores_out_of_range_and_impossible_locks_are_refused() {
    let mut cohort = cohort();
    cohort.lock(pair(2, 9)).unwrap();
    let lists = StudentLists::new(&cohort, []).unwrap();
    let all = |scores: &dyn matching::Scores| {
        [
            max_min(&cohort, scores, &mut go).unwrap_err(),
            rank_maximal(&cohort, scores, &lists, Unlisted::Last, &mut go).unwrap_err(),
            stable(&cohort, scores, Ranking::Scores, Ranking::Scores, &mut go).unwrap_err(),
        ]
    };
    let score = MAX_SCORE + 1;
    let large = scores::single(move |student, mentor| {
        Some(if (student, mentor) == (0, 1) {
            score
        } else {
            0
        })
    });
    assert_eq!(
        all(&large),
        [SolveError::ScoreOutOfRange {
            pair: pair(1, 8),
            score
        }; 3]
    );
    let none = scores::single(|_, _| None);
    assert_eq!(all(&none), [SolveError::LockIneligible(pair(2, 9)); 3]);
}

#[test]
fn every_goal_can_be_stopped() {
    let students = (0..300)
        .map(|person| Student {
            id: id(person),
            places: 1,
        })
        .collect();
    let mentors = (300..600)
        .map(|person| Mentor {
            id: id(person),
            places: 1,
        })
        .collect();
    let cohort = Cohort::new(students, mentors).unwrap();
    let lists = cohort
        .students()
        .iter()
        .map(|student| (student.id, vec![id(300), id(301)]));
    let lists = StudentLists::new(&cohort, lists).unwrap();
    let scores = scores::single(|student, mentor| {
        Some(((student * 37 + mentor * 101) % 997).cast_signed() as i64)
    });
    for stop in [
        |phase| phase == Phase::Scoring,
        |phase| matches!(phase, Phase::Matching { .. }),
    ] {
        let mut progress = |progress: matching::Progress| {
            assert!(progress.done < progress.of && progress.of == 300);
            if stop(progress.phase) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        assert_eq!(
            max_min(&cohort, &scores, &mut progress).unwrap_err(),
            SolveError::Cancelled
        );
        let ranks = rank_maximal(&cohort, &scores, &lists, Unlisted::Never, &mut progress);
        assert_eq!(ranks.unwrap_err(), SolveError::Cancelled);
        let rankings = (Ranking::Scores, Ranking::Scores);
        assert_eq!(
            stable(&cohort, &scores, rankings.0, rankings.1, &mut progress).unwrap_err(),
            SolveError::Cancelled
        );
    }
}

/// What is called by a check, and answers whether it was cancelled.
type Check<'a> = &'a dyn Fn(&mut dyn FnMut(Progress) -> ControlFlow<()>) -> bool;

#[test]
fn every_check_can_be_stopped() {
    let (cohort, scores) = (cohort(), scores::single(|_, _| Some(1)));
    let lists = StudentLists::new(&cohort, []).unwrap();
    let fair = max_min(&cohort, &scores, &mut go).unwrap();
    let ranks = rank_maximal(&cohort, &scores, &lists, Unlisted::Last, &mut go).unwrap();
    let pairs = plain(&fair.solution.pairs);
    let ranking = || Ranking::Scores;
    let checks: [(&str, Check<'_>); 4] = [
        ("max-min", &|told| {
            let checked = verify_max_min(&cohort, &scores, &fair, told);
            checked == Err(MaxMinError::Cancelled)
        }),
        ("rank-maximal", &|told| {
            let last = Unlisted::Last;
            let checked = verify_rank_maximal(&cohort, &scores, &lists, last, &ranks, told);
            checked == Err(RankMaximalError::Cancelled)
        }),
        ("blocking", &|told| {
            let checked = blocking(&cohort, &scores, ranking(), Ranking::Scores, &pairs, told);
            checked == Err(PairError::Cancelled)
        }),
        ("measure", &|told| {
            let checked = measure(&cohort, &scores, ranking(), Ranking::Scores, &pairs, told);
            checked == Err(PairError::Cancelled)
        }),
    ];
    for (name, check) in checks {
        let mut all = 0;
        let finished = !check(&mut |progress| {
            assert_eq!(progress.phase, Phase::Checking);
            all += 1;
            go(progress)
        });
        assert!(finished && all > 0, "{name} asks");
        for stop in 0..all {
            let mut told = 0;
            let stopped = check(&mut |_| {
                told += 1;
                if told > stop {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            });
            assert!(stopped, "{name} at {stop} of {all}");
            assert_eq!(told, stop + 1, "{name} ends at once");
        }
    }
}
