//! Which of our crates may know which. The arrows of `docs/architecture.md`, as a table that a build breaks on.

use serde_json::Value;

/// The root package: the shell.
const SHELL: &str = "mentorship-desk";

/// A crate and all that it may depend on. A crate without a line here is not allowed to exist.
const ALLOWED: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("matching", &[]),
    ("migrations", &[]),
    ("vault", &[]),
    ("away", &[]),
    ("contract", &["domain"]),
    ("ui", &["contract", "domain"]),
    ("store", &["domain", "migrations"]),
    ("app", &["contract", "domain", "store", "matching", "vault"]),
    (SHELL, &["app", "away", "contract", "domain", "vault"]),
    ("e2e", &["contract", "traces"]),
    (
        "bench",
        &["app", "contract", "domain", "store", "matching", "vault"],
    ),
    ("bench-matching", &["matching"]),
    ("faults", &[]),
    ("traces", &[]),
    (
        "torture",
        &[
            "app",
            "bench",
            "contract",
            "domain",
            "migrations",
            "store",
            "traces",
            "vault",
        ],
    ),
    ("xtask", &[]),
];

/// Libraries that only one of our crates may name, and why that is worth a rule.
const RIM: &[(&str, &str, &str)] = &[
    ("tauri", SHELL, "everything else must run without a window"),
    ("yew", "ui", "the window's library stays in the window"),
    ("keyring-core", "vault", "secrets have one home"),
    ("argon2", "vault", "passwords are hashed in one place"),
];

/// One crate of ours and the name of something that it depends on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Edge {
    from: String,
    to: String,
}

/// Every dependency of our crates as `cargo metadata --no-deps` tells them: normal, build and development ones alike,
/// because a test that reaches around the house is also a way around it.
pub(crate) fn edges(metadata: &Value) -> Vec<Edge> {
    let mut edges = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            if let (Some(from), Some(to)) = (package["name"].as_str(), dependency["name"].as_str())
            {
                edges.push(Edge {
                    from: from.to_owned(),
                    to: to.to_owned(),
                });
            }
        }
    }
    edges
}

/// What is wrong with these dependencies, a sentence each.
pub(crate) fn violations(edges: &[Edge]) -> Vec<String> {
    let mut violations: Vec<String> = edges
        .iter()
        .filter_map(|edge| ours(edge).or_else(|| rim(edge)))
        .collect();
    violations.sort();
    violations.dedup();
    violations
}

fn ours(Edge { from, to }: &Edge) -> Option<String> {
    let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| name == from) else {
        return Some(format!("a crate without a place in the table: {from}"));
    };
    // A crate names itself to have a feature of its own on in its tests.
    let is_another = from != to && ALLOWED.iter().any(|(name, _)| name == to);
    (is_another && !allowed.contains(&to.as_str()))
        .then(|| format!("{from} must not depend on {to}"))
}

fn rim(Edge { from, to }: &Edge) -> Option<String> {
    RIM.iter().find_map(|(library, home, why)| {
        let is_it = to == library
            || to
                .strip_prefix(library)
                .is_some_and(|rest| rest.starts_with('-'));
        (is_it && from != home).then(|| format!("{from} must not depend on {to}: {why}"))
    })
}

#[cfg(test)]
mod tests {
    use super::{edges, violations};
    use serde_json::json;

    fn check(from: &str, to: &str, expected: &[&str]) {
        let metadata =
            json!({"packages": [{"name": from, "dependencies": [{"name": to, "kind": null}]}]});
        assert_eq!(violations(&edges(&metadata)), expected, "{from} → {to}");
    }

    #[test]
    fn arrows_of_the_design_are_allowed() {
        for (from, to) in [
            ("ui", "contract"),
            ("contract", "domain"),
            ("store", "migrations"),
            ("app", "vault"),
            ("mentorship-desk", "app"),
            ("mentorship-desk", "tauri-build"),
            ("ui", "yew-router"),
            ("domain", "serde"),
            ("vault", "vault"),
        ] {
            check(from, to, &[]);
        }
    }

    #[test]
    fn every_other_arrow_is_named() {
        check(
            "domain",
            "contract",
            &["domain must not depend on contract"],
        );
        check("ui", "app", &["ui must not depend on app"]);
        check("app", "migrations", &["app must not depend on migrations"]);
        check(
            "mentorship-desk",
            "store",
            &["mentorship-desk must not depend on store"],
        );
        check("xtask", "domain", &["xtask must not depend on domain"]);
        check(
            "app",
            "mentorship-desk",
            &["app must not depend on mentorship-desk"],
        );
    }

    #[test]
    fn libraries_of_the_rim_stay_there() {
        let window = "everything else must run without a window";
        check(
            "app",
            "tauri",
            &[&format!("app must not depend on tauri: {window}")],
        );
        check(
            "vault",
            "tauri-plugin-store",
            &[&format!(
                "vault must not depend on tauri-plugin-store: {window}"
            )],
        );
        check(
            "ui",
            "tauri",
            &[&format!("ui must not depend on tauri: {window}")],
        );
    }

    #[test]
    fn a_crate_nobody_placed_is_refused() {
        check(
            "helpers",
            "serde",
            &["a crate without a place in the table: helpers"],
        );
    }
}
