//! Cosmetic settings and the place of the window: `settings.json` in the data folder, the same for the window and `call`.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

const FILE: &str = "settings.json";

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

    pub(crate) fn get(&self, key: &str) -> Option<Value> {
        self.read().remove(key)
    }

    /// Replaces one value and leaves the others alone. A kill or a power cut meanwhile leaves the old file or the new one.
    pub(crate) fn set(&self, key: &str, value: Value) {
        let mut settings = self.read();
        settings.insert(key.to_owned(), value);
        let written = serde_json::to_vec_pretty(&settings)
            .map_err(Into::into)
            .and_then(|bytes| vault::write_atomically(&self.folder, FILE, &bytes));
        if let Err(error) = written {
            tracing::warn!("cannot save the settings: {error}");
        }
    }

    /// A file that something else damaged counts as empty: settings are never worth refusing a start.
    fn read(&self) -> Map<String, Value> {
        fs::read(self.folder.join(FILE))
            .ok()
            .and_then(|text| serde_json::from_slice(&text).ok())
            .unwrap_or_default()
    }
}

impl app::Preferences for Settings {
    fn load(&self) -> Value {
        self.get(KEY).unwrap_or_default()
    }

    fn store(&self, value: &Value) {
        self.set(KEY, value.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::{FILE, Settings};
    use app::Preferences as _;
    use serde_json::{Value, json};
    use std::fs;

    #[test]
    fn the_other_keys_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = Settings::of(folder.path());
        assert_eq!(settings.load(), Value::Null);
        settings.set("window", json!({"width": 900}));
        settings.store(&json!({"theme": "dark"}));
        assert_eq!(settings.load(), json!({"theme": "dark"}));
        assert_eq!(settings.get("window"), Some(json!({"width": 900})));
    }

    /// Whoever has the file open reads the old one to its end: it is replaced and never written over, so that no kill can
    /// leave half of one.
    #[cfg(unix)]
    #[test]
    fn the_file_is_replaced_and_never_written_over() {
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

    /// As a kill in the middle of writing leaves it.
    #[test]
    fn half_a_new_file_beside_it_changes_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = Settings::of(folder.path());
        settings.store(&json!({"lock_minutes": 1}));
        let whole = fs::read(folder.path().join(FILE)).expect("settings");
        let half = folder.path().join(format!(".{FILE}.x.tmp"));
        fs::write(half, &whole[..whole.len() / 2]).expect("half a file");
        assert_eq!(settings.load(), json!({"lock_minutes": 1}));
    }

    #[test]
    fn a_file_cut_off_anywhere_counts_as_empty_and_is_made_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = Settings::of(folder.path());
        settings.store(&json!({"lock_minutes": 1}));
        let path = folder.path().join(FILE);
        let whole = fs::read(&path).expect("settings");
        for length in 0..whole.len() {
            fs::write(&path, &whole[..length]).expect("a file cut off");
            assert_eq!(settings.load(), Value::Null, "{length} bytes");
            settings.store(&json!({"lock_minutes": 1}));
            assert_eq!(fs::read(&path).expect("settings"), whole);
        }
    }
}
