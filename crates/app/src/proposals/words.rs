//! Rules, goals and factors as they are stored and as they are called.

use contract::proposals::{Difference, Goal, Lapsed};
use domain::factors::Factor;
use store::fields::Field;

use super::factors;
use super::score::POINT;

/// Thousandths as points.
#[expect(clippy::cast_precision_loss, reason = "totals stay far below 2^53")]
pub(super) fn points(thousandths: i64) -> f64 {
    thousandths as f64 / POINT as f64
}

pub(super) fn difference(pairs: i64, thousandths: i64) -> Difference {
    Difference {
        pairs,
        points: points(thousandths),
    }
}

/// As stored.
pub(super) fn goal_word(goal: Goal) -> &'static str {
    match goal {
        Goal::BestTotal => "best_total",
        Goal::MostMatched => "most_matched",
        Goal::Fairest => "fairest",
        Goal::Preferences => "preferences",
        Goal::Stable => "stable",
    }
}

pub(super) fn goal(word: &str) -> Goal {
    let known = Goal::ALL.into_iter().find(|goal| goal_word(*goal) == word);
    known.unwrap_or_default()
}

const LAPSED: [(Lapsed, &str); 4] = [
    (Lapsed::StudentGone, "student_gone"),
    (Lapsed::MentorGone, "mentor_gone"),
    (Lapsed::NoPlace, "no_place"),
    (Lapsed::Barred, "barred"),
];

/// As stored.
pub(super) fn lapsed_word(lapsed: Lapsed) -> String {
    let known = LAPSED.iter().find(|(known, _)| *known == lapsed);
    known.map_or_else(String::new, |(_, word)| (*word).to_owned())
}

pub(super) fn lapsed(word: Option<&str>) -> Option<Lapsed> {
    let word = word?;
    let known = LAPSED.iter().find(|(_, known)| *known == word);
    known.map(|(lapsed, _)| *lapsed)
}

/// Such as "Interests and expertise".
pub(super) fn factor_name(factor: Factor, fields: &[Field]) -> String {
    let (student, mentor) = (
        factors::name(factor.student, fields),
        factors::name(factor.mentor, fields),
    );
    if student == mentor {
        student
    } else {
        format!("{student} and {}", mentor.to_lowercase())
    }
}
