//! Rows of the same person become one.
//!
//! The same e-mail, in any case, is the same person: often somebody who signed up once as a mentor and once as a
//! student. Their rows become one if they agree in all that both say, with the roles of both; otherwise the later row is
//! wrong. Without an e-mail only the name says who somebody is, which is too little where a file has the name twice:
//! then the row lacks an e-mail.

use std::collections::BTreeMap;

use contract::imports::Target;
use domain::Email;
use domain::fields::Value;
use domain::names::search_key;

use super::plan::Reading;
use super::row::{Row, WrongRow};

/// Somebody in the file.
#[derive(Debug)]
pub(crate) struct Merged {
    /// What the rows say together; its line is that of the first.
    pub(crate) row: Row,
    /// The rows after the first.
    pub(crate) more: Vec<u64>,
    /// Whether another row has the same name.
    pub(crate) namesake: bool,
}

pub(crate) fn merge(rows: Vec<Row>, reading: &Reading) -> (Vec<Merged>, Vec<WrongRow>) {
    let mut names: BTreeMap<String, Vec<(u64, bool)>> = BTreeMap::new();
    for row in &rows {
        names
            .entry(name_key(row))
            .or_default()
            .push((row.line, row.email.is_some()));
    }
    let mut people: Vec<Merged> = Vec::new();
    let mut wrong = Vec::new();
    let mut by_email: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows {
        let same_name = &names[&name_key(&row)];
        let Some(key) = row.email.as_ref().map(Email::key) else {
            // The first of several rows without an e-mail stays, unless one with an e-mail claims the name.
            let other = same_name
                .iter()
                .find(|(line, has_email)| *has_email || *line < row.line);
            match other {
                Some((line, _)) => wrong.push(nameless(row, *line, reading)),
                None => people.push(Merged {
                    row,
                    more: Vec::new(),
                    namesake: same_name.len() > 1,
                }),
            }
            continue;
        };
        match by_email.get(&key) {
            None => {
                by_email.insert(key, people.len());
                people.push(Merged {
                    row,
                    more: Vec::new(),
                    namesake: same_name.len() > 1,
                });
            }
            Some(at) => match people[*at].row.join(&row, reading) {
                Ok(()) => people[*at].more.push(row.line),
                Err(column) => {
                    let first = people[*at].row.line;
                    let reason = format!(
                        "Line {first} has the same e-mail and something else here. Make them agree"
                    );
                    wrong.push(row.wrong(&column, reason));
                }
            },
        }
    }
    (people, wrong)
}

pub(crate) fn name_key(row: &Row) -> String {
    search_key(row.name.as_str())
}

fn nameless(row: Row, other: u64, reading: &Reading) -> WrongRow {
    let column = reading
        .heading(&Target::Email)
        .unwrap_or("E-mail")
        .to_owned();
    row.wrong(
        &column,
        format!("Line {other} has the same name. Add e-mails to tell them apart"),
    )
}

impl Row {
    pub(crate) fn wrong(&self, column: &str, reason: String) -> WrongRow {
        WrongRow {
            line: self.line,
            name: self.name.as_str().to_owned(),
            email: self.email.as_ref().map_or("", Email::as_str).to_owned(),
            column: column.to_owned(),
            reason,
        }
    }

    /// Takes over what `other` says; refused, naming the column, where the two differ. Changes nothing then.
    fn join(&mut self, other: &Self, reading: &Reading) -> Result<(), String> {
        let mut joined = self.clone();
        let heading = |target: &Target| reading.heading(target).unwrap_or_default().to_owned();
        if name_key(self) != name_key(other) {
            let names = [Target::Name, Target::FirstName, Target::LastName];
            return Err(names
                .iter()
                .find_map(|target| reading.heading(target))
                .unwrap_or_default()
                .to_owned());
        }
        joined.roles = other.roles.iter().fold(self.roles, domain::Roles::with);
        let (into, from) = (&mut joined.parts, &other.parts);
        let parts = [
            (fill(&mut into.bio, from.bio.as_ref()), Target::Bio),
            (
                fill(&mut into.interests, from.interests.as_ref()),
                Target::Interests,
            ),
            (
                fill(&mut into.expertise, from.expertise.as_ref()),
                Target::Expertise,
            ),
            (
                fill(&mut into.languages, from.languages.as_ref()),
                Target::Languages,
            ),
            (fill(&mut into.zone, from.zone.as_ref()), Target::Zone),
            (
                fill(&mut into.capacity, from.capacity.as_ref()),
                Target::Capacity,
            ),
            (fill(&mut into.wishes, from.wishes.as_ref()), Target::Wishes),
        ];
        if let Some((_, target)) = parts.iter().find(|(agree, _)| !agree) {
            return Err(heading(target));
        }
        for ((into, from), field) in joined
            .answers
            .iter_mut()
            .zip(&other.answers)
            .zip(&reading.fields)
        {
            let same =
                matches!((&*into, from), (Some(a), Some(b)) if answer_key(a) == answer_key(b));
            if !same && !fill(into, from.as_ref()) {
                return Err(reading.headings[field.column].clone());
            }
        }
        *self = joined;
        Ok(())
    }
}

/// Fills an empty part; `false` where both say something and it differs.
fn fill<T: Clone + PartialEq>(into: &mut Option<T>, from: Option<&T>) -> bool {
    match (&*into, from) {
        (_, None) => true,
        (None, Some(from)) => {
            *into = Some(from.clone());
            true
        }
        (Some(into), Some(from)) => into == from,
    }
}

/// Equal for two spellings of one answer.
fn answer_key(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Choice(option) => search_key(option),
        Value::Choices(options) => {
            let mut keys: Vec<String> = options.iter().map(|option| search_key(option)).collect();
            keys.sort();
            keys.dedup();
            keys.join(";")
        }
        Value::Number(number) => number.to_string(),
    }
}
