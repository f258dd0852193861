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
    /// What people wrote of themselves.
    Bio,
    /// The mentors a student asked for; on the mentor's side, the mentor.
    Wishes,
    /// How long a student has waited; on the mentor's side it stands for nothing.
    Waiting,
    Field(FieldId),
}

impl Source {
    pub const BUILT_IN: [Self; 8] = [
        Self::Interests,
        Self::Expertise,
        Self::Languages,
        Self::Availability,
        Self::Zone,
        Self::Bio,
        Self::Wishes,
        Self::Waiting,
    ];
}

/// What an answer looks like, which decides how it can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// Any number of entries: tags, languages, choices.
    List,
    /// The hours of a week.
    Hours,
    /// One answer with a place in an order: a choice, a number.
    Step,
    /// One answer without an order: a time zone.
    Single,
    /// Free text.
    Text,
    Wishes,
    Waiting,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Interests => f.write_str("interests"),
            Self::Expertise => f.write_str("expertise"),
            Self::Languages => f.write_str("languages"),
            Self::Availability => f.write_str("availability"),
            Self::Zone => f.write_str("zone"),
            Self::Bio => f.write_str("bio"),
            Self::Wishes => f.write_str("wishes"),
            Self::Waiting => f.write_str("waiting"),
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
    /// All points when both answered and the answers differ; lists differ when they share no entry.
    Different,
    /// Points by the share of the student's entries that the mentor has too (hours, for availability). An entry counts
    /// the more, the fewer people of the cohort have it.
    Overlap,
    /// Points by how near the mentor's answer lies to `ideal` steps above the student's: the steps are the order of a
    /// choice's options or the difference of two numbers. Three steps off earns nothing.
    Difference { ideal: i32 },
    /// Points by how alike two texts are: the more rare words they share, the more.
    Similar,
    /// All points for the student's first wish, none for a mentor who is not wished for, even steps between.
    Wished,
    /// Points by how long the student has waited, whoever the mentor is: all of them from `days` days on.
    Waiting { days: u32 },
}

impl Rule {
    /// The longest wait that [`Rule::Waiting`] can ask for: ten years.
    pub const LONGEST_WAIT: u32 = 3650;

    /// Whether answers of these kinds, the student's and the mentor's, can be compared by this rule.
    pub fn suits(self, student: SourceKind, mentor: SourceKind) -> bool {
        use SourceKind::{Hours, List, Single, Step, Text, Waiting, Wishes};
        let entries = |kind| matches!(kind, List | Single | Step | Text);
        match self {
            Self::Same | Self::Different | Self::Overlap => {
                (student == Hours && mentor == Hours) || (entries(student) && entries(mentor))
            }
            Self::Difference { .. } => student == Step && mentor == Step,
            Self::Similar => matches!(student, List | Text) && matches!(mentor, List | Text),
            Self::Wished => student == Wishes && mentor == Wishes,
            Self::Waiting { .. } => student == Waiting && mentor == Waiting,
        }
    }

    /// The most that can be required of a pair by this rule; 0: nothing can.
    pub fn most_required(self) -> u32 {
        match self {
            Self::Same | Self::Different | Self::Difference { .. } | Self::Wished => 1,
            // Every hour of a week.
            Self::Overlap => 168,
            Self::Similar => 100,
            Self::Waiting { .. } => 0,
        }
    }
}

/// One part of the score, and perhaps a rule that every pair must meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factor {
    pub student: Source,
    pub mentor: Source,
    pub rule: Rule,
    /// The most points it can earn, 0 to 100.
    pub weight: u32,
    /// What a pair must reach to be made at all; 0: nothing. For an overlap, so many entries or hours in common; for
    /// texts, so many per cent alike; for every other rule 1, that it is met: equal, different, less than three steps
    /// off, wished for. A pair is not barred where one of the two did not answer.
    #[serde(default)]
    pub required: u32,
}

impl Factor {
    pub const HEAVIEST: u32 = 100;

    pub fn check_weight(&self) -> Result<(), Invalid> {
        within(self.weight, Self::HEAVIEST)
    }

    pub fn check_required(&self) -> Result<(), Invalid> {
        within(self.required, self.rule.most_required())
    }

    pub fn check_rule(&self) -> Result<(), Invalid> {
        match self.rule {
            Rule::Waiting { days } if days == 0 || days > Rule::LONGEST_WAIT => {
                Err(Invalid::OutOfRange(1, Rule::LONGEST_WAIT.into()))
            }
            Rule::Same
            | Rule::Different
            | Rule::Overlap
            | Rule::Difference { .. }
            | Rule::Similar
            | Rule::Wished
            | Rule::Waiting { .. } => Ok(()),
        }
    }

    /// What a programme starts with.
    pub fn defaults() -> Vec<Self> {
        let factor = |student, mentor, rule, weight| Self {
            student,
            mentor,
            rule,
            weight,
            required: 0,
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

fn within(number: u32, most: u32) -> Result<(), Invalid> {
    if number <= most {
        Ok(())
    } else {
        Err(Invalid::OutOfRange(0, most.into()))
    }
}
