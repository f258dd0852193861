//! The table of commands, printed.

use contract::{
    Kind, TABLE, accounts, audit, backups, drafts, fields, for_each_command, goals, imports, jobs,
    matches, people, preferences, programmes, proposals, reports, sessions,
};
use domain::Role;
use serde::Serialize;
use serde_aux::serde_introspection::serde_introspect;

macro_rules! fields_of {
    ($($kind:ident $name:literal $feature:ident :: $input:ident => $output:ty, [$($role:ident),*];)*) => {
        /// The names that a command's input can have, as JSON spells them.
        fn fields_of(name: &str) -> &'static [&'static str] {
            match name {
                $($name => serde_introspect::<$feature::$input>(),)*
                _ => &[],
            }
        }
    };
}

for_each_command!(fields_of);

/// A row as people and programs get it.
#[derive(Serialize)]
struct Row {
    name: &'static str,
    kind: Kind,
    roles: Vec<&'static str>,
    input: String,
    fields: &'static [&'static str],
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
            fields: fields_of(row.name),
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
        format!(
            "{} {{ {} }} => {}",
            row.input,
            row.fields.join(", "),
            row.output
        )
        .replace("{  }", "{}"),
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
                "{",
                "of,",
                "starts_at,",
                "minutes,",
                "place,",
                "topics,",
                "notes,",
                "draft",
                "}",
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
        let fields = serde_json::json!([
            "of",
            "starts_at",
            "minutes",
            "place",
            "topics",
            "notes",
            "draft"
        ]);
        assert_eq!(row["fields"], fields);
        assert_eq!(row["output"], "sessions::SessionView");
    }
}
