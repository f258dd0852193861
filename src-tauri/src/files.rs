//! Files that a person picks, and where they save: native dialogs for the window, arguments for `call`.

use std::path::{Path, PathBuf};

use app::BoxFuture;
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

use crate::window::MAIN;

/// The window's.
pub(crate) struct Dialogs(pub(crate) AppHandle);

impl Dialogs {
    fn dialog(&self) -> FileDialogBuilder<tauri::Wry> {
        let dialog = self.0.dialog().file();
        match self.0.get_webview_window(MAIN) {
            Some(window) => dialog.set_parent(&window),
            None => dialog,
        }
    }
}

impl app::Files for Dialogs {
    fn pick(&self, purpose: &str, extensions: &[&str]) -> BoxFuture<'_, Option<PathBuf>> {
        #[cfg(debug_assertions)]
        if let Some(path) = seam::pick(extensions) {
            return Box::pin(std::future::ready(Some(path)));
        }
        let mut dialog = self.dialog().set_title(purpose);
        if !extensions.is_empty() {
            dialog = dialog.add_filter(purpose, extensions);
        }
        let (answer, answered) = oneshot::channel();
        dialog.pick_file(|path| {
            let _ = answer.send(path);
        });
        chosen(answered)
    }

    fn pick_folder(&self, purpose: &str) -> BoxFuture<'_, Option<PathBuf>> {
        #[cfg(debug_assertions)]
        if let Some(path) = seam::pick_folder() {
            return Box::pin(std::future::ready(Some(path)));
        }
        let (answer, answered) = oneshot::channel();
        self.dialog().set_title(purpose).pick_folder(|path| {
            let _ = answer.send(path);
        });
        chosen(answered)
    }

    fn save(&self, suggested_name: &str) -> BoxFuture<'_, Option<PathBuf>> {
        #[cfg(debug_assertions)]
        if let Some(path) = seam::save(suggested_name) {
            return Box::pin(std::future::ready(Some(path)));
        }
        let (answer, answered) = oneshot::channel();
        self.dialog()
            .set_file_name(suggested_name)
            .save_file(|path| {
                let _ = answer.send(path);
            });
        chosen(answered)
    }

    fn reveal(&self, path: &Path) {
        #[cfg(debug_assertions)]
        if seam::is_on() {
            return;
        }
        let folder = path.parent().unwrap_or(path);
        if let Err(error) = open::that_detached(folder) {
            tracing::warn!("cannot show a folder: {error}");
        }
    }
}

/// Nothing was chosen if the dialog was closed, or went away with the window.
fn chosen(answered: oneshot::Receiver<Option<FilePath>>) -> BoxFuture<'static, Option<PathBuf>> {
    Box::pin(async move { answered.await.ok().flatten()?.into_path().ok() })
}

/// Native dialogs are out of a test's reach, so development builds take the answers from the environment. A folder
/// stands for the file in it that fits.
#[cfg(debug_assertions)]
mod seam {
    use std::path::PathBuf;

    const PICK: &str = "MENTORSHIP_DESK_PICK";
    const SAVE: &str = "MENTORSHIP_DESK_SAVE";

    pub(super) fn is_on() -> bool {
        std::env::var_os(PICK).is_some() || std::env::var_os(SAVE).is_some()
    }

    /// The file, or the first by name in the folder with one of the extensions.
    pub(super) fn pick(extensions: &[&str]) -> Option<PathBuf> {
        let path = PathBuf::from(std::env::var_os(PICK)?);
        let Ok(entries) = std::fs::read_dir(&path) else {
            return Some(path);
        };
        let fits = |path: &PathBuf| {
            let extension = path.extension().and_then(|extension| extension.to_str());
            extensions.is_empty() || extension.is_some_and(|own| extensions.contains(&own))
        };
        let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
        files.filter(fits).min()
    }

    /// The folder that is saved to.
    pub(super) fn pick_folder() -> Option<PathBuf> {
        let path = PathBuf::from(std::env::var_os(SAVE)?);
        path.is_dir().then_some(path)
    }

    /// The file, or the suggested name in the folder.
    pub(super) fn save(suggested_name: &str) -> Option<PathBuf> {
        let path = PathBuf::from(std::env::var_os(SAVE)?);
        Some(if path.is_dir() {
            path.join(suggested_name)
        } else {
            path
        })
    }
}

/// `call`'s: what its arguments say.
pub(crate) struct Given {
    pub(crate) file: Option<PathBuf>,
    pub(crate) out: Option<PathBuf>,
}

impl app::Files for Given {
    fn pick(&self, _purpose: &str, _extensions: &[&str]) -> BoxFuture<'_, Option<PathBuf>> {
        Box::pin(std::future::ready(self.file.clone()))
    }

    fn pick_folder(&self, _purpose: &str) -> BoxFuture<'_, Option<PathBuf>> {
        Box::pin(std::future::ready(self.out.clone()))
    }

    fn save(&self, _suggested_name: &str) -> BoxFuture<'_, Option<PathBuf>> {
        Box::pin(std::future::ready(self.out.clone()))
    }

    /// Nobody looks at a folder when a script runs.
    fn reveal(&self, _path: &Path) {}
}
