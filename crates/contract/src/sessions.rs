//! Meetings, their notes and reflections.

use chrono::{DateTime, Utc};
use domain::{Audience, MatchId, NoteId, PersonId, SessionId};
use serde::{Deserialize, Serialize};

use crate::matches::{MySide, Partner};
use crate::page::{PageRequest, Scope};

/// Sessions, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct List {
    #[serde(default)]
    pub scope: Scope,
    /// Only this match's.
    #[serde(default)]
    pub of: Option<MatchId>,
    /// Finds names, topics and the texts the asking person may read.
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub page: PageRequest,
}

/// How many of the sealed texts that somebody reads a search of sessions opens, the newest first.
pub const SEALED_SEARCHED: u64 = 2_000;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Get {
    pub id: SessionId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    pub id: SessionId,
    pub of: MatchId,
    pub student: Partner,
    pub mentor: Partner,
    pub mine: MySide,
    pub starts_at: DateTime<Utc>,
    pub minutes: u32,
    pub place: String,
    pub topics: Vec<String>,
    /// The texts the asking person may read, oldest first.
    pub notes: Vec<NoteView>,
    /// Whether the asking person may change or delete the session now.
    pub may_change: bool,
    /// Whether the asking person may write a reflection now.
    pub may_reflect: bool,
    pub revision: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteView {
    pub id: NoteId,
    pub kind: NoteKind,
    pub author: PersonId,
    pub author_name: String,
    pub audience: Audience,
    /// Markdown.
    pub text: String,
    pub written_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    /// Whether the asking person wrote it.
    pub mine: bool,
    /// The text is there only where this says `open`.
    #[serde(default)]
    pub seal: Seal,
}

/// What became of the seal of a text that only its author reads, or the administrators too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seal {
    /// There is none, or it is open.
    #[default]
    Open,
    /// The reader's password was reset, or they do not have the administrators' key yet: the recovery code opens it.
    Locked,
    /// Its bytes are not as they were sealed.
    Damaged,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    Note,
    Reflection,
}

/// A note as written: an empty text is no note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteDraft {
    /// Markdown.
    pub text: String,
    pub audience: Audience,
}

/// Logs a session that took place. With notes whose audiences differ: at most one for each audience.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Log {
    pub of: MatchId,
    /// Not later than now.
    pub starts_at: DateTime<Utc>,
    pub minutes: i64,
    #[serde(default)]
    pub place: String,
    #[serde(default)]
    pub topics: Vec<String>,
    #[serde(default)]
    pub notes: Vec<NoteDraft>,
    /// The draft this came from; dropped in the same transaction.
    #[serde(default)]
    pub draft: Option<String>,
}

/// Changes a session. `notes` are the asking person's own: one for each audience, an empty text removes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub id: SessionId,
    pub revision: u32,
    pub starts_at: DateTime<Utc>,
    pub minutes: i64,
    #[serde(default)]
    pub place: String,
    #[serde(default)]
    pub topics: Vec<String>,
    #[serde(default)]
    pub notes: Vec<NoteDraft>,
    #[serde(default)]
    pub draft: Option<String>,
}

/// Deletes a session; [`Restore`] undoes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delete {
    pub id: SessionId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restore {
    pub id: SessionId,
}

/// Writes, or rewrites, the student's reflection on a session. The mentor reads it too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reflect {
    pub id: SessionId,
    /// Markdown; not empty.
    pub text: String,
    #[serde(default)]
    pub draft: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteReflection {
    pub id: SessionId,
}
