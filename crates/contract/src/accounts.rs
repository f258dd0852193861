//! Signing in and out, registering, codes and recovery.

use chrono::{DateTime, Utc};
use domain::{PersonId, RequestId, Role, Roles};
use serde::{Deserialize, Serialize};

use crate::programmes::KeyringState;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    pub name: String,
    pub password: String,
    /// Keep this account signed in on this computer.
    #[serde(default)]
    pub remember: bool,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    pub person: PersonId,
    pub name: String,
    pub sign_in_name: String,
    pub roles: Roles,
    pub programme: String,
    /// The programme's zone, in which times are shown.
    pub zone: String,
    /// The file is damaged: it is open for reading only until a backup is restored.
    #[serde(default)]
    pub damaged: bool,
}

/// Signs in the account whose key the keyring keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInRemembered {}

/// Asks to join, while the file is closed; an administrator approves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    pub name: String,
    pub sign_in_name: String,
    pub password: String,
    /// Student or mentor.
    pub role: Role,
    #[serde(default)]
    pub email: String,
    /// A line to the administrators; may be empty.
    #[serde(default)]
    pub message: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    pub sign_in_name: String,
}

/// Asks how hard a password is to guess, before it is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgePassword {
    pub password: String,
    /// What others know of the person: names, an e-mail, the programme's name.
    #[serde(default)]
    pub words: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// From 0, guessed at once, to 4.
    pub strength: u8,
    /// Whether it may be chosen.
    pub accepted: bool,
    /// What is wrong with it, or how it gets better.
    pub advice: String,
}

/// Draws a passphrase that may be chosen: five words of a public list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestPassphrase {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passphrase {
    pub words: String,
}

/// Makes an account's password with a one-time code, and signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redeem {
    pub name: String,
    pub code: String,
    pub password: String,
}

/// Asks whom the recovery code can give a new password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckRecovery {
    pub code: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recoverable {
    /// The active administrators, by name and sign-in name.
    pub administrators: Vec<RecoverableAccount>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoverableAccount {
    pub name: String,
    pub sign_in_name: String,
}

/// Sets a new password for one active administrator with the recovery code, rebuilding a lost vault, and signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recover {
    pub code: String,
    pub sign_in_name: String,
    pub password: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOut {}

/// Closes the file until the next password; the lock screen keeps the name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {}

/// Why the desk was locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "reason")]
pub enum LockReason {
    Asked,
    /// Nobody touched the window for so long.
    Away {
        minutes: u8,
    },
    /// The computer slept, or its own screen was locked.
    Suspended,
}

/// Who locked the desk, for the lock screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedBy {
    pub person: PersonId,
    pub name: String,
    pub sign_in_name: String,
    /// The programme's zone, in which the clock is shown.
    pub zone: String,
    #[serde(flatten)]
    pub reason: LockReason,
}

/// Somebody is at the window: it is not locked for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touch {}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ChangePassword {
    pub current: String,
    pub new: String,
    /// Somebody else may know the present one: the file gets a new key, too.
    #[serde(default)]
    pub compromised: bool,
}

/// Gives the file a new key at the next sign-in, as when somebody left or a password came into wrong hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewKey {
    /// The asking person's password, again.
    pub password: String,
}

/// What a new key means for copies made before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRenewal {
    /// In words, one sentence each.
    pub older_copies: Vec<String>,
}

/// Turns "keep me signed in" on or off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remember {
    pub remember: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetRemembering {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembering {
    /// Whether this account is remembered here.
    pub remembered: bool,
    /// Whether it can be: only where one person uses the computer and a keyring answers.
    pub possible: bool,
    pub keyring: KeyringState,
}

/// The requests to join that wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requests {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestView {
    pub id: RequestId,
    pub name: String,
    pub sign_in_name: String,
    pub role: Role,
    pub email: String,
    pub message: String,
    pub made_at: DateTime<Utc>,
    /// Somebody already in the programme with the same e-mail and no account: approving joins the two.
    pub same_person: Option<PersonId>,
}

/// Admits a request: the person gets the account they asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approve {
    pub request: RequestId,
    /// The role, where the administrator decides otherwise than asked.
    pub role: Role,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refuse {
    pub request: RequestId,
}

/// Issues one-time codes, for a first password or after a forgotten one. An earlier password stops working at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueCodes {
    pub people: Vec<CodeRequest>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeRequest {
    pub person: PersonId,
    /// Empty: the account's own, or else the e-mail, or else one made of the name.
    #[serde(default)]
    pub sign_in_name: String,
}

/// A code as it is printed; shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeView {
    pub person: PersonId,
    pub name: String,
    pub sign_in_name: String,
    /// Four groups of four.
    pub code: String,
    pub expires_at: DateTime<Utc>,
}

/// Replaces the recovery code, as after a lost sheet or a lost `recovery.json`. The password is asked again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewRecovery {
    pub password: String,
}

/// How many texts that the asking person may read are sealed to a key that they do not have, as after a reset password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedTexts {}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SealedTextsView {
    /// Their own, drafts included.
    pub locked: u64,
    /// What others wrote for the administrators.
    #[serde(default)]
    pub administrators: u64,
}

/// Opens these texts with the recovery code, and seals them to the asking person's present key; an administrator gets
/// the administrators' key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReopenTexts {
    pub code: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reopened {
    pub opened: u64,
    /// How many another code would open.
    pub still: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewRecovery {
    /// Eight groups of four; shown once.
    pub groups: Vec<String>,
    /// What the old code still opens, one sentence each.
    #[serde(default)]
    pub older_copies: Vec<String>,
}

/// Where a person's account stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum AccountState {
    None,
    /// A code was issued and not redeemed yet.
    Invited {
        sign_in_name: String,
        until: DateTime<Utc>,
    },
    Active {
        sign_in_name: String,
    },
    /// Without a slot in the vault: needs a code.
    NeedsCode {
        sign_in_name: String,
    },
}
