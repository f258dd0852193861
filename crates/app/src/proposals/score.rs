//! How well two people's answers fit, factor by factor, in thousandths of a point, and why in words.
//!
//! Answers are brought into a form that compares fast once per person; a pair then costs a few comparisons per factor.

use std::collections::HashMap;

use chrono::{DateTime, Offset, Utc};
use domain::factors::{Factor, Rule, Source};
use domain::fields::{FieldKind, Value};
use domain::names::search_key;
use domain::{Availability, FieldId, Zone};
use store::fields::Field;
use store::people::Candidate;

/// One point, in the unit of scores.
pub(super) const POINT: i64 = 1000;
/// So many steps away from the ideal difference nothing is earned any more.
const STEPS: f64 = 3.0;
/// A reason names at most so many entries.
const NAMED: usize = 4;

/// An answer, ready to be compared.
#[derive(Debug, Clone, PartialEq)]
enum Answer {
    None,
    /// Entries by their key, sorted, with the position of their spelling in `words`.
    Set {
        keys: Vec<u32>,
        words: Vec<String>,
    },
    Hours(Availability),
    /// A place in an order, with its word.
    Step {
        at: f64,
        word: String,
    },
}

/// Everybody's answers to every factor.
pub(super) struct Comparison {
    factors: Vec<Factor>,
    /// One row per person, one answer per factor.
    students: Vec<Vec<Answer>>,
    mentors: Vec<Vec<Answer>>,
}

/// What a factor compares with.
struct Reader<'a> {
    fields: HashMap<FieldId, &'a Field>,
    keys: HashMap<String, u32>,
    programme: Zone,
    now: DateTime<Utc>,
}

impl Comparison {
    /// `now` decides which side of summer time people's hours are on.
    pub(super) fn new(
        factors: Vec<Factor>,
        fields: &[Field],
        students: &[Candidate],
        mentors: &[Candidate],
        programme: Zone,
        now: DateTime<Utc>,
    ) -> Self {
        let mut reader = Reader {
            fields: fields.iter().map(|field| (field.id, field)).collect(),
            keys: HashMap::new(),
            programme,
            now,
        };
        let mut rows = |people: &[Candidate], side: fn(&Factor) -> Source| {
            people
                .iter()
                .map(|person| {
                    factors
                        .iter()
                        .map(|factor| reader.answer(person, side(factor)))
                        .collect()
                })
                .collect()
        };
        let students = rows(students, |factor| factor.student);
        let mentors = rows(mentors, |factor| factor.mentor);
        Self {
            factors,
            students,
            mentors,
        }
    }

    pub(super) fn factors(&self) -> usize {
        self.factors.len()
    }

    /// Writes what each factor earns for this pair.
    pub(super) fn points(&self, student: usize, mentor: usize, points: &mut [i64]) {
        let rows = self.students[student].iter().zip(&self.mentors[mentor]);
        for ((factor, (student, mentor)), points) in self.factors.iter().zip(rows).zip(points) {
            *points = earned(factor, student, mentor);
        }
    }

    /// Why each factor earned what it did; empty for nothing.
    pub(super) fn reasons(&self, student: usize, mentor: usize) -> Vec<String> {
        let rows = self.students[student].iter().zip(&self.mentors[mentor]);
        self.factors
            .iter()
            .zip(rows)
            .map(|(factor, (student, mentor))| reason(factor, student, mentor))
            .collect()
    }
}

