//! Separators, quotes, ragged rows, headings.

use proptest::prelude::*;

use super::super::csv_out::{CsvOut, guarded, unguarded};
use super::super::error::FileError;
use super::super::separator::Separator;
use super::super::table::{MOST_ROWS, Table};
use super::{fixture, read, table};

/// The lines and cells of a table.
fn records(table: &Table) -> Vec<(u64, Vec<&str>)> {
    table
        .records
        .iter()
        .map(|record| {
            (
                record.line,
                record.cells.iter().map(String::as_str).collect(),
            )
        })
        .collect()
}

#[test]
fn separators_are_recognised() {
    let check = |name: &str, separator: Separator, headings: &[&str]| {
        let table = table(name);
        assert_eq!(
            (table.separator, table.headings.as_slice()),
            (separator, headings.map_owned().as_slice()),
            "{name}"
        );
    };
    check(
        "accents.csv",
        Separator::Comma,
        &["First name", "Last name", "E-mail", "Biography"],
    );
    check(
        "semicolons.csv",
        Separator::Semicolon,
        &["Name", "E-mail", "Interests; goals"],
    );
    check("tabs.tsv", Separator::Tab, &["Name", "E-mail", "Bio"]);
    check("one-column.csv", Separator::Comma, &["Name"]);
    check(
        "announced-separator.csv",
        Separator::Semicolon,
        &["Name", "E-mail"],
    );
    assert_eq!(
        records(&table("announced-separator.csv")),
        [(3, vec!["Ada, Countess of Lovelace", "ada@example.org"])]
    );
    assert_eq!(
        records(&table("semicolons.csv"))[0].1[2],
        "Writing, drafting; Algebra"
    );
}

trait MapOwned {
    fn map_owned(&self) -> Vec<String>;
}

impl MapOwned for &[&str] {
    fn map_owned(&self) -> Vec<String> {
        self.iter().map(|text| (*text).to_owned()).collect()
    }
}

#[test]
fn quoted_cells_keep_their_line_ends_and_lines_are_counted() {
    let table = table("quoted-newlines.csv");
    let bio = "First line\n\nThird line, with a \"quote\"";
    let expected = [
        (2, vec!["Ada Lovelace", "ada@example.org", bio]),
        (6, vec!["Alan Turing", "alan@example.org", "One line"]),
    ];
    assert_eq!(records(&table), expected);
}

#[test]
fn whole_files_that_are_refused() {
    let check =
        |name: &str, refusal: FileError| assert_eq!(read(&fixture(name)), Err(refusal), "{name}");
    check("unclosed-quote.csv", FileError::UnclosedQuote { line: 3 });
    check(
        "unclosed-quote-before-another.csv",
        FileError::UnclosedQuote { line: 2 },
    );
    check("no-rows.csv", FileError::NoRows);
    check("no-headings.csv", FileError::NoHeadings);
    let rows = |count: usize| "Name\n".to_owned() + &"Ada\n".repeat(count);
    assert_eq!(
        Table::read(&rows(MOST_ROWS)).unwrap().records.len(),
        MOST_ROWS
    );
    assert_eq!(
        Table::read(&rows(MOST_ROWS + 1)),
        Err(FileError::TooManyRows(MOST_ROWS))
    );
    assert_eq!(
        Table::read(&"a,".repeat(300)),
        Err(FileError::TooManyColumns(200))
    );
}

#[test]
fn ragged_rows() {
    let table = table("ragged.csv");
    let extras: Vec<usize> = table.records.iter().map(|record| record.extra).collect();
    assert_eq!(extras, [0, 0, 1, 0]);
    assert_eq!(
        records(&table)[0].1,
        ["Ada Lovelace", "ada@example.org", ""]
    );
    assert_eq!(
        records(&table)[1].1,
        ["Alan Turing", "alan@example.org", "Runs"]
    );
    assert_eq!(records(&table)[3].1, ["Hedy Lamarr", "", ""]);
    let wide = Table::read(&format!(
        "Name,Bio\nAda,Writes{}x\nAlan,Runs{}\n",
        ",".repeat(999),
        ",".repeat(999)
    ))
    .unwrap();
    assert_eq!(
        wide.records
            .iter()
            .map(|record| record.extra)
            .collect::<Vec<_>>(),
        [999, 0]
    );
}

