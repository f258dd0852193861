//! What `app` gets from this computer.

use std::path::Path;
use std::sync::Arc;

use app::{Files, Preferences, Setup, SystemClock};
use vault::{Kdf, OsKeyring};

/// What people see in their keyring's own window.
const KEYRING: &str = if cfg!(debug_assertions) {
    "Mentorship Desk (development)"
} else {
    "Mentorship Desk"
};

/// A desk over `folder`, with the real clock and the real keyring.
pub(crate) fn setup(
    folder: &Path,
    files: impl Files + 'static,
    preferences: impl Preferences + 'static,
) -> Setup {
    Setup {
        folder: folder.to_owned(),
        clock: Arc::new(SystemClock),
        keyring: Arc::new(OsKeyring::new(KEYRING)),
        files: Arc::new(files),
        preferences: Arc::new(preferences),
        kdf: Kdf::PRODUCTION,
    }
}
