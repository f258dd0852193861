//! The life of a match: active ⇄ paused → ended, and open again.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Where a match stands. Open means active or paused: it takes up a place of both people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchState {
    Active,
    Paused,
    Ended,
}

/// What can be done to a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Pause,
    Resume,
    End,
    Reopen,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("This match is {} already", .0.as_str())]
pub struct WrongState(pub MatchState);

impl MatchState {
    pub const ALL: [Self; 3] = [Self::Active, Self::Paused, Self::Ended];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Ended => "ended",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    pub fn is_open(self) -> bool {
        match self {
            Self::Active | Self::Paused => true,
            Self::Ended => false,
        }
    }

    /// The state after `step`, or the refusal that names the present one.
    pub fn after(self, step: Step) -> Result<Self, WrongState> {
        match (self, step) {
            (Self::Active, Step::Pause) => Ok(Self::Paused),
            (Self::Paused, Step::Resume) | (Self::Ended, Step::Reopen) => Ok(Self::Active),
            (Self::Active | Self::Paused, Step::End) => Ok(Self::Ended),
            (state, Step::Pause | Step::Resume | Step::End | Step::Reopen) => {
                Err(WrongState(state))
            }
        }
    }
}
