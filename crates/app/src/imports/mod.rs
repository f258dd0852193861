//! Rosters: a table of people in a file becomes people of the programme.
//!
//! The way of a file: `decode` (bytes to text) → `table` (text to records) → `guess` (what each column is taken for) →
//! `plan` (what the person chose for each) → `row` (a record as a person) → `merge` and `compare` (against each other
//! and the people there are) → `digest`. All of these are pure. The handlers are in `pick`, `check` and `apply`:
//! the last two read the file anew, so what is applied is computed from what is there, and refused where that is not
//! what was checked.

mod answers;
mod apply;
mod check;
mod compare;
pub(crate) mod csv_out;
mod decode;
mod digest;
mod error;
mod guess;
mod headings;
mod identity;
mod kinds;
mod mapping;
mod merge;
mod options;
mod pick;
mod plan;
mod row;
mod separator;
mod table;
mod wishes;
mod words;

#[cfg(test)]
mod tests;

use domain::policy::{Action, Who, allows};

use crate::fault::{Answer, refuse};

/// Imports are the programme's, no one person's.
fn check_administrator(who: &Who) -> Answer<()> {
    if allows(who, Action::Administer) {
        Ok(())
    } else {
        Err(refuse(
            contract::Code::Forbidden,
            "Your role does not allow this",
        ))
    }
}