#[test]
fn headings_become_different_and_hollow_columns_go() {
    let table = table("headings-twice.csv");
    assert_eq!(table.headings, ["Name", "Column 2", "name (2)", "Notes"]);
    assert_eq!(records(&table)[1].1, ["Alan Turing", "y", "Alan", "Second"]);
}

#[test]
fn empty_rows_go_and_do_not_move_the_lines() {
    let table = table("trailing-rows.csv");
    let expected = [
        (2, vec!["Ada Lovelace", "ada@example.org"]),
        (5, vec!["Alan Turing", "alan@example.org"]),
    ];
    assert_eq!(records(&table), expected);
}

#[test]
fn formulas_come_in_as_text_and_go_out_harmless() {
    let table = table("formulas.csv");
    let rows = records(&table);
    assert_eq!(rows[0].1[0], "=HYPERLINK(\"http://example.org\",\"Ada\")");
    let mut out = CsvOut::new(Vec::new(), &["Name", "E-mail", "Organisation"]).unwrap();
    for (_, cells) in &rows {
        out.row(cells).unwrap();
    }
    let bytes = out.finish().unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    let expected = "\u{FEFF}\"Name\",\"E-mail\",\"Organisation\"\r\n\
        \"'=HYPERLINK(\"\"http://example.org\"\",\"\"Ada\"\")\",\"ada@example.org\",\"'@SUM(1+1)*cmd|' /C calc'!A0\"\r\n\
        \"Alan Turing\",\"alan@example.org\",\"'+49 30 1234\"\r\n\
        \"Grace Hopper\",\"grace@example.org\",\"-5\"\r\n";
    assert_eq!(text, expected);
    assert_eq!(records(&read(&bytes).unwrap()), rows);
}

proptest! {
    /// What we write we read, whatever the cells hold.
    #[test]
    fn out_and_in_again(rows in proptest::collection::vec(proptest::array::uniform3("[^\\p{Cc}]{0,12}|[=+@\"',;\n-]{0,6}"), 1..12)) {
        let rows: Vec<[String; 3]> = rows.into_iter().map(|row| row.map(|cell| cell.trim().to_owned())).collect();
        // An apostrophe before a formula is the guard, and goes.
        prop_assume!(rows.iter().flatten().all(|cell| unguarded(cell) == cell));
        let filled: Vec<&[String; 3]> = rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty())).collect();
        prop_assume!(!filled.is_empty());
        let mut out = CsvOut::new(Vec::new(), &["First", "Second", "Third"]).unwrap();
        for row in &rows {
            out.row(row).unwrap();
        }
        let table = read(&out.finish().unwrap()).unwrap();
        let cells: Vec<&[String]> = table.records.iter().map(|record| record.cells.as_slice()).collect();
        prop_assert_eq!(cells, filled.iter().map(|row| row.as_slice()).collect::<Vec<_>>());
    }

    #[test]
    fn no_cell_is_a_formula_outside(cell in any::<String>()) {
        let written = guarded(&cell);
        let negative = written.starts_with('-') && written[1..].chars().all(|c| c.is_ascii_digit() || c == '.');
        prop_assert!(negative || !written.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']));
        prop_assert_eq!(unguarded(&written), if written == cell { unguarded(&cell) } else { cell.as_str() });
    }

    #[test]
    fn no_text_makes_it_panic(text in "[a,;\t\"\n\r x@.=']{0,80}") {
        let _ = Table::read(&text);
    }

    /// Lines count up, and each lies inside the file.
    #[test]
    fn lines_are_those_of_the_file(text in "(name,b\n)([a-z]{0,3}(,\"[a-z\n]{0,4}\")?\n){1,12}") {
        let Ok(table) = Table::read(&text) else { return Ok(()) };
        let lines: Vec<&str> = text.split('\n').collect();
        for pair in table.records.windows(2) {
            prop_assert!(pair[0].line < pair[1].line);
        }
        for record in &table.records {
            let at = usize::try_from(record.line - 1).unwrap();
            prop_assert!(lines[at].starts_with(record.cells[0].as_str()));
        }
    }
}
