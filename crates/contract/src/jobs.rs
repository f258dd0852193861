//! Long work.

use domain::JobId;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// What starting a job answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    pub job: JobId,
}

/// Where one of the asking person's jobs stands; ended ones are remembered until the sign-out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Get {
    pub job: JobId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancel {
    pub job: JobId,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum JobState {
    /// `done` of `total` units; `total` 0 while unknown.
    Running { done: u64, total: u64 },
    /// `output` is the command's `Output`.
    Ended { output: serde_json::Value },
    /// With the code `cancelled` where its owner cancelled it.
    Failed { error: ApiError },
}
