//! The solver through its public interface.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

mod certificate;
mod cohort;
mod common;
mod goals;
mod or_library;
mod oracle;
mod planner;
mod size;
mod ties;
