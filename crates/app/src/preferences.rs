//! Cosmetic settings: kept by whoever started the desk, outside the encrypted file.

use contract::preferences::{Get, Preferences, Set};

use crate::contexts::{Handle, Public};
use crate::fault::Answer;

impl Handle<Get> for Public<'_> {
    async fn handle(&self, _command: Get) -> Answer<Preferences> {
        // Settings that do not read are settings that were never made.
        Ok(serde_json::from_value(self.desk.setup.preferences.load()).unwrap_or_default())
    }
}

impl Handle<Set> for Public<'_> {
    async fn handle(&self, command: Set) -> Answer<Preferences> {
        let value = serde_json::to_value(&command.preferences)
            .map_err(|error| crate::fault::Fault::Broken(error.to_string()))?;
        self.desk.setup.preferences.store(&value);
        Ok(command.preferences)
    }
}
