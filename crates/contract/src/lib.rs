//! Everything the window can ask, as data: commands, what they answer, events and errors.
//!
//! Inputs carry what was typed, as plain text and numbers; the constructors of `domain` decide in the answering crate
//! (and in the window, before sending) whether it is good. Views carry what may be shown, already filtered.

// The table names types by paths that also hold inside this crate.
extern crate self as contract;

pub mod accounts;
pub mod audit;
pub mod backups;
mod command;
pub mod drafts;
mod error;
mod event;
pub mod fields;
pub mod goals;
pub mod imports;
pub mod jobs;
pub mod matches;
mod page;
pub mod people;
pub mod preferences;
pub mod programmes;
pub mod proposals;
pub mod reports;
pub mod sessions;
mod table;

pub use command::{Command, Kind, Row};
pub use error::{ApiError, Code};
pub use event::{Event, Feature};
pub use page::{Done, Page, PageRequest, Scope};
pub use table::STEP_UP;

macro_rules! kind {
    (public) => {
        Kind::Public
    };
    (query) => {
        Kind::Query
    };
    (mutation) => {
        Kind::Mutation
    };
    (local) => {
        Kind::Local
    };
    (job) => {
        Kind::Job
    };
}

macro_rules! implement {
    ($($kind:ident $name:literal $feature:ident :: $input:ident => $output:ty, [$($role:ident),*];)*) => {
        $(impl Command for $feature::$input {
            const NAME: &'static str = $name;
            const KIND: Kind = kind!($kind);
            const ROLES: domain::Roles = domain::Roles::of(&[$(domain::Role::$role),*]);
            type Output = $output;
        })*

        /// Every command, in the order of the table.
        pub const TABLE: &[Row] = &[$(Row {
            name: $name,
            kind: kind!($kind),
            roles: domain::Roles::of(&[$(domain::Role::$role),*]),
            input: concat!(stringify!($feature), "::", stringify!($input)),
            output: stringify!($output),
        }),*];
    };
}

for_each_command!(implement);
