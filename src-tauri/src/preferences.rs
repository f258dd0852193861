//! Cosmetic settings and the place of the window: `settings.json` in the data folder, the same for the window and `call`.
//!
//! The window keeps it with tauri-plugin-store, which writes over the file. So it writes a copy first, replaced whole: where
//! a kill or a power cut leaves half a file, the copy is read.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Map, Value};
use tauri::{AppHandle, Wry};
use tauri_plugin_store::{Store, StoreBuilder};

const FILE: &str = "settings.json";
const COPY: &str = "settings.copy.json";

/// Where `app`'s settings lie in the file; the window's place lies beside it.
const KEY: &str = "cosmetic";

/// The file. Whoever holds the data folder's lock is the only one to write it.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    folder: PathBuf,
}

impl Settings {
    pub(crate) fn of(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    /// A file that something else damaged, too, counts as empty: settings are never worth refusing a start.
    fn read(&self) -> Map<String, Value> {
        let Ok(written) = fs::read(self.folder.join(FILE)) else {
            return Map::default();
        };
        serde_json::from_slice(&written)
            .or_else(|_| {
                let copy = fs::read(self.folder.join(COPY)).unwrap_or_default();
                serde_json::from_slice(&copy)
            })
            .unwrap_or_default()
    }

    /// Replaces the file, or its copy, whole.
    fn write(&self, name: &str, settings: &Map<String, Value>) {
        let written = serde_json::to_vec_pretty(settings)
            .map_err(Into::into)
            .and_then(|bytes| vault::write_atomically(&self.folder, name, &bytes));
        if let Err(error) = written {
            tracing::warn!("cannot save the settings: {error}");
        }
    }
}

/// `call`'s.
impl app::Preferences for Settings {
    fn load(&self) -> Value {
        self.read().remove(KEY).unwrap_or_default()
    }

    fn store(&self, value: &Value) {
        let mut settings = self.read();
        settings.insert(KEY.to_owned(), value.clone());
        self.write(FILE, &settings);
    }
}

/// The window's.
#[derive(Clone)]
pub(crate) struct StoredSettings {
    store: Arc<Store<Wry>>,
    file: Settings,
}

impl StoredSettings {
    pub(crate) fn open(app: &AppHandle, folder: &Path) -> tauri_plugin_store::Result<Self> {
        let file = Settings::of(folder);
        // The plugin takes half a file for an empty one.
        file.write(FILE, &file.read());
        let store = StoreBuilder::new(app, folder.join(FILE))
            .disable_auto_save()
            .build()?;
        Ok(Self { store, file })
    }

    pub(crate) fn get(&self, key: &str) -> Option<Value> {
        self.store.get(key)
    }

    /// Replaces one value and leaves the others alone.
    pub(crate) fn set(&self, key: &str, value: Value) {
        self.store.set(key, value);
        self.file
            .write(COPY, &self.store.entries().into_iter().collect());
        if let Err(error) = self.store.save() {
            tracing::warn!("cannot save the settings: {error}");
        }
    }
}

impl app::Preferences for StoredSettings {
    fn load(&self) -> Value {
        self.get(KEY).unwrap_or_default()
    }

    fn store(&self, value: &Value) {
        self.set(KEY, value.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::{COPY, FILE, Settings};
    use app::Preferences as _;
    use serde_json::{Value, json};
    use std::fs;

    #[test]
    fn the_other_keys_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = Settings::of(folder.path());
        assert_eq!(settings.load(), Value::Null);
        fs::write(folder.path().join(FILE), r#"{"window":{"width":900}}"#).expect("settings");
        settings.store(&json!({"theme": "dark"}));
        assert_eq!(settings.load(), json!({"theme": "dark"}));
        assert_eq!(settings.read()["window"]["width"], 900);
    }

    /// Whoever has the file open reads the old one to its end: it is replaced and never written over, so that no kill can
    /// leave half of one.
    #[cfg(unix)]
    #[test]
    fn a_call_replaces_the_file_and_never_writes_over_it() {
        use std::io::Read as _;

        let folder = tempfile::tempdir().expect("a folder");
        let settings = Settings::of(folder.path());
        settings.store(&json!({"lock_minutes": 1}));
        let before = fs::read(folder.path().join(FILE)).expect("settings");
        let mut open = fs::File::open(folder.path().join(FILE)).expect("settings");
        settings.store(&json!({"lock_minutes": 30}));
        let mut seen = Vec::new();
        open.read_to_end(&mut seen).expect("settings");
        assert_eq!(seen, before);
        assert_eq!(settings.load(), json!({"lock_minutes": 30}));
        let left = fs::read_dir(folder.path()).expect("a folder").count();
        assert_eq!(left, 1, "nothing is left beside it");
    }

    /// As a kill leaves it while the window's plugin writes over the file: the copy was written before.
    #[test]
    fn a_file_cut_off_anywhere_is_read_from_its_copy() {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = Settings::of(folder.path());
        settings.store(&json!({"lock_minutes": 1}));
        let path = folder.path().join(FILE);
        let whole = fs::read(&path).expect("settings");
        settings.write(COPY, &settings.read());
        for length in 0..whole.len() {
            fs::write(&path, &whole[..length]).expect("a file cut off");
            assert_eq!(
                settings.load(),
                json!({"lock_minutes": 1}),
                "{length} bytes"
            );
        }
        // Without a copy it counts as empty, and is made whole by what is stored next.
        fs::remove_file(folder.path().join(COPY)).expect("the copy");
        assert_eq!(settings.load(), Value::Null);
        settings.store(&json!({"lock_minutes": 5}));
        assert_eq!(settings.load(), json!({"lock_minutes": 5}));
    }

    #[test]
    fn a_file_that_was_taken_away_is_empty_whatever_the_copy_says() {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = Settings::of(folder.path());
        settings.store(&json!(1));
        settings.write(COPY, &settings.read());
        fs::remove_file(folder.path().join(FILE)).expect("settings");
        assert_eq!(settings.load(), Value::Null);
    }
}
