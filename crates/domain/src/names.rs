//! Names of people, e-mail addresses and sign-in names.

use std::fmt;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

use crate::invalid::Invalid;
use crate::texts::Line;

/// A person's name exactly as they write it: any script, accents kept, 1 to 120 characters on one line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct PersonName(String);

impl PersonName {
    pub const LONGEST: usize = 120;

    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let line = Line::parse(text, Self::LONGEST)?;
        let text: String = line
            .as_str()
            .chars()
            .filter(|c| !is_direction_override(*c))
            .collect();
        if text.chars().all(|c| c.is_whitespace() || is_invisible(c)) {
            return Err(Invalid::Empty);
        }
        Ok(Self(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What stands for the name of somebody who was erased: what they were to those who met them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Former {
    Student,
    Mentor,
    Both,
}

impl Former {
    /// `None` where nobody met them.
    pub fn of(was_student: bool, was_mentor: bool) -> Option<Self> {
        match (was_student, was_mentor) {
            (true, false) => Some(Self::Student),
            (false, true) => Some(Self::Mentor),
            (true, true) => Some(Self::Both),
            (false, false) => None,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Student => "Former student",
            Self::Mentor => "Former mentor",
            Self::Both => "Former mentor and student",
        }
    }
}

/// Overrides that make following text run backwards; a name has no use for them and a list can be spoofed with them.
fn is_direction_override(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}'
    )
}

/// What searching compares: lower case without accents, so that "tran" finds "Trần".
pub fn search_key(text: &str) -> String {
    text.nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'đ' => 'd',
            'ø' => 'o',
            'ł' => 'l',
            'ı' => 'i',
            other => other,
        })
        .collect()
}

/// An e-mail address as written, with the key by which two spellings are the same address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Email(String);

impl Email {
    /// RFC 5321, section 4.5.3.1.3: a path has at most 256 octets, two of them the angle brackets.
    pub const LONGEST: usize = 254;

    /// Accepts what mail servers accept in practice: one `@`, a local part of at most 64 octets, a domain with a dot.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let line = Line::parse(text, Self::LONGEST)?;
        let text = line.as_str();
        if text.len() > Self::LONGEST {
            return Err(Invalid::TooLong(Self::LONGEST));
        }
        let Some((local, domain)) = text.rsplit_once('@') else {
            return Err(Invalid::NotAnEmail);
        };
        if local.is_empty() {
            return Err(Invalid::EmailWithoutName);
        }
        if domain.is_empty() {
            return Err(Invalid::EmailWithoutDomain);
        }
        let local_ok = local.len() <= 64
            && !local.contains("..")
            && !local.starts_with('.')
            && !local.ends_with('.')
            && local
                .chars()
                .all(|c| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c));
        let labels: Vec<&str> = domain.split('.').collect();
        let domain_ok = labels.len() >= 2
            && labels.iter().all(|label| {
                !label.is_empty()
                    && label.len() <= 63
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            });
        if local_ok && domain_ok {
            Ok(Self(text.to_owned()))
        } else {
            Err(Invalid::NotAnEmail)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Equal for two spellings of one address: composed, lower case.
    pub fn key(&self) -> String {
        fold(&self.0)
    }
}

/// What a person types to sign in: an e-mail address or a chosen name of 2 to 64 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct SignInName(String);

impl SignInName {
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if text.contains('@') {
            return Email::parse(text).map(|email| Self(email.0));
        }
        let line = Line::parse(text, 64)?;
        let text = line.as_str();
        if text.chars().count() < 2 {
            return Err(Invalid::TooShort(2));
        }
        if text
            .chars()
            .all(|c| c.is_alphanumeric() || ".-_".contains(c))
        {
            Ok(Self(text.to_owned()))
        } else {
            Err(Invalid::NotASignInName)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Equal for two spellings of one name: composed, lower case.
    pub fn key(&self) -> String {
        fold(&self.0)
    }
}

impl fmt::Display for SignInName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).nfc().collect()
}
