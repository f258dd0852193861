//! M8: stable pairs on the students' projects and on random cohorts: nothing blocks them, and `matching` finds the same.

use crate::Result;
use crate::options::Options;
use crate::peer::Peer;
use crate::random::Numbers;
use crate::report::{Times, line, raw, skipped, timed};
use matching::goals::{MentorLists, Ranking, StudentLists, blocking, stable};
use matching::{Cohort, Mentor, Pair, PersonId, Student, scores};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;

const RANDOM: u64 = 200;

/// Student and mentor by index.
type Pairs = BTreeSet<(usize, usize)>;

/// Lists of both sides, by index; a mentor's list has exactly the students who list the mentor.
struct Case {
    places: Vec<u32>,
    students: Vec<Vec<usize>>,
    mentors: Vec<Vec<usize>>,
}

impl Case {
    /// Mentors like the students in this order.
    fn of(
        places: Vec<u32>,
        students: Vec<Vec<usize>>,
        liked: impl Fn(usize, usize) -> i64,
    ) -> Self {
        let mentors = (0..places.len()).map(|mentor| {
            let mut list: Vec<_> = (0..students.len())
                .filter(|student| students[*student].contains(&mentor))
                .collect();
            list.sort_by_key(|student| (liked(mentor, *student), *student));
            list
        });
        Self {
            mentors: mentors.collect(),
            places,
            students,
        }
    }

    fn random(seed: u64) -> Self {
        let mut numbers = Numbers::new(seed);
        let (students, mentors) = (1 + numbers.index(120), 1 + numbers.index(40));
        let places = (0..mentors).map(|_| 1 + numbers.places(3)).collect();
        let lists = (0..students).map(|_| {
            let mut list: Vec<_> = (0..mentors).filter(|_| numbers.below(3) > 0).collect();
            for place in (1..list.len()).rev() {
                list.swap(place, numbers.index(place + 1));
            }
            list
        });
        let lists = lists.collect();
        let liked: Vec<_> = (0..students * mentors)
            .map(|_| numbers.below(1 << 30))
            .collect();
        Self::of(places, lists, |mentor, student| {
            liked[mentor * students + student]
        })
    }

    /// Students rank projects; every project prefers the student of lower rank. Repeats in a list are dropped, and so are
    /// projects that nobody knows.
    fn projects(folder: &Path) -> Result<Self> {
        let rows = |name: &str| -> Result<Vec<csv::StringRecord>> {
            Ok(csv::Reader::from_path(folder.join(name))?
                .records()
                .collect::<std::result::Result<_, _>>()?)
        };
        let (projects, students) = (rows("projects.csv")?, rows("students.csv")?);
        let places = projects.iter().map(|project| project[1].parse());
        let ranks = students.iter().map(|student| student[1].parse());
        let ranks = ranks.collect::<std::result::Result<Vec<i64>, _>>()?;
        let list = |student: &csv::StringRecord| {
            let known = |code: &str| projects.iter().position(|project| &project[0] == code);
            let mut seen = BTreeSet::new();
            student
                .iter()
                .skip(2)
                .filter_map(known)
                .filter(|project| seen.insert(*project))
                .collect()
        };
        let lists = students.iter().map(list).collect();
        Ok(Self::of(
            places.collect::<std::result::Result<_, _>>()?,
            lists,
            |_, student| ranks[student],
        ))
    }

