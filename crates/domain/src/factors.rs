//! What a proposal's score is made of.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::FieldId;
use crate::invalid::Invalid;

/// A question a factor compares: part of the built-in profile, or a field of the programme. Written as `interests` or
/// `field:<id>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Source {
    Interests,
    Expertise,
    Languages,
    Availability,
    Zone,
    Field(FieldId),
}

impl Source {
    pub const BUILT_IN: [Self; 5] = [
        Self::Interests,
        Self::Expertise,
        Self::Languages,
        Self::Availability,
        Self::Zone,
    ];
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Interests => f.write_str("interests"),
            Self::Expertise => f.write_str("expertise"),
            Self::Languages => f.write_str("languages"),
            Self::Availability => f.write_str("availability"),
            Self::Zone => f.write_str("zone"),
            Self::Field(id) => write!(f, "field:{id}"),
        }
    }
}

impl FromStr for Source {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        if let Some(id) = text.strip_prefix("field:") {
            return id
                .parse()
                .map(Self::Field)
                .map_err(|_| Invalid::NotAnOption);
        }
        Self::BUILT_IN
            .into_iter()
            .find(|source| source.to_string() == text)
            .ok_or(Invalid::NotAnOption)
    }
}

impl TryFrom<String> for Source {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        text.parse()
    }
}

impl From<Source> for String {
    fn from(source: Source) -> Self {
        source.to_string()
    }
}

/// How two answers are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Rule {
    /// All points when the answers are equal.
    Same,
    /// All points when both answered and the answers differ.
    Different,
    /// Points by the share of the student's entries that the mentor has too (hours, for availability).
    Overlap,
    /// Points by how near the mentor's answer lies to `ideal` steps above the student's: the steps are the order of a
    /// choice's options or the difference of two numbers. Three steps off earns nothing.
    Difference { ideal: i32 },
}

/// One part of the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factor {
    pub student: Source,
    pub mentor: Source,
    pub rule: Rule,
    /// The most points it can earn, 0 to 100.
    pub weight: u32,
}

impl Factor {
    pub const HEAVIEST: u32 = 100;

    pub fn check(&self) -> Result<(), Invalid> {
        if self.weight <= Self::HEAVIEST {
            Ok(())
        } else {
            Err(Invalid::OutOfRange(0, Self::HEAVIEST.into()))
        }
    }

    /// What a programme starts with.
    pub fn defaults() -> Vec<Self> {
        let factor = |student, mentor, rule, weight| Self {
            student,
            mentor,
            rule,
            weight,
        };
        vec![
            factor(Source::Interests, Source::Expertise, Rule::Overlap, 40),
            factor(
                Source::Availability,
                Source::Availability,
                Rule::Overlap,
                25,
            ),
            factor(Source::Languages, Source::Languages, Rule::Overlap, 20),
            factor(Source::Zone, Source::Zone, Rule::Same, 5),
        ]
    }
}
