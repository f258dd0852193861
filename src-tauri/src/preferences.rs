//! Cosmetic settings: `settings.json` in the data folder. The window keeps it with tauri-plugin-store, `call` writes it
//! itself; both keep what `app` stores under one key and leave the other keys alone.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Map, Value};
use tauri::Wry;
use tauri_plugin_store::Store;

/// Where `app`'s settings lie in the file; the window's place lies beside it.
const KEY: &str = "cosmetic";

/// The window's.
pub(crate) struct StorePreferences(pub(crate) Arc<Store<Wry>>);

impl app::Preferences for StorePreferences {
    fn load(&self) -> Value {
        self.0.get(KEY).unwrap_or_default()
    }

    fn store(&self, value: &Value) {
        self.0.set(KEY, value.clone());
        // The plugin also saves by itself a moment later; a window closed at once must not lose the setting.
        if let Err(error) = self.0.save() {
            tracing::warn!("cannot save the settings: {error}");
        }
    }
}

/// `call`'s.
pub(crate) struct FilePreferences(pub(crate) PathBuf);

impl FilePreferences {
    /// An unreadable file counts as empty: settings are never worth refusing a start.
    fn read(&self) -> Map<String, Value> {
        fs::read(&self.0)
            .ok()
            .and_then(|text| serde_json::from_slice(&text).ok())
            .unwrap_or_default()
    }

    fn write(&self, settings: &Map<String, Value>) -> io::Result<()> {
        let fresh = self.0.with_extension("json.new");
        fs::write(&fresh, serde_json::to_vec_pretty(settings)?)?;
        fs::rename(fresh, &self.0)
    }
}

impl app::Preferences for FilePreferences {
    fn load(&self) -> Value {
        self.read().remove(KEY).unwrap_or_default()
    }

    fn store(&self, value: &Value) {
        let mut settings = self.read();
        settings.insert(KEY.to_owned(), value.clone());
        if let Err(error) = self.write(&settings) {
            tracing::warn!("cannot save the settings: {error}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FilePreferences;
    use app::Preferences as _;
    use serde_json::{Value, json};
    use std::fs;

    #[test]
    fn the_other_keys_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("settings.json");
        fs::write(&path, r#"{"window":{"width":900}}"#).expect("settings");
        let preferences = FilePreferences(path.clone());
        assert_eq!(preferences.load(), Value::Null);
        preferences.store(&json!({"theme": "dark"}));
        assert_eq!(preferences.load(), json!({"theme": "dark"}));
        let text = fs::read_to_string(path).expect("settings");
        let settings: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(settings["window"]["width"], 900);
    }

    #[test]
    fn a_damaged_file_counts_as_empty() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("settings.json");
        fs::write(&path, "{").expect("settings");
        let preferences = FilePreferences(path);
        assert_eq!(preferences.load(), Value::Null);
        preferences.store(&json!(1));
        assert_eq!(preferences.load(), json!(1));
    }
}
