//! Files the person chooses. The shell shows its dialogs, `call` takes what the command line named, tests name theirs.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;

pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

pub trait Files: Send + Sync {
    /// Lets the person choose a file to read; `None` when they chose none.
    fn pick(&self, title: &str, extensions: &[&str]) -> BoxFuture<'_, Option<PathBuf>>;
    /// Lets the person choose a folder; `None` when they chose none.
    fn pick_folder(&self, title: &str) -> BoxFuture<'_, Option<PathBuf>>;
    /// Lets the person choose where to write.
    fn save(&self, suggested_name: &str) -> BoxFuture<'_, Option<PathBuf>>;
    /// Shows a file in the system's file manager.
    fn reveal(&self, path: &Path);
}

/// Cosmetic settings of this computer, kept outside the encrypted file because they are wanted before it is open.
pub trait Preferences: Send + Sync {
    /// `Null` when none were stored.
    fn load(&self) -> serde_json::Value;
    fn store(&self, value: &serde_json::Value);
}
