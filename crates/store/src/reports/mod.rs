//! The programme in numbers, and its tables for export.

mod figures;
mod tables;

pub use figures::{Contact, Matches, People, Span, Tally, contact, matches, people, tallies, zone};
pub use tables::{Roster, RosterPerson, SessionFacts, roster, session_facts};
