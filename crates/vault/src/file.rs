//! Files: replaced all or nothing, and never believed blindly.

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Read, Write},
    path::Path,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::VaultError;

/// Far above a vault of ten thousand accounts; a larger file is not ours and would only fill the memory.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// After a crash or a power cut the file is the old one or the new one, and the folder may have one more hidden file.
/// Only the person who runs the program can read it.
pub fn write_atomically(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut file = tempfile::Builder::new()
        .prefix(&format!(".{name}."))
        .suffix(".tmp")
        .tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(folder.join(name))?;
    sync_folder(folder)
}

/// The new name is safe only when the folder is.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows has no such call for folders: NTFS journals the new name by itself.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the other systems can fail")]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Where a file keeps the sum over everything else in it.
const SUM: &str = "sum";

/// The content of a file with the sum over it: what is said before anybody has signed in is as it was written, or it is
/// not said. It finds damage, not forgery: whoever can write the file can sum it again.
#[must_use]
pub fn summed(mut content: Value) -> Value {
    let sum = take_sum(&mut content).1;
    if let Value::Object(fields) = &mut content {
        fields.insert(SUM.to_owned(), sum.into());
    }
    content
}

/// Takes the sum out of a file; answers it, and what it should be.
fn take_sum(content: &mut Value) -> (Option<Value>, String) {
    let told = match content {
        Value::Object(fields) => fields.remove(SUM),
        _ => None,
    };
    // The same fields have one sum, in whatever order they are written.
    content.sort_all_objects();
    let sum = Sha256::digest(content.to_string());
    (told, STANDARD.encode(sum))
}

/// The generation before, kept beside a file while the new one is not verified.
fn previous(name: &str) -> String {
    format!("{name}.old")
}

/// Replaces a file; the generation before stays beside it until the new one was read back and is what was written.
pub(crate) fn write_json(
    folder: &Path,
    name: &str,
    content: &impl Serialize,
) -> Result<(), VaultError> {
    let content = serde_json::to_value(content).map_err(io::Error::from)?;
    let bytes = serde_json::to_vec_pretty(&summed(content)).map_err(io::Error::from)?;
    let old = previous(name);
    let before = read(&folder.join(name))?;
    if let Some(before) = &before {
        write_atomically(folder, &old, before)?;
    }
    write_atomically(folder, name, &bytes)?;
    if read(&folder.join(name))?.as_deref() != Some(bytes.as_slice()) {
        if let Some(before) = &before {
            write_atomically(folder, name, before)?;
        }
        let error = io::Error::other("the disk does not give back what was written");
        return Err(error.into());
    }
    // The new one counts. An old one that stays goes at the next reading.
    if let Err(error) = forget(folder, &old) {
        tracing::warn!(name, %error, "an old generation stays");
    }
    Ok(())
}

/// Deletes a file that may not be there.
pub(crate) fn forget(folder: &Path, name: &str) -> Result<(), VaultError> {
    match fs::remove_file(folder.join(name)) {
        Ok(()) => Ok(sync_folder(folder)?),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// `None` when there is no such file. A generation that was left beside it takes its place when it is missing or
/// damaged, and goes when it is whole.
pub(crate) fn read_json<T: DeserializeOwned>(
    folder: &Path,
    name: &str,
    format: u32,
) -> Result<Option<T>, VaultError> {
    let old = previous(name);
    let left = folder.join(&old).exists();
    match read_one(folder, name, format) {
        Ok(Some(content)) => {
            // What was removed from the vault must not stay in an old one. A disk that refuses is no reason to stop.
            if left && let Err(error) = forget(folder, &old) {
                tracing::warn!(name, %error, "an old generation stays");
            }
            Ok(Some(content))
        }
        Ok(None) | Err(VaultError::Damaged) if left => {
            let content = read_one(folder, &old, format)?;
            if content.is_some() {
                tracing::warn!(name, "the generation before is used");
                fs::rename(folder.join(&old), folder.join(name))?;
                sync_folder(folder)?;
            }
            Ok(content)
        }
        other => other,
    }
}

/// The version is looked at first: the rest of a newer file may be anything. Then the sum, before anything is believed.
fn read_one<T: DeserializeOwned>(
    folder: &Path,
    name: &str,
    format: u32,
) -> Result<Option<T>, VaultError> {
    #[derive(Deserialize)]
    struct Header {
        version: u32,
    }

    let Some(bytes) = read(&folder.join(name))? else {
        return Ok(None);
    };
    let damaged = |error: serde_json::Error| {
        tracing::warn!(name, line = error.line(), "a damaged file");
        VaultError::Damaged
    };
    let Header { version } = serde_json::from_slice(&bytes).map_err(damaged)?;
    if version > format {
        return Err(VaultError::Newer { found: version });
    }
    if version < format {
        // There never was one.
        return Err(VaultError::Damaged);
    }
    let mut content: Value = serde_json::from_slice(&bytes).map_err(damaged)?;
    let (told, sum) = take_sum(&mut content);
    if told != Some(Value::String(sum)) {
        tracing::warn!(name, "a damaged file: its sum is another");
        return Err(VaultError::Damaged);
    }
    serde_json::from_value(content).map(Some).map_err(damaged)
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, VaultError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(VaultError::Damaged);
    }
    Ok(Some(bytes))
}
