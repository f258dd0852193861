//! What a programme asks of its people beyond the built-in profile.

use serde::{Deserialize, Serialize};

use crate::invalid::Invalid;
use crate::names::search_key;
use crate::numbers::parse_number;
use crate::tags::Tag;
use crate::texts::Line;

/// What kind of answer a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Free text.
    Text,
    /// One of the options, which may have an order (grades).
    Choice,
    /// Any of the options.
    Choices,
    /// A number.
    Number,
}

impl FieldKind {
    pub const ALL: [Self; 4] = [Self::Text, Self::Choice, Self::Choices, Self::Number];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Choice => "choice",
            Self::Choices => "choices",
            Self::Number => "number",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Who may see the answers. The person always sees their own, unless the field is for administrators only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldAudience {
    /// The person, the people matched with them, administrators.
    Pair,
    /// The person and administrators.
    Person,
    /// Administrators only: what a sensitive field always has.
    Administrators,
}

impl FieldAudience {
    pub const ALL: [Self; 3] = [Self::Pair, Self::Person, Self::Administrators];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pair => "pair",
            Self::Person => "person",
            Self::Administrators => "administrators",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|audience| audience.as_str() == text)
    }
}

/// An answer to a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    Text(String),
    /// One of the options, as written there.
    Choice(String),
    /// Some of the options, as written there.
    Choices(Vec<String>),
    Number(f64),
}

impl Value {
    /// The longest text answer, in characters.
    pub const LONGEST: usize = 4000;

    /// Reads an answer as a person types it; `None` for an empty one. Options are compared without case and accents.
    pub fn parse(kind: FieldKind, options: &[String], text: &str) -> Result<Option<Self>, Invalid> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Ok(None);
        }
        let value = match kind {
            FieldKind::Text => {
                let text = crate::texts::Text::parse(trimmed)?;
                if text.as_str().chars().count() > Self::LONGEST {
                    return Err(Invalid::TooLong(Self::LONGEST));
                }
                Self::Text(text.into_string())
            }
            FieldKind::Choice => Self::Choice(option(options, trimmed)?),
            FieldKind::Choices => {
                let chosen: Result<Vec<String>, Invalid> = split_list(trimmed)
                    .iter()
                    .map(|entry| option(options, entry))
                    .collect();
                Self::Choices(chosen?)
            }
            FieldKind::Number => Self::Number(parse_number(trimmed)?),
        };
        Ok(Some(value))
    }

    /// As a person would type it.
    pub fn to_text(&self) -> String {
        match self {
            Self::Text(text) | Self::Choice(text) => text.clone(),
            Self::Choices(list) => list.join("; "),
            Self::Number(number) => number.to_string(),
        }
    }
}

fn option(options: &[String], text: &str) -> Result<String, Invalid> {
    let key = search_key(text.trim());
    options
        .iter()
        .find(|option| search_key(option) == key)
        .cloned()
        .ok_or(Invalid::NotAnOption)
}

/// Splits a cell into entries at semicolons, or at commas and line ends where there are no semicolons; drops empty entries.
pub fn split_list(text: &str) -> Vec<String> {
    let separators: &[char] = if text.contains(';') {
        &[';', '\n']
    } else {
        &[',', '\n', '|']
    };
    text.split(separators)
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The name of a field and its options, checked.
pub fn check_options(kind: FieldKind, options: &[String]) -> Result<Vec<String>, Invalid> {
    match kind {
        FieldKind::Text | FieldKind::Number => Ok(Vec::new()),
        FieldKind::Choice | FieldKind::Choices => {
            if options.len() > 200 {
                return Err(Invalid::TooMany(200));
            }
            let mut seen = std::collections::BTreeSet::new();
            let mut checked = Vec::new();
            for option in options.iter().filter(|option| !option.trim().is_empty()) {
                let line = Line::parse(option, Tag::LONGEST)?;
                if seen.insert(search_key(line.as_str())) {
                    checked.push(line.into_string());
                }
            }
            if checked.is_empty() {
                Err(Invalid::Empty)
            } else {
                Ok(checked)
            }
        }
    }
}
