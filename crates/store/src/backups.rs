//! Copies of the whole file: writing one, and reading one back to see that it is whole.

use std::collections::BTreeMap;
use std::path::Path;

use sea_orm::DbErr;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqlitePool};
use sea_orm::sqlx::{self, AssertSqlSafe, ConnectOptions, Connection, Row};

use crate::connection::{Database, path_of, unlocked};
use crate::{Result, StoreError};

/// The number of rows of every table.
pub type Counts = BTreeMap<String, u64>;

/// What reading a copy back told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub counts: Counts,
    /// The migrations its schema has had, oldest first.
    pub migrations: Vec<String>,
}

/// How many steps of SQLite's machine lie between two looks at whether the work is still wanted: about a millisecond.
const STEPS: i32 = 20_000;

impl Database {
    /// Writes a copy of the file to a path where nothing is, encrypted with the same key, and answers what it must
    /// hold. Nothing else runs meanwhile: there is one connection. `go_on` is asked now and then; once it says no, the
    /// work ends with [`StoreError::Interrupted`].
    pub async fn copy_to(
        &self,
        to: &Path,
        go_on: impl FnMut() -> bool + Send + 'static,
    ) -> Result<Counts> {
        let mut connection = self.pool().acquire().await.map_err(wrong)?;
        let counts = counts(&mut connection).await?;
        {
            let mut handle = connection.lock_handle().await.map_err(wrong)?;
            handle.set_progress_handler(STEPS, go_on);
        }
        let copied = sqlx::query("VACUUM INTO ?")
            .bind(path_of(to)?)
            .execute(&mut *connection)
            .await;
        connection
            .lock_handle()
            .await
            .map_err(wrong)?
            .remove_progress_handler();
        copied.map_err(wrong)?;
        Ok(counts)
    }

    /// Bytes of the file, near enough to tell how far a copy is.
    pub async fn size(&self) -> Result<u64> {
        let mut connection = self.pool().acquire().await.map_err(wrong)?;
        let size: i64 = sqlx::query_scalar(
            "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
        )
        .fetch_one(&mut *connection)
        .await
        .map_err(wrong)?;
        Ok(u64::try_from(size).unwrap_or(0))
    }

    /// Every row of every table as text, in an order that follows from the rows: two files with the same content
    /// answer the same.
    pub async fn rows(&self) -> Result<Vec<String>> {
        let mut connection = self.pool().acquire().await.map_err(wrong)?;
        let mut rows = Vec::new();
        for table in tables(&mut connection).await? {
            let columns: Vec<String> =
                sqlx::query_scalar("SELECT 'quote(\"' || name || '\")' FROM pragma_table_info(?)")
                    .bind(&table)
                    .fetch_all(&mut *connection)
                    .await
                    .map_err(wrong)?;
            let sql = format!("SELECT {} FROM \"{table}\"", columns.join(" || ',' || "));
            let mut of_table: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql))
                .fetch_all(&mut *connection)
                .await
                .map_err(wrong)?;
            of_table.sort_unstable();
            rows.extend(of_table.into_iter().map(|row| format!("{table}: {row}")));
        }
        Ok(rows)
    }

    fn pool(&self) -> &SqlitePool {
        self.connection().get_sqlite_connection_pool()
    }
}

/// Opens a copy for reading only, as it is, and reads all of it: every page's seal, the structure, every reference.
/// [`StoreError::NotOurs`] when the key does not open it or when any of it is not as it was written.
pub async fn check(path: &Path, key: &str) -> Result<Checked> {
    let options = options(path, key);
    let mut connection = SqliteConnection::connect_with(&options)
        .await
        .map_err(wrong)?;
    let checked = check_all(&mut connection).await;
    // Nothing was written, so there is nothing that closing could still lose.
    let _ = connection.close().await;
    checked
}

fn options(path: &Path, key: &str) -> SqliteConnectOptions {
    unlocked(SqliteConnectOptions::new(), key)
        .filename(path)
        .read_only(true)
        // No lock and no log: nobody else has the file, and a copy must not change by being looked at.
        .immutable(true)
        // Statements carry the key.
        .disable_statement_logging()
}

async fn check_all(connection: &mut SqliteConnection) -> Result<Checked> {
    for pragma in ["trusted_schema = OFF", "cell_size_check = ON"] {
        sqlx::query(AssertSqlSafe(format!("PRAGMA {pragma}")))
            .execute(&mut *connection)
            .await
            .map_err(wrong)?;
    }
    // The first reads every page's seal, the second what the pages say, the third what rows say of each other. An
    // answer is a complaint, apart from "ok".
    for check in [
        "cipher_integrity_check",
        "integrity_check",
        "foreign_key_check",
    ] {
        let complaints = sqlx::query(AssertSqlSafe(format!("PRAGMA {check}")))
            .fetch_all(&mut *connection)
            .await
            .map_err(wrong)?;
        let sound = complaints.iter().all(|row| {
            check == "integrity_check" && row.try_get::<String, _>(0).is_ok_and(|text| text == "ok")
        });
        if !sound {
            return Err(StoreError::NotOurs);
        }
    }
    let counts = counts(&mut *connection).await?;
    let migrations = if counts.contains_key("seaql_migrations") {
        sqlx::query_scalar("SELECT version FROM seaql_migrations ORDER BY version")
            .fetch_all(&mut *connection)
            .await
            .map_err(wrong)?
    } else {
        return Err(StoreError::NotOurs);
    };
    Ok(Checked { counts, migrations })
}

async fn tables(connection: &mut SqliteConnection) -> Result<Vec<String>> {
    sqlx::query_scalar(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name",
    )
    .fetch_all(connection)
    .await
    .map_err(wrong)
}

async fn counts(connection: &mut SqliteConnection) -> Result<Counts> {
    let mut counts = Counts::new();
    for table in tables(&mut *connection).await? {
        let count: i64 =
            sqlx::query_scalar(AssertSqlSafe(format!("SELECT count(*) FROM \"{table}\"")))
                .fetch_one(&mut *connection)
                .await
                .map_err(wrong)?;
        counts.insert(table, u64::try_from(count).unwrap_or(0));
    }
    Ok(counts)
}

fn wrong(error: sqlx::Error) -> StoreError {
    DbErr::Exec(sea_orm::RuntimeErr::SqlxError(error.into())).into()
}
