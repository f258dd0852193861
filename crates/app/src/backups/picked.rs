//! Backups and folders that somebody picks, and the tokens that stand for them.
//!
//! A token lives as long as the desk. A script has a desk for each command and names its file beside the command: an empty
//! token asks for it then, as imports do.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use contract::ApiError;
use contract::backups::{Pick, PickFolder, Picked, PickedFolder, Source};

use super::commands::name_of;
use super::shelf::Entry;
use crate::contexts::{Handle, Local, Public};
use crate::desk::{Inner, lock};
use crate::fault::{Answer, not_found};

impl Handle<Pick> for Public<'_> {
    async fn handle(&self, _command: Pick) -> Answer<Option<Picked>> {
        pick(self.desk, self.now).await
    }
}

async fn pick(desk: &Inner, now: DateTime<Utc>) -> Answer<Option<Picked>> {
    let title = "Choose backup.json in the folder of a backup";
    let Some(path) = desk.setup.files.pick(title, &["json"]).await else {
        return Ok(None);
    };
    let entry = path.parent().and_then(Entry::read);
    let Some(entry) = entry.filter(|entry| entry.manifest.is_some()) else {
        return Err(ApiError::field(
            "file",
            "This is no backup of Mentorship Desk, or it is damaged. Choose the file backup.json in a backup's folder",
        )
        .into());
    };
    let file = desk.ids.draw(now).simple().to_string();
    let picked = Picked {
        file: file.clone(),
        kind: entry.kind,
        made_at: entry.made_at,
        size: entry.size(),
    };
    lock(&desk.chosen).backup = Some((file, entry.folder));
    Ok(Some(picked))
}

/// The backup that is asked for; an empty token becomes that of the backup picked now.
pub(super) async fn named(desk: &Inner, source: Source, now: DateTime<Utc>) -> Answer<Source> {
    match source {
        Source::Picked { file } if file.is_empty() => {
            let picked = pick(desk, now).await?;
            let gone = || ApiError::field("backup.file", "Choose the backup again");
            let file = picked.ok_or_else(gone)?.file;
            Ok(Source::Picked { file })
        }
        Source::Picked { .. } | Source::Listed { .. } => Ok(source),
    }
}

/// The backup that a token stands for.
pub(super) fn backup(desk: &Inner, token: &str) -> Answer<Entry> {
    let folder = chosen(lock(&desk.chosen).backup.as_ref(), token)?;
    Entry::read(&folder).ok_or_else(not_found)
}

impl Handle<PickFolder> for Local<'_> {
    async fn handle(&self, _command: PickFolder) -> Answer<Option<PickedFolder>> {
        let Some(path) = pick_folder(self.desk).await else {
            return Ok(None);
        };
        let folder = self.desk.ids.draw(self.now).simple().to_string();
        let name = name_of(&path);
        lock(&self.desk.chosen).folder = Some((folder.clone(), path));
        Ok(Some(PickedFolder { folder, name }))
    }
}

async fn pick_folder(desk: &Inner) -> Option<PathBuf> {
    let title = "Choose a second folder for backups";
    desk.setup.files.pick_folder(title).await
}

/// The folder that a token stands for; an empty one asks for it now.
pub(super) async fn folder(desk: &Inner, token: &str) -> Answer<PathBuf> {
    if token.is_empty() {
        let gone = || ApiError::field("folder", "Choose the folder again");
        return Ok(pick_folder(desk).await.ok_or_else(gone)?);
    }
    chosen(lock(&desk.chosen).folder.as_ref(), token)
}

fn chosen(chosen: Option<&(String, PathBuf)>, token: &str) -> Answer<PathBuf> {
    chosen
        .filter(|(known, _)| known == token)
        .map(|(_, path)| path.clone())
        .ok_or_else(not_found)
}
