//! What kind of answer a column's values are.

use std::collections::{BTreeMap, BTreeSet};

use domain::Tag;
use domain::fields::{FieldKind, split_list};
use domain::names::search_key;
use domain::numbers::parse_number;

use super::options;
use super::words::yes_or_no;

/// A choice has at most this many options: a longer list is better typed than chosen from.
const MOST_OPTIONS: usize = 60;

/// Guesses the kind of a column from its values that are not empty.
///
/// A list inside a cell is told from prose by its entries coming back: in other cells, and short. A choice is told from
/// text the same way. A value that every row shares tells people apart by nothing and stays text.
pub(crate) fn kind(values: &[&str]) -> FieldKind {
    if values.is_empty() {
        return FieldKind::Text;
    }
    if values.iter().all(|value| is_number(value)) {
        return FieldKind::Number;
    }
    let distinct: BTreeSet<String> = values
        .iter()
        .map(|value| search_key(value.trim()))
        .collect();
    let short = values.iter().all(|value| is_entry(value));
    // Known answers make a choice however few rows there are.
    if short
        && (values.iter().all(|value| yes_or_no(value).is_some())
            || options::are_of_one_scale(values))
    {
        return FieldKind::Choice;
    }
    if are_lists(values) {
        return FieldKind::Choices;
    }
    let few =
        distinct.len() > 1 && distinct.len() <= MOST_OPTIONS && distinct.len() * 2 <= values.len();
    if short && few {
        FieldKind::Choice
    } else {
        FieldKind::Text
    }
}

/// A quantity: no leading zero or plus (a telephone, a staff number) and not so long that it must be an identifier.
fn is_number(value: &str) -> bool {
    let value = value.trim();
    let identifier = value.starts_with('+')
        || (value.len() > 1
            && value.starts_with('0')
            && !value.starts_with("0.")
            && !value.starts_with("0,"))
        || value.len() > 9;
    let digits = value
        .trim_start_matches('-')
        .starts_with(|c: char| c.is_ascii_digit());
    // Number words count ("Two"), but "No" is an answer to another question.
    !identifier
        && parse_number(value).is_ok()
        && (digits || !["no", "none"].contains(&value.to_lowercase().as_str()))
}

fn is_entry(value: &str) -> bool {
    !value.contains('\n')
        && value.chars().count() <= Tag::LONGEST
        && value.split_whitespace().count() <= 8
}

fn are_lists(values: &[&str]) -> bool {
    let cells: Vec<Vec<String>> = values.iter().map(|value| split_list(value)).collect();
    let lists = cells.iter().filter(|entries| entries.len() > 1).count();
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for entry in cells.iter().flatten() {
        *uses.entry(search_key(entry)).or_default() += 1;
    }
    let repeated: usize = uses.values().filter(|count| **count > 1).sum();
    let entries: usize = uses.values().sum();
    // One list among a hundred single answers is a comma; three quarters of all entries must be somebody else's too.
    lists * 20 >= values.len()
        && lists > 0
        && uses.len() > 1
        && uses.len() <= MOST_OPTIONS
        && repeated * 4 >= entries * 3
        && cells.iter().flatten().all(|entry| is_entry(entry))
}
