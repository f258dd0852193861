//! Cohorts of the size that programmes have, proved; the times are printed (`--no-capture`), not judged.

use crate::common::go;
use matching::{
    CertificateError, Cohort, EditError, Leaving, Mentor, PersonId, Phase, Planner, Problem,
    Rescored, SolveError, Student, scores, solve, solve_on, verify,
};
use std::ops::ControlFlow;
use std::time::Instant;

/// What people care for: a few of 24 topics strongly, most weakly, as in `cohort.py`.
fn interests(count: u64, salt: u64) -> Vec<[i64; 24]> {
    let draw = |person: u64, topic: u64| {
        let mut value = (person * 24 + topic + salt).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let share = ((value ^ (value >> 31)) >> 44).cast_signed();
        // The cube of a share of 2^20, as a byte.
        (share * share / (1 << 20) * share / (1 << 20)) * 255 / (1 << 20)
    };
    (0..count)
        .map(|person| std::array::from_fn(|topic| draw(person, topic as u64)))
        .collect()
}

fn cohort(students: u64, mentors: u64, places: u32) -> Cohort {
    let people = (0..students)
        .map(|id| Student {
            id: PersonId(id.into()),
            places: 1,
        })
        .collect();
    let offers = (students..students + mentors)
        .map(|id| Mentor {
            id: PersonId(id.into()),
            places,
        })
        .collect();
    Cohort::new(people, offers).unwrap()
}

fn check(students: u64, mentors: u64, places: u32, matched: usize) {
    let (interests, expertise) = (interests(students, 0), interests(mentors, 1 << 40));
    let cohort = cohort(students, mentors, places);
    let dot = |student: usize, mentor: usize| {
        Some(
            interests[student]
                .iter()
                .zip(&expertise[mentor])
                .map(|(one, other)| one * other)
                .sum(),
        )
    };
    let start = Instant::now();
    let scores = scores::Table::of(&cohort, scores::single(dot), &mut go).unwrap();
    let table = start.elapsed();
    let problem = Problem {
        cohort: &cohort,
        scores: &scores,
        leaving: Leaving::MostMatched,
    };
    let mut phases = Vec::new();
    let start = Instant::now();
    let solution = solve(&problem, &mut |progress| {
        if phases
            .last()
            .is_none_or(|(phase, _)| *phase != progress.phase)
        {
            phases.push((progress.phase, start.elapsed().as_millis()));
        }
        ControlFlow::Continue(())
    });
    let solution = solution.unwrap();
    let solved = start.elapsed();
    let start = Instant::now();
    verify(&problem, &solution, &mut go).unwrap();
    let verified = start.elapsed();
    assert_eq!(solution.pairs.len(), matched);
    eprintln!(
        "{students} x {mentors} x {places}: table {table:?}, solve {solved:?}, verify {verified:?}, phases {phases:?}"
    );
}

#[test]
fn a_programme_of_500() {
    check(500, 500, 1, 500);
}

#[test]
fn a_programme_of_5000() {
    check(5_000, 1_000, 6, 5_000);
}

#[test]
fn a_programme_with_too_few_places() {
    check(2_000, 400, 3, 1_200);
}

/// So many pairs that a market is held, which has to find how little is left over.
#[test]
fn a_programme_with_a_few_places_to_spare() {
    check(2_640, 900, 3, 2_640);
}

/// So many pairs that a market would be held, but a sample of a student's best says nothing.
#[test]
fn enough_places_where_scores_tie() {
    let cohort = cohort(1_500, 1_500, 1);
    let scores = scores::single(|student, mentor| {
        Some(((student * 37 + mentor * 101) % 5).cast_signed() as i64)
    });
    let problem = Problem {
        cohort: &cohort,
        scores: &scores,
        leaving: Leaving::Price(0),
    };
    let solution = solve(&problem, &mut go).unwrap();
    verify(&problem, &solution, &mut go).unwrap();
    assert_eq!(solution.total, 1_500 * 4);
}

/// Few scores that differ, fewer places than students want, and some students who want two.
#[test]
fn scarce_places_where_scores_tie() {
    let students = (0..1_200_u128).map(|id| Student {
        id: PersonId(id),
        places: if id % 10 == 0 { 2 } else { 1 },
    });
    let mentors = (1_200..1_500_u128).map(|id| Mentor {
        id: PersonId(id),
        places: 3,
    });
    let cohort = Cohort::new(students.collect(), mentors.collect()).unwrap();
    let scores = scores::single(|student, mentor| {
        Some(((student * 37 + mentor * 101) % 5).cast_signed() as i64)
    });
    let problem = Problem {
        cohort: &cohort,
        scores: &scores,
        leaving: Leaving::MostMatched,
    };
    let solution = solve(&problem, &mut go).unwrap();
    verify(&problem, &solution, &mut go).unwrap();
    assert_eq!(solution.pairs.len(), 900);
    // Each place goes to somebody for whom it is worth the most there is.
    assert_eq!(solution.total, 900 * 4);
}

