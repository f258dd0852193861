//! People and their profiles.

use chrono::{DateTime, Utc};
use domain::{
    Availability, Capacity, Email, Language, PersonId, PersonName, Role, Roles, Tag, Text, Zone,
};
use sea_orm::sea_query::{Expr, LikeExpr, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, QuerySelect};

use crate::entities::person;
use crate::{Db, Result};

mod answered;
pub(crate) mod answers;
mod candidates;
mod erase;
mod erased;
mod list;
mod read;
pub(crate) mod wishes;
mod write;

pub use answered::{Answered, answered};
pub use answers::{Answer, NewAnswer, answers, insert_answers, set_answers};
pub use candidates::{Candidate, CandidateSide, Candidates, candidates};
pub use erase::{Erasing, Outcome, Stays, Tally, erase, tally};
pub use erased::{erased, is_swept, remember_erased, seal, there};
pub use list::{Group, Order, Wanted, list};
pub use read::{Written, administrators_besides, capacities, find, other_administrators, written};
pub use wishes::{set_wishes, wishes};
pub use write::{change, deactivate, insert, reactivate, set_capacity, set_roles, wait};

/// What decides what a person may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub active: bool,
    pub roles: Roles,
}

/// A person without what they wrote of themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    pub email: String,
    pub roles: Roles,
    pub active: bool,
    /// Open matches as a mentor, and how many there can be.
    pub students: u32,
    pub capacity: u32,
    /// Open matches as a student, and how many there can be.
    pub mentors: u32,
    pub mentor_limit: u32,
    pub account: Option<Account>,
    pub joined_at: DateTime<Utc>,
    pub sample: bool,
    /// Only what others need to remember is left.
    pub erased: bool,
    pub revision: u32,
}

/// What lists tell of a person's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub sign_in_name: String,
    /// Whether a password was chosen that counts.
    pub has_key: bool,
    pub code_expires_at: Option<DateTime<Utc>>,
}

/// A profile that passed the rules of `domain`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    pub name: PersonName,
    pub email: Option<Email>,
    pub bio: Text,
    pub interests: Vec<Tag>,
    pub expertise: Vec<Tag>,
    pub languages: Vec<Language>,
    /// `None`: the programme's.
    pub zone: Option<Zone>,
    pub availability: Availability,
    pub capacity: Capacity,
}

/// Somebody who joins: active, with no match yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson {
    pub id: PersonId,
    pub profile: Profile,
    pub roles: Roles,
    pub joined_at: DateTime<Utc>,
    pub origin: Origin,
}

/// Where a row comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    Programme,
    /// The sample, which can be removed as a whole.
    Sample,
}

pub async fn standing(db: &Db<'_>, id: PersonId) -> Result<Option<Standing>> {
    let row: Option<(bool, bool, bool, bool)> = person::Entity::find_by_id(id.0)
        .select_only()
        .columns([
            person::Column::Active,
            person::Column::IsStudent,
            person::Column::IsMentor,
            person::Column::IsAdministrator,
        ])
        .into_tuple()
        .one(db)
        .await?;
    Ok(
        row.map(|(active, student, mentor, administrator)| Standing {
            active,
            roles: roles(student, mentor, administrator),
        }),
    )
}

pub(crate) fn roles(student: bool, mentor: bool, administrator: bool) -> Roles {
    [
        (student, Role::Student),
        (mentor, Role::Mentor),
        (administrator, Role::Administrator),
    ]
    .into_iter()
    .filter(|(held, _)| *held)
    .fold(Roles::NONE, |roles, (_, role)| roles.with(role))
}

/// The column that says whether somebody holds a role.
pub(crate) fn role_column(role: Role) -> person::Column {
    match role {
        Role::Student => person::Column::IsStudent,
        Role::Mentor => person::Column::IsMentor,
        Role::Administrator => person::Column::IsAdministrator,
    }
}

/// A flag as it stands in the `WHERE` of a partial index, so that the index is recognised.
pub(crate) fn holds(flag: person::Column) -> SimpleExpr {
    Expr::col(flag.as_column_ref())
}

/// A pattern that finds `word` anywhere; `%` and `_` in it are only letters.
pub(crate) fn anywhere(word: &str) -> LikeExpr {
    let escaped = word
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    LikeExpr::new(format!("%{escaped}%")).escape('\\')
}

/// A count as it is stored, where a column's rule keeps it from being negative.
pub(crate) fn count(number: i64) -> u32 {
    u32::try_from(number).unwrap_or_default()
}