    /// Our pairs by index, how many pairs block them, and the time of the search.
    fn ours(&self) -> Result<(Pairs, usize, f64)> {
        let count = self.students.len();
        let student_id = |index: usize| PersonId(index as u128);
        let mentor_id = |index: usize| PersonId((count + index) as u128);
        let student = |index| Student {
            id: student_id(index),
            places: 1,
        };
        let mentor = |(index, places): (usize, &u32)| Mentor {
            id: mentor_id(index),
            places: *places,
        };
        let mentors = self.places.iter().enumerate().map(mentor).collect();
        let cohort = Cohort::new((0..count).map(student).collect(), mentors)?;
        let lists = self.students.iter().enumerate();
        let lists = lists.map(|(index, list)| {
            (
                student_id(index),
                list.iter().copied().map(mentor_id).collect(),
            )
        });
        let students = StudentLists::new(&cohort, lists)?;
        let lists = self.mentors.iter().enumerate();
        let lists = lists.map(|(index, list)| {
            (
                mentor_id(index),
                list.iter().copied().map(student_id).collect(),
            )
        });
        let mentors = MentorLists::new(&cohort, lists)?;
        let (students, mentors) = (Ranking::Lists(&students), Ranking::Lists(&mentors));
        let scores = scores::single(|_, _| Some(0));
        let (time, answer) = timed(|| {
            stable(&cohort, &scores, students, mentors, &mut |_| {
                ControlFlow::Continue(())
            })
        });
        let answer = answer?;
        let pairs: Vec<_> = answer
            .pairs
            .iter()
            .map(|pair| Pair {
                student: pair.student,
                mentor: pair.mentor,
            })
            .collect();
        let blocking = blocking(&cohort, &scores, students, mentors, &pairs, &mut |_| {
            ControlFlow::Continue(())
        })?;
        let index = |pair: &Pair| {
            cohort
                .student_index(pair.student)
                .zip(cohort.mentor_index(pair.mentor))
        };
        Ok((
            pairs.iter().filter_map(index).collect(),
            blocking.pairs.len() + blocking.unwanted.len(),
            time,
        ))
    }

    fn question(&self) -> String {
        json!({"places": self.places, "students": self.students, "mentors": self.mentors})
            .to_string()
    }
}

fn pairs_of(answer: &Value) -> Pairs {
    let number = |value: &Value| {
        value
            .as_u64()
            .and_then(|number| usize::try_from(number).ok())
    };
    let pairs = answer["pairs"].as_array().into_iter().flatten();
    pairs
        .filter_map(|pair| number(&pair[0]).zip(number(&pair[1])))
        .collect()
}

pub(crate) fn run(options: &Options) -> Result {
    let mut cases = Vec::new();
    if let Some(folder) = Options::data("student-projects") {
        cases.push(Case::projects(&folder)?);
    } else {
        skipped(
            "M8",
            "the students' projects are not beside the repository; random cohorts only",
        );
    }
    cases.extend((0..RANDOM).map(Case::random));
    let mut peer = options
        .peer()
        .map(|python| Peer::start(python, "matching_stable.py", &[]))
        .transpose()?;
    let (mut blocked, mut compared, mut equal, mut refused) = (0, 0, 0, 0);
    let (mut ours, mut theirs) = (Times::default(), Times::default());
    for case in &cases {
        let (pairs, blocking, time) = case.ours()?;
        blocked += blocking;
        ours.add(time);
        let Some(peer) = &mut peer else { continue };
        let answer = peer.run(&case.question())?;
        if answer["pairs"].is_null() {
            refused += 1;
            continue;
        }
        theirs.add(crate::peer::number(&answer, "seconds")?);
        compared += 1;
        equal += usize::from(pairs_of(&answer) == pairs);
    }
    let compare = if peer.is_some() {
        format!(", {equal} of {compared} equal to matching")
    } else {
        String::new()
    };
    let figure = format!(
        "{blocked} blocking pairs in {} cohorts{compare}",
        cases.len()
    );
    if peer.is_some() {
        line(
            "M8",
            &figure,
            "0 blocking pairs, all equal",
            blocked == 0 && compared > 0 && equal == compared,
        );
    } else {
        // Half of the target is about the peer.
        raw("M8", &figure);
    }
    raw("M8", &format!("ours {}", ours.text()));
    if peer.is_some() {
        raw(
            "M8",
            &format!("matching {}; it refused {refused}", theirs.text()),
        );
    }
    Ok(())
}
