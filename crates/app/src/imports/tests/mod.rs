//! Files with hazards, read up to what an import of them would do.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

mod compare;
mod decode;
mod guess;
mod mapping;
mod real;
mod row;
mod table;
mod wishes;

use std::path::PathBuf;

use contract::imports::{Outcome, Plan, Target};
use domain::Role;
use store::fields::Field;
use store::imports::Person;

use super::compare::Comparison;
use super::decode::decode;
use super::error::FileError;
use super::guess::columns;
use super::plan::{PlanError, Reading};
use super::row::Row;
use super::table::Table;

/// The bytes of a file of ours.
fn fixture(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/imports")
        .join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn table(name: &str) -> Table {
    read(&fixture(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn read(bytes: &[u8]) -> Result<Table, FileError> {
    Table::read(&decode(bytes)?.text)
}

/// The headings of a text, and what they were taken for.
fn guessed(text: &str, role: Option<Role>, known: &[Field]) -> Vec<(String, Target, bool)> {
    let table = Table::read(text).unwrap();
    let views = columns(&table, known, role);
    views
        .into_iter()
        .map(|column| (column.heading, column.target, column.sure))
        .collect()
}

/// The plan that takes every guess.
fn plan(table: &Table, role: Role, known: &[Field]) -> Plan {
    let targets = columns(table, known, Some(role))
        .into_iter()
        .map(|column| column.target)
        .collect();
    Plan {
        file: "file".to_owned(),
        targets,
        role,
    }
}

fn reading(table: &Table, role: Role) -> Reading {
    Reading::of(&plan(table, role, &[]), table, &[]).unwrap()
}

fn compare(table: &Table, reading: &Reading, existing: &[Person]) -> Result<Comparison, PlanError> {
    let mut rows = Vec::new();
    let mut wrong = Vec::new();
    for record in &table.records {
        match Row::read(record, reading) {
            Ok(row) => rows.push(row),
            Err(row) => wrong.push(row),
        }
    }
    super::compare::compare(rows, wrong, reading, existing)
}

/// Every row as one line of text: its line, its name, its outcome.
fn outcomes(comparison: &Comparison) -> Vec<String> {
    let outcome = |outcome: &Outcome| match outcome {
        Outcome::New => "new".to_owned(),
        Outcome::Update { changes, .. } => format!("update {}", changes.join(", ")),
        Outcome::Unchanged { .. } => "unchanged".to_owned(),
        Outcome::Wrong { column, reason } => format!("wrong {column}: {reason}"),
    };
    comparison
        .rows
        .iter()
        .map(|row| format!("{} {} {}", row.line, row.name, outcome(&row.outcome)))
        .collect()
}
