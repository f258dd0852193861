//! Why a file cannot be imported at all. What is wrong with a single row is told beside the row.

use thiserror::Error;

/// A file that is refused as a whole; the text is for the person who chose it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum FileError {
    #[error("The file is empty. Choose a CSV file whose first row names the columns")]
    Empty,
    #[error("This is {0}. Open it where it was made, save it as CSV and choose that file")]
    NotText(&'static str),
    #[error("Line {line} has bytes that are not {encoding}. Save the file again as CSV UTF-8")]
    Broken { encoding: &'static str, line: u64 },
    #[error("The file is larger than {} MB. Split it into smaller files", .0 / 1_000_000)]
    TooBig(u64),
    #[error("The file has more than {0} rows. Split it into smaller files")]
    TooManyRows(usize),
    #[error("The file has more than {0} columns. Keep the columns that are about people")]
    TooManyColumns(usize),
    #[error("The file names its columns but has no rows below them")]
    NoRows,
    #[error(
        "The first row must name the columns, but it looks like a person. Add a row of headings above it"
    )]
    NoHeadings,
    #[error("The quote that opens on line {line} never closes. Close it or take it out")]
    UnclosedQuote { line: u64 },
    #[error("The file could not be read: {0}")]
    Unreadable(std::io::ErrorKind),
}
