//! Answers in a form that compares fast.

use std::collections::HashMap;

use chrono::{DateTime, Offset, Utc};
use domain::factors::{Rule, Source};
use domain::fields::{FieldKind, Value};
use domain::names::search_key;
use domain::{Availability, FieldId, PersonId, Zone};
use store::fields::Field;
use store::people::Candidate;

use super::texts::Text;

/// An answer, ready to be compared.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Answer {
    None,
    Set(Set),
    Hours(Availability),
    /// A place in an order, with its word.
    Step {
        at: f64,
        word: String,
    },
    Text(Text),
    /// The mentors a student asked for, the first one first; there is at least one.
    Wishes(Vec<PersonId>),
    /// A mentor, to be found among wishes.
    Person(PersonId),
    /// How many days a student has waited.
    Waiting(i64),
}

/// Entries sorted by their key, with their spelling and what each counts.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Set {
    pub(super) keys: Vec<u32>,
    pub(super) words: Vec<String>,
    /// Above 0; the rarer the more.
    pub(super) weights: Vec<i64>,
}

impl Set {
    /// The positions of what `other` has too.
    pub(super) fn shared<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = usize> + 'a {
        self.keys
            .iter()
            .enumerate()
            .filter(|(_, key)| other.keys.binary_search(key).is_ok())
            .map(|(at, _)| at)
    }
}

/// What brings answers into their form.
pub(super) struct Reader<'a> {
    fields: HashMap<FieldId, &'a Field>,
    keys: HashMap<String, u32>,
    programme: Zone,
    now: DateTime<Utc>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(fields: &'a [Field], programme: Zone, now: DateTime<Utc>) -> Self {
        Self {
            fields: fields.iter().map(|field| (field.id, field)).collect(),
            keys: HashMap::new(),
            programme,
            now,
        }
    }

    pub(super) fn answer(&mut self, person: &Candidate, source: Source, rule: Rule) -> Answer {
        match source {
            Source::Interests => self.entries(&person.interests, rule),
            Source::Expertise => self.entries(&person.expertise, rule),
            Source::Languages => self.entries(&person.languages, rule),
            Source::Bio => self.entries(std::slice::from_ref(&person.bio), rule),
            Source::Availability => self.hours(person),
            Source::Zone => {
                let zone = if person.zone.is_empty() {
                    self.programme.as_str()
                } else {
                    &person.zone
                };
                self.set(&[zone.to_owned()])
            }
            // A mentor is the one who is wished for; a mentor who is a student too is asked as a mentor here.
            Source::Wishes if person.side == store::people::CandidateSide::Mentor => {
                Answer::Person(person.id)
            }
            Source::Wishes if person.wishes.is_empty() => Answer::None,
            Source::Wishes => Answer::Wishes(person.wishes.clone()),
            Source::Waiting => Answer::Waiting(waiting_days(person, self.now).into()),
            Source::Field(id) => match person.answers.get(&id) {
                Some(value) => self.value(id, value, rule),
                None => Answer::None,
            },
        }
    }

    fn value(&mut self, id: FieldId, value: &Value, rule: Rule) -> Answer {
        match value {
            Value::Text(text) => self.entries(std::slice::from_ref(text), rule),
            Value::Choices(chosen) => self.entries(chosen, rule),
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

    /// Entries as a set, or as the text they are together where texts are compared.
    fn entries(&mut self, words: &[String], rule: Rule) -> Answer {
        if rule == Rule::Similar {
            Text::read(words.iter().map(String::as_str)).map_or(Answer::None, Answer::Text)
        } else {
            self.set(words)
        }
    }

    fn set(&mut self, words: &[String]) -> Answer {
        let mut entries: Vec<(u32, String)> = words
            .iter()
            .filter(|word| !word.trim().is_empty())
            .map(|word| (self.key(word), word.clone()))
            .collect();
        if entries.is_empty() {
            return Answer::None;
        }
        entries.sort();
        entries.dedup_by_key(|(key, _)| *key);
        let weights = vec![1; entries.len()];
        let (keys, words) = entries.into_iter().unzip();
        Answer::Set(Set {
            keys,
            words,
            weights,
        })
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

/// How many whole days somebody has waited for a mentor; 0 for somebody who has one.
pub(in crate::proposals) fn waiting_days(person: &Candidate, now: DateTime<Utc>) -> u32 {
    person.waiting_since.map_or(0, |since| {
        u32::try_from((now - since).num_days()).unwrap_or_default()
    })
}
