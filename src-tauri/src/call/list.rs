//! The table of commands, printed.

use contract::{Kind, TABLE};
use domain::Role;
use serde::Serialize;

/// A row as people and programs get it.
#[derive(Serialize)]
struct Row {
    name: &'static str,
    kind: Kind,
    roles: Vec<&'static str>,
    input: String,
    output: String,
}

impl From<&contract::Row> for Row {
    fn from(row: &contract::Row) -> Self {
        // The compiler writes types with spaces around every sign.
        let tidy = |shape: &str| shape.replace(' ', "");
        Self {
            name: row.name,
            kind: row.kind,
            roles: row.roles.iter().map(Role::as_str).collect(),
            input: tidy(row.input),
            output: tidy(row.output),
        }
    }
}

/// Every command, as lines for people or as JSON for programs.
pub(super) fn list(as_json: bool) -> String {
    let rows: Vec<Row> = TABLE.iter().map(Row::from).collect();
    if as_json {
        return serde_json::to_string_pretty(&rows).expect("the table has only texts in it");
    }
    let lines: Vec<[String; 4]> = rows.into_iter().map(columns).collect();
    let width = |column: usize| {
        let widths = lines.iter().map(|line| line[column].chars().count());
        widths.max().unwrap_or(0)
    };
    let (names, kinds, roles) = (width(0), width(1), width(2));
    lines
        .iter()
        .map(|[name, kind, role, shapes]| {
            format!("{name:names$}  {kind:kinds$}  {role:roles$}  {shapes}")
        })
        .collect::<Vec<_>>()
        .join("\n")
}

fn columns(row: Row) -> [String; 4] {
    let roles = if row.roles.is_empty() {
        "anybody".to_owned()
    } else {
        row.roles.join(",")
    };
    // The word that the JSON has, so that both lists say the same.
    let kind = serde_json::to_value(row.kind).ok();
    let kind = kind.as_ref().and_then(|kind| kind.as_str());
    [
        row.name.to_owned(),
        kind.unwrap_or_default().to_owned(),
        roles,
        format!("{} => {}", row.input, row.output),
    ]
}

#[cfg(test)]
mod tests {
    use super::list;
    use contract::TABLE;

    #[test]
    fn every_command_has_a_line() {
        let text = list(false);
        assert_eq!(text.lines().count(), TABLE.len());
        let line = text.lines().find(|line| line.starts_with("sessions.log "));
        let words: Vec<&str> = line.expect("a line").split_whitespace().collect();
        assert_eq!(
            words,
            [
                "sessions.log",
                "mutation",
                "mentor,administrator",
                "sessions::Log",
                "=>",
                "sessions::SessionView"
            ]
        );
    }

    #[test]
    fn the_json_has_what_the_lines_have() {
        let rows: serde_json::Value = serde_json::from_str(&list(true)).expect("JSON");
        let row = rows
            .as_array()
            .expect("rows")
            .iter()
            .find(|row| row["name"] == "sessions.log");
        let row = row.expect("a row");
        assert_eq!(row["kind"], "mutation");
        assert_eq!(row["roles"], serde_json::json!(["mentor", "administrator"]));
        assert_eq!(row["input"], "sessions::Log");
        assert_eq!(row["output"], "sessions::SessionView");
    }
}
