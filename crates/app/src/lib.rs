//! The answers: everything the window can ask is handled here, behind one gate.
//!
//! [`Desk::rpc`] is the only way in. Nothing here knows Tauri; the shell, `call` and the tests are three users of it.

mod accounts;
mod attempts;
mod audit;
mod backups;
mod clock;
mod contexts;
mod desk;
mod dispatch;
mod drafts;
mod fault;
mod fields;
mod files;
mod gate;
mod goals;
mod ids;
mod imports;
mod inputs;
mod jobs;
mod keys;
mod lock;
mod matches;
mod people;
mod preferences;
mod programmes;
mod proposals;
mod recorded;
mod reports;
mod samples;
mod seals;
mod sessions;
mod watch;

pub use clock::{Clock, SystemClock};
pub use desk::{Desk, Setup};
pub use files::{BoxFuture, Files, Preferences};
pub use lock::StartError;
