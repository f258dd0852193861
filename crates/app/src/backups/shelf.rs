//! A folder of backups: what lies in it, what is added, what is let go.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime, Utc};
use contract::backups::{Kind, State};
use uuid::Uuid;

use super::disk::{copy_files, make_folder, remove_folder, rename_folder};
use super::manifest::Manifest;

const TIME: &str = "%Y%m%dT%H%M%SZ";
/// What is unfinished or half gone; nothing of it was ever shown.
const HIDDEN: &str = ".desk-";

/// A backup on the disk.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// The name of its folder.
    pub(super) id: String,
    pub(super) folder: PathBuf,
    pub(super) kind: Kind,
    pub(super) made_at: DateTime<Utc>,
    /// `None` where `backup.json` does not read.
    pub(super) manifest: Option<Manifest>,
}

impl Entry {
    /// The backup in this folder, if it is one.
    pub(super) fn read(folder: &Path) -> Option<Self> {
        let id = folder.file_name()?.to_str()?.to_owned();
        let manifest = Manifest::read(folder);
        let (kind, made_at) = match &manifest {
            Some(manifest) => (manifest.kind, manifest.made_at),
            // A damaged one is shown as what its name says, so that nobody relies on it without knowing.
            None => parse_name(&id)?,
        };
        Some(Self {
            id,
            folder: folder.to_owned(),
            kind,
            made_at,
            manifest,
        })
    }

    pub(super) fn state(&self) -> State {
        match &self.manifest {
            Some(manifest) => manifest.state,
            None => State::Damaged,
        }
    }

    pub(super) fn size(&self) -> u64 {
        self.manifest.as_ref().map_or(0, Manifest::size)
    }
}

/// The backups of a folder, newest first. Where there is no folder there are none.
pub(super) fn entries(shelf: &Path) -> io::Result<Vec<Entry>> {
    let read = match fs::read_dir(shelf) {
        Ok(read) => read,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut entries = Vec::new();
    for entry in read {
        let path = entry?.path();
        if path.is_dir() && !is_hidden(&path) {
            entries.extend(Entry::read(&path));
        }
    }
    entries.sort_by(|a, b| b.made_at.cmp(&a.made_at).then_with(|| b.id.cmp(&a.id)));
    Ok(entries)
}

fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

fn parse_name(name: &str) -> Option<(Kind, DateTime<Utc>)> {
    let (time, kind) = name.split_once('-')?;
    let made_at = NaiveDateTime::parse_from_str(time, TIME).ok()?.and_utc();
    let kind = Kind::ALL
        .into_iter()
        .find(|known| kind.starts_with(known.as_str()))?;
    Some((kind, made_at))
}

/// A folder in which a backup is put together before it gets its name.
pub(super) fn begin(shelf: &Path) -> io::Result<PathBuf> {
    make_folder(shelf)?;
    clear(shelf)?;
    let folder = shelf.join(format!("{HIDDEN}making"));
    make_folder(&folder)?;
    Ok(folder)
}

/// Removes what an interrupted work left.
pub(super) fn clear(shelf: &Path) -> io::Result<()> {
    for what in ["making", "gone"] {
        remove_folder(&shelf.join(format!("{HIDDEN}{what}")))?;
    }
    Ok(())
}

/// Names a finished backup: from now on it counts.
pub(super) fn finish(shelf: &Path, making: &Path, manifest: &Manifest) -> io::Result<PathBuf> {
    let name = format!(
        "{}-{}",
        manifest.made_at.format(TIME),
        manifest.kind.as_str()
    );
    let free = (1..1000)
        .map(|number| match number {
            1 => shelf.join(&name),
            _ => shelf.join(format!("{name}-{number}")),
        })
        .find(|folder| !folder.exists())
        .unwrap_or_else(|| shelf.join(&name));
    rename_folder(making, &free)?;
    Ok(free)
}

/// Copies a backup to another shelf under its own name, and reads the copy back.
pub(super) fn copy(entry: &Entry, shelf: &Path) -> io::Result<()> {
    let making = begin(shelf)?;
    copy_files(&entry.folder, &making, |_| false)?;
    let whole = match Manifest::read(&making) {
        Some(manifest) => manifest.is_whole(&making)?,
        None => false,
    };
    if !whole {
        return Err(io::Error::other("the copy does not read as it was written"));
    }
    let to = shelf.join(&entry.id);
    remove_folder(&to)?;
    rename_folder(&making, &to)
}

/// Lets go what need not be kept; backups of one kind push each other out, and no others. Damaged ones stay for a person
/// to decide, and push nothing out.
pub(super) fn prune(shelf: &Path, programme: Option<Uuid>, now: DateTime<Utc>) -> io::Result<()> {
    let ours = |entry: &Entry| {
        entry.state() != State::Damaged
            && entry
                .manifest
                .as_ref()
                .is_some_and(|manifest| programme.is_none() || manifest.programme == programme)
    };
    let entries: Vec<Entry> = entries(shelf)?.into_iter().filter(ours).collect();
    for kind in Kind::ALL {
        let of_kind: Vec<&Entry> = entries.iter().filter(|entry| entry.kind == kind).collect();
        let made: Vec<_> = of_kind.iter().map(|entry| entry.made_at).collect();
        for (entry, kept) in of_kind.iter().zip(domain::backups::kept(&made)) {
            let stays = match kind {
                Kind::Daily => kept,
                Kind::ByHand | Kind::BeforeMigration | Kind::BeforeImport | Kind::BeforeRestore => {
                    kept || domain::backups::is_recent(entry.made_at, now)
                }
            };
            if !stays {
                let gone = shelf.join(format!("{HIDDEN}gone"));
                remove_folder(&gone)?;
                fs::rename(&entry.folder, &gone)?;
                remove_folder(&gone)?;
            }
        }
    }
    Ok(())
}
