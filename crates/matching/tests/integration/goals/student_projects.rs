//! Real lists: students rank projects, every project prefers the student of lower rank.

use crate::common::{go, plain};
use matching::goals::{Ranking, StudentLists, blocking, stable};
use matching::{Cohort, Mentor, PersonId, Student, scores};
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn nothing_blocks_the_projects_of_students() {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/student-projects");
    if !folder.is_dir() {
        eprintln!("skipped: there is no folder {}", folder.display());
        return;
    }
    let rows = |name: &str| -> Vec<Vec<String>> {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        text.lines()
            .skip(1)
            .map(|line| line.split(',').map(str::to_owned).collect())
            .collect()
    };
    let (projects, students) = (rows("projects.csv"), rows("students.csv"));
    let person = |index: usize| PersonId(index as u128);
    let mentor = |(index, row): (usize, &Vec<String>)| Mentor {
        id: person(1_000 + index),
        places: row[1].parse().unwrap(),
    };
    let student = |(index, _): (usize, &Vec<String>)| Student {
        id: person(index),
        places: 1,
    };
    let cohort = Cohort::new(
        students.iter().enumerate().map(student).collect(),
        projects.iter().enumerate().map(mentor).collect(),
    );
    let cohort = cohort.unwrap();
    let lists = students.iter().enumerate().map(|(index, row)| {
        let mut seen = BTreeSet::new();
        let known = row[2..]
            .iter()
            .filter_map(|code| projects.iter().position(|project| project[0] == *code));
        (
            person(index),
            known
                .filter(|project| seen.insert(*project))
                .map(|project| person(1_000 + project))
                .collect(),
        )
    });
    let lists = StudentLists::new(&cohort, lists).unwrap();
    let ranks: Vec<i64> = students.iter().map(|row| row[1].parse().unwrap()).collect();
    let scores = scores::single(|student, _| Some(-ranks[student]));
    let answer = stable(
        &cohort,
        &scores,
        Ranking::Lists(&lists),
        Ranking::Scores,
        &mut go,
    )
    .unwrap();
    let blocking = blocking(
        &cohort,
        &scores,
        Ranking::Lists(&lists),
        Ranking::Scores,
        &plain(&answer.pairs),
        &mut go,
    )
    .unwrap();
    assert!(blocking.is_stable(), "{blocking:?}");
    assert!(answer.pairs.len() > 80, "{}", answer.pairs.len());
}
