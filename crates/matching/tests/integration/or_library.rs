//! The dense instances of the OR-Library (Beasley 1990): square, costs to minimise, known optima.

use crate::common::{go, solved};
use matching::{Cohort, Leaving, Mentor, PersonId, Problem, Student, scores, verify};
use std::path::Path;

#[test]
fn the_known_optima() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/or-library");
    if !folder.is_dir() {
        eprintln!("skipped: there is no folder {}", folder.display());
        return;
    }
    for (size, optimum) in [(100, 305), (200, 475), (300, 626), (400, 804)] {
        let text = std::fs::read_to_string(folder.join(format!("assign{size}.txt"))).unwrap();
        let mut numbers = text
            .split_whitespace()
            .map(|number| number.parse::<i64>().unwrap());
        assert_eq!(numbers.next(), Some(size));
        let costs: Vec<_> = numbers.collect();
        let size = usize::try_from(size).unwrap();
        assert_eq!(costs.len(), size * size);
        let person = |index: usize| PersonId(index as u128);
        let students = (0..size)
            .map(|index| Student {
                id: person(index),
                places: 1,
            })
            .collect();
        let mentors = (size..2 * size)
            .map(|index| Mentor {
                id: person(index),
                places: 1,
            })
            .collect();
        let cohort = Cohort::new(students, mentors).unwrap();
        let scores = scores::single(|student, mentor| Some(-costs[student * size + mentor]));
        let problem = Problem {
            cohort: &cohort,
            scores: &scores,
            leaving: Leaving::MostMatched,
        };
        let solution = solved(&problem);
        assert_eq!(-solution.total, optimum, "assign{size}");
        assert!(solution.unmatched.is_empty());
        assert_eq!(
            verify(&problem, &solution, &mut go).unwrap().pairs,
            (size * size) as u64
        );
    }
}
