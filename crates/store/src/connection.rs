//! Opening the file, and transactions on it.

use std::path::Path;
use std::time::Duration;

use migrations::Migrator;
use sea_orm::sqlx::pool::PoolOptions;
use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode, SqliteSynchronous,
};
use sea_orm::sqlx::{AssertSqlSafe, Connection, Executor, Sqlite};
use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

use crate::{Db, Result, StoreError};

/// How SQLCipher seals each page: by the hash that processors have instructions for. Every read of a page and every
/// write pays for it.
const SEAL: &str = "HMAC_SHA256";

/// The open file. One connection: SQLCipher's SQLite has a fault in the write-ahead log that needs two.
#[derive(Clone)]
pub struct Database {
    connection: DatabaseConnection,
}

/// A transaction; dropped without [`Transaction::commit`] it changes nothing.
pub struct Transaction {
    inner: DatabaseTransaction,
}

/// How a file was found.
pub enum Opened {
    Ready(Database),
    /// Written by an older version.
    Behind(Behind),
}

/// A file whose schema is an older version's. It can be copied, and brought up to date.
pub struct Behind {
    database: Database,
}

/// What a look at the whole file told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    Sound,
    Damaged,
}

impl Opened {
    pub(crate) async fn migrate<M: MigratorTrait>(self) -> Result<Database> {
        match self {
            Self::Ready(database) => Ok(database),
            Self::Behind(behind) => behind.migrate::<M>().await,
        }
    }
}

impl Behind {
    /// The file as it is.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Brings the schema up to date, all of it or nothing.
    pub async fn up(self) -> Result<Database> {
        self.migrate::<Migrator>().await
    }

    /// As [`Behind::up`], with another history than ours. When it fails the file is closed, as it was.
    pub async fn migrate<M: MigratorTrait>(self) -> Result<Database> {
        match migrate::<M>(&self.database.connection).await {
            Ok(()) => Ok(self.database),
            Err(error) => {
                // The first fault is the answer.
                let _ = self.database.close().await;
                Err(error)
            }
        }
    }

    /// Calls `seen` after every statement from now on: for those who end a migration at each of them.
    pub fn watch(&mut self, seen: impl Fn() + Send + Sync + 'static) {
        self.database
            .connection
            .set_metric_callback(move |_| seen());
    }
}

/// All that is missing in one transaction: whatever ends it, the file is of the old version or of the new one.
async fn migrate<M: MigratorTrait>(connection: &DatabaseConnection) -> Result<()> {
    // Rebuilding a table needs references unchecked, which can only be said outside a transaction.
    connection
        .execute_unprepared("PRAGMA foreign_keys = OFF")
        .await?;
    let transaction = connection.begin().await?;
    M::up(&transaction, None).await?;
    let check = Statement::from_string(DbBackend::Sqlite, "PRAGMA foreign_key_check");
    if !transaction.query_all_raw(check).await?.is_empty() {
        transaction.rollback().await?;
        return Err(StoreError::Wrong(
            "a migration left a reference to nothing".to_owned(),
        ));
    }
    transaction.commit().await?;
    connection
        .execute_unprepared("PRAGMA foreign_keys = ON")
        .await?;
    Ok(())
}

/// `key` is as in [`Database::open`]. It comes before every other pragma: the first read already needs it.
pub(crate) fn unlocked(options: SqliteConnectOptions, key: &str) -> SqliteConnectOptions {
    options
        .pragma("key", format!("\"{key}\""))
        .pragma("cipher_hmac_algorithm", SEAL)
        // Of the copies that `VACUUM INTO` makes.
        .pragma("cipher_default_hmac_algorithm", SEAL)
}

fn options(path: &Path, key: &str, create: bool) -> ConnectOptions {
    options_with(path, Some(key.to_owned()), create)
}

/// Without a key a file is read as it lies.
fn options_with(path: &Path, key: Option<String>, create: bool) -> ConnectOptions {
    let path = path.to_owned();
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.map_sqlx_sqlite_opts(move |sqlite| {
        let sqlite = match &key {
            Some(key) => unlocked(sqlite, key),
            None => sqlite,
        };
        sqlite
            .filename(&path)
            .in_memory(false)
            .shared_cache(false)
            .create_if_missing(create)
            .locking_mode(SqliteLockingMode::Exclusive)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
    });
    options.map_sqlx_sqlite_pool_opts(pool);
    options
}

type Pool = PoolOptions<Sqlite>;

fn pool(pool: Pool) -> Pool {
    with_pragmas(pool, &[]).after_release(|connection, _| {
        Box::pin(async move {
            // A commit that fails, on a full disk for one, leaves the driver and SQLite of two minds about whether a
            // transaction is open; the next one would then be part of it, and be lost with it. Such a connection is
            // closed, which undoes what was not committed, and a new one is opened.
            let is_free = connection.execute("BEGIN").await.is_ok()
                && connection.execute("ROLLBACK").await.is_ok();
            Ok(is_free && !connection.is_in_transaction())
        })
    })
}

fn with_pragmas(pool: Pool, more: &'static [&'static str]) -> Pool {
    pool.after_connect(move |connection, _| {
        Box::pin(async move {
            for pragma in PRAGMAS.iter().chain(more) {
                let pragma = AssertSqlSafe(format!("PRAGMA {pragma}"));
                connection.execute(pragma).await?;
            }
            Ok(())
        })
    })
}

