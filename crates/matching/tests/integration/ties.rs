//! The same answer whatever the order of the input, and the laws that every optimum keeps.

use crate::common::{Case, cases, mentor_id, solved, student_id};
use matching::{Cohort, Leaving, Mentor, PersonId, Problem, Reason, Student, scores};
use proptest::prelude::*;
use std::collections::BTreeMap;

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_the_input_decides_nothing(case in cases(20, 2), turn in 0_usize..20) {
        let straight = case.solve();
        let cohort = case.cohort();
        // The lists turned and reversed, the locks and exclusions entered the other way round.
        let turned = |count: usize| -> Vec<usize> { (0..count).rev().map(|index| (index + turn) % count).collect() };
        let (students, mentors) = (turned(case.students.len()), turned(case.mentors.len()));
        let people = students.iter().map(|index| Student { id: student_id(*index), places: case.students[*index] });
        let offers = mentors.iter().map(|index| Mentor { id: mentor_id(*index), places: case.mentors[*index] });
        let mut other = Cohort::new(people.collect(), offers.collect()).unwrap();
        for (student, mentor) in cohort.locks().collect::<Vec<_>>().into_iter().rev() {
            other.lock(Case::pair(student, mentor)).unwrap();
        }
        for (student, mentor) in case.exclusions.iter().rev() {
            other.exclude(Case::pair(*student, *mentor)).unwrap();
        }
        let width = case.mentors.len();
        let scores = scores::single(|student, mentor| case.scores[students[student] * width + mentors[mentor]]);
        let turned = solved(&Problem { cohort: &other, scores: &scores, leaving: case.leaving });

        let by_id = |solution: &matching::Solution| {
            let mut pairs = solution.pairs.clone();
            pairs.sort_by_key(|pair| (pair.student, pair.mentor));
            let mut unmatched = solution.unmatched.clone();
            unmatched.sort_by_key(|unmatched| unmatched.student);
            (pairs, unmatched, solution.total)
        };
        prop_assert_eq!(by_id(&straight), by_id(&turned));
        let values = |cohort: &Cohort, solution: &matching::Solution| -> BTreeMap<PersonId, i64> {
            cohort.students().iter().map(|student| student.id).zip(solution.certificate.students.clone()).collect()
        };
        prop_assert_eq!(values(&cohort, &straight), values(&other, &turned));
    }

    #[test]
    fn a_place_more_never_lowers_the_objective(case in cases(15, 2), mentor in 0_usize..15) {
        // Locks that were refused must stay so.
        let case = Case { locks: case.cohort().locks().collect(), ..case };
        let mut more = case.clone();
        let mentor = mentor % case.mentors.len();
        more.mentors[mentor] += 1;
        let (before, after) = (worth(&case), worth(&more));
        prop_assert!(after >= before);
        // It is worth no more than the certificate of the smaller cohort says, and exactly what that of the larger says.
        if let Leaving::Price(_) = case.leaving {
            prop_assert!(after.1 - before.1 <= i128::from(case.solve().certificate.mentors[mentor]));
            prop_assert_eq!(after.1 - before.1, i128::from(more.solve().certificate.mentors[mentor]));
        }
    }

    #[test]
    fn a_lock_never_raises_the_objective(case in cases(15, 2), student in 0_usize..15, mentor in 0_usize..15) {
        let mut locked = case.clone();
        locked.locks = case.cohort().locks().collect();
        locked.locks.push((student % case.students.len(), mentor % case.mentors.len()));
        prop_assert!(worth(&locked) <= worth(&case));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// By how much a student was outbid is what the best lock on them costs.
    #[test]
    fn outbid_is_the_price_of_force(case in cases(10, 2)) {
        let case = Case { locks: case.cohort().locks().collect(), ..case };
        let solution = case.solve();
        let price = i128::from(solution.certificate.price);
        let objective = |solution: &matching::Solution| {
            let empty: i128 = solution.unmatched.iter().map(|unmatched| i128::from(unmatched.places)).sum();
            i128::from(solution.total) - price * empty
        };
        for unmatched in &solution.unmatched {
            let Reason::Outbid { by } = unmatched.reason else { continue };
            let student = case.cohort().student_index(unmatched.student).unwrap();
            let has = |mentor: usize| {
                let pair = Case::pair(student, mentor);
                solution.pairs.iter().any(|made| (made.student, made.mentor) == (pair.student, pair.mentor))
            };
            let force = |mentor: usize| {
                let mut forced = case.clone();
                forced.locks.push((student, mentor));
                let kept = forced.cohort().locks().any(|lock| lock == (student, mentor));
                kept.then(|| objective(&forced.solve()))
            };
            let open = (0..case.mentors.len()).filter(|mentor| case.allowed(student, *mentor).is_some() && !has(*mentor));
            let best = open.filter_map(force).max().unwrap();
            prop_assert_eq!(objective(&solution) - best, i128::from(by));
        }
    }
}

/// What is compared first: pairs made if they come first, and the objective.
fn worth(case: &Case) -> (usize, i128) {
    let solution = case.solve();
    match case.leaving {
        Leaving::MostMatched => (solution.pairs.len(), i128::from(solution.total)),
        Leaving::Price(price) => {
            let empty: i128 = solution
                .unmatched
                .iter()
                .map(|unmatched| i128::from(unmatched.places))
                .sum();
            (0, i128::from(solution.total) - i128::from(price) * empty)
        }
    }
}
