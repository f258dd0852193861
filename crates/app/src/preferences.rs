//! Cosmetic settings: kept by whoever started the desk, outside the encrypted file.

use contract::ApiError;
use contract::preferences::{Get, Preferences, Set};
use domain::Invalid;
use serde_json::{Map, Value};

use crate::contexts::{Handle, Public};
use crate::fault::{Answer, Fault};

impl Handle<Get> for Public<'_> {
    async fn handle(&self, _command: Get) -> Answer<Preferences> {
        // Settings that do not read are settings that were never made.
        Ok(serde_json::from_value(self.desk.setup.preferences.load()).unwrap_or_default())
    }
}

impl Handle<Set> for Public<'_> {
    async fn handle(&self, command: Set) -> Answer<Preferences> {
        if !Preferences::LOCK_MINUTES.contains(&command.preferences.lock_minutes) {
            let (least, most) = Preferences::LOCK_MINUTES.into_inner();
            return Err(Fault::Refused(ApiError::field(
                "lock_minutes",
                Invalid::OutOfRange(least.into(), most.into()),
            )));
        }
        let value = serde_json::to_value(&command.preferences)
            .map_err(|error| Fault::Broken(error.to_string()))?;
        // Others keep theirs in the same place.
        let mut settings = match self.desk.setup.preferences.load() {
            Value::Object(settings) => settings,
            _ => Map::new(),
        };
        if let Value::Object(changed) = value {
            settings.extend(changed);
        }
        self.desk.setup.preferences.store(&Value::Object(settings));
        Ok(command.preferences)
    }
}
