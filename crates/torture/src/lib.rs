//! Breaks Mentorship Desk on purpose and looks at what is left: kills, full disks, failing flushes, flipped bits.
//!
//! Each row prints one line: `R1 <figure> target <target> reached|short`. What went wrong is said on the error output.

pub mod child;
pub mod desk;
pub mod fixtures;
pub mod rows;

use std::path::{Path, PathBuf};

pub type Error = Box<dyn std::error::Error + Send + Sync>;
pub type Result<T = ()> = std::result::Result<T, Error>;

/// How much of a row is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// As the targets are written.
    Whole,
    /// As every run of the tests can afford.
    Short,
}

/// A row's line.
#[derive(Debug, Clone)]
pub struct Line {
    pub row: &'static str,
    pub figure: String,
    pub target: &'static str,
    pub reached: bool,
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let end = if self.reached { "reached" } else { "short" };
        write!(
            f,
            "{} {} target {} {end}",
            self.row, self.figure, self.target
        )
    }
}

/// This program, which is also the one that is killed, and the library that makes calls fail.
#[derive(Debug, Clone)]
pub struct Tools {
    pub program: PathBuf,
    pub faults: PathBuf,
}

impl Tools {
    /// The library lies beside the program.
    pub fn beside(program: &Path) -> Result<Self> {
        let faults = program.with_file_name("libfaults.so");
        if !faults.exists() {
            return Err(format!(
                "{} is missing: build it with `cargo build --package faults`",
                faults.display()
            )
            .into());
        }
        Ok(Self {
            program: program.to_owned(),
            faults,
        })
    }
}

/// The rows there are.
pub const ROWS: [&str; 11] = [
    "R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "R11",
];

/// Runs one row.
pub async fn run(row: &str, size: Size, tools: &Tools) -> Result<Line> {
    match row {
        "R1" => rows::kills::run(size, tools).await,
        "R2" => rows::faults::run(size, tools).await,
        "R3" => rows::migrations::run(size, tools).await,
        "R4" => rows::bits::run(size).await,
        "R5" => rows::canaries::run(tools).await,
        "R6" => rows::drill::run(size).await,
        "R7" => rows::keyrings::run(tools).await,
        "R8" => rows::guesses::run(size).await,
        "R9" => rows::locked::run().await,
        "R10" => rows::fuzz::run(size, tools).await,
        "R11" => rows::encryption::run(size).await,
        _ => Err(format!("{row} is none of {}", ROWS.join(", ")).into()),
    }
}
