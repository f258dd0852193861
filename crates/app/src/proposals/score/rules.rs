//! What a factor earns, why, and whether what it requires is met.

use domain::factors::{Factor, Rule};
use domain::names::search_key;

use super::POINT;
use super::answers::{Answer, Set};

/// So many steps away from the ideal difference nothing is earned any more.
const STEPS: f64 = 3.0;
/// A reason names at most so many entries.
const NAMED: usize = 4;

/// What a factor earns, from 0 to its weight.
pub(super) fn earned(factor: &Factor, student: &Answer, mentor: &Answer) -> i64 {
    let most = i64::from(factor.weight) * POINT;
    match factor.rule {
        Rule::Same => most * i64::from(same(student, mentor) == Some(true)),
        Rule::Different => most * i64::from(same(student, mentor) == Some(false)),
        Rule::Overlap => match (student, mentor) {
            (Answer::Set(wanted), Answer::Set(offered)) => {
                let shared = wanted.shared(offered).map(|at| wanted.weights[at]).sum();
                share(most, shared, wanted.weights.iter().sum())
            }
            (Answer::Hours(wanted), Answer::Hours(offered)) => share(
                most,
                wanted.shared_hours(offered).into(),
                wanted.hours().into(),
            ),
            _ => most * i64::from(same(student, mentor) == Some(true)),
        },
        Rule::Difference { ideal } => off(student, mentor, ideal)
            .map_or(0, |off| part(factor.weight, (1.0 - off / STEPS).max(0.0))),
        Rule::Similar => alike(student, mentor).map_or(0, |alike| part(factor.weight, alike)),
        Rule::Wished => match (wish(student, mentor), student) {
            (Some(at), Answer::Wishes(wishes)) => {
                share(most, number(wishes.len() - at), number(wishes.len()))
            }
            _ => 0,
        },
        Rule::Waiting { days } => match student {
            Answer::Waiting(waited) => share(most, (*waited).min(days.into()), i64::from(days)),
            _ => 0,
        },
    }
}

/// Whether a pair may be made as far as this factor goes. Who did not answer bars nobody.
pub(super) fn is_met(factor: &Factor, student: &Answer, mentor: &Answer) -> bool {
    if factor.required == 0 {
        return true;
    }
    match factor.rule {
        Rule::Same => same(student, mentor) != Some(false),
        Rule::Different => same(student, mentor) != Some(true),
        Rule::Overlap => in_common(student, mentor).is_none_or(|common| common >= factor.required),
        Rule::Difference { ideal } => off(student, mentor, ideal).is_none_or(|off| off < STEPS),
        Rule::Similar => {
            alike(student, mentor).is_none_or(|alike| per_cent(alike) >= factor.required)
        }
        Rule::Wished => !matches!(student, Answer::Wishes(_)) || wish(student, mentor).is_some(),
        Rule::Waiting { .. } => true,
    }
}

/// What is missing, for a factor that is not met.
pub(super) fn shortfall(factor: &Factor, student: &Answer, mentor: &Answer) -> String {
    match factor.rule {
        Rule::Same | Rule::Difference { .. } => both(student, mentor),
        Rule::Different => match (student, mentor) {
            (Answer::Set(wanted), Answer::Set(offered)) => {
                format!("Both: {}", named(wanted, offered))
            }
            (Answer::Step { word, .. }, _) => format!("Both: {word}"),
            _ => "The same on both sides".to_owned(),
        },
        Rule::Overlap => {
            let common = in_common(student, mentor).unwrap_or_default();
            let hours = matches!(student, Answer::Hours(_));
            match (common, hours) {
                (0, true) => "No hour in common".to_owned(),
                (0, false) => "Nothing in common".to_owned(),
                (_, true) => format!(
                    "{} in common, {} required",
                    count_hours(common),
                    factor.required
                ),
                (_, false) => format!("{common} in common, {} required", factor.required),
            }
        }
        Rule::Similar => format!(
            "{}% alike, {}% required",
            alike(student, mentor).map_or(0, per_cent),
            factor.required
        ),
        Rule::Wished => "Not among the student’s wishes".to_owned(),
        Rule::Waiting { .. } => String::new(),
    }
}