impl Reader<'_> {
    fn answer(&mut self, person: &Candidate, source: Source) -> Answer {
        match source {
            Source::Interests => self.set(&person.interests),
            Source::Expertise => self.set(&person.expertise),
            Source::Languages => self.set(&person.languages),
            Source::Availability => self.hours(person),
            Source::Zone => {
                let zone = if person.zone.is_empty() {
                    self.programme.as_str()
                } else {
                    &person.zone
                };
                self.set(&[zone.to_owned()])
            }
            Source::Field(id) => match person.answers.get(&id) {
                Some(value) => self.value(id, value),
                None => Answer::None,
            },
        }
    }

    fn value(&mut self, id: FieldId, value: &Value) -> Answer {
        match value {
            Value::Text(text) => self.set(std::slice::from_ref(text)),
            Value::Choices(chosen) => self.set(chosen),
            Value::Number(number) => Answer::Step {
                at: *number,
                word: number.to_string(),
            },
            Value::Choice(chosen) => {
                let options = self
                    .fields
                    .get(&id)
                    .filter(|field| field.kind == FieldKind::Choice);
                let at = options
                    .and_then(|field| field.options.iter().position(|option| option == chosen));
                match at.and_then(|at| u32::try_from(at).ok()) {
                    Some(at) => Answer::Step {
                        at: f64::from(at),
                        word: chosen.clone(),
                    },
                    None => Answer::None,
                }
            }
        }
    }

    fn set(&mut self, words: &[String]) -> Answer {
        if words.is_empty() {
            return Answer::None;
        }
        let mut entries: Vec<(u32, String)> = words
            .iter()
            .map(|word| (self.key(word), word.clone()))
            .collect();
        entries.sort();
        entries.dedup_by_key(|(key, _)| *key);
        let (keys, words) = entries.into_iter().unzip();
        Answer::Set { keys, words }
    }

    fn key(&mut self, word: &str) -> u32 {
        let next = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
        *self.keys.entry(search_key(word)).or_insert(next)
    }

    /// The hours somebody is free, as the programme's clocks show them.
    fn hours(&self, person: &Candidate) -> Answer {
        if person.availability.is_empty() {
            return Answer::None;
        }
        let own = Zone::parse(&person.zone).unwrap_or(self.programme);
        let offset = |zone: Zone| {
            self.now
                .with_timezone(&zone.tz())
                .offset()
                .fix()
                .local_minus_utc()
        };
        Answer::Hours(
            person
                .availability
                .shifted((offset(self.programme) - offset(own)) / 3600),
        )
    }
}

/// What a factor earns, from 0 to its weight.
fn earned(factor: &Factor, student: &Answer, mentor: &Answer) -> i64 {
    let most = i64::from(factor.weight) * POINT;
    match factor.rule {
        Rule::Same => most * i64::from(same(student, mentor) == Some(true)),
        Rule::Different => most * i64::from(same(student, mentor) == Some(false)),
        Rule::Overlap => match (student, mentor) {
            (Answer::Set { keys: wanted, .. }, Answer::Set { keys: offered, .. }) => {
                share(most, shared(wanted, offered).count(), wanted.len())
            }
            (Answer::Hours(wanted), Answer::Hours(offered)) => share(
                most,
                wanted.shared_hours(offered) as usize,
                wanted.hours() as usize,
            ),
            _ => most * i64::from(same(student, mentor) == Some(true)),
        },
        Rule::Difference { ideal } => match (student, mentor) {
            (Answer::Step { at: from, .. }, Answer::Step { at: to, .. }) => {
                let off = (to - from - f64::from(ideal)).abs();
                #[expect(clippy::cast_possible_truncation, reason = "a part of at most 100,000")]
                let earned = (f64::from(factor.weight) * 1000.0 * (1.0 - off / STEPS).max(0.0))
                    .round() as i64;
                earned
            }
            _ => 0,
        },
    }
}

/// `most` in the proportion of `part` to `whole`.
fn share(most: i64, part: usize, whole: usize) -> i64 {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    (most * number(part))
        .checked_div(number(whole))
        .unwrap_or_default()
}

/// Whether two answers agree; `None` where one is missing. Lists agree when they share an entry.
fn same(student: &Answer, mentor: &Answer) -> Option<bool> {
    match (student, mentor) {
        (Answer::Set { keys: a, .. }, Answer::Set { keys: b, .. }) => {
            Some(shared(a, b).next().is_some())
        }
        (Answer::Hours(a), Answer::Hours(b)) => Some(a.shared_hours(b) > 0),
        (Answer::Step { word: a, .. }, Answer::Step { word: b, .. }) => Some(a == b),
        (Answer::Set { words, .. }, Answer::Step { word, .. })
        | (Answer::Step { word, .. }, Answer::Set { words, .. }) => Some(
            words
                .iter()
                .any(|other| search_key(other) == search_key(word)),
        ),
        (Answer::None | Answer::Hours(_), _) | (_, Answer::None | Answer::Hours(_)) => None,
    }
}

