//! The table of commands, printed.

use contract::{Row, TABLE};

/// Every command, as lines for people or as JSON for programs.
pub(super) fn list(as_json: bool) -> String {
    if as_json {
        return serde_json::to_string_pretty(TABLE).expect("the table has only texts in it");
    }
    let lines: Vec<[String; 4]> = TABLE.iter().map(columns).collect();
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

fn columns(row: &Row) -> [String; 4] {
    let roles: Vec<&str> = row.roles.iter().map(domain::Role::as_str).collect();
    let roles = if roles.is_empty() {
        "anybody".to_owned()
    } else {
        roles.join(",")
    };
    // The word that the JSON has, so that both lists say the same.
    let kind = serde_json::to_value(row.kind)
        .ok()
        .and_then(|kind| kind.as_str().map(ToOwned::to_owned))
        .unwrap_or_default();
    [
        row.name.to_owned(),
        kind,
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
