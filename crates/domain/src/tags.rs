//! Tags, languages and time zones.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::invalid::Invalid;
use crate::names::search_key;
use crate::texts::Line;

/// An interest, a piece of expertise or a topic: a short line without a comma, 1 to 60 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Tag(String);

impl Tag {
    pub const LONGEST: usize = 60;
    /// As many as a profile can show and a person can mean.
    pub const MOST: usize = 40;

    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let line = Line::parse(text.trim_matches([',', ';', ' ']), Self::LONGEST)?;
        Ok(Self(line.into_string()))
    }

    /// Parses a list, dropping empty entries and repeats (compared by [`Tag::key`]); the first spelling stays.
    pub fn parse_all<S: AsRef<str>>(texts: &[S]) -> Result<Vec<Self>, Invalid> {
        let mut seen = BTreeSet::new();
        let mut tags = Vec::new();
        for text in texts {
            if text.as_ref().trim_matches([',', ';', ' ']).is_empty() {
                continue;
            }
            let tag = Self::parse(text.as_ref())?;
            if seen.insert(tag.key()) {
                tags.push(tag);
            }
        }
        if tags.len() > Self::MOST {
            Err(Invalid::TooMany(Self::MOST))
        } else {
            Ok(tags)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Equal for two spellings of one tag.
    pub fn key(&self) -> String {
        search_key(&self.0)
    }
}

/// A language by its name or its code, as people write it ("English", "pt-BR"); compared like a tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Language(String);

impl Language {
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let line = Line::parse(text, 40)?;
        if line
            .as_str()
            .chars()
            .all(|c| c.is_alphabetic() || " -'()".contains(c) || is_mark(c))
        {
            Ok(Self(line.into_string()))
        } else {
            Err(Invalid::NotALanguage)
        }
    }

    /// As [`Tag::parse_all`].
    pub fn parse_all<S: AsRef<str>>(texts: &[S]) -> Result<Vec<Self>, Invalid> {
        Tag::parse_all(texts)?
            .iter()
            .map(|tag| Self::parse(tag.as_str()))
            .collect()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// A time zone of the IANA database, such as `Europe/Berlin`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(chrono_tz::Tz);

impl Zone {
    pub const UTC: Self = Self(chrono_tz::Tz::UTC);

    pub fn parse(text: &str) -> Result<Self, Invalid> {
        text.trim().parse().map(Self).map_err(|_| Invalid::NotAZone)
    }

    pub fn as_str(self) -> &'static str {
        self.0.name()
    }

    pub fn tz(self) -> chrono_tz::Tz {
        self.0
    }

    /// Every zone's name, in the database's order.
    pub fn names() -> impl Iterator<Item = &'static str> {
        chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())
    }
}
