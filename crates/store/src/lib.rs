//! The programme's memory: the encrypted file, its tables and what is asked of them.
//!
//! Every function takes the database first. What comes out are plain rows with the types of `domain`; sea-orm's
//! entities stay inside. Nothing here decides who may do what: callers pass the people whose rows are wanted.

pub mod accounts;
pub mod administrators;
pub mod audit;
pub mod backups;
mod connection;
pub mod drafts;
mod entities;
mod error;
pub mod fields;
pub mod goals;
pub mod imports;
pub mod matches;
pub mod people;
pub mod programmes;
pub mod proposals;
mod rekey;
pub mod reports;
pub mod revisions;
pub mod samples;
pub mod sessions;

pub use connection::{Behind, Database, Health, Opened, Transaction};
pub use entities::Strings;
pub use error::StoreError;

/// What a query runs on: a connection or a transaction.
pub type Db<'a> = sea_orm::DatabaseExecutor<'a>;

/// Runs one statement after the other, handed over at once: each handing over wakes the driver's thread and waits for it.
pub(crate) async fn together(
    db: &Db<'_>,
    statements: impl IntoIterator<Item = sea_orm::sea_query::InsertStatement>,
) -> Result<()> {
    use sea_orm::{ConnectionTrait, DbBackend, Statement};
    let (mut sql, mut values) = (String::new(), Vec::new());
    for statement in statements {
        let (part, its) = statement.build(sea_orm::sea_query::SqliteQueryBuilder);
        sql.push_str(&part);
        sql.push(';');
        values.extend(its.0);
    }
    if !sql.is_empty() {
        db.execute_raw(Statement::from_sql_and_values(
            DbBackend::Sqlite,
            sql,
            values,
        ))
        .await?;
    }
    Ok(())
}

/// What every function of this crate answers.
pub type Result<T> = std::result::Result<T, StoreError>;
