//! Cosmetic settings of this computer: how things look, never what they are.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Get {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    pub theme: Theme,
    pub density: Density,
    pub more_contrast: bool,
    /// Single-letter shortcuts (WCAG 2.1.4).
    pub letter_keys: LetterKeys,
    /// Texts are hidden, as while a screen is shared.
    pub curtain: bool,
    /// After how many minutes away the desk locks itself: 1 to 30.
    pub lock_minutes: u8,
}

impl Preferences {
    pub const LOCK_MINUTES: RangeInclusive<u8> = 1..=30;
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            density: Density::default(),
            more_contrast: false,
            letter_keys: LetterKeys::default(),
            curtain: false,
            lock_minutes: 10,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    #[default]
    System,
    Dark,
    Light,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    #[default]
    Comfortable,
    Compact,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterKeys {
    #[default]
    On,
    Off,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Set {
    pub preferences: Preferences,
}
