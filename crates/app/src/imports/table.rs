//! From text to records under headings.

use std::collections::BTreeSet;

use domain::Email;

use super::csv_out;
use super::error::FileError;
use super::separator::{self, Separator};

/// More people than any programme on one computer has.
pub(crate) const MOST_ROWS: usize = 50_000;
/// Beyond this a file is no roster.
pub(crate) const MOST_COLUMNS: usize = 200;

/// A file's headings and the records below them that say something.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) separator: Separator,
    /// Each different from the others and not empty.
    pub(crate) headings: Vec<String>,
    pub(crate) records: Vec<Record>,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Record {
    /// The line of the file on which the record starts, the first being 1.
    pub(crate) line: u64,
    /// Trimmed, one for each heading; a short record is filled up with empty cells.
    pub(crate) cells: Vec<String>,
    /// How many cells lie beyond the headings, up to the last one with content. Where there are any, some cell holds
    /// an unquoted separator, and nobody knows which.
    pub(crate) extra: usize,
}

impl Table {
    pub(crate) fn read(text: &str) -> Result<Self, FileError> {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let (text, announced, first_line) = announcement(&text);
        let separator = announced.unwrap_or_else(|| separator::recognise(text));
        check_quotes(text, separator, first_line)?;
        let mut records = records(text, separator, first_line)?.into_iter();
        let heading = records.next().ok_or(FileError::Empty)?;
        if heading.cells.len() > MOST_COLUMNS {
            return Err(FileError::TooManyColumns(MOST_COLUMNS));
        }
        if heading.cells.iter().any(|cell| Email::parse(cell).is_ok()) {
            return Err(FileError::NoHeadings);
        }
        let records: Vec<Record> = records
            .map(|record| record.fitted(heading.cells.len()))
            .collect();
        if records.is_empty() {
            return Err(FileError::NoRows);
        }
        Ok(Self {
            separator,
            headings: heading.cells,
            records,
        }
        .without_hollow_columns())
    }

    /// The cells of a column, from the top.
    pub(crate) fn column(&self, at: usize) -> impl Iterator<Item = &str> {
        self.records
            .iter()
            .map(move |record| record.cells[at].as_str())
    }

    /// Spreadsheets like to end every row with separators: columns with neither heading nor content go. The remaining
    /// headings are made different from each other.
    fn without_hollow_columns(mut self) -> Self {
        let keep: Vec<bool> = (0..self.headings.len())
            .map(|at| !self.headings[at].is_empty() || self.column(at).any(|cell| !cell.is_empty()))
            .collect();
        for cells in self
            .records
            .iter_mut()
            .map(|record| &mut record.cells)
            .chain([&mut self.headings])
        {
            let mut kept = keep.iter();
            cells.retain(|_| kept.next().copied().unwrap_or(true));
        }
        let mut seen = BTreeSet::new();
        for (at, heading) in self.headings.iter_mut().enumerate() {
            let plain = match heading.split_whitespace().collect::<Vec<_>>().join(" ") {
                empty if empty.is_empty() => format!("Column {}", at + 1),
                plain => plain,
            };
            let spellings =
                std::iter::once(plain.clone()).chain((2..).map(|n| format!("{plain} ({n})")));
            *heading = spellings
                .into_iter()
                .find(|name| seen.insert(name.to_lowercase()))
                .unwrap_or(plain);
        }
        self
    }
}

impl Record {
    fn read(line: u64, record: &csv::StringRecord) -> Self {
        let cell = |cell: &str| csv_out::unguarded(cell.trim()).trim().to_owned();
        let mut filled = 0;
        for (at, cell) in record.iter().enumerate() {
            if !cell.trim().is_empty() {
                filled = at + 1;
            }
        }
        // A line of nothing but separators can be as long as the file: no more of it is kept than a heading can have.
        Self {
            line,
            cells: record.iter().take(MOST_COLUMNS + 1).map(cell).collect(),
            extra: filled,
        }
    }

    /// Made as wide as the headings; until then `extra` counts all cells up to the last one with content.
    fn fitted(mut self, width: usize) -> Self {
        self.extra = self.extra.saturating_sub(width);
        self.cells.resize(width, String::new());
        self
    }
}

/// Excel's own first line "sep=;", which is no record.
fn announcement(text: &str) -> (&str, Option<Separator>, u64) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let announced = first.trim_matches('"').strip_prefix("sep=");
    match announced.and_then(|sign| {
        Separator::ALL
            .into_iter()
            .find(|known| sign.as_bytes() == [known.byte()])
    }) {
        Some(separator) => (rest, Some(separator), 2),
        None => (text, None, 1),
    }
}

/// The records with content. `first_line` is the number of the text's first line.
fn records(text: &str, separator: Separator, first_line: u64) -> Result<Vec<Record>, FileError> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator.byte())
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut records = Vec::new();
    let (mut line, mut seen) = (first_line, 0);
    let mut record = csv::StringRecord::new();
    while reader
        .read_record(&mut record)
        .map_err(|_| FileError::NotText("no text"))?
    {
        // The reader's own line is that of the blank lines before a record; the byte tells where it really starts.
        let start = record.position().map_or(seen, |position| {
            usize::try_from(position.byte()).unwrap_or(seen)
        });
        let start = start
            + text[start..]
                .bytes()
                .take_while(|byte| *byte == b'\n')
                .count();
        line += newlines(&text[seen..start]);
        seen = start;
        let record = Record::read(line, &record);
        if record.extra == 0 {
            continue;
        }
        // The heading is a record too.
        if records.len() > MOST_ROWS {
            return Err(FileError::TooManyRows(MOST_ROWS));
        }
        records.push(record);
    }
    Ok(records)
}

fn newlines(text: &str) -> u64 {
    u64::try_from(text.bytes().filter(|byte| *byte == b'\n').count()).unwrap_or(u64::MAX)
}

/// Finds a quote that opens a cell and never closes: it runs to the end of the file, or over line ends into another
/// cell's quote, after which no separator follows. The `csv` crate reads both without complaint, as one huge cell.
fn check_quotes(text: &str, separator: Separator, first_line: u64) -> Result<(), FileError> {
    let mut bytes = text.bytes().peekable();
    let mut line = first_line;
    let mut starts = true;
    while let Some(byte) = bytes.next() {
        if byte != b'"' || !starts {
            line += u64::from(byte == b'\n');
            starts = byte == b'\n' || byte == separator.byte();
            continue;
        }
        let opened = line;
        loop {
            match bytes.next() {
                None => return Err(FileError::UnclosedQuote { line: opened }),
                Some(b'"') if bytes.peek() == Some(&b'"') => _ = bytes.next(),
                Some(b'"') => break,
                Some(byte) => line += u64::from(byte == b'\n'),
            }
        }
        starts = false;
        while bytes.next_if_eq(&b' ').is_some() {}
        let ends = bytes
            .peek()
            .is_none_or(|next| *next == b'\n' || *next == separator.byte());
        if !ends && line > opened {
            return Err(FileError::UnclosedQuote { line: opened });
        }
    }
    Ok(())
}
