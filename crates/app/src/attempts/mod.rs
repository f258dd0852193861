//! Wrong tries: after some of them a name waits longer and longer, and what was tried while the file was closed comes into
//! the audit when it opens next.
//!
//! They are kept in a small file beside the vault. A try is counted as wrong before it is looked at and forgiven when it
//! was right, so that ending the program in between gains nothing. Names are kept as the vault's hashes of them, known and
//! unknown ones alike.

mod waits;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use contract::{ApiError, Code};
use serde::{Deserialize, Serialize};
use vault::NameHash;

use crate::Clock;
use crate::desk::lock;
use crate::fault::{Answer, Fault};

const FILE: &str = "attempts.json";

/// Somebody who tries a thousand names fills no disk; the names that find no place share one line.
const MOST: usize = 200;

/// A name that was not tried for so long makes place for another.
const STALE: TimeDelta = TimeDelta::hours(24);

/// Whose tries are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Whose {
    /// Passwords and one-time codes under one sign-in name.
    Name(NameHash),
    /// The recovery code, which belongs to no name.
    Recovery,
    /// All the names for which the file has no place.
    Others,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Line {
    whose: Whose,
    /// Wrong tries since the last right one.
    wrong: u32,
    /// When the last one was.
    last: DateTime<Utc>,
    /// What the audit does not know yet: refused tries by command.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    unrecorded: BTreeMap<String, u32>,
}

/// What only the running program knows.
#[derive(Default)]
pub(crate) struct Attempts {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    /// What could not be written: a disk that refuses must not make guessing free.
    unsaved: Option<Vec<Line>>,
    /// When the last wrong try was by a clock that nobody sets.
    steady: HashMap<String, Duration>,
}

/// A try that was admitted, and is wrong until it is said to be right.
pub(crate) struct Try {
    whose: Whose,
    command: &'static str,
    wrong: u32,
}

impl Attempts {
    /// Admits a try and counts it, or says how long to wait.
    pub(crate) fn begin(
        &self,
        folder: &Path,
        whose: Whose,
        command: &'static str,
        clock: &dyn Clock,
    ) -> Answer<Try> {
        let now = clock.now();
        let mut inner = lock(&self.inner);
        let mut lines = inner.read(folder);
        let at = place(&mut lines, whose, now);
        let line = &mut lines[at];
        if waits::is_stopped(line.whose, line.wrong) {
            return Err(stopped());
        }
        // The clock was set back: the wait starts again by the new one, or it would not end for years.
        let set_back = line.last > now;
        if set_back {
            line.last = now;
        }
        let key = key(line.whose);
        let since = inner
            .steady
            .get(&key)
            .map(|then| clock.steady().saturating_sub(*then));
        let left = waits::left(line.wrong, line.last, now, since);
        if !left.is_zero() {
            if set_back {
                inner.write(folder, lines);
            }
            return Err(wait(left));
        }
        line.wrong = line.wrong.saturating_add(1);
        line.last = now;
        let begun = Try {
            whose: line.whose,
            command,
            wrong: line.wrong,
        };
        inner.write(folder, lines);
        // As many as there can be lines.
        if inner.steady.len() > MOST {
            inner.steady.clear();
        }
        inner.steady.insert(key, clock.steady());
        Ok(begun)
    }

    /// The try was wrong. Adds to the refusal how long the next one has to wait.
    pub(crate) fn wrong(&self, folder: &Path, tried: Try, fault: Fault, command: &str) -> Fault {
        let mut inner = lock(&self.inner);
        let mut lines = inner.read(folder);
        if let Some(line) = lines.iter_mut().find(|line| line.whose == tried.whose) {
            let count = line.unrecorded.entry(tried.command.to_owned()).or_default();
            *count = count.saturating_add(1);
            inner.write(folder, lines);
        }
        drop(inner);
        if waits::is_stopped(tried.whose, tried.wrong) {
            return stopped();
        }
        let pause = waits::after(tried.wrong);
        let mut error = fault.into_api_error(command);
        if !pause.is_zero() {
            error.wait_seconds = Some(seconds(pause));
        }
        Fault::Refused(error)
    }

    /// The try was neither right nor wrong: something else came in between.
    pub(crate) fn undecided(&self, folder: &Path, tried: &Try) {
        self.change(folder, tried.whose, |line| {
            line.wrong = line.wrong.saturating_sub(1);
        });
    }

