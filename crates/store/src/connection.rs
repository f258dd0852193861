//! Opening the file, and transactions on it.

use std::path::Path;
use std::time::Duration;

use migrations::Migrator;
use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

use crate::{Db, Result, StoreError};

/// The open file. One connection: SQLCipher's SQLite has a fault in the write-ahead log that needs two.
#[derive(Clone)]
pub struct Database {
    connection: DatabaseConnection,
}

/// A transaction; dropped without [`Transaction::commit`] it changes nothing.
pub struct Transaction {
    inner: DatabaseTransaction,
}

impl Database {
    /// Opens an existing file, or makes a new one where `create` says so, and brings its schema up to date.
    ///
    /// `key` is SQLCipher's raw key literal, `x'…'` with 64 hexadecimal digits.
    pub async fn open(path: &Path, key: &str, create: bool) -> Result<Self> {
        if !create && !is_whole(path)? {
            return Err(StoreError::NotOurs);
        }
        let key = format!("\"{key}\"");
        let path = path.to_owned();
        let mut options = ConnectOptions::new("sqlite::memory:");
        options.map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .filename(&path)
                .in_memory(false)
                .shared_cache(false)
                .create_if_missing(create)
                // The key comes before every other pragma: the first read already needs it.
                .pragma("key", key.clone())
                .locking_mode(sea_orm::sqlx::sqlite::SqliteLockingMode::Exclusive)
                .journal_mode(sea_orm::sqlx::sqlite::SqliteJournalMode::Wal)
                .synchronous(sea_orm::sqlx::sqlite::SqliteSynchronous::Full)
        });
        Self::connect(options, create).await
    }

    /// An empty programme in memory, for tests.
    pub async fn in_memory() -> Result<Self> {
        Self::connect(ConnectOptions::new("sqlite::memory:"), true).await
    }

    async fn connect(mut options: ConnectOptions, create: bool) -> Result<Self> {
        options
            .max_connections(1)
            .min_connections(1)
            .idle_timeout(None::<Duration>)
            .max_lifetime(None::<Duration>)
            .acquire_timeout(Duration::from_mins(2))
            .test_before_acquire(false)
            // Statements carry the key and what people wrote.
            .sqlx_logging(false)
            .record_stmt_in_spans(false);
        let connection = sea_orm::Database::connect(options).await?;
        let database = Self { connection };
        for pragma in [
            "foreign_keys = ON",
            "trusted_schema = OFF",
            "cell_size_check = ON",
            "temp_store = MEMORY",
            CACHE,
        ] {
            database
                .connection
                .execute_unprepared(&format!("PRAGMA {pragma}"))
                .await?;
        }
        database.migrate(create).await?;
        Ok(database)
    }

    async fn migrate(&self, create: bool) -> Result<()> {
        let known = migrations::names();
        let row = self
            .connection
            .query_one_raw(Statement::from_string(
                DbBackend::Sqlite,
                "SELECT count(*) AS number FROM sqlite_schema WHERE name = 'seaql_migrations'",
            ))
            .await?;
        let exists = row
            .map(|row| row.try_get::<i64>("", "number"))
            .transpose()?
            .unwrap_or_default()
            > 0;
        if exists {
            let applied = self
                .connection
                .query_all_raw(Statement::from_string(
                    DbBackend::Sqlite,
                    "SELECT version FROM seaql_migrations",
                ))
                .await?;
            for row in applied {
                let version: String = row.try_get("", "version")?;
                if !known.contains(&version) {
                    return Err(StoreError::Newer);
                }
            }
        }
        if !exists && !create {
            return Err(StoreError::NotOurs);
        }
        Migrator::up(&self.connection, None).await?;
        Ok(())
    }

    /// Runs single statements, each in a transaction of its own.
    pub fn executor(&self) -> Db<'_> {
        Db::from(&self.connection)
    }

    /// A transaction that sees one state of the file; never committed.
    pub async fn read(&self) -> Result<Transaction> {
        Ok(Transaction {
            inner: self.connection.begin().await?,
        })
    }

    /// A transaction that writes: it takes the write lock at once, so that what it reads stays true.
    pub async fn write(&self) -> Result<Transaction> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(Transaction {
            inner: self.connection.begin_with_options(options).await?,
        })
    }

    /// Closes the file. The log is merged into it first, so that one file remains.
    pub async fn close(self) -> Result<()> {
        Ok(self.connection.close().await?)
    }
}

/// 64 MiB of pages already decrypted: with SQLite's usual 2 MiB every list decrypts the programme again.
const CACHE: &str = "cache_size = -65536";

/// One page of SQLCipher's.
const PAGE: u64 = 4096;

/// A file shorter than a page would be taken for an empty database, and filled.
fn is_whole(path: &Path) -> Result<bool> {
    match std::fs::metadata(path) {
        Ok(metadata) => Ok(metadata.len() >= PAGE),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(StoreError::Disk(error.to_string())),
    }
}

impl Transaction {
    pub fn db(&self) -> Db<'_> {
        Db::from(&self.inner)
    }

    pub async fn commit(self) -> Result<()> {
        Ok(self.inner.commit().await?)
    }

    /// Ends a reading transaction, or undoes a writing one.
    pub async fn rollback(self) -> Result<()> {
        // On a full disk SQLite has undone the transaction by itself, and the driver would count it as open for ever
        // once its own rollback fails. A savepoint opens one again where none is left.
        self.inner.execute_unprepared("SAVEPOINT undo").await?;
        Ok(self.inner.rollback().await?)
    }
}