impl Database {
    /// Opens an existing file, or makes a new one where `create` says so, and brings its schema up to date.
    ///
    /// `key` is SQLCipher's raw key literal, `x'…'` with 64 hexadecimal digits.
    pub async fn open(path: &Path, key: &str, create: bool) -> Result<Self> {
        if !create {
            return Self::look(path, key).await?.migrate::<Migrator>().await;
        }
        let database = Self::connect(options(path, key, true)).await?;
        Behind { database }.migrate::<Migrator>().await
    }

    /// Opens an existing file as it is: whoever wants to keep the old state can, before its schema changes.
    pub async fn look(path: &Path, key: &str) -> Result<Opened> {
        Self::look_for::<Migrator>(path, key).await
    }

    /// As [`Database::look`], with another history than ours: for those who test migrations.
    pub async fn look_for<M: MigratorTrait>(path: &Path, key: &str) -> Result<Opened> {
        if !is_whole(path)? {
            return Err(StoreError::NotOurs);
        }
        let database = Self::connect(options(path, key, false)).await?;
        let known: Vec<String> = M::migrations()
            .iter()
            .map(|migration| migration.name().to_owned())
            .collect();
        let applied = match database.applied().await {
            Ok(applied) => applied,
            Err(error) => {
                database.close().await?;
                return Err(error);
            }
        };
        if applied.iter().any(|version| !known.contains(version)) {
            database.close().await?;
            return Err(StoreError::Newer);
        }
        Ok(if applied.len() == known.len() {
            Opened::Ready(database)
        } else {
            Opened::Behind(Behind { database })
        })
    }

    /// Opens a file that is not encrypted, as it is: for those who weigh what encryption costs.
    #[cfg(feature = "plain")]
    pub async fn open_plain(path: &Path) -> Result<Self> {
        Self::connect(options_with(path, None, false)).await
    }

    /// A database of the newest schema in memory, which goes with its last clone: for tests of what follows from the
    /// rows alone.
    #[cfg(feature = "plain")]
    pub async fn in_memory() -> Result<Self> {
        let mut options = ConnectOptions::new("sqlite::memory:");
        options.map_sqlx_sqlite_pool_opts(pool);
        let database = Self::connect(options).await?;
        Behind { database }.migrate::<Migrator>().await
    }

    async fn connect(mut options: ConnectOptions) -> Result<Self> {
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
        Ok(Self { connection })
    }

    /// The migrations this file's schema has had.
    async fn applied(&self) -> Result<Vec<String>> {
        let ask = async |sql: &str| {
            let statement = Statement::from_string(DbBackend::Sqlite, sql);
            self.connection.query_all_raw(statement).await
        };
        if ask("SELECT 1 FROM sqlite_schema WHERE name = 'seaql_migrations'")
            .await?
            .is_empty()
        {
            return Err(StoreError::NotOurs);
        }
        let rows = ask("SELECT version FROM seaql_migrations").await?;
        rows.iter()
            .map(|row| Ok(row.try_get("", "version")?))
            .collect()
    }

    /// Reads the whole file and says whether it holds together: every page's seal, and the structure over them.
    pub async fn quick_check(&self) -> Result<Health> {
        let statement = Statement::from_string(DbBackend::Sqlite, "PRAGMA quick_check(1)");
        match self.connection.query_all_raw(statement).await {
            Ok(rows) => {
                let said: Option<String> = rows.first().and_then(|row| row.try_get_by(0).ok());
                Ok(match said.as_deref() {
                    Some("ok") => Health::Sound,
                    Some(_) | None => Health::Damaged,
                })
            }
            Err(error) => match StoreError::from(error) {
                // A disk that refuses is no damage of the file. Whatever else stops the look is: SQLCipher has several
                // words for a page that does not fit its seal.
                StoreError::Disk(reason) => Err(StoreError::Disk(reason)),
                _ => Ok(Health::Damaged),
            },
        }
    }

    /// Opens a file that is damaged, for reading what is left of it: nothing is written. SQLCipher gives a connection
    /// up for good once it met a damaged page, so every question gets a fresh one.
    pub async fn open_damaged(path: &Path, key: &str) -> Result<Self> {
        let mut options = options(path, key, false);
        options.map_sqlx_sqlite_pool_opts(|pool| {
            with_pragmas(pool, &["query_only = ON"])
                .after_release(|_, _| Box::pin(std::future::ready(Ok(false))))
        });
        Self::connect(options).await
    }

    pub(crate) fn connection(&self) -> &DatabaseConnection {
        &self.connection
    }

    /// How many connections there may be at a time.
    pub fn most_connections(&self) -> u32 {
        let pool = self.connection.get_sqlite_connection_pool();
        pool.options().get_max_connections()
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

/// What is asked of every connection.
const PRAGMAS: [&str; 5] = [
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "temp_store = MEMORY",
    CACHE,
];

/// A path as SQLite takes it.
pub(crate) fn path_of(path: &Path) -> Result<&str> {
    path.to_str()
        .ok_or_else(|| StoreError::Disk("the path is not Unicode".to_owned()))
}

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
        // Where this fails SQLite has undone the transaction by itself, as it does on a full disk, or cannot: either way
        // the connection is looked at before anybody gets it again, and closed if anything is left open.
        if let Err(error) = self.inner.rollback().await {
            tracing::debug!(%error, "a transaction was undone already");
        }
        Ok(())
    }
}
