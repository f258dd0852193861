//! Putting one programme folder in the place of another: two renamings, and what finishes them after a kill in between.
//!
//! ```text
//! programme              programme.restoring    programme.replaced    after a kill here, the next start
//! the old one            being put together     -                     removes `restoring`
//! -                      whole                  the old one           names `restoring` `programme`
//! the new one            -                      the old one           removes `replaced`
//! ```
//! The old one was made a backup before any of this begins.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{remove_folder, rename_folder, sync_folder};
use crate::programmes::FOLDER;

/// Where the programme is put together that takes the place.
pub(super) fn restoring(data: &Path) -> PathBuf {
    data.join("programme.restoring")
}

fn replaced(data: &Path) -> PathBuf {
    data.join("programme.replaced")
}

/// Puts what stands in [`restoring`] in the programme's place. Nothing may have the old file open.
pub(super) fn swap(data: &Path) -> io::Result<()> {
    let programme = data.join(FOLDER);
    if programme.exists() {
        remove_folder(&replaced(data))?;
        rename_folder(&programme, &replaced(data))?;
    }
    if let Err(error) = rename_folder(&restoring(data), &programme) {
        if replaced(data).exists() && !programme.exists() {
            fs::rename(replaced(data), &programme)?;
        }
        return Err(error);
    }
    // From here on the new one is in place; what is left over is removed now or at the next start.
    let _ = remove_folder(&replaced(data));
    Ok(())
}

/// At the start: brings an interrupted swap to its end, or takes it back.
pub(crate) fn settle(data: &Path) -> io::Result<()> {
    let programme = data.join(FOLDER);
    let (restoring, replaced) = (restoring(data), replaced(data));
    if !programme.exists() && replaced.exists() {
        // The old one gave way only when the new one was whole.
        let from = if restoring.exists() {
            &restoring
        } else {
            &replaced
        };
        fs::rename(from, &programme)?;
        sync_folder(data)?;
    }
    if programme.exists() {
        remove_folder(&replaced)?;
    }
    remove_folder(&restoring)
}
