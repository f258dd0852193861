//! Stable choices: no pair blocks them, and of all that none blocks each student likes them best.

use super::case::{Case, cases};
use crate::common::{self, go, plain};
use matching::goals::{
    Answer, MentorLists, PairError, Ranking, StableError, StudentLists, blocking, stable,
    verify_stable,
};
use matching::{Cohort, Leaving, Pair, PersonId};
use proptest::prelude::*;
use std::collections::BTreeMap;

type Rankings<'a> = (Ranking<'a, StudentLists>, Ranking<'a, MentorLists>);

/// Every way of ranking, by a number.
fn rankings<'a>(
    students: &'a StudentLists,
    mentors: &'a MentorLists,
    which: usize,
) -> Rankings<'a> {
    let of_students = [
        Ranking::Scores,
        Ranking::Lists(students),
        Ranking::ListsThenScores(students),
    ];
    let of_mentors = [
        Ranking::Scores,
        Ranking::Lists(mentors),
        Ranking::ListsThenScores(mentors),
    ];
    (of_students[which % 3], of_mentors[which / 3 % 3])
}

fn all_stable(case: &Case, cohort: &Cohort, (students, mentors): Rankings<'_>) -> Vec<Vec<Pair>> {
    let scores = case.scores();
    let locks: Vec<_> = cohort.locks().collect();
    let mut stable = Vec::new();
    case.choices(&mut |pairs| {
        let all = pairs
            .iter()
            .map(|pair| (pair.0, pair.1))
            .chain(locks.iter().copied());
        let mut pairs: Vec<_> = all
            .map(|(student, mentor)| common::Case::pair(student, mentor))
            .collect();
        pairs.sort_unstable();
        if blocking(cohort, &scores, students, mentors, &pairs, &mut go)
            .unwrap()
            .is_stable()
        {
            stable.push(pairs);
        }
    });
    stable
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn it_is_the_one_that_students_like_best(case in cases(4, 2), which in 0_usize..9) {
        let cohort = case.cohort();
        let scores = case.scores();
        let (lists, mentor_lists) = (case.student_lists(&cohort), case.mentor_lists(&cohort));
        let (students, mentors) = rankings(&lists, &mentor_lists, which);
        let answer = stable(&cohort, &scores, students, mentors, &mut go).unwrap();
        let mut pairs = plain(&answer.pairs);
        pairs.sort_unstable();
        let others = all_stable(&case, &cohort, (students, mentors));
        prop_assert!(others.contains(&pairs));
        let refused = |other: &Answer| verify_stable(&cohort, &scores, students, mentors, other, &mut go);
        prop_assert_eq!(refused(&answer), Ok(()));
        let mut other = answer.clone();
        other.total -= 1;
        prop_assert_eq!(refused(&other), Err(StableError::Pairs(PairError::OtherTotal)));
        for (place, pair) in answer.pairs.iter().enumerate() {
            let named = Pair { student: pair.student, mentor: pair.mentor };
            let mut other = answer.clone();
            other.pairs[place].score += 1;
            prop_assert_eq!(refused(&other), Err(StableError::Pairs(PairError::OtherScore(named))));
        }
        // No other stable choice gives a student with one place a mentor whom they rank higher by list or score.
        let mentor_of = |pairs: &[Pair]| pairs.iter().map(|pair| (pair.student, pair.mentor)).collect::<BTreeMap<PersonId, PersonId>>();
        let own = mentor_of(&pairs);
        for other in others {
            let other = mentor_of(&other);
            for (index, student) in cohort.students().iter().enumerate().filter(|(_, student)| student.places == 1) {
                let worth = |mentors: &BTreeMap<PersonId, PersonId>| mentors.get(&student.id).map(|mentor| {
                    let mentor = cohort.mentor_index(*mentor).unwrap();
                    let score = case.scores[index * case.mentors.len() + mentor];
                    let rank = |lists: &StudentLists| std::cmp::Reverse(lists.rank(index, mentor).unwrap_or(u32::MAX));
                    match students {
                        Ranking::Scores => (std::cmp::Reverse(0), score),
                        Ranking::Lists(lists) | Ranking::ListsThenScores(lists) => (rank(lists), score),
                    }
                });
                prop_assert!(worth(&own) >= worth(&other));
            }
        }
    }

    /// More mentors than are ranked at a time, and students who are refused again and again.
    #[test]
    fn nothing_blocks_larger_ones(case in cases(60, 4), which in 0_usize..9) {
        let cohort = case.cohort();
        let scores = case.scores();
        let (lists, mentor_lists) = (case.student_lists(&cohort), case.mentor_lists(&cohort));
        let (students, mentors) = rankings(&lists, &mentor_lists, which);
        let answer = stable(&cohort, &scores, students, mentors, &mut go).unwrap();
        let blocking = blocking(&cohort, &scores, students, mentors, &plain(&answer.pairs), &mut go).unwrap();
        prop_assert!(blocking.is_stable(), "{:?}", blocking);
    }
}

/// Students who all rank 100 mentors alike, one place each, and mentors who like the later students more.
#[test]
fn everybody_wants_the_same() {
    let case = Case {
        people: common::Case {
            students: vec![1; 100],
            mentors: vec![1; 100],
            scores: (0..100 * 100).map(|pair| Some(pair / 100)).collect(),
            exclusions: Vec::new(),
            locks: Vec::new(),
            leaving: Leaving::MostMatched,
        },
        student_lists: vec![(0..100).collect(); 100],
        mentor_lists: vec![Vec::new(); 100],
    };
    let cohort = case.cohort();
    let lists = case.student_lists(&cohort);
    let rankings = (Ranking::ListsThenScores(&lists), Ranking::Scores);
    let answer = stable(&cohort, &case.scores(), rankings.0, rankings.1, &mut go).unwrap();
    let blocking = blocking(
        &cohort,
        &case.scores(),
        rankings.0,
        rankings.1,
        &plain(&answer.pairs),
        &mut go,
    )
    .unwrap();
    assert!(blocking.is_stable());
    // Nobody is matched with themselves, so student 99 gets mentor 1 (mentor 0 is student 0, for whom nobody else is
    // barred): all but the two ends of the chain are in the reverse order.
    assert_eq!(answer.pairs.len(), 100 - answer.empty.len());
}
