//! Tables for spreadsheets, written so that no spreadsheet executes a cell.

use std::borrow::Cow;
use std::io::{self, Write};

/// Writes CSV as UTF-8 with a byte order mark (Excel takes it for Windows-1252 otherwise), every cell quoted.
pub(crate) struct CsvOut<W: Write>(csv::Writer<W>);

impl<W: Write> CsvOut<W> {
    pub(crate) fn new(mut out: W, headings: &[&str]) -> io::Result<Self> {
        out.write_all("\u{FEFF}".as_bytes())?;
        let writer = csv::WriterBuilder::new()
            .quote_style(csv::QuoteStyle::Always)
            .terminator(csv::Terminator::CRLF)
            .from_writer(out);
        let mut table = Self(writer);
        table.row(headings)?;
        Ok(table)
    }

    /// Writes one row; it has as many cells as there are headings.
    pub(crate) fn row<S: AsRef<str>>(&mut self, cells: &[S]) -> io::Result<()> {
        let cells = cells.iter().map(|cell| guarded(cell.as_ref()));
        self.0
            .write_record(cells.map(|cell| cell.as_bytes().to_vec()))
            .map_err(io::Error::other)
    }

    pub(crate) fn finish(self) -> io::Result<W> {
        self.0
            .into_inner()
            .map_err(|error| io::Error::other(error.to_string()))
    }
}

/// A cell as it is written: one that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP
/// advises ("CSV Injection"). A plain negative number stays a number.
pub(crate) fn guarded(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The cell that [`guarded`] wrote.
pub(crate) fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'')
        .filter(|rest| is_formula(rest))
        .unwrap_or(cell)
}

fn is_formula(cell: &str) -> bool {
    // A tab or a line end first makes some spreadsheets start over with the rest of the cell; the wide signs are what
    // East Asian keyboards write, and are read like the narrow ones.
    let starts = cell.starts_with(['\t', '\r', '\n'])
        || cell
            .trim_start()
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    starts && !is_negative_number(cell)
}

fn is_negative_number(cell: &str) -> bool {
    cell.strip_prefix('-').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit())
            && rest.ends_with(|c: char| c.is_ascii_digit())
            && rest.chars().filter(|c| *c == '.').count() <= 1
            && rest.chars().all(|c| c.is_ascii_digit() || c == '.')
    })
}
