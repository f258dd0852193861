//! Refused sign-ins while the file is closed: counted in a small file, and into the audit when it opens next.

use std::path::Path;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use store::Db;
use store::audit::{self, Ended, Entry};
use vault::NameHash;

use crate::fault::Answer;

const FILE: &str = "attempts.json";

/// Somebody who tries a thousand names fills no disk: the oldest lines go.
const MOST: usize = 200;

/// Tries under one name, which is kept as the vault's hash of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Attempt {
    name: NameHash,
    command: String,
    count: u32,
    last: DateTime<Utc>,
}

fn read(folder: &Path) -> Vec<Attempt> {
    // A file that does not read is worth less than a sign-in that works.
    std::fs::read(folder.join(FILE))
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default()
}

/// Counts one refused try.
pub(crate) fn count(folder: &Path, name: NameHash, command: &str, now: DateTime<Utc>) {
    let mut attempts = read(folder);
    match attempts
        .iter_mut()
        .find(|attempt| attempt.name == name && attempt.command == command)
    {
        Some(attempt) => {
            attempt.count = attempt.count.saturating_add(1);
            attempt.last = now;
        }
        None => attempts.push(Attempt {
            name,
            command: command.to_owned(),
            count: 1,
            last: now,
        }),
    }
    attempts.sort_by_key(|attempt| std::cmp::Reverse(attempt.last));
    attempts.truncate(MOST);
    let written = serde_json::to_vec(&attempts)
        .map_err(std::io::Error::other)
        .and_then(|bytes| vault::write_atomically(folder, FILE, &bytes));
    if let Err(error) = written {
        tracing::warn!(%error, "a refused sign-in could not be counted");
    }
}

/// Appends what was counted to the audit.
pub(crate) async fn into_audit(db: &Db<'_>, folder: &Path) -> Answer<()> {
    for attempt in read(folder) {
        let entry = Entry {
            items: Some(attempt.count.into()),
            ..Entry::new(attempt.last, None, &attempt.command, Ended::Refused)
        };
        audit::append(db, entry).await?;
    }
    Ok(())
}

/// Forgets what is in the audit now.
pub(crate) fn clear(folder: &Path) {
    let _ = std::fs::remove_file(folder.join(FILE));
}
