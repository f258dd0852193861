//! The programme itself: the state of its file, its founding, its settings.

use domain::ProgrammeId;
use serde::{Deserialize, Serialize};

use crate::accounts::LockedBy;

/// What stands on this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum StatusView {
    /// The first run.
    NoProgramme,
    /// A programme is here, nobody is signed in.
    Locked {
        programme: String,
        computer: Computer,
        /// The sign-in names of this computer's accounts; empty where several people use it.
        names: Vec<String>,
        keyring: KeyringState,
        /// Whether somebody asked to be kept signed in here.
        remembered: bool,
        /// Whether `recovery.json` stands beside the file.
        recovery_file: bool,
        /// Who locked the desk, until somebody signs in.
        #[serde(default)]
        locked_by: Option<LockedBy>,
    },
    /// Somebody is signed in.
    SignedIn,
    /// The file is here and its keys are missing or damaged.
    RecoveryNeeded { recovery_file: bool },
    /// The file was written by a newer version of Mentorship Desk.
    Newer,
    /// There is a file of that name which is not ours, or which is damaged.
    Damaged { reason: String },
}

/// Who uses this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Computer {
    OnlyMe,
    Shared,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyringState {
    Available,
    Locked,
    Absent,
    TimedOut,
    Foreign,
}

/// Draws the recovery code of a programme about to be founded; nothing is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeRecoveryCode {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryCodeView {
    /// Eight groups of four.
    pub groups: Vec<String>,
    /// The indexes of the two groups to be typed back.
    pub asked: [usize; 2],
}

/// Founds the programme: its file, its vault, its first administrator, with the recovery code drawn last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub programme: String,
    pub computer: Computer,
    /// The zone in which weekly reports are counted, such as `Europe/Berlin`.
    pub zone: String,
    /// The administrator's name as people know it.
    pub name: String,
    pub sign_in_name: String,
    pub password: String,
    /// The two groups of the recovery code that were asked for, in that order.
    #[serde(default)]
    pub typed: [String; 2],
    /// The whole code, where another process drew it, as scripts do: then no groups are asked for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Get {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeView {
    pub id: ProgrammeId,
    pub name: String,
    pub zone: String,
    /// How many people of the sample programme are here; 0 where none was loaded or it was removed.
    pub sample_people: u64,
}

/// Changes the programme's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub name: String,
    pub zone: String,
}

/// Loads the sample programme: about thirty people and a term of sessions, the same everywhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadSample {}

/// Removes everything the sample brought, and what was written about its people since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoveSample {}
