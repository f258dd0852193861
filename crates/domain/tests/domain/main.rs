//! The rules, by example and by property.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

mod factors;
mod backups;
mod matches;
mod names;
mod numbers;
mod policy;
mod texts;
