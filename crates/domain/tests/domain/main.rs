//! The rules, by example and by property.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

mod backups;
mod factors;
mod markdown;
mod matches;
mod names;
mod numbers;
mod policy;
mod texts;
