//! Another key for the whole file.

use sea_orm::ConnectionTrait;

use crate::{Database, Result};

impl Database {
    /// Encrypts every page with another key, all of them or none. The connection goes on with the new key; a new one has
    /// to be given it. `key` is as in [`Database::open`].
    pub async fn encrypt_anew(&self, key: &str) -> Result<()> {
        let executor = self.executor();
        executor
            .execute_unprepared(&format!("PRAGMA rekey = \"{key}\""))
            .await?;
        // What the old key opens is in the file until the log is merged into it.
        self.merge_log().await
    }

    /// Merges the log into the file, and empties it.
    pub(crate) async fn merge_log(&self) -> Result<()> {
        self.executor()
            .execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)")
            .await?;
        Ok(())
    }
}
