//! Files: replaced all or nothing, and never believed blindly.

use std::{
    fs::File,
    io::{self, ErrorKind, Read, Write},
    path::Path,
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

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

pub(crate) fn write_json(
    folder: &Path,
    name: &str,
    content: &impl Serialize,
) -> Result<(), VaultError> {
    let bytes = serde_json::to_vec_pretty(content).map_err(io::Error::from)?;
    Ok(write_atomically(folder, name, &bytes)?)
}

/// `None` when there is no such file. The version is looked at first: the rest of a newer file may be anything.
pub(crate) fn read_json<T: DeserializeOwned>(
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
    serde_json::from_slice(&bytes).map(Some).map_err(damaged)
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