/// The positions in `wanted` of what `offered` has too; both are sorted.
fn shared<'a>(wanted: &'a [u32], offered: &'a [u32]) -> impl Iterator<Item = usize> + 'a {
    wanted
        .iter()
        .enumerate()
        .filter(|(_, key)| offered.binary_search(key).is_ok())
        .map(|(at, _)| at)
}

fn reason(factor: &Factor, student: &Answer, mentor: &Answer) -> String {
    if earned(factor, student, mentor) == 0 {
        return String::new();
    }
    match (student, mentor) {
        (
            Answer::Set { keys, words },
            Answer::Set {
                keys: offered,
                words: others,
            },
        ) => {
            if factor.rule == Rule::Different {
                return format!("{} and {}", words.join(", "), others.join(", "));
            }
            let named: Vec<&str> = shared(keys, offered).map(|at| words[at].as_str()).collect();
            match named.len().checked_sub(NAMED) {
                Some(more @ 1..) => format!("{} and {more} more", named[..NAMED].join(", ")),
                _ => named.join(", "),
            }
        }
        (Answer::Hours(wanted), Answer::Hours(offered)) => match wanted.shared_hours(offered) {
            1 => "1 hour a week in common".to_owned(),
            hours => format!("{hours} hours a week in common"),
        },
        (Answer::Step { word, .. }, Answer::Step { word: other, .. }) if word == other => {
            word.clone()
        }
        (Answer::Step { word, .. }, Answer::Step { word: other, .. }) => match factor.rule {
            Rule::Different => format!("{word} and {other}"),
            Rule::Same | Rule::Overlap | Rule::Difference { .. } => format!("{word} with {other}"),
        },
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(at: f64) -> Answer {
        Answer::Step {
            at,
            word: at.to_string(),
        }
    }

    fn set(keys: &[u32]) -> Answer {
        Answer::Set {
            keys: keys.to_vec(),
            words: keys.iter().map(|key| format!("w{key}")).collect(),
        }
    }

    #[test]
    fn factors_earn_by_their_rule() {
        #[track_caller]
        fn check(rule: Rule, student: &Answer, mentor: &Answer, points: i64, why: &str) {
            let factor = Factor {
                student: Source::Interests,
                mentor: Source::Expertise,
                rule,
                weight: 12,
            };
            assert_eq!(earned(&factor, student, mentor), points * POINT);
            assert_eq!(reason(&factor, student, mentor), why);
        }
        check(
            Rule::Overlap,
            &set(&[1, 2, 3]),
            &set(&[2, 3, 9]),
            8,
            "w2, w3",
        );
        check(Rule::Overlap, &set(&[1]), &set(&[2]), 0, "");
        check(Rule::Overlap, &Answer::None, &set(&[2]), 0, "");
        check(
            Rule::Overlap,
            &set(&[1, 2, 3, 4, 5, 6]),
            &set(&[1, 2, 3, 4, 5, 6]),
            12,
            "w1, w2, w3, w4 and 2 more",
        );
        check(Rule::Same, &step(2.0), &step(2.0), 12, "2");
        check(Rule::Same, &step(2.0), &step(3.0), 0, "");
        check(Rule::Different, &step(2.0), &step(3.0), 12, "2 and 3");
        check(Rule::Different, &Answer::None, &step(3.0), 0, "");
        check(
            Rule::Difference { ideal: 2 },
            &step(1.0),
            &step(3.0),
            12,
            "1 with 3",
        );
        check(
            Rule::Difference { ideal: 2 },
            &step(1.0),
            &step(2.0),
            8,
            "1 with 2",
        );
        check(Rule::Difference { ideal: 2 }, &step(3.0), &step(1.0), 0, "");
        check(Rule::Difference { ideal: 1 }, &set(&[1]), &step(1.0), 0, "");
    }
}
