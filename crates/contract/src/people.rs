//! The people of the programme and their profiles.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{Availability, FieldId, PersonId, Role, Roles};
use serde::{Deserialize, Serialize};

use crate::accounts::AccountState;
use crate::page::PageRequest;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct List {
    /// Finds names and e-mails, ignoring case and accents.
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub role: Option<Role>,
    #[serde(default)]
    pub standing: Standing,
    #[serde(default)]
    pub sort: Sort,
    #[serde(default)]
    pub page: PageRequest,
}

/// Which people, by how they stand in the programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Everybody who is active.
    #[default]
    Active,
    /// Active students without an open match.
    Waiting,
    /// Active mentors with a free place.
    FreePlaces,
    /// Active people without an account.
    NoAccount,
    Inactive,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    #[default]
    Name,
    /// Newest first.
    Joined,
}

/// A person in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonView {
    pub id: PersonId,
    pub name: String,
    pub email: String,
    pub roles: Roles,
    pub active: bool,
    /// Open matches as a mentor, and how many there can be.
    pub students: u32,
    pub capacity: u32,
    /// Open matches as a student.
    pub mentors: u32,
    pub account: AccountState,
    pub joined_at: DateTime<Utc>,
    pub sample: bool,
    /// Only what others need to remember is left: that there was somebody.
    pub erased: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Get {
    pub id: PersonId,
}

/// A person with what the asking person may see of the profile. For somebody's mentor or student: name, bio,
/// interests or expertise, languages, zone, availability and the fields shown to the pair; the e-mail too.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PersonDetail {
    pub person: PersonView,
    pub profile: Profile,
    /// The answers that may be seen, in the order of the fields.
    pub answers: Vec<AnswerView>,
    /// Counts up with every change; a change carries the one it read.
    pub revision: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnswerView {
    pub field: FieldId,
    pub name: String,
    /// As a person would type it.
    pub text: String,
}

/// What people tell of themselves; every part may be empty, but not the name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Profile {
    pub name: String,
    #[serde(default)]
    pub email: String,
    /// Markdown.
    #[serde(default)]
    pub bio: String,
    /// What a student wants to learn.
    #[serde(default)]
    pub interests: Vec<String>,
    /// What a mentor can teach.
    #[serde(default)]
    pub expertise: Vec<String>,
    #[serde(default)]
    pub languages: Vec<String>,
    /// Empty: the programme's.
    #[serde(default)]
    pub zone: String,
    #[serde(default)]
    pub availability: Availability,
    /// How many students a mentor takes.
    #[serde(default = "Profile::usual_capacity")]
    pub capacity: i64,
}

impl Profile {
    /// What a mentor takes who did not say.
    pub fn usual_capacity() -> i64 {
        1
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Create {
    pub profile: Profile,
    pub roles: Vec<Role>,
    /// Answers to fields, as typed.
    #[serde(default)]
    pub answers: BTreeMap<FieldId, String>,
}

/// Changes a profile: an administrator anybody's, everybody their own. Fields left out of `answers` stay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub id: PersonId,
    pub revision: u32,
    pub profile: Profile,
    #[serde(default)]
    pub answers: BTreeMap<FieldId, String>,
}

/// Changes what a person is. Open matches in a role that is taken away end, for the reason given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetRoles {
    pub id: PersonId,
    pub roles: Vec<Role>,
    /// The asking person's password, again: the gate verifies it, and no replay needs it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub password: String,
}

/// Takes a person out of the programme for now: no sign-in, open matches end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deactivate {
    pub id: PersonId,
    #[serde(default)]
    pub reason: String,
}

/// Takes a person back. Matches stay ended; an account needs a one-time code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reactivate {
    pub id: PersonId,
}

/// Tells what erasing somebody would take and leave. Nothing is changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    pub id: PersonId,
}

/// What goes besides the profile and the account, and what stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureView {
    /// Notes and reflections the person wrote.
    pub texts: u64,
    pub goals: u64,
    pub answers: u64,
    /// Wishes of the person, and wishes for them.
    pub wishes: u64,
    /// Matches that end.
    pub open_matches: u64,
    /// `None`: nobody met them, and nothing stays.
    pub kept: Option<Kept>,
}

/// What those keep who met somebody: when, how long and about what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// What the person is called then: "Former mentor".
    pub name: String,
    /// How many met them.
    pub people: u64,
    pub sessions: u64,
    /// Notes and reflections of others about these sessions.
    pub texts: u64,
}

/// Erases a person for good: there is no undo, and restoring a backup erases them again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erase {
    pub id: PersonId,
    /// The asking person's password, again: the gate verifies it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub password: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    /// What stands for their name; `None` where nothing of them is left.
    pub name: Option<String>,
}

/// The mentors a student asked for, first wish first. `people.set_wishes` answers the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wishes {
    pub student: PersonId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WishView {
    pub mentor: PersonId,
    pub name: String,
}

/// Replaces a student's wishes: at most twenty mentors, first wish first. What is wrong is told by `mentors.0`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetWishes {
    pub student: PersonId,
    pub mentors: Vec<PersonId>,
}
