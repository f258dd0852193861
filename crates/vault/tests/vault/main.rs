//! The vault as the application uses it: through its public names and its files.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

mod codes;
mod device;
mod files;
mod recovery;
mod requests;
mod signing_in;
mod support;