/// Stopped at whatever telling: where students and places bid for each other, too.
#[test]
fn scarce_places_can_be_stopped_at_any_time() {
    let cohort = cohort(1_200, 300, 3);
    let scores = scores::single(|student, mentor| {
        Some(((student * 7_919 + mentor * 104_729) % 9_973).cast_signed() as i64)
    });
    let problem = Problem {
        cohort: &cohort,
        scores: &scores,
        leaving: Leaving::MostMatched,
    };
    let mut tellings = 0;
    let count = &mut |_| {
        tellings += 1;
        ControlFlow::Continue(())
    };
    solve(&problem, count).unwrap();
    for stop in [
        0,
        tellings / 4,
        tellings / 2,
        tellings * 3 / 4,
        tellings - 1,
    ] {
        let mut told = 0;
        let answer = solve(&problem, &mut |_| {
            told += 1;
            if told > stop {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        assert_eq!(answer, Err(SolveError::Cancelled));
        assert_eq!(told, stop + 1, "nothing goes on after it was stopped");
    }
}

/// Too many pairs to be kept: prices come from an auction first. Scarce places, plenty, and a closed mentor.
#[test]
fn large_cohorts_on_threads() {
    for places in [2, 10] {
        let mut cohort = cohort(9_000, 1_000, places);
        cohort.set_mentor_places(PersonId(9_000), 0).unwrap();
        let (interests, expertise) = (interests(9_000, 0), interests(1_000, 1 << 40));
        let byte = |profiles: Vec<[i64; 24]>| -> Vec<u8> {
            let topics = profiles.into_iter().flatten();
            topics.map(|topic| u8::try_from(topic).unwrap()).collect()
        };
        let scores = scores::Profiles::new(24, &byte(interests), &byte(expertise)).unwrap();
        let problem = Problem {
            cohort: &cohort,
            scores: &scores,
            leaving: Leaving::MostMatched,
        };
        let told = &mut go;
        let start = Instant::now();
        let one = solve(&problem, told).unwrap();
        eprintln!("9000 x 1000 x {places}: solve {:?}", start.elapsed());
        assert_eq!(one.pairs.len(), 9_000.min(999 * places as usize));
        verify(&problem, &one, &mut go).unwrap();
        let threads = std::num::NonZeroUsize::new(3).unwrap();
        let three = solve_on(threads, &cohort, &scores, problem.leaving, told).unwrap();
        assert_eq!(one, three);
    }
}

#[test]
fn every_phase_tells_and_can_be_stopped() {
    let cohort = cohort(300, 300, 1);
    let scores = scores::single(|student, mentor| {
        Some(((student * 37 + mentor * 101) % 997).cast_signed() as i64)
    });
    let problem = Problem {
        cohort: &cohort,
        scores: &scores,
        leaving: Leaving::MostMatched,
    };
    let phases: [fn(Phase) -> bool; 4] = [
        |phase| phase == Phase::Scoring,
        |phase| matches!(phase, Phase::Matching { .. }),
        |phase| matches!(phase, Phase::Pricing { .. }),
        |phase| phase == Phase::Proving,
    ];
    for stop in phases {
        let answer = solve(&problem, &mut |progress| {
            assert!(progress.done < progress.of && progress.of == 300);
            if stop(progress.phase) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        assert_eq!(answer, Err(SolveError::Cancelled));
    }
}

/// What else reads all scores asks as well, and leaves everything as it was.
#[test]
fn tables_checks_and_new_scores_can_be_stopped() {
    let cohort = cohort(300, 300, 1);
    let scored = |by: usize| {
        scores::single(move |student, mentor| {
            Some(((student * by + mentor * 101) % 997).cast_signed() as i64)
        })
    };
    let half_way = |phase| {
        move |progress: matching::Progress| {
            if progress.phase == phase && progress.done > 150 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        }
    };
    let table = scores::Table::of(&cohort, scored(37), &mut half_way(Phase::Scoring));
    assert_eq!(table.err(), Some(SolveError::Cancelled));

    let mut planner = Planner::new(cohort, scored(37), Leaving::MostMatched, &mut go).unwrap();
    let before = planner.solution();
    assert_eq!(
        verify(&planner.problem(), &before, &mut half_way(Phase::Checking)),
        Err(CertificateError::Cancelled)
    );
    let stop = &mut half_way(Phase::Scoring);
    assert_eq!(
        planner.rescore(scored(41), Rescored::Everyone, stop),
        Err(EditError::Solve(SolveError::Cancelled))
    );
    assert_eq!(planner.solution(), before);
    planner
        .rescore(scored(41), Rescored::Everyone, &mut go)
        .unwrap();
    assert_ne!(planner.solution(), before);
}
