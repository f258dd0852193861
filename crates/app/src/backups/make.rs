//! Making a backup, and reading one back.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use contract::backups::{Kind, State};
use contract::{Code, Event, Feature};
use store::backups::Checked;
use store::{Database, StoreError};
use uuid::Uuid;
use vault::{AuditHead, DataKey, Recovery, Vault};

use super::disk::{copy_files, remove_folder, sync_file};
use super::manifest::Manifest;
use super::shelf::{self, Entry};
use super::{Home, place};
use crate::contexts::Progress;
use crate::desk::{Inner, data_file, off_thread};
use crate::fault::{Answer, Fault, refuse};

/// Makes a backup of the open file, reads it back, and only then gives it its name. The caller holds `desk.backing`.
pub(super) async fn make(
    desk: &Inner,
    database: &Database,
    key: &DataKey,
    kind: Kind,
    progress: Option<&Arc<Progress>>,
) -> Answer<Entry> {
    let home = Home::of(desk);
    let making = shelf::begin(&home.shelf)?;
    let made = put_together(desk, database, key, kind, progress, &making).await;
    let manifest = match made {
        Ok(manifest) => manifest,
        Err(fault) => {
            // What went wrong is the answer; what is left over goes with the next backup.
            let _ = remove_folder(&making);
            return Err(fault);
        }
    };
    let folder = shelf::finish(&home.shelf, &making, &manifest)?;
    file_away(desk, home, manifest.programme).await;
    Entry::read(&folder).ok_or_else(|| Fault::Broken("a backup that was made is gone".to_owned()))
}

async fn put_together(
    desk: &Inner,
    database: &Database,
    key: &DataKey,
    kind: Kind,
    progress: Option<&Arc<Progress>>,
    making: &Path,
) -> Answer<Manifest> {
    let file = data_file(making);
    let programme = desk.programme_folder();
    let head = audit_head(database, &programme).await;
    // Half of the way is writing, the other half is reading back.
    let half = database.size().await?.max(1);
    let go_on = {
        let (file, progress) = (file.clone(), progress.cloned());
        move || {
            progress.as_ref().is_none_or(|progress| {
                let written = std::fs::metadata(&file).map_or(0, |metadata| metadata.len());
                progress.go_on(written.min(half), half * 2).is_ok()
            })
        }
    };
    let counts = database.copy_to(&file, go_on).await?;
    sync_file(&file)?;
    if let Some(progress) = progress {
        progress.go_on(half, half * 2)?;
    }
    let checked = match store::backups::check(&file, &key.pragma_literal()).await {
        Ok(checked) if checked.counts == counts => checked,
        Ok(_) | Err(StoreError::NotOurs) => return Err(not_as_written()),
        Err(other) => return Err(other.into()),
    };
    if let Some(progress) = progress {
        progress.go_on(half * 2 - 1, half * 2)?;
    }
    let (now, making) = (desk.setup.clock.now(), making.to_owned());
    off_thread(move || {
        let id = copy_keys(&programme, &making, head)?;
        describe(kind, now, id, checked, &making)
    })
    .await?
}

fn describe(
    kind: Kind,
    now: DateTime<Utc>,
    programme: Option<Uuid>,
    checked: Checked,
    making: &Path,
) -> Answer<Manifest> {
    let mut manifest = Manifest::new(kind, now, programme, State::Verified { at: now });
    manifest.migrations = checked.migrations;
    manifest.counts = checked.counts;
    manifest.note_files(making)?;
    manifest.save(making)?;
    Ok(manifest)
}

fn not_as_written() -> Fault {
    refuse(
        Code::Storage,
        "The backup did not read back as it was written, and was thrown away. Check the disk, then try again",
    )
}

/// How far the log has come that is about to be copied. A file of an older version may have none.
async fn audit_head(database: &Database, programme: &Path) -> Option<AuditHead> {
    let vault = Vault::read(programme).ok().flatten()?;
    let head = crate::audit::head_to_keep(database, vault.audit_head()).await;
    head.ok().flatten()
}

