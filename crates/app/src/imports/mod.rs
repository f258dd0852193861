//! Rosters: a table of people in a file becomes people of the programme.
//!
//! The way of a file: `decode` (bytes to text) → `table` (text to records) → `guess` (what each column is taken for) →
//! `plan` (a record to a row, by what the person chose) → `compare` (rows against the people there are) → `digest`.
//! All of these are pure; the handlers fetch, call them and write.

mod answers;
pub(crate) mod compare;
pub(crate) mod csv_out;
pub(crate) mod decode;
pub(crate) mod digest;
pub(crate) mod error;
pub(crate) mod guess;
pub(crate) mod headings;
pub(crate) mod kinds;
mod merge;
pub(crate) mod options;
pub(crate) mod plan;
pub(crate) mod row;
pub(crate) mod separator;
pub(crate) mod table;
pub(crate) mod words;

#[cfg(test)]
mod tests;
