//! R5: texts and secrets that stand nowhere else go through the whole stack, with logs at TRACE, and then every byte that
//! lies about is searched for them: while the file is open, locked, killed. All that was written to any file is searched
//! too, so that what is gone a moment later is seen.
//!
//! What is shown before anybody signs in is no secret here: the programme's name, and the sign-in names of a computer
//! that one person uses. Files that a person exports lie where they chose and are theirs to keep.

mod story;
mod words;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::Child;
use traces::{Looked, Search};

use super::child;
use crate::desk::rows_by;
use crate::{Line, Result, Tools};

pub use story::tell;

const TEXTS: usize = 50;
const SECRETS: usize = 20;

/// What the story told so far.
#[derive(Default)]
struct Told {
    /// By what they are: texts that people wrote.
    texts: Vec<(String, Vec<u8>)>,
    /// The same secret may be told in several ways.
    secrets: Vec<(String, Vec<u8>)>,
}

pub async fn run(tools: &Tools) -> Result<Line> {
    let place = Place::make()?;
    let mut told = Told::default();
    let mut looked = Looked::default();
    let mut teller = place.begin(tools)?;
    let mut lines = BufReader::new(teller.stdout.take().ok_or("no output")?).lines();
    let mut answer = teller.stdin.take().ok_or("no input")?;
    let mut ended = false;
    while let Some(line) = lines.next_line().await? {
        let parts: Vec<&str> = line.split('\t').collect();
        match parts[..] {
            ["text", of, bytes] => told.texts.push((of.to_owned(), from_hex(bytes)?)),
            ["secret", of, bytes] => told.secrets.push((of.to_owned(), from_hex(bytes)?)),
            ["look", when] => {
                ended = when == words::END;
                looked.add(place.look(&told.search()?, &teller)?);
                if ended {
                    teller.start_kill()?;
                } else {
                    answer.write_all(b"\n").await?;
                }
            }
            _ => return Err(format!("the story said {line:?}").into()),
        }
    }
    let output = teller.wait_with_output().await?;
    if !ended {
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("the story ended early: {error}").into());
    }
    // And what the kill left.
    let search = told.search()?;
    looked.add(search.folder(place.root.path())?);
    let written = search.file(&place.copy)?;
    let bytes_written = written.bytes;
    looked.add(written);

    for trace in &looked.found {
        eprintln!("R5: {trace}");
    }
    let found = looked.found.len();
    told.check_told()?;
    place.check_readable(&told).await?;
    place.check_log()?;
    place.check_search(&told, &search, looked)?;
    Ok(Line {
        row: "R5",
        figure: format!(
            "{found} traces of {} texts and {} secrets in {} MB that lay about and {} MB that were written",
            told.texts.len(),
            told.names_of_secrets(),
            (place.bytes()? + bytes_written) / 1_000_000,
            bytes_written / 1_000_000,
        ),
        target: "0",
        reached: found == 0,
    })
}

impl Told {
    fn search(&self) -> Result<Search> {
        Ok(Search::new(
            self.texts.iter().chain(&self.secrets).cloned(),
        )?)
    }

    fn names_of_secrets(&self) -> usize {
        let mut names: Vec<&str> = self.secrets.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names.len()
    }

    fn check_told(&self) -> Result {
        let (texts, secrets) = (self.texts.len(), self.names_of_secrets());
        if texts < TEXTS || secrets < SECRETS {
            return Err(format!("only {texts} texts and {secrets} secrets were told").into());
        }
        Ok(())
    }

    fn secret(&self, name: &str) -> Result<&[u8]> {
        let found = self.secrets.iter().find(|(told, _)| told == name);
        found
            .map(|(_, bytes)| bytes.as_slice())
            .ok_or_else(|| format!("{name} was never told").into())
    }
}

/// Where the story takes place: everything in `root` is searched.
struct Place {
    root: TempDir,
    /// The roster to import is somebody's own file, in plain.
    outside: TempDir,
    copy: PathBuf,
}

impl Place {
    fn make() -> Result<Self> {
        let (root, outside) = (tempfile::tempdir()?, tempfile::tempdir()?);
        for name in ["data", "logs", "tmp", "home", "second"] {
            fs::create_dir(root.path().join(name))?;
        }
        fs::write(outside.path().join("roster.csv"), words::roster())?;
        let copy = outside.path().join("written");
        Ok(Self {
            root,
            outside,
            copy,
        })
    }

