//! Looks for traces of texts and secrets in bytes: as they are, and as programs like to write them.
//!
//! A search knows nothing of the programme. Whoever uses it first shows that it finds what was put there on purpose.

mod forms;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use aho_corasick::{AhoCorasick, BuildError};

pub use forms::{Form, SHORTEST};

/// What is looked for, in every form.
pub struct Search {
    patterns: AhoCorasick,
    /// The name and the form of each pattern.
    of: Vec<(String, Form)>,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trace {
    pub name: String,
    pub form: Form,
    pub place: PathBuf,
}

impl std::fmt::Display for Trace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place = self.place.display();
        write!(f, "{} as {:?} in {place}", self.name, self.form)
    }
}

/// What was looked at, and what was found there.
#[derive(Debug, Default)]
pub struct Looked {
    pub files: usize,
    pub bytes: u64,
    pub found: BTreeSet<Trace>,
}

impl Looked {
    pub fn add(&mut self, other: Self) {
        self.files += other.files;
        self.bytes += other.bytes;
        self.found.extend(other.found);
    }
}

impl Search {
    /// A name that is said when it was found, and the bytes: at least [`SHORTEST`] of them, or chance would find them too.
    pub fn new(wanted: impl IntoIterator<Item = (String, Vec<u8>)>) -> Result<Self, BuildError> {
        let (mut patterns, mut of) = (Vec::new(), Vec::new());
        for (name, bytes) in wanted {
            assert!(
                bytes.len() >= SHORTEST,
                "too short to be looked for: {name}"
            );
            for (form, pattern) in forms::all(&bytes) {
                patterns.push(pattern);
                of.push((name.clone(), form));
            }
        }
        Ok(Self {
            patterns: AhoCorasick::new(patterns)?,
            of,
        })
    }

    /// What is in these bytes, which lie at `place`.
    pub fn bytes(&self, place: &Path, bytes: &[u8]) -> Looked {
        let found = self
            .patterns
            .find_overlapping_iter(bytes)
            .map(|found| {
                let (name, form) = &self.of[found.pattern().as_usize()];
                Trace {
                    name: name.clone(),
                    form: *form,
                    place: place.to_owned(),
                }
            })
            .collect();
        Looked {
            files: 1,
            bytes: bytes.len() as u64,
            found,
        }
    }

    /// What is in a file, its name included. One that went meanwhile has nothing in it.
    pub fn file(&self, path: &Path) -> io::Result<Looked> {
        match fs::read(path) {
            Ok(bytes) => {
                let mut looked = self.bytes(path, &bytes);
                let name = self.bytes(path, path.as_os_str().as_encoded_bytes());
                looked.found.extend(name.found);
                Ok(looked)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Looked::default()),
            Err(error) => Err(error),
        }
    }

    /// What is in every file of a folder and of the folders in it. Sockets, pipes and links are passed over.
    pub fn folder(&self, folder: &Path) -> io::Result<Looked> {
        let mut looked = Looked::default();
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(looked),
            Err(error) => return Err(error),
        };
        for entry in entries {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                looked.add(self.folder(&entry.path())?);
            } else if kind.is_file() {
                looked.add(self.file(&entry.path())?);
            }
        }
        Ok(looked)
    }
}
