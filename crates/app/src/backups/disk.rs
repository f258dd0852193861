//! Files and folders that are really on the disk when a call returns.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Makes a folder that only its owner reads, and those above it.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

pub(super) fn sync_file(path: &Path) -> io::Result<()> {
    // Windows flushes only what may be written.
    File::options()
        .read(true)
        .write(true)
        .open(path)?
        .sync_all()
}

/// New names are safe only when their folder is.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows has no such call for folders: NTFS journals new names by itself.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the other systems can fail")]
pub(super) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Copies the files of a folder, not its folders, into another that is made, apart from those that `leave_out` names.
pub(super) fn copy_files(
    from: &Path,
    to: &Path,
    leave_out: impl Fn(&str) -> bool,
) -> io::Result<()> {
    make_folder(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if !entry.file_type()?.is_file() || leave_out(&name.to_string_lossy()) {
            continue;
        }
        let copy = to.join(name);
        fs::copy(entry.path(), &copy)?;
        sync_file(&copy)?;
    }
    sync_folder(to)
}

/// Gives a whole folder its name, for good.
pub(super) fn rename_folder(from: &Path, to: &Path) -> io::Result<()> {
    sync_folder(from)?;
    fs::rename(from, to)?;
    match to.parent() {
        Some(parent) => sync_folder(parent),
        None => Ok(()),
    }
}

/// Removes a folder; that it is not there is no error.
pub(super) fn remove_folder(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