/// The vault and the recovery file beside the copy. A vault that is lost or damaged is no reason for having no backup.
fn copy_keys(programme: &Path, making: &Path, head: Option<AuditHead>) -> Answer<Option<Uuid>> {
    let vault = Vault::read(programme).ok().flatten();
    if let Some(vault) = &vault {
        let mut copy = vault.for_backup(making);
        if let Some(head) = head {
            copy.set_audit_head(head);
        }
        copy.save()?;
    }
    let recovery = vault
        .and_then(|vault| vault.recovery().cloned())
        .or_else(|| Recovery::read(programme).ok().flatten());
    if let Some(recovery) = &recovery {
        recovery.save(making)?;
    }
    Ok(recovery.map(|recovery| recovery.programme()))
}

/// Keeps a programme that does not read any more as it lies there, byte by byte.
pub(super) async fn keep_as_it_is(desk: &Inner) -> Answer<String> {
    let home = Home::of(desk);
    let (programme, now) = (desk.programme_folder(), desk.setup.clock.now());
    let folder = off_thread(move || -> Answer<PathBuf> {
        let making = shelf::begin(&home.shelf)?;
        copy_files(&programme, &making, |_| false)?;
        let recovery = Recovery::read(&programme).ok().flatten();
        let programme = recovery.map(|recovery| recovery.programme());
        let mut manifest = Manifest::new(Kind::BeforeRestore, now, programme, State::Unverified);
        manifest.note_files(&making)?;
        manifest.save(&making)?;
        Ok(shelf::finish(&home.shelf, &making, &manifest)?)
    })
    .await??;
    Ok(folder
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default())
}

/// Copies what the second folder lacks, lets go what need not be kept, and tells the window. None of it spoils the
/// backup that was made.
pub(super) async fn file_away(desk: &Inner, home: Home, programme: Option<Uuid>) {
    let now = desk.setup.clock.now();
    let filed = off_thread(move || -> std::io::Result<()> {
        shelf::prune(&home.shelf, programme, now)?;
        let Some(second) = home.second.filter(|second| second.is_dir()) else {
            return Ok(());
        };
        if let Some(reason) = place::refused(&second) {
            return Err(std::io::Error::other(reason));
        }
        let there: Vec<String> = shelf::entries(&second)?
            .into_iter()
            .filter(|entry| entry.state() != State::Damaged)
            .map(|entry| entry.id)
            .collect();
        for entry in shelf::entries(&home.shelf)? {
            let whole = matches!(entry.state(), State::Verified { .. } | State::Unverified);
            if whole && !there.contains(&entry.id) {
                shelf::copy(&entry, &second)?;
            }
        }
        shelf::prune(&second, programme, now)
    })
    .await;
    match filed {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "the backups could not be filed away"),
        Err(fault) => tracing::warn!(%fault, "the backups could not be filed away"),
    }
    desk.emit(Event::Changed {
        features: vec![Feature::Backups],
    });
}

/// What reading a backup back told.
pub(super) enum Reading {
    /// Every byte is as it was written, and where a key was at hand every page, row and reference too.
    Whole,
    Damaged,
}

/// Reads all of a backup: its bytes against its manifest, then its content, with each of `keys` that might open it.
pub(super) async fn read_back(entry: &Entry, keys: &[DataKey]) -> Answer<Reading> {
    let Some(manifest) = entry.manifest.clone() else {
        return Ok(Reading::Damaged);
    };
    let folder = entry.folder.clone();
    let whole = {
        let manifest = manifest.clone();
        off_thread(move || manifest.is_whole(&folder)).await??
    };
    if !whole {
        return Ok(Reading::Damaged);
    }
    for key in keys {
        match store::backups::check(&data_file(&entry.folder), &key.pragma_literal()).await {
            Ok(checked) => {
                let same =
                    checked.counts == manifest.counts && checked.migrations == manifest.migrations;
                let kept_raw = manifest.state == State::Unverified;
                return Ok(if same || kept_raw {
                    Reading::Whole
                } else {
                    Reading::Damaged
                });
            }
            Err(StoreError::NotOurs) => {}
            Err(other) => return Err(other.into()),
        }
    }
    // Its bytes are those that were read back with the key of their time.
    Ok(Reading::Whole)
}