/// Why a factor earned what it did; empty for nothing.
pub(super) fn reason(factor: &Factor, student: &Answer, mentor: &Answer) -> String {
    if earned(factor, student, mentor) == 0 {
        return String::new();
    }
    match (student, mentor) {
        (Answer::Set(wanted), Answer::Set(offered)) => {
            if factor.rule == Rule::Different {
                format!(
                    "{} and {}",
                    wanted.words.join(", "),
                    offered.words.join(", ")
                )
            } else {
                named(wanted, offered)
            }
        }
        (Answer::Hours(wanted), Answer::Hours(offered)) => {
            format!(
                "{} a week in common",
                count_hours(wanted.shared_hours(offered))
            )
        }
        (Answer::Step { word, .. }, Answer::Step { word: other, .. }) if word == other => {
            word.clone()
        }
        (Answer::Step { word, .. }, Answer::Step { word: other, .. })
            if factor.rule == Rule::Different =>
        {
            format!("{word} and {other}")
        }
        (Answer::Step { word, .. }, Answer::Step { word: other, .. }) => {
            format!("{word} with {other}")
        }
        (Answer::Text(one), Answer::Text(other)) => {
            let common = one.common(other);
            format!(
                "Both write of {}",
                common[..common.len().min(NAMED)].join(", ")
            )
        }
        (Answer::Wishes(_), _) => match wish(student, mentor) {
            Some(0) => "First wish".to_owned(),
            Some(1) => "Second wish".to_owned(),
            Some(2) => "Third wish".to_owned(),
            Some(at) => format!("Wish {}", at + 1),
            None => String::new(),
        },
        (Answer::Waiting(1), _) => "Waiting for 1 day".to_owned(),
        (Answer::Waiting(days), _) => format!("Waiting for {days} days"),
        _ => String::new(),
    }
}

/// The entries in common, the rarest first.
fn named(wanted: &Set, offered: &Set) -> String {
    let mut common: Vec<usize> = wanted.shared(offered).collect();
    common.sort_by_key(|at| std::cmp::Reverse(wanted.weights[*at]));
    let words: Vec<&str> = common.iter().map(|at| wanted.words[*at].as_str()).collect();
    match words.len().checked_sub(NAMED) {
        Some(more @ 1..) => format!("{} and {more} more", words[..NAMED].join(", ")),
        _ => words.join(", "),
    }
}

/// "Grade 2 with Grade 9".
fn both(student: &Answer, mentor: &Answer) -> String {
    let words = |answer: &Answer| match answer {
        Answer::Set(set) => set.words.join(", "),
        Answer::Step { word, .. } => word.clone(),
        Answer::None
        | Answer::Hours(_)
        | Answer::Text(_)
        | Answer::Wishes(_)
        | Answer::Person(_)
        | Answer::Waiting(_) => String::new(),
    };
    match (words(student), words(mentor)) {
        (one, other) if one.is_empty() || other.is_empty() => "Nothing in common".to_owned(),
        (one, other) => format!("{one} with {other}"),
    }
}

fn count_hours(hours: u32) -> String {
    match hours {
        1 => "1 hour".to_owned(),
        hours => format!("{hours} hours"),
    }
}

/// `most` in the proportion of `part` to `whole`.
fn share(most: i64, part: i64, whole: i64) -> i64 {
    (most * part).checked_div(whole).unwrap_or_default()
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// So much of a weight, in thousandths of a point.
fn part(weight: u32, of: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a part of at most 100,000")]
    let earned = (f64::from(weight) * 1000.0 * of).round() as i64;
    earned
}

fn per_cent(of: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 0 to 100"
    )]
    let whole = (of * 100.0).floor() as u32;
    whole
}

/// Whether two answers agree; `None` where one is missing. Lists agree when they share an entry.
fn same(student: &Answer, mentor: &Answer) -> Option<bool> {
    match (student, mentor) {
        (Answer::Set(a), Answer::Set(b)) => Some(a.shared(b).next().is_some()),
        (Answer::Hours(a), Answer::Hours(b)) => Some(a.shared_hours(b) > 0),
        (Answer::Step { word: a, .. }, Answer::Step { word: b, .. }) => Some(a == b),
        (Answer::Set(set), Answer::Step { word, .. })
        | (Answer::Step { word, .. }, Answer::Set(set)) => Some(
            set.words
                .iter()
                .any(|other| search_key(other) == search_key(word)),
        ),
        _ => None,
    }
}

/// How many entries or hours two answers share; `None` where one is missing.
fn in_common(student: &Answer, mentor: &Answer) -> Option<u32> {
    match (student, mentor) {
        (Answer::Set(a), Answer::Set(b)) => u32::try_from(a.shared(b).count()).ok(),
        (Answer::Hours(a), Answer::Hours(b)) => Some(a.shared_hours(b)),
        _ => same(student, mentor).map(u32::from),
    }
}

/// How many steps the mentor's answer lies away from `ideal` steps above the student's; `None` where one is missing.
fn off(student: &Answer, mentor: &Answer, ideal: i32) -> Option<f64> {
    match (student, mentor) {
        (Answer::Step { at: from, .. }, Answer::Step { at: to, .. }) => {
            Some((to - from - f64::from(ideal)).abs())
        }
        _ => None,
    }
}

/// How alike two texts are; `None` where one is missing.
fn alike(student: &Answer, mentor: &Answer) -> Option<f64> {
    match (student, mentor) {
        (Answer::Text(one), Answer::Text(other)) => Some(one.alike(other)),
        _ => None,
    }
}

/// Where the mentor stands among the student's wishes, from 0.
fn wish(student: &Answer, mentor: &Answer) -> Option<usize> {
    match (student, mentor) {
        (Answer::Wishes(wishes), Answer::Person(mentor)) => {
            wishes.iter().position(|wished| wished == mentor)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
