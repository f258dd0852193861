//! Where things lie.

use std::fs;
use std::path::{Path, PathBuf};

/// The platform's folder for this person's data. Development builds have one of their own, so that they never touch
/// a real programme.
pub(crate) fn data_folder() -> Option<PathBuf> {
    let name = if cfg!(debug_assertions) {
        "mentorship-desk-dev"
    } else {
        "mentorship-desk"
    };
    Some(dirs::data_dir()?.join(name))
}

/// Makes the folder, readable by its owner only. A failure is not told here: opening the desk in it fails next, and
/// knows how to say so.
pub(crate) fn make_private(folder: &Path) {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    if let Err(error) = builder.create(folder) {
        tracing::warn!("cannot make the data folder: {error}");
    }
}

pub(crate) fn log(folder: &Path) -> PathBuf {
    folder.join("logs").join("desk.log")
}
