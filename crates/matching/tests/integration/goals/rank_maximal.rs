//! Rank-maximal choices, against every choice of pairs there is.

use super::case::{Case, cases, chosen};
use crate::common::go;
use matching::goals::{
    Empty, PairError, RankMaximal, RankMaximalError, StudentLists, Unlisted, Why, rank_maximal,
    verify_rank_maximal,
};
use matching::{Cohort, Mentor, Origin, Pair, PersonId, Student, scores};
use proptest::prelude::*;

/// The best signature and then the best total, of all choices.
fn best(case: &Case, lists: &StudentLists, unlisted: Unlisted) -> (Vec<u32>, i64) {
    let levels = lists.longest() + usize::from(unlisted == Unlisted::Last);
    let mut best = (Vec::new(), i64::MIN);
    case.choices(&mut |pairs| {
        let mut ranks = vec![0; levels];
        for (student, mentor, _) in pairs {
            match (lists.rank(*student, *mentor), unlisted) {
                (Some(rank), _) => ranks[rank as usize - 1] += 1,
                (None, Unlisted::Last) => ranks[levels - 1] += 1,
                (None, Unlisted::Never) => return,
            }
        }
        best = best
            .clone()
            .max((ranks, pairs.iter().map(|pair| pair.2).sum()));
    });
    best
}

fn check(case: &Case, unlisted: Unlisted) {
    let cohort = case.cohort();
    let scores = case.scores();
    let lists = case.student_lists(&cohort);
    let answer = rank_maximal(&cohort, &scores, &lists, unlisted, &mut go).unwrap();
    verify_rank_maximal(&cohort, &scores, &lists, unlisted, &answer, &mut go).unwrap();
    let total = chosen(&answer.answer.pairs)
        .iter()
        .map(|pair| pair.score)
        .sum();
    assert_eq!((answer.ranks.clone(), total), best(case, &lists, unlisted));

    // Any one number alone is refused.
    let refused = |other: &RankMaximal| {
        verify_rank_maximal(&cohort, &scores, &lists, unlisted, other, &mut go)
    };
    for rank in 0..answer.ranks.len() {
        let mut other = answer.clone();
        other.ranks[rank] = other.ranks[rank].wrapping_add(1);
        assert_eq!(refused(&other), Err(RankMaximalError::OtherRanks));
    }
    let pairs = |error| Err(RankMaximalError::Pairs(error));
    let mut other = answer.clone();
    other.answer.total += 1;
    assert_eq!(refused(&other), pairs(PairError::OtherTotal));
    for (place, pair) in answer.answer.pairs.iter().enumerate() {
        let named = Pair {
            student: pair.student,
            mentor: pair.mentor,
        };
        let mut other = answer.clone();
        other.answer.pairs[place].score -= 1;
        other.answer.total -= 1;
        assert_eq!(refused(&other), pairs(PairError::OtherScore(named)));
        let mut other = answer.clone();
        other.answer.pairs[place].points[0] += 1;
        assert_eq!(refused(&other), pairs(PairError::OtherScore(named)));
        let mut other = answer.clone();
        other.answer.pairs[place].origin = match pair.origin {
            Origin::Locked => Origin::Chosen,
            Origin::Chosen => Origin::Locked,
        };
        assert_eq!(refused(&other), pairs(PairError::OtherOrigin(named)));
    }
    for place in 0..answer.answer.empty.len() {
        let mut other = answer.clone();
        other.answer.empty[place].places += 1;
        assert_eq!(refused(&other), pairs(PairError::OtherEmpty));
    }

    // One pair less, with honest figures, is refused unless it is no pair that the goal chose.
    let locked = answer.answer.pairs.len() - chosen(&answer.answer.pairs).len();
    if answer.answer.pairs.len() > locked {
        let mut worse = answer.clone();
        let place = worse
            .answer
            .pairs
            .iter()
            .position(|pair| pair.origin == matching::Origin::Chosen)
            .unwrap();
        let pair = worse.answer.pairs.remove(place);
        let index = (
            cohort.student_index(pair.student).unwrap(),
            cohort.mentor_index(pair.mentor).unwrap(),
        );
        let rank = lists
            .rank(index.0, index.1)
            .map_or(lists.longest(), |rank| rank as usize - 1);
        worse.ranks[rank] -= 1;
        worse.answer.total -= pair.score;
        leave(&mut worse.answer.empty, &cohort, pair.student);
        assert_eq!(refused(&worse), Err(RankMaximalError::NotBest));
    }
}

/// One more empty place of this student, in the order of the cohort.
fn leave(empty: &mut Vec<Empty>, cohort: &Cohort, student: PersonId) {
    if let Some(empty) = empty.iter_mut().find(|empty| empty.student == student) {
        empty.places += 1;
    } else {
        empty.push(Empty {
            student,
            places: 1,
            why: Why::OthersFirst,
        });
        empty.sort_by_key(|empty| cohort.student_index(empty.student));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 700, ..ProptestConfig::default() })]

    #[test]
    fn no_choice_is_better(case in cases(4, 2)) {
        check(&case, Unlisted::Never);
    }

    #[test]
    fn no_choice_is_better_with_the_unlisted_last(case in cases(4, 2)) {
        check(&case, Unlisted::Last);
    }
}

/// Many stages: lists far longer than the ranks that fit into one, for people who all want the same.
#[test]
fn long_lists_of_many_people() {
    for unlisted in [Unlisted::Never, Unlisted::Last] {
        let (students, mentors) = (90_usize, 60_usize);
        let student = |index: usize| Student {
            id: PersonId(index as u128),
            places: 1 + u32::from(index.is_multiple_of(4)),
        };
        let mentor = |index: usize| Mentor {
            id: PersonId((students + index) as u128),
            places: 1 + u32::from(index.is_multiple_of(5)),
        };
        let cohort = Cohort::new(
            (0..students).map(student).collect(),
            (0..mentors).map(mentor).collect(),
        )
        .unwrap();
        let scores = scores::single(|student, mentor| {
            Some(((student * 31 + mentor * 17) % 13).try_into().unwrap())
        });
        let lists = cohort
            .students()
            .iter()
            .enumerate()
            .map(|(index, student)| {
                let first = index % 7;
                (
                    student.id,
                    (0..40)
                        .map(|place| cohort.mentors()[(first + place * 3) % mentors].id)
                        .collect::<Vec<_>>(),
                )
            });
        let lists = lists.map(|(id, mut list)| {
            let mut seen = std::collections::BTreeSet::new();
            list.retain(|mentor| seen.insert(*mentor));
            (id, list)
        });
        let lists = StudentLists::new(&cohort, lists).unwrap();
        let answer: RankMaximal =
            rank_maximal(&cohort, &scores, &lists, unlisted, &mut go).unwrap();
        verify_rank_maximal(&cohort, &scores, &lists, unlisted, &answer, &mut go).unwrap();
        assert!(
            answer.ranks.iter().filter(|count| **count > 0).count() > 6,
            "{:?}",
            answer.ranks
        );
    }
}
