//! Backups: whole copies of the programme, each read back before it counts, and the way back from one.
//!
//! A backup is a folder: the file as `VACUUM INTO` writes it, encrypted with the same key; the vault without one-time
//! codes; `recovery.json`; and `backup.json`, which says what there must be. It is put together in a hidden folder and
//! named by one renaming. Nothing here changes one afterwards, apart from what reading it back told.

mod commands;
mod disk;
mod make;
mod manifest;
mod picked;
pub(crate) mod place;
mod restore;
mod shelf;
mod swap;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use contract::backups::{Kind, State};
use serde::{Deserialize, Serialize};
use store::{Database, Opened};
use vault::DataKey;

use crate::desk::{Inner, SignIn, data_file};
use crate::fault::Answer;

pub(crate) use swap::settle;

/// Inside the data folder.
const FOLDER: &str = "backups";
const SETTINGS: &str = "backups.json";

/// Where this computer's backups lie.
struct Home {
    shelf: PathBuf,
    second: Option<PathBuf>,
}

#[derive(Default, Serialize, Deserialize)]
struct Settings {
    /// Where every backup is copied to as well.
    second: Option<PathBuf>,
}

impl Home {
    fn of(desk: &Inner) -> Self {
        let data = &desk.setup.folder;
        let settings: Settings = std::fs::read(data.join(SETTINGS))
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default();
        Self {
            shelf: data.join(FOLDER),
            second: settings.second,
        }
    }

    fn set_second(data: &Path, second: Option<PathBuf>) -> Answer<()> {
        let bytes = serde_json::to_vec(&Settings { second }).map_err(std::io::Error::from)?;
        vault::write_atomically(data, SETTINGS, &bytes)?;
        Ok(())
    }
}

/// Every folder of backups: this computer's, and the second one.
pub(crate) fn shelves(desk: &Inner) -> Vec<PathBuf> {
    let home = Home::of(desk);
    std::iter::once(home.shelf).chain(home.second).collect()
}

/// Opens the programme's file; one of an older version is made a backup before its schema changes.
pub(crate) async fn open_file(desk: &Inner, key: &DataKey) -> Answer<Database> {
    let file = data_file(&desk.programme_folder());
    match Database::look(&file, &key.pragma_literal()).await? {
        Opened::Ready(database) => Ok(database),
        Opened::Behind(behind) => {
            let _backing = desk.backing.lock().await;
            let made = make::make(desk, behind.database(), key, Kind::BeforeMigration, None).await;
            if let Err(fault) = made {
                behind.database().clone().close().await?;
                return Err(fault);
            }
            Ok(behind.up().await?)
        }
    }
}

/// Makes a backup before something large is changed.
pub(crate) async fn before(desk: &Inner, sign_in: &SignIn, kind: Kind) -> Answer<()> {
    let _backing = desk.backing.lock().await;
    sign_in.check_sound()?;
    make::make(
        desk,
        &sign_in.database,
        &sign_in.unlocked.data_key,
        kind,
        None,
    )
    .await?;
    Ok(())
}

/// Makes the daily backup if it is due, while the person works on.
pub(crate) fn daily_soon(desk: &Arc<Inner>) {
    let background = desk.background.clone();
    let desk = Arc::clone(desk);
    background.spawn(async move { daily(&desk).await });
}

/// Makes the daily backup if it is due. Waits for one that is being made.
pub(crate) async fn daily(desk: &Inner) {
    let _backing = desk.backing.lock().await;
    let Ok(sign_in) = desk.signed_in() else {
        return;
    };
    if sign_in.is_damaged {
        return;
    }
    let made: Answer<()> = async {
        let last = last(desk, &sign_in.database).await?;
        if domain::backups::is_due(last, desk.setup.clock.now()) {
            let key = &sign_in.unlocked.data_key;
            make::make(desk, &sign_in.database, key, Kind::Daily, None).await?;
        }
        Ok(())
    }
    .await;
    if let Err(fault) = made {
        tracing::warn!(%fault, "the daily backup could not be made");
    }
}

/// When the last good backup was made; a programme that never had one counts from its founding.
async fn last(desk: &Inner, database: &Database) -> Answer<DateTime<Utc>> {
    let newest = shelf::entries(&Home::of(desk).shelf)?
        .into_iter()
        .find(|entry| matches!(entry.state(), State::Verified { .. }));
    match newest {
        Some(entry) => Ok(entry.made_at),
        None => Ok(store::programmes::get(&database.executor())
            .await?
            .founded_at),
    }
}
