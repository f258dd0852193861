//! Backups: whole, checked, encrypted copies of the programme, and the way back from one.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Why a backup was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Daily,
    ByHand,
    BeforeMigration,
    BeforeImport,
    BeforeRestore,
}

impl Kind {
    pub const ALL: [Self; 5] = [
        Self::Daily,
        Self::ByHand,
        Self::BeforeMigration,
        Self::BeforeImport,
        Self::BeforeRestore,
    ];

    /// As in the name of the backup's folder.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::ByHand => "by-hand",
            Self::BeforeMigration => "before-migration",
            Self::BeforeImport => "before-import",
            Self::BeforeRestore => "before-restore",
        }
    }

    /// What people read.
    pub fn words(self) -> &'static str {
        match self {
            Self::Daily => "Daily",
            Self::ByHand => "By hand",
            Self::BeforeMigration => "Before an update",
            Self::BeforeImport => "Before an import",
            Self::BeforeRestore => "Before a restore",
        }
    }
}

/// What is known of a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum State {
    /// Read back whole, last at this time.
    Verified { at: DateTime<Utc> },
    /// Kept as it was: a copy of a file that was damaged already.
    Unverified,
    /// It does not read as it was written: do not rely on it.
    Damaged,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupView {
    /// The name of its folder.
    pub id: String,
    pub kind: Kind,
    pub made_at: DateTime<Utc>,
    /// In bytes.
    pub size: u64,
    pub state: State,
    /// Whether it lies in the data folder of this computer.
    pub here: bool,
    /// Whether it lies in the second folder.
    pub second: bool,
}

/// The second folder, which every backup is copied to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFolder {
    /// The last part of its path.
    pub name: String,
    /// Whether it is there now: a memory stick may be in a drawer.
    pub connected: bool,
}

/// Every backup, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupsView {
    pub backups: Vec<BackupView>,
    pub second: Option<SecondFolder>,
    /// When the next daily backup is due: at the first sign-in after it.
    pub next: DateTime<Utc>,
}

/// The backups a restore can start from before anybody signs in: times, kinds and sizes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {}

/// Makes a backup now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Make {}

/// Reads a backup back and compares it with what was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verify {
    pub id: String,
}

/// Which backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "from")]
pub enum Source {
    /// One of the list.
    Listed { id: String },
    /// One whose `backup.json` was picked; empty: it is picked now, as scripts do.
    Picked {
        #[serde(default)]
        file: String,
    },
}

/// Lets the person choose `backup.json` in a backup's folder. `None`: nothing was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pick {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picked {
    /// Stands for the backup in `restore` and `recover`; good until the next pick.
    pub file: String,
    pub kind: Kind,
    pub made_at: DateTime<Utc>,
    pub size: u64,
}

/// Puts a backup in the place of the programme. Everybody is signed out; the present state becomes a backup first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restore {
    pub backup: Source,
    /// The asking person's password, again.
    pub password: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restored {
    /// When the backup was made whose state is the programme's now.
    pub made_at: DateTime<Utc>,
    /// The backup that keeps what was there before; `None` where nothing was.
    pub kept: Option<String>,
    pub keys: Keys,
    /// How many people were erased since the backup was made, and were erased again.
    pub erased: u64,
}

/// Which passwords open the restored programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keys {
    /// The present ones.
    Present,
    /// Those of the time of the backup.
    OfTheBackup,
}

/// As [`Restore`], before sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recover {
    pub backup: Source,
    pub with: With,
}

/// What shows that somebody may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "with")]
pub enum With {
    RecoveryCode {
        code: String,
    },
    /// An administrator who is active in that backup.
    Administrator {
        name: String,
        password: String,
    },
}

/// Lets the person choose the second folder. `None`: nothing was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickFolder {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickedFolder {
    /// Stands for the folder in `set_folder`; good until the next pick.
    pub folder: String,
    pub name: String,
}

/// Copies every backup to this folder as well from now on; `None`: to none; empty: the folder is picked now, as scripts do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetFolder {
    pub folder: Option<String>,
}
