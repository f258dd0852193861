//! The answers, through the boundary: commands as JSON in, answers as JSON out, on the real migrations and an encrypted
//! file, with a fixed clock.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

mod accounts;
mod imports;
mod programmes;
mod world;