    /// The try was right: the next ones are free again.
    pub(crate) fn right(&self, folder: &Path, tried: &Try) {
        match tried.whose {
            Whose::Name(_) | Whose::Recovery => self.forgive(folder, tried.whose),
            // What the others tried stays counted.
            Whose::Others => self.undecided(folder, tried),
        }
    }

    /// Nothing is held against this name any more, as after a new code.
    pub(crate) fn forgive(&self, folder: &Path, whose: Whose) {
        self.change(folder, whose, |line| line.wrong = 0);
        lock(&self.inner).steady.remove(&key(whose));
    }

    fn change(&self, folder: &Path, whose: Whose, change: impl FnOnce(&mut Line)) {
        let mut inner = lock(&self.inner);
        let mut lines = inner.read(folder);
        let Some(line) = lines.iter_mut().find(|line| line.whose == whose) else {
            return;
        };
        change(line);
        lines.retain(|line| line.wrong > 0 || !line.unrecorded.is_empty());
        inner.write(folder, lines);
    }

    /// What the audit does not know yet: when, what, how often.
    pub(crate) fn unrecorded(&self, folder: &Path) -> Vec<(DateTime<Utc>, String, u32)> {
        let lines = lock(&self.inner).read(folder);
        let mut refused = Vec::new();
        for line in lines {
            for (command, count) in line.unrecorded {
                refused.push((line.last, command, count));
            }
        }
        refused
    }

    /// What was refused is in the audit now. What is held against names stays.
    pub(crate) fn recorded(&self, folder: &Path) {
        let mut inner = lock(&self.inner);
        let mut lines = inner.read(folder);
        if lines.iter().all(|line| line.unrecorded.is_empty()) {
            return;
        }
        for line in &mut lines {
            line.unrecorded.clear();
        }
        lines.retain(|line| line.wrong > 0);
        inner.write(folder, lines);
    }
}

impl Inner {
    fn read(&self, folder: &Path) -> Vec<Line> {
        if let Some(lines) = &self.unsaved {
            return lines.clone();
        }
        let Ok(bytes) = std::fs::read(folder.join(FILE)) else {
            return Vec::new();
        };
        // Whoever can damage the file can delete it: it stops people at the window, not at the disk.
        serde_json::from_slice(&bytes).unwrap_or_else(|error| {
            tracing::warn!(line = error.line(), "the wrong tries could not be read");
            Vec::new()
        })
    }

    fn write(&mut self, folder: &Path, lines: Vec<Line>) {
        let written = serde_json::to_vec(&lines)
            .map_err(std::io::Error::other)
            .and_then(|bytes| vault::write_atomically(folder, FILE, &bytes));
        self.unsaved = match written {
            Ok(()) => None,
            Err(error) => {
                tracing::warn!(%error, "a wrong try could not be kept");
                Some(lines)
            }
        };
    }
}

/// The line for these tries: their own, a new one, or the one of all who find no place.
fn place(lines: &mut Vec<Line>, whose: Whose, now: DateTime<Utc>) -> usize {
    let find = |lines: &[Line], whose| lines.iter().position(|line| line.whose == whose);
    if let Some(at) = find(lines, whose) {
        return at;
    }
    if lines.len() >= MOST {
        // One that is stopped stays: nobody tries other names to be heard again.
        let stale = lines.iter().position(|line| {
            now - line.last > STALE
                && line.unrecorded.is_empty()
                && !waits::is_stopped(line.whose, line.wrong)
        });
        if let Some(at) = stale {
            lines.remove(at);
        }
    }
    let whose = if lines.len() < MOST {
        whose
    } else {
        Whose::Others
    };
    find(lines, whose).unwrap_or_else(|| {
        lines.push(Line {
            whose,
            wrong: 0,
            last: now,
            unrecorded: BTreeMap::new(),
        });
        lines.len() - 1
    })
}

/// As a key of a map.
fn key(whose: Whose) -> String {
    serde_json::to_string(&whose).unwrap_or_default()
}

fn seconds(time: Duration) -> u32 {
    u32::try_from(time.as_millis().div_ceil(1000)).unwrap_or(u32::MAX)
}

fn wait(left: Duration) -> Fault {
    let left = seconds(left);
    let mut error = ApiError::new(
        Code::Wait,
        format!("Too many wrong tries. Wait {left} s, then try again"),
    );
    error.wait_seconds = Some(left);
    error.into()
}

fn stopped() -> Fault {
    ApiError::new(
        Code::Stopped,
        "Too many wrong tries under this name. Ask an administrator for a one-time code, or use the recovery code",
    )
    .into()
}

#[cfg(test)]
mod tests;
