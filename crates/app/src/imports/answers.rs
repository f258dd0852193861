//! The answers of a file's people, in the options that the fields will have.

use std::collections::BTreeMap;

use domain::fields::{FieldKind, Value, check_options};
use domain::names::search_key;
use domain::{FieldId, Roles};

use super::compare::FieldAfter;
use super::options;
use super::plan::{FieldColumn, FieldSource, PlanError, Reading};
use super::row::Row;

/// The fields of a reading after the import.
pub(crate) struct Answers {
    fields: Vec<Field>,
}

struct Field {
    options: Vec<String>,
    /// The option of each spelling.
    spellings: BTreeMap<String, String>,
    roles: Roles,
}

impl Answers {
    pub(crate) fn of<'a>(
        reading: &Reading,
        rows: impl Iterator<Item = &'a Row> + Clone,
    ) -> Result<Self, PlanError> {
        let field = |(at, field): (usize, &FieldColumn)| {
            let given = rows
                .clone()
                .filter_map(|row| row.answers[at].as_ref().map(|value| (row.roles, value)));
            let options = match &field.source {
                FieldSource::Known(known) => options::extended(
                    &known.options,
                    given
                        .clone()
                        .flat_map(|(_, v)| entries(v))
                        .map(String::as_str),
                ),
                FieldSource::New { .. } => options::ordered(
                    given
                        .clone()
                        .flat_map(|(_, v)| entries(v))
                        .map(String::as_str),
                ),
            };
            let has_options = matches!(field.kind, FieldKind::Choice | FieldKind::Choices);
            if has_options && options.is_empty() {
                return Err(PlanError::at(
                    field.column,
                    "No row has an answer. Leave the column out, or make it a text",
                ));
            }
            if check_options(field.kind, &options).is_err() {
                let message = format!(
                    "{} different answers are too many to choose from. Make it a text",
                    options.len()
                );
                return Err(PlanError::at(field.column, message));
            }
            let spellings = options
                .iter()
                .map(|option| (search_key(option), option.clone()))
                .collect();
            let roles = given.fold(Roles::NONE, |all, (roles, _)| {
                roles.iter().fold(all, Roles::with)
            });
            Ok(Field {
                options,
                spellings,
                roles,
            })
        };
        let fields: Result<Vec<Field>, PlanError> =
            reading.fields.iter().enumerate().map(field).collect();
        Ok(Self { fields: fields? })
    }

    pub(crate) fn after(&self) -> Vec<FieldAfter> {
        self.fields
            .iter()
            .map(|field| FieldAfter {
                options: field.options.clone(),
                roles: field.roles,
            })
            .collect()
    }

    /// The answers of a row that differ from those given before, by the field's place in the reading.
    pub(crate) fn changed(
        &self,
        row: &Row,
        before: Option<&BTreeMap<FieldId, Value>>,
        reading: &Reading,
    ) -> Vec<(usize, Value)> {
        let answers = row
            .answers
            .iter()
            .enumerate()
            .filter_map(|(at, value)| Some((at, value.as_ref()?)));
        let spelled = answers.map(|(at, value)| (at, self.fields[at].spelled(value)));
        let is_new = |(at, value): &(usize, Value)| match &reading.fields[*at].source {
            FieldSource::Known(known) => before
                .and_then(|answers| answers.get(&known.id))
                .is_none_or(|before| self.fields[*at].spelled(before) != *value),
            FieldSource::New { .. } => true,
        };
        spelled.filter(is_new).collect()
    }
}

impl Field {
    /// The answer in the spelling of the options; the entries of a list in the options' order, each once, so that the
    /// same answer is the same value.
    fn spelled(&self, value: &Value) -> Value {
        let option = |text: &String| {
            self.spellings
                .get(&search_key(text))
                .unwrap_or(text)
                .clone()
        };
        match value {
            Value::Choice(text) => Value::Choice(option(text)),
            Value::Choices(texts) => {
                let chosen: Vec<String> = texts.iter().map(option).collect();
                Value::Choices(
                    self.options
                        .iter()
                        .filter(|option| chosen.contains(option))
                        .cloned()
                        .collect(),
                )
            }
            Value::Text(_) | Value::Number(_) => value.clone(),
        }
    }
}

fn entries(value: &Value) -> &[String] {
    match value {
        Value::Choice(option) => std::slice::from_ref(option),
        Value::Choices(options) => options,
        Value::Text(_) | Value::Number(_) => &[],
    }
}
