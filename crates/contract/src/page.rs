//! Shapes that several features share.

use serde::{Deserialize, Serialize};

/// The answer of a command that has nothing to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {}

/// Part of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    pub rows: Vec<T>,
    /// How many rows the whole list has.
    pub total: u64,
}

/// Which part of a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRequest {
    #[serde(default)]
    pub offset: u64,
    /// At most 500.
    #[serde(default = "PageRequest::usual")]
    pub limit: u64,
}

impl PageRequest {
    pub const MOST: u64 = 500;

    /// The first rows, at most `limit`.
    pub const fn first(limit: u64) -> Self {
        Self { offset: 0, limit }
    }

    fn usual() -> u64 {
        100
    }
}

impl Default for PageRequest {
    fn default() -> Self {
        Self::first(Self::usual())
    }
}

/// Whose rows are wanted: mine as a student or mentor, or the whole programme's as an administrator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    #[default]
    Mine,
    Programme,
}
