//! The figures that scenarios are compared by.

use super::case::{Case, cases};
use crate::common::{self, go, plain};
use matching::goals::{
    Differences, Goal, Ranking, StudentLists, Unlisted, compare, measure, reach,
};
use matching::{Cohort, Mentor, Pair, PersonId, Student, scores};
use proptest::prelude::*;

fn pair(student: u128, mentor: u128) -> Pair {
    Pair {
        student: PersonId(student),
        mentor: PersonId(mentor),
    }
}

#[test]
fn figures_of_a_small_cohort() {
    let students = [1, 2, 3].map(|id| Student {
        id: PersonId(id),
        places: 1,
    });
    let mentors = [7, 8, 9].map(|id| Mentor {
        id: PersonId(id),
        places: 1,
    });
    let mut cohort = Cohort::new(students.to_vec(), mentors.to_vec()).unwrap();
    cohort.lock(pair(3, 9)).unwrap();
    let table = [[5, 4, 3], [6, 2, 9], [1, 1, 1]];
    let scores = scores::single(|student, mentor| Some(table[student][mentor]));
    let of = |pairs: &[Pair]| {
        measure(
            &cohort,
            &scores,
            Ranking::Scores,
            Ranking::Scores,
            pairs,
            &mut go,
        )
        .unwrap()
    };
    let crossed = [pair(1, 7), pair(2, 8), pair(3, 9)];
    let metrics = of(&crossed);
    assert_eq!((metrics.pairs, metrics.students, metrics.total), (3, 3, 8));
    assert_eq!(metrics.worst, Some((1, pair(3, 9))));
    // Student 2 and mentor 7 would rather have each other; mentor 9 is locked.
    assert_eq!(metrics.blocking, [pair(2, 7)]);
    assert_eq!(metrics.ranks, (1 + 3 + 1, 3), "first, third, and a tie");

    let lists =
        StudentLists::new(&cohort, [(PersonId(1), vec![PersonId(8), PersonId(7)])]).unwrap();
    let listed = measure(
        &cohort,
        &scores,
        Ranking::Lists(&lists),
        Ranking::Scores,
        &crossed,
        &mut go,
    )
    .unwrap();
    assert_eq!(listed.mean_rank(), Some(2.0));
    let both = measure(
        &cohort,
        &scores,
        Ranking::ListsThenScores(&lists),
        Ranking::Scores,
        &crossed,
        &mut go,
    )
    .unwrap();
    assert_eq!(
        both.ranks,
        (2 + 3 + 1, 3),
        "second wish, third by score, a tie"
    );
    let mut without = cohort.clone();
    without.exclude(pair(1, 8)).unwrap();
    let students = Ranking::ListsThenScores(&lists);
    let barred = measure(
        &without,
        &scores,
        students,
        Ranking::Scores,
        &crossed,
        &mut go,
    )
    .unwrap();
    assert_eq!(
        barred.ranks,
        (1 + 3 + 1, 3),
        "a wish that cannot be granted takes no place"
    );

    let straight = [pair(2, 7), pair(1, 8), pair(3, 9)];
    assert!(of(&straight).blocking.is_empty());
    let differences = Differences {
        added: vec![pair(1, 8), pair(2, 7)],
        removed: vec![pair(1, 7), pair(2, 8)],
    };
    assert_eq!(compare(&crossed, &straight), differences);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// What each goal is best in, no other goal is better in; and each is the same whatever the order of the input.
    #[test]
    fn each_goal_is_best_in_its_own(case in cases(12, 3)) {
        let cohort = case.cohort();
        let scores = case.scores();
        let lists = case.student_lists(&cohort);
        let goals = |lists| [
            Goal::MostMatched,
            Goal::MaxMin,
            Goal::RankMaximal { lists, unlisted: Unlisted::Last },
            Goal::Stable { students: Ranking::ListsThenScores(lists), mentors: Ranking::Scores },
            Goal::BestTotal { price: 0 },
        ];
        let answers = goals(&lists).map(|goal| reach(&cohort, &scores, goal, &mut go).unwrap());
        let of = answers.each_ref().map(|answer| {
            let figures = measure(&cohort, &scores, Ranking::ListsThenScores(&lists), Ranking::Scores, &answer.plain_pairs(), &mut go);
            assert_eq!(figures.as_ref().unwrap().total, answer.total());
            assert_eq!(answer.plain_pairs(), plain(answer.pairs()));
            figures.unwrap()
        });
        for figures in &of {
            prop_assert!(figures.pairs <= of[0].pairs);
            prop_assert!(figures.total <= of[4].total);
            prop_assert!(figures.pairs < of[0].pairs || figures.total <= of[0].total);
        }
        prop_assert_eq!(of[1].pairs, of[0].pairs);
        prop_assert!(of[3].blocking.is_empty());

        let turned = turned(&case);
        let lists = turned.1;
        for (goal, answer) in goals(&lists).into_iter().zip(&answers) {
            let scores = scores::single(|student: usize, mentor: usize| {
                let (students, mentors) = (case.students.len(), case.mentors.len());
                case.scores[(students - 1 - student) * mentors + mentors - 1 - mentor]
            });
            let mut other = reach(&turned.0, &scores, goal, &mut go).unwrap().plain_pairs();
            other.sort_unstable();
            let mut pairs = answer.plain_pairs();
            pairs.sort_unstable();
            prop_assert_eq!(other, pairs);
        }
    }
}

/// The same case with both sides in the reverse order.
fn turned(case: &Case) -> (Cohort, StudentLists) {
    let cohort = case.cohort();
    let students = cohort.students().iter().rev().copied().collect();
    let mentors = cohort.mentors().iter().rev().copied().collect();
    let mut turned = Cohort::new(students, mentors).unwrap();
    for (student, mentor) in &case.exclusions {
        turned
            .exclude(common::Case::pair(*student, *mentor))
            .unwrap();
    }
    for (student, mentor) in cohort.locks() {
        turned.lock(cohort.pair(student, mentor)).unwrap();
    }
    let lists = case.student_lists.iter().enumerate().map(|(index, list)| {
        (
            common::student_id(index),
            list.iter()
                .map(|mentor| common::mentor_id(*mentor))
                .collect(),
        )
    });
    let lists = StudentLists::new(&turned, lists).unwrap();
    (turned, lists)
}
