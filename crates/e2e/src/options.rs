//! What kind of computer a journey runs on.

use std::path::PathBuf;

#[derive(Debug, Clone)]
pub struct Options {
    /// The programme's folder; a fresh one if there is none. It outlives [`Desk::restart`](crate::Desk::restart).
    pub data_dir: Option<PathBuf>,
    pub keyring: Keyring,
    /// The page's width and height in CSS pixels, after the window has opened. `None` leaves what the program chose.
    pub size: Option<(u32, u32)>,
    pub theme: Theme,
}

/// What answers when the program asks for a keyring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyring {
    /// A Secret Service of its own, unlocked.
    Real,
    /// Nothing.
    None,
}

/// The theme that the settings start with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    Dark,
    Light,
    System,
}

impl Theme {
    pub const BOTH: [Self; 2] = [Self::Dark, Self::Light];

    /// The word in the settings and in `data-bs-theme`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::System => "system",
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            data_dir: None,
            keyring: Keyring::None,
            size: Some((1280, 800)),
            theme: Theme::Dark,
        }
    }
}
