//! Meetings, their notes and reflections.
//!
//! A text leaves this module only for somebody who may read it: every query that touches `notes.body`, the search
//! included, carries [`texts::readable`].

mod list;
mod read;
mod sealed;
mod search;
mod seed;
mod texts;
mod write;

use chrono::{DateTime, Utc};
use domain::policy::Pair;
use domain::{Audience, Line, MatchId, Minutes, NoteId, PersonId, SessionId, Tag, Text};

use crate::matches::Party;

pub use list::{Wanted, Whose, list};
pub use read::{find, find_deleted};
pub use sealed::{
    Administered, Sealed, SealedNote, SealedText, administer, put_sealed, reseal, sealed,
};
pub use search::Search;
pub use seed::{Seed, SeedNote, insert_many};
pub use texts::{delete_text, put_text, readable_texts};
pub use write::{change, delete, insert, restore};

pub(crate) use read::state;
pub(crate) use texts::matches_of;

/// A session without its texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub of: MatchId,
    pub pair: Pair,
    pub student: Party,
    pub mentor: Party,
    pub starts_at: DateTime<Utc>,
    pub minutes: u32,
    /// Empty where none was said.
    pub place: String,
    pub topics: Vec<String>,
    pub revision: u32,
}

/// What is told of a session as a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub starts_at: DateTime<Utc>,
    pub minutes: Minutes,
    pub place: Option<Line>,
    pub topics: Vec<Tag>,
}

/// A text of a session, as somebody reads it who may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub id: NoteId,
    pub kind: Kind,
    pub author: PersonId,
    pub author_name: String,
    pub audience: Audience,
    /// Empty where it is sealed.
    pub text: String,
    pub sealed: Option<SealedText>,
    pub written_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
}

/// Which text is meant: an author writes one of a kind for an audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextKey {
    pub session: SessionId,
    pub author: PersonId,
    pub kind: Kind,
    pub audience: Audience,
}

/// A text as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub key: TextKey,
    pub text: Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Note,
    Reflection,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Reflection => "reflection",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Note, Self::Reflection]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}
