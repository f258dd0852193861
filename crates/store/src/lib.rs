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

/// What every function of this crate answers.
pub type Result<T> = std::result::Result<T, StoreError>;
