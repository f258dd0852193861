//! The answers, through the boundary: commands as JSON in, answers as JSON out, on the real migrations and an encrypted
//! file, with a fixed clock.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]
#![allow(unreachable_pub, reason = "nobody links a test")]
#![allow(clippy::too_many_lines, reason = "a story is told in one piece")]
#![allow(
    clippy::float_cmp,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "small whole numbers are exact"
)]

mod access;
mod accounts;
mod audit;
mod backups;
mod drafts;
mod faults;
mod fields;
mod gate;
mod goals;
mod imports;
mod matches;
mod people;
mod programmes;
mod proposals;
mod reports;
mod samples;
mod sessions;
mod signing;
mod world;
