//! The options of a choice, and their order.
//!
//! The order matters: the rule "difference" counts the steps between two options. Where the values are of a scale that
//! is known (grades of the UK civil service, school years, levels, agreement …) the options take the scale's order, and
//! the steps between the lowest and the highest that nobody chose are filled in, so that distances are right. Any other
//! options go by the alphabet, with the numbers inside them compared as numbers ("Year 9" before "Year 10"): the
//! order of the rows says nothing, and two files with the same people should make the same field.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use domain::names::search_key;

/// The steps of a scale, lowest first; each with its other spellings.
type Scale = &'static [&'static [&'static str]];

const SCALES: [Scale; 9] = [
    // https://www.gov.uk/government/publications/civil-service-grades: the grades from AA to SCS4.
    &[
        &["AA", "Administrative Assistant"],
        &["AO", "Administrative Officer"],
        &["EO", "Executive Officer"],
        &["HEO", "Higher Executive Officer"],
        &["SEO", "Senior Executive Officer"],
        &["Grade 7", "G7"],
        &["Grade 6", "G6"],
        &["SCS1", "SCS 1", "SCS PB1", "Deputy Director"],
        &["SCS2", "SCS 2", "SCS PB2", "Director"],
        &["SCS3", "SCS 3", "SCS PB3", "Director General"],
        &["SCS4", "SCS 4", "Permanent Secretary"],
    ],
    &[&["Freshman"], &["Sophomore"], &["Junior"], &["Senior"]],
    &[
        &["First year", "1st year"],
        &["Second year", "2nd year"],
        &["Third year", "3rd year"],
        &["Fourth year", "4th year"],
        &["Fifth year", "5th year"],
    ],
    &[
        &["Bachelor", "Bachelor's", "BA", "BSc"],
        &["Master", "Master's", "MA", "MSc"],
        &["Doctorate", "PhD"],
    ],
    &[
        &["None"],
        &["Beginner", "Novice", "Basic"],
        &["Intermediate"],
        &["Advanced"],
        &["Expert"],
    ],
    &[
        &["Very low"],
        &["Low"],
        &["Medium", "Moderate"],
        &["High"],
        &["Very high"],
    ],
    &[
        &["Strongly disagree"],
        &["Disagree"],
        &["Neither agree nor disagree", "Neutral"],
        &["Agree"],
        &["Strongly agree"],
    ],
    &[
        &["Never"],
        &["Rarely"],
        &["Sometimes"],
        &["Often"],
        &["Always"],
    ],
    &[
        &["Daily"],
        &["Weekly"],
        &["Every two weeks", "Fortnightly", "Biweekly"],
        &["Monthly"],
        &["Quarterly"],
        &["Yearly"],
    ],
];

/// Whether all values, and at least two different ones, are steps of one scale.
pub(crate) fn are_of_one_scale(values: &[&str]) -> bool {
    let distinct: BTreeSet<String> = values
        .iter()
        .map(|value| search_key(value.trim()))
        .collect();
    distinct.len() > 1 && scale_of(distinct.iter().map(String::as_str)).is_some()
}

/// The options of a new field for these values; the first spelling of each stays.
pub(crate) fn ordered<'a>(values: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut options: Vec<String> = values
        .into_iter()
        .filter(|value| seen.insert(search_key(value)))
        .map(str::to_owned)
        .collect();
    if options.len() > 1
        && let Some(scale) = scale_of(options.iter().map(String::as_str))
    {
        let steps: BTreeSet<usize> = options
            .iter()
            .filter_map(|option| step(scale, option))
            .collect();
        let between = steps.first().copied().unwrap_or(0)..steps.last().copied().unwrap_or(0);
        options.extend(
            between
                .filter(|at| !steps.contains(at))
                .map(|at| scale[at][0].to_owned()),
        );
        options.sort_by_key(|option| step(scale, option));
    } else {
        options.sort_by(|a, b| natural(a, b));
    }
    options
}

/// The options of an existing field with those added that it lacks: at their places where old and new ones are of one
/// scale and the old ones are in its order, at the end otherwise, for an administrator may have chosen the old order.
pub(crate) fn extended<'a>(
    existing: &[String],
    values: impl IntoIterator<Item = &'a str>,
) -> Vec<String> {
    let known: BTreeSet<String> = existing.iter().map(|option| search_key(option)).collect();
    let added: Vec<&str> = values
        .into_iter()
        .filter(|value| !known.contains(&search_key(value)))
        .collect();
    if added.is_empty() {
        return existing.to_vec();
    }
    let all = || {
        existing
            .iter()
            .map(String::as_str)
            .chain(added.iter().copied())
    };
    if let Some(scale) = scale_of(all())
        && existing.is_sorted_by_key(|option| step(scale, option))
    {
        return ordered(all());
    }
    existing.iter().cloned().chain(ordered(added)).collect()
}

fn scale_of<'a>(values: impl Iterator<Item = &'a str> + Clone) -> Option<Scale> {
    SCALES
        .into_iter()
        .find(|scale| values.clone().all(|value| step(scale, value).is_some()))
}

fn step(scale: Scale, value: &str) -> Option<usize> {
    let key = search_key(value.trim());
    scale
        .iter()
        .position(|spellings| spellings.iter().any(|spelling| search_key(spelling) == key))
}

/// Compares as people do: without case and accents, runs of digits by what they count.
fn natural(a: &str, b: &str) -> Ordering {
    let (a_parts, b_parts) = (parts(a), parts(b));
    a_parts.cmp(&b_parts).then_with(|| a.cmp(b))
}

/// A text cut into runs of digits (by length without leading zeros, then by digits) and runs of the rest.
fn parts(text: &str) -> Vec<(bool, usize, String)> {
    let mut parts: Vec<(bool, usize, String)> = Vec::new();
    for c in search_key(text).chars() {
        let word = !c.is_ascii_digit();
        match parts.last_mut() {
            Some((kind, _, run)) if *kind == word => run.push(c),
            _ => parts.push((word, 0, c.to_string())),
        }
    }
    for (word, length, run) in &mut parts {
        if !*word {
            *run = run.trim_start_matches('0').to_owned();
            *length = run.len();
        }
    }
    parts
}
