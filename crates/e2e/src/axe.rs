//! Accessibility as axe-core sees it: the rules of WCAG 2.0 to 2.2, levels A and AA.

use std::fmt;
use std::path::Path;

use serde_json::{Value, json};

use crate::desk::Desk;

/// A rule that the page breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// axe's name of the rule.
    pub rule: String,
    /// What to do.
    pub help: String,
    /// The elements, as HTML, with what is wrong about each.
    pub elements: Vec<String>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule, self.help)?;
        for element in &self.elements {
            write!(f, "\n    {element}")?;
        }
        Ok(())
    }
}

impl Desk {
    /// What axe finds wrong with the page as it is now.
    pub fn violations(&self) -> Vec<Violation> {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/node_modules/axe-core/axe.min.js");
        if self.script("return typeof axe", vec![]) == "undefined" {
            let source = std::fs::read_to_string(&path).unwrap_or_else(|error| {
                panic!("no axe-core (npm ci in ui/): {}: {error}", path.display())
            });
            // As a script element the page's CSP would refuse it; the driver's own scripts are not the page's.
            self.script(&format!("{source}\nwindow.axe = axe;"), vec![]);
        }
        let found = self.script_async(
            include_str!("axe.js"),
            vec![json!([
                "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"
            ])],
        );
        let Value::Array(found) = found else {
            panic!("axe failed: {found}");
        };
        found.iter().map(violation).collect()
    }

    /// Fails with everything that axe finds wrong. `page` names the page in the message.
    #[track_caller]
    pub fn assert_accessible(&self, page: &str) {
        let violations = self.violations();
        let lines: Vec<String> = violations.iter().map(ToString::to_string).collect();
        assert!(
            violations.is_empty(),
            "{page} breaks rules:\n{}",
            lines.join("\n")
        );
    }
}

fn violation(found: &Value) -> Violation {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Violation {
        rule: text(&found["id"]),
        help: text(&found["help"]),
        elements: found["nodes"]
            .as_array()
            .map(|nodes| nodes.iter().map(text).collect())
            .unwrap_or_default(),
    }
}
