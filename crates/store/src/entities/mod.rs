//! The tables as sea-orm sees them. They never leave this crate.
//!
//! A relation is a join written where it is needed; the derive wants the enum all the same, and `pub` items.
#![allow(
    unreachable_pub,
    dead_code,
    clippy::struct_excessive_bools,
    reason = "sea-orm's derives want public models and a relation enum"
)]

use chrono::{DateTime, Utc};
use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};

pub(crate) mod account;
pub(crate) mod administrators_key;
pub(crate) mod administrators_share;
pub(crate) mod answer;
pub(crate) mod audit;
pub(crate) mod audit_key;
pub(crate) mod draft;
pub(crate) mod erased;
pub(crate) mod field;
pub(crate) mod goal;
pub(crate) mod import_mapping;
pub(crate) mod note;
pub(crate) mod pairing;
pub(crate) mod person;
pub(crate) mod programme;
pub(crate) mod proposal;
pub(crate) mod proposal_certificate;
pub(crate) mod proposal_exclusion;
pub(crate) mod proposal_lock;
pub(crate) mod proposal_pair;
pub(crate) mod proposal_places;
pub(crate) mod proposal_unmatched;
pub(crate) mod revision;
pub(crate) mod session;
pub(crate) mod wish;

/// Every time in the file is UTC.
pub(crate) type Time = DateTime<Utc>;

/// A list of short texts in one JSON column.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Strings(pub Vec<String>);
