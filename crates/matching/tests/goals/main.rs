//! The other goals through their public interface.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

mod common;
mod max_min;
mod metrics;
mod rank_maximal;
mod refusals;
mod stable;
mod student_projects;
