//! How well two people's answers fit, factor by factor, in thousandths of a point, why in words, and whether the pair may
//! be made at all.
//!
//! Answers are brought into a form that compares fast once per person; a pair then costs a few comparisons per factor.
//! What counts as rare is counted among the people with a free place of their own, so that no rule of a proposal changes
//! a score.

mod answers;
mod rarity;
mod rules;
mod texts;

use chrono::{DateTime, Utc};
use domain::Zone;
use domain::factors::{Factor, Source};
use matching::{Eligibility, Scores};
use store::fields::Field;
use store::people::Candidate;

use answers::{Answer, Reader};

pub(super) use answers::waiting_days;

/// One point, in the unit of scores.
pub(super) const POINT: i64 = 1000;

/// Everybody's answers to every factor. Students and mentors are asked by their position in the lists it was made of.
pub(super) struct Comparison {
    factors: Vec<Factor>,
    /// One row per person, one answer per factor.
    students: Vec<Vec<Answer>>,
    mentors: Vec<Vec<Answer>>,
}

/// A required factor that a pair does not meet.
pub(super) struct Missed {
    /// Its place among the factors.
    pub(super) factor: usize,
    pub(super) why: String,
}

impl Comparison {
    /// `now` decides which side of summer time people's hours are on, and how long they have waited.
    pub(super) fn new(
        factors: Vec<Factor>,
        fields: &[Field],
        students: &[Candidate],
        mentors: &[Candidate],
        programme: Zone,
        now: DateTime<Utc>,
    ) -> Self {
        let mut reader = Reader::new(fields, programme, now);
        let mut rows = |people: &[Candidate], side: fn(&Factor) -> Source| -> Vec<Vec<Answer>> {
            people
                .iter()
                .map(|person| {
                    let answer = |factor| reader.answer(person, side(factor), factor.rule);
                    factors.iter().map(answer).collect()
                })
                .collect()
        };
        let mut students_rows = rows(students, |factor| factor.student);
        let mut mentors_rows = rows(mentors, |factor| factor.mentor);
        // The mentors without a place of their own are here because a rule gives them one; they count for nothing else.
        let counted: Vec<bool> = std::iter::repeat_n(true, students.len())
            .chain(mentors.iter().map(|mentor| mentor.places > 0))
            .collect();
        for at in 0..factors.len() {
            let mut column: Vec<&mut Answer> = students_rows
                .iter_mut()
                .chain(&mut mentors_rows)
                .map(|row| &mut row[at])
                .collect();
            rarity::weigh(&mut column, &counted);
        }
        Self {
            factors,
            students: students_rows,
            mentors: mentors_rows,
        }
    }

    /// Why each factor earned what it did; empty for nothing.
    pub(super) fn reasons(&self, student: usize, mentor: usize) -> Vec<String> {
        self.rows(student, mentor)
            .map(|(factor, student, mentor)| rules::reason(factor, student, mentor))
            .collect()
    }

    /// Every required factor that this pair does not meet.
    pub(super) fn missed(&self, student: usize, mentor: usize) -> Vec<Missed> {
        self.rows(student, mentor)
            .enumerate()
            .filter(|(_, (factor, student, mentor))| !rules::is_met(factor, student, mentor))
            .map(|(at, (factor, student, mentor))| Missed {
                factor: at,
                why: rules::shortfall(factor, student, mentor),
            })
            .collect()
    }

    /// Whether a required factor bars this pair.
    pub(super) fn is_barred(&self, student: usize, mentor: usize) -> bool {
        self.rows(student, mentor)
            .any(|(factor, student, mentor)| !rules::is_met(factor, student, mentor))
    }

    fn rows(
        &self,
        student: usize,
        mentor: usize,
    ) -> impl Iterator<Item = (&Factor, &Answer, &Answer)> {
        let answers = self.students[student].iter().zip(&self.mentors[mentor]);
        self.factors
            .iter()
            .zip(answers)
            .map(|(factor, (student, mentor))| (factor, student, mentor))
    }
}

impl Scores for Comparison {
    fn factors(&self) -> usize {
        self.factors.len()
    }

    /// What each factor earns for this pair, barred or not.
    fn points(&self, student: usize, mentor: usize, points: &mut [i64]) -> Eligibility {
        let mut eligible = Eligibility::Eligible;
        for ((factor, student, mentor), points) in self.rows(student, mentor).zip(points) {
            *points = rules::earned(factor, student, mentor);
            if !rules::is_met(factor, student, mentor) {
                eligible = Eligibility::Ineligible;
            }
        }
        eligible
    }
}