    fn begin(&self, tools: &Tools) -> Result<Child> {
        let root = self.root.path();
        let roster = self.outside.path().join("roster.csv");
        let arguments = [root, &roster].map(|path| path.to_str().unwrap_or_default());
        let mut command = child(tools, &["canaries", arguments[0], arguments[1]]);
        command
            .current_dir(root.join("home"))
            .env("TMPDIR", root.join("tmp"))
            .env("HOME", root.join("home"))
            .env("XDG_DATA_HOME", root.join("home"))
            .env("XDG_CONFIG_HOME", root.join("home"))
            .env("XDG_CACHE_HOME", root.join("home"))
            .env("RUST_BACKTRACE", "1")
            .env("LD_PRELOAD", &tools.faults)
            .env("FAULTS_COPY", &self.copy)
            // For the errors that are logged: from where the story says, the disk is full.
            .env("FAULTS_FOLDER", root.join("data"))
            .env("FAULTS_AT", "1")
            .env("FAULTS_KIND", "enospc")
            .stdin(Stdio::piped())
            .stderr(Stdio::piped());
        Ok(command.spawn()?)
    }

    /// The folder, and what the process holds open that has no name any more.
    fn look(&self, search: &Search, teller: &Child) -> Result<Looked> {
        let mut looked = search.folder(self.root.path())?;
        let process = PathBuf::from("/proc").join(teller.id().ok_or("it is gone")?.to_string());
        for name in ["cmdline", "environ"] {
            looked.add(search.file(&process.join(name))?);
        }
        for entry in fs::read_dir(process.join("fd"))? {
            let path = entry?.path();
            let is_file = path.metadata().is_ok_and(|metadata| metadata.is_file());
            let is_nameless = fs::read_link(&path)
                .is_ok_and(|link| link.to_string_lossy().ends_with(" (deleted)"));
            if is_file && is_nameless {
                looked.add(search.file(&path)?);
            }
        }
        Ok(looked)
    }

    fn bytes(&self) -> Result<u64> {
        let nothing = Search::new([("nothing".to_owned(), vec![0xff; 64])])?;
        Ok(nothing.folder(self.root.path())?.bytes)
    }

    /// The texts did go in: with the key they are read.
    async fn check_readable(&self, told: &Told) -> Result {
        let programme = self.root.path().join("data").join("programme");
        let key = String::from_utf8(hex(told.secret(words::LAST_KEY)?))?;
        let rows = rows_by(&programme, &format!("x'{key}'")).await?;
        let is_read = |word: &[u8]| {
            let word = String::from_utf8_lossy(word);
            rows.iter().any(|row| row.contains(&*word))
        };
        let read = told.texts.iter().filter(|(_, word)| is_read(word)).count();
        // Sealed, refused and unwritten ones are not there.
        if read < TEXTS / 2 {
            return Err(format!("only {read} texts are in the file").into());
        }
        Ok(())
    }

    /// The log is at TRACE, and what went wrong is in it.
    fn check_log(&self) -> Result {
        let log = fs::read_to_string(self.root.path().join("logs").join("desk.log"))?;
        for part in ["TRACE", "INFO", "the disk refused"] {
            if !log.contains(part) {
                return Err(format!("the log has no {part}").into());
            }
        }
        Ok(())
    }

    /// A search that finds nothing says something only if it finds what is put there, in the same places.
    fn check_search(&self, told: &Told, search: &Search, clean: Looked) -> Result {
        let gone = Search::new([("gone".to_owned(), words::word(words::GONE).into_bytes())])?;
        if gone.file(&self.copy)?.found.is_empty() {
            return Err("a file that was written and removed was not seen".into());
        }
        let data = self.root.path().join("data");
        let (text, key) = (&told.texts[0].1, told.secret(words::LAST_KEY)?);
        let planted = [
            (data.join("programme").join("programme.db"), text.clone()),
            (data.join("programme").join("programme.db-wal"), wide(text)),
            (data.join("programme").join("vault.json"), hex(key)),
            (self.root.path().join("logs").join("desk.log"), key.to_vec()),
        ];
        for (path, bytes) in &planted {
            // Whoever read the file just now has merged its log into it.
            let mut content = fs::read(path).unwrap_or_default();
            let at = content.len() / 2;
            content.splice(at..at, bytes.iter().copied());
            fs::write(path, content)?;
        }
        let again = search.folder(self.root.path())?;
        let new: Vec<&Path> = again
            .found
            .difference(&clean.found)
            .map(|trace| trace.place.as_path())
            .collect();
        for (path, _) in &planted {
            if !new.contains(&path.as_path()) {
                return Err(format!("what was put into {} was not found", path.display()).into());
            }
        }
        Ok(())
    }
}

fn wide(text: &[u8]) -> Vec<u8> {
    text.iter().flat_map(|byte| [*byte, 0]).collect()
}

pub(super) fn hex(bytes: &[u8]) -> Vec<u8> {
    let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    hex.concat().into_bytes()
}

fn from_hex(text: &str) -> Result<Vec<u8>> {
    (0..text.len())
        .step_by(2)
        .map(|at| {
            Ok(u8::from_str_radix(
                text.get(at..at + 2).ok_or("half a byte")?,
                16,
            )?)
        })
        .collect()
}
