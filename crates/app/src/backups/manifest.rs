//! What a backup says of itself: `backup.json` in its folder.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use chrono::{DateTime, Utc};
use contract::backups::{Kind, State};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::backups::Counts;
use uuid::Uuid;

pub(super) const FILE: &str = "backup.json";
const FORMAT: u32 = 1;
/// Far above any manifest of ours.
const MOST_BYTES: u64 = 1024 * 1024;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    version: u32,
    /// Whose backup it is, where that was known.
    pub(super) programme: Option<Uuid>,
    pub(super) kind: Kind,
    pub(super) made_at: DateTime<Utc>,
    /// The version of the schema: the migrations it has had.
    pub(super) migrations: Vec<String>,
    /// The rows of every table.
    pub(super) counts: Counts,
    /// Every other file of the folder.
    pub(super) files: BTreeMap<String, Facts>,
    pub(super) state: State,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Facts {
    size: u64,
    sha256: String,
}

/// On disk: a changed bit anywhere shows.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    backup: Manifest,
    sha256: String,
}

impl Manifest {
    pub(super) fn new(
        kind: Kind,
        made_at: DateTime<Utc>,
        programme: Option<Uuid>,
        state: State,
    ) -> Self {
        Self {
            version: FORMAT,
            programme,
            kind,
            made_at,
            migrations: Vec::new(),
            counts: Counts::new(),
            files: BTreeMap::new(),
            state,
        }
    }

    /// `None` when it is missing, damaged or of a newer version.
    pub(super) fn read(folder: &Path) -> Option<Self> {
        let mut bytes = Vec::new();
        let file = File::open(folder.join(FILE)).ok()?;
        file.take(MOST_BYTES).read_to_end(&mut bytes).ok()?;
        let sealed: Sealed = serde_json::from_slice(&bytes).ok()?;
        let whole = sealed.sha256 == hash(&serde_json::to_vec(&sealed.backup).ok()?);
        (whole && sealed.backup.version == FORMAT).then_some(sealed.backup)
    }

    /// Replaces `backup.json`, all or nothing.
    pub(super) fn save(&self, folder: &Path) -> io::Result<()> {
        let sealed = Sealed {
            sha256: hash(&serde_json::to_vec(self)?),
            backup: self.clone(),
        };
        vault::write_atomically(folder, FILE, &serde_json::to_vec_pretty(&sealed)?)
    }

    /// Notes every file of the folder.
    pub(super) fn note_files(&mut self, folder: &Path) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name != FILE && entry.file_type()?.is_file() {
                self.files.insert(name, Facts::of(&entry.path())?);
            }
        }
        Ok(())
    }

    /// Whether every file of the folder is as it was noted, byte by byte.
    pub(super) fn is_whole(&self, folder: &Path) -> io::Result<bool> {
        for (name, noted) in &self.files {
            match Facts::of(&folder.join(name)) {
                Ok(now) if now == *noted => {}
                Ok(_) => return Ok(false),
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }

    /// Bytes of all files together.
    pub(super) fn size(&self) -> u64 {
        self.files.values().map(|file| file.size).sum()
    }
}

impl Facts {
    fn of(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; 256 * 1024];
        let mut size = 0;
        loop {
            let read = file.read(&mut buffer)?;
            if read == 0 {
                break;
            }
            size += read as u64;
            hasher.update(&buffer[..read]);
        }
        Ok(Self {
            size,
            sha256: hex(&hasher.finalize()),
        })
    }
}

fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
