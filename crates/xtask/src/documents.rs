//! What the documents name must be there: a file, or a test. A document that has gone stale breaks the build.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::process::{Result, output, root};

/// The documents that are looked at.
const DOCUMENTS: [&str; 5] = [
    "README.md",
    "docs/architecture.md",
    "docs/mutants.md",
    "docs/release.md",
    "docs/security.md",
];

/// Endings by which a name between backticks is taken for a file of this repository.
const ENDINGS: [&str; 4] = ["rs", "md", "toml", "png"];

/// Everything that the documents name and the repository lacks.
pub(crate) fn check() -> Result {
    let tracked = output(Command::new("git").args(["ls-files"]).current_dir(root()))?;
    let files: BTreeSet<&str> = tracked.lines().collect();
    let tests = tests(&root(), &files);
    let mut missing = Vec::new();
    for document in DOCUMENTS {
        let text = fs::read_to_string(root().join(document))?;
        missing.extend(
            absent(&text, &files, &tests)
                .into_iter()
                .map(|name| format!("{document} names what is not there: {name}")),
        );
    }
    if missing.is_empty() {
        eprintln!("xtask: what the documents name is there");
        return Ok(());
    }
    Err(missing.join("\n       ").into())
}

/// The names of all tests, with the name of the file they stand in: `tries::codes_wait_like_passwords`.
fn tests(root: &Path, files: &BTreeSet<&str>) -> BTreeSet<String> {
    let mut tests = BTreeSet::new();
    for file in files.iter().filter(|file| has_ending(file, "rs")) {
        let Ok(text) = fs::read_to_string(root.join(file)) else {
            // Deleted, and not yet committed.
            continue;
        };
        let module = module(file);
        tests.extend(tests_in(&text).map(|name| format!("{module}::{name}")));
    }
    tests
}

/// The functions that are run as tests. One without the attribute is a helper and shows nothing by itself.
fn tests_in(text: &str) -> impl Iterator<Item = &str> {
    let mut is_marked = false;
    text.lines().filter_map(move |line| {
        let line = line.trim_start();
        if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
            is_marked = true;
        }
        let mut words = line.split_whitespace().skip_while(|word| *word != "fn");
        let declared = words.nth(1)?;
        let name = declared.split(['(', '<']).next()?;
        std::mem::take(&mut is_marked).then_some(name)
    })
}

/// `crates/app/tests/app/access/mod.rs` is the module `access`.
fn module(file: &str) -> &str {
    let path = file.trim_end_matches(".rs").trim_end_matches("/mod");
    path.rsplit('/').next().unwrap_or(path)
}

fn absent(text: &str, files: &BTreeSet<&str>, tests: &BTreeSet<String>) -> Vec<String> {
    let quoted = text.split('`').skip(1).step_by(2);
    quoted
        .filter(|name| {
            if is_test(name) {
                !tests.contains(*name)
            } else if is_file(name) {
                !files
                    .iter()
                    .any(|file| file == name || file.ends_with(&format!("/{name}")))
            } else {
                false
            }
        })
        .map(ToOwned::to_owned)
        .collect()
}

/// Tests are named by sentences: `module::several_words`.
fn is_test(name: &str) -> bool {
    let Some((module, function)) = name.split_once("::") else {
        return false;
    };
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .chars()
                .all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_')
    };
    is_word(module) && is_word(function) && function.matches('_').count() >= 2
}

/// A name with `<feature>` in it stands for many.
fn is_file(name: &str) -> bool {
    !name.contains([' ', '\n', '<']) && ENDINGS.iter().any(|ending| has_ending(name, ending))
}

fn has_ending(name: &str, ending: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|found| found == ending)
}

#[cfg(test)]
mod tests {
    use super::{absent, module, tests_in};
    use std::collections::BTreeSet;

    fn check(text: &str, expected: &[&str]) {
        let files = BTreeSet::from(["docs/security.md", "crates/app/src/swap.rs"]);
        let tests = BTreeSet::from(["tries::codes_wait_like_passwords".to_owned()]);
        assert_eq!(absent(text, &files, &tests), expected, "{text}");
    }

    #[test]
    fn a_file_that_is_gone_is_named() {
        check("See `docs/security.md` and `swap.rs`.", &[]);
        check("See `docs/gone.md`.", &["docs/gone.md"]);
    }

    #[test]
    fn a_test_that_is_gone_is_named() {
        check("Shown by `tries::codes_wait_like_passwords`.", &[]);
        check(
            "Shown by `tries::codes_do_not_wait`.",
            &["tries::codes_do_not_wait"],
        );
    }

    #[test]
    fn a_helper_is_no_test() {
        let text = "
async fn cases_end_as_they_must(kinds: &[Kind]) {}

#[tokio::test(flavor = \"multi_thread\")]
async fn queries_end_as_they_must() {}

    #[test]
    #[expect(clippy::too_many_lines, reason = \"a story\")]
    fn a_story_is_told() {}
    fn a_helper_of_it<T>() {}
";
        let found: Vec<&str> = tests_in(text).collect();
        assert_eq!(found, ["queries_end_as_they_must", "a_story_is_told"]);
    }

    #[test]
    fn other_code_is_left_alone() {
        check(
            "`<feature>.rs`, `domain::policy`, `policy::allows`, `cargo xtask run`, `vault.json`",
            &[],
        );
    }

    #[test]
    fn a_module_has_the_name_of_its_file_or_folder() {
        assert_eq!(module("crates/app/tests/app/access/mod.rs"), "access");
        assert_eq!(module("crates/app/tests/app/audit.rs"), "audit");
    }
}
