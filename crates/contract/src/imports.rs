//! Rosters: a table of people becomes people of the programme.

use domain::fields::{FieldAudience, FieldKind};
use domain::{FieldId, PersonId, Role};
use serde::{Deserialize, Serialize};

/// Lets the person choose a file and reads its headings. `None`: nothing was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pick {}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Picked {
    /// Stands for the file in `check` and `apply`; good until the next pick or the sign-out.
    pub file: String,
    pub file_name: String,
    /// What was recognised: "UTF-8", "UTF-16", "Windows-1252".
    pub encoding: String,
    /// "comma", "semicolon" or "tab".
    pub separator: String,
    /// Rows below the heading that are not empty.
    pub rows: u64,
    pub columns: Vec<ColumnView>,
    /// Whether the mapping was remembered from an import with the same headings.
    pub remembered: bool,
    /// What people without a role column are.
    pub role: Option<Role>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnView {
    pub heading: String,
    /// The first values that are not empty, at most five.
    pub examples: Vec<String>,
    /// How many different values there are.
    pub distinct: u64,
    /// What it is taken for.
    pub target: Target,
    /// Whether the guess is sure: matched by name, or remembered.
    pub sure: bool,
}

/// What a column becomes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "to")]
pub enum Target {
    Ignore,
    Name,
    FirstName,
    LastName,
    Email,
    Bio,
    Interests,
    Expertise,
    Languages,
    Zone,
    Capacity,
    /// The mentors a student asks for, by name or e-mail, the first wish first. Several columns may go there: the left one
    /// comes first.
    Wishes,
    /// "mentor", "student", "both", in words of any common kind.
    Role,
    /// Yes and no: the person is a student and a mentor.
    BothRoles,
    /// Yes and no: the person is a mentor.
    IsMentor,
    /// A field the programme has.
    Field {
        id: FieldId,
    },
    /// A field to be made with the import.
    NewField {
        name: String,
        kind: FieldKind,
        audience: FieldAudience,
        sensitive: bool,
    },
}

/// How a file is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What `pick` answered; empty: the file is picked now, as scripts do.
    #[serde(default)]
    pub file: String,
    /// One for each column, in order.
    pub targets: Vec<Target>,
    /// What people are whose row does not say.
    pub role: Role,
}

/// The dry run: what an import would do, row by row. Writes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    pub plan: Plan,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// Names exactly this file, plan and outcome; `apply` carries it.
    pub digest: String,
    pub new: u64,
    pub update: u64,
    pub unchanged: u64,
    pub wrong: u64,
    /// Every row, wrong ones first, then in the order of the file.
    pub rows: Vec<RowView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowView {
    /// The line in the file on which the row starts; the heading is line 1.
    pub line: u64,
    pub name: String,
    pub email: String,
    pub outcome: Outcome,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum Outcome {
    New,
    /// The columns that would change.
    Update {
        person: PersonId,
        changes: Vec<String>,
    },
    Unchanged {
        person: PersonId,
    },
    /// Why it cannot be imported, and what to do about it.
    Wrong {
        column: String,
        reason: String,
    },
}

/// Imports what was checked, all or nothing. Refused while a row is wrong (unless `skip_wrong`), or when the programme
/// has changed since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Apply {
    pub plan: Plan,
    pub digest: String,
    /// Leave out the rows that are wrong.
    #[serde(default)]
    pub skip_wrong: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    pub new: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub skipped: u64,
    pub fields: u64,
}
