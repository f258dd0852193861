//! Putting one programme folder in the place of another: two renamings, and what finishes them after a kill in between.
//!
//! ```text
//! programme              programme.restoring    programme.replaced    after a kill here, the next start
//! the old one            being put together     -                     removes `restoring`
//! -                      whole                  the old one           names `restoring` `programme`
//! the new one            -                      the old one           removes `replaced`
//! ```
//! The old one was made a backup before any of this begins. Where a renaming fails, or the flush that makes it last, the
//! way back goes through the same states.

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

/// Puts what stands in [`restoring`] in the programme's place. Nothing may have the old file open. Where it fails the old
/// one has its place again, and nothing else is left.
pub(super) fn swap(data: &Path) -> io::Result<()> {
    swap_by(data, rename_folder)
}

/// `rename` gives a folder its name for good; where it fails, the folder may have its new name or its old one.
fn swap_by(data: &Path, mut rename: impl FnMut(&Path, &Path) -> io::Result<()>) -> io::Result<()> {
    let programme = data.join(FOLDER);
    // What was left over must not be taken for the one that gives way now.
    remove_folder(&replaced(data))?;
    let is_first = !programme.exists();
    let gives_way = if is_first {
        Ok(())
    } else {
        rename(&programme, &replaced(data))
    };
    match gives_way.and_then(|()| rename(&restoring(data), &programme)) {
        Ok(()) => {
            // The new one is in place; what is left over is removed now or at the next start.
            let _ = remove_folder(&replaced(data));
            Ok(())
        }
        Err(error) => {
            // The first failure is the answer. What cannot be taken back now is brought to an end at the next start.
            if let Err(error) = take_back(data, is_first) {
                tracing::warn!(%error, "a restore that failed was not taken back");
            }
            Err(error)
        }
    }
}

/// Undoes the renamings that were made, the last one first. `is_first` says that there was no old one.
fn take_back(data: &Path, is_first: bool) -> io::Result<()> {
    let programme = data.join(FOLDER);
    let (restoring, replaced) = (restoring(data), replaced(data));
    let gave_way = replaced.exists();
    if programme.exists() && (gave_way || is_first) {
        fs::rename(&programme, &restoring)?;
    }
    if gave_way {
        fs::rename(&replaced, &programme)?;
    }
    // Until the old one's name is safe, the new one may be all there is.
    sync_folder(data)?;
    remove_folder(&restoring)
}

/// Brings an interrupted swap to its end, or takes it back. The caller knows that none is going on.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder that holds one file, which says which it is.
    fn make(folder: &Path, which: &str) {
        fs::create_dir(folder).unwrap();
        fs::write(folder.join("which"), which).unwrap();
    }

    fn which(folder: &Path) -> Option<String> {
        fs::read_to_string(folder.join("which")).ok()
    }

    /// Which of its two halves fails.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Fails {
        Renaming,
        Flush,
    }

    /// Swaps while the renaming number `at` fails; 0 fails none.
    fn swapped(data: &Path, at: u32, fails: Fails) -> io::Result<()> {
        let mut number = 0;
        swap_by(data, |from, to| {
            number += 1;
            if number == at && fails == Fails::Renaming {
                return Err(io::Error::other("refused"));
            }
            rename_folder(from, to)?;
            if number == at {
                return Err(io::Error::other("not flushed"));
            }
            Ok(())
        })
    }

    #[test]
    fn the_new_one_takes_the_place() {
        for old in [Some("old"), None] {
            let data = tempfile::tempdir().unwrap();
            let data = data.path();
            make(&restoring(data), "new");
            // From another time, and in nobody's way.
            make(&replaced(data), "older");
            if let Some(old) = old {
                make(&data.join(FOLDER), old);
            }
            swapped(data, 0, Fails::Renaming).unwrap();
            assert_eq!(which(&data.join(FOLDER)).as_deref(), Some("new"));
            assert!(!restoring(data).exists() && !replaced(data).exists());
        }
    }

    #[test]
    fn whichever_half_of_a_renaming_fails_the_old_one_has_its_place_again() {
        for (old, renamings) in [(Some("old"), 2), (None, 1)] {
            for at in 1..=renamings {
                for fails in [Fails::Renaming, Fails::Flush] {
                    let data = tempfile::tempdir().unwrap();
                    let data = data.path();
                    make(&restoring(data), "new");
                    make(&replaced(data), "older");
                    if let Some(old) = old {
                        make(&data.join(FOLDER), old);
                    }
                    swapped(data, at, fails).unwrap_err();
                    assert_eq!(
                        which(&data.join(FOLDER)).as_deref(),
                        old,
                        "{fails:?} of {at}"
                    );
                    assert!(
                        !restoring(data).exists() && !replaced(data).exists(),
                        "{fails:?} of {at}"
                    );
                    // And the next start finds nothing to do.
                    settle(data).unwrap();
                    assert_eq!(
                        which(&data.join(FOLDER)).as_deref(),
                        old,
                        "{fails:?} of {at}"
                    );
                }
            }
        }
    }
}
