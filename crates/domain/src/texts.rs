//! Texts people write, and who may read them.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::invalid::Invalid;

/// One line, trimmed, composed (NFC), without control characters, not empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Line(String);

impl Line {
    /// `longest` counts characters.
    pub fn parse(text: &str, longest: usize) -> Result<Self, Invalid> {
        let text: String = text.trim().nfc().collect();
        if text.is_empty() {
            return Err(Invalid::Empty);
        }
        if text.contains(['\n', '\r', '\u{2028}', '\u{2029}']) {
            return Err(Invalid::SeveralLines);
        }
        if text.chars().any(char::is_control) {
            return Err(Invalid::ControlCharacters);
        }
        if text.chars().count() > longest {
            return Err(Invalid::TooLong(longest));
        }
        Ok(Self(text))
    }

    /// `None` for an empty text: the field was left out.
    pub fn parse_optional(text: &str, longest: usize) -> Result<Option<Self>, Invalid> {
        if text.trim().is_empty() {
            Ok(None)
        } else {
            Self::parse(text, longest).map(Some)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn into_string(self) -> String {
        self.0
    }
}

/// Several lines: line ends become `\n`, trailing space goes, tabs stay. May be empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Text(String);

impl Text {
    /// About thirty printed pages: more is a document, not a note.
    pub const LONGEST: usize = 50_000;

    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text: String = text
            .replace("\r\n", "\n")
            .replace('\r', "\n")
            .trim_end()
            .nfc()
            .collect();
        if text
            .chars()
            .any(|c| c.is_control() && c != '\n' && c != '\t')
        {
            return Err(Invalid::ControlCharacters);
        }
        if text.chars().count() > Self::LONGEST {
            return Err(Invalid::TooLong(Self::LONGEST));
        }
        Ok(Self(text))
    }

    /// As [`Text::parse`], refusing an empty text.
    pub fn parse_filled(text: &str) -> Result<Self, Invalid> {
        let text = Self::parse(text)?;
        if text.0.trim().is_empty() {
            Err(Invalid::Empty)
        } else {
            Ok(text)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn into_string(self) -> String {
        self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Who may read a text. Its author always may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The author alone.
    Author,
    /// The student and the mentor of the match.
    Pair,
    /// The pair and the administrators.
    Coordinators,
    /// The administrators.
    Administrators,
}

impl Audience {
    pub const ALL: [Self; 4] = [
        Self::Author,
        Self::Pair,
        Self::Coordinators,
        Self::Administrators,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Pair => "pair",
            Self::Coordinators => "coordinators",
            Self::Administrators => "administrators",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|audience| audience.as_str() == text)
    }

    /// Whether everybody who may read `self` may also read `other`.
    pub fn is_within(self, other: Self) -> bool {
        match (self, other) {
            (Self::Author, _) | (_, Self::Coordinators) => true,
            (Self::Pair | Self::Administrators, _) => self == other,
            (Self::Coordinators, _) => false,
        }
    }
}
