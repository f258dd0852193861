//! Identifiers. Each kind of row has a type of its own, so that a person cannot be passed where a match is meant.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// A programme: one data file.
    ProgrammeId,
    /// Somebody in the programme.
    PersonId,
    /// What a person signs in with.
    AccountId,
    /// What the programme asks of its people beyond the built-in profile.
    FieldId,
    /// One student with one mentor over time.
    MatchId,
    /// A cohort of pairs under review.
    ProposalId,
    /// One meeting of a match.
    SessionId,
    /// A note or a reflection of a session.
    NoteId,
    /// What a student works towards.
    GoalId,
    /// A request to join, made while the file was closed.
    RequestId,
    /// A key pair of the administrators.
    KeyId,
    /// A piece of long work.
    JobId,
}
