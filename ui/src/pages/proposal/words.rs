//! What the workbench says, in words: pure.

use contract::proposals::{
    Bar, Difference, Lapsed, PairView, ProposalView, Totals, UnmatchedReason,
};

use crate::pages::matching::words::points;
use crate::pages::people::words::join;
use crate::time::count;

/// "1st", "2nd", "13th".
pub(super) fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// "Waiting 12 days".
pub(super) fn waits(days: u32) -> String {
    match days {
        0 => "New today".to_owned(),
        days => format!("Waiting {}", count(days.into(), "day", "days")),
    }
}

/// "1st wish · 2 of 3 places".
pub(super) fn mentor_line(pair: &PairView) -> String {
    let places = format!(
        "{} of {}",
        pair.mentor_filled,
        count(pair.mentor_places.into(), "place", "places")
    );
    match pair.wish {
        Some(wish) => format!("{} wish · {places}", ordinal(wish)),
        None => places,
    }
}

/// "+3.2", "−2.6", "0.0".
pub(super) fn signed(value: f64) -> String {
    let text = points(value);
    // What rounds to nothing is nothing.
    if is_nothing(value) {
        "0.0".to_owned()
    } else if value > 0.0 {
        format!("+{text}")
    } else {
        text
    }
}

pub(super) fn is_nothing(value: f64) -> bool {
    value.abs() < 0.05
}

/// The colour of a gain or a loss, which its sign tells too.
pub(super) fn mood(value: f64) -> &'static str {
    if is_nothing(value) {
        "t-3"
    } else if value > 0.0 {
        "t-ok"
    } else {
        "t-bad"
    }
}

/// "1 more matched, +64.2"; "no difference".
pub(super) fn gain(difference: &Difference) -> String {
    let matched = match difference.pairs {
        0 => None,
        pairs => Some(format!(
            "{} {} matched",
            pairs.unsigned_abs(),
            if pairs > 0 { "more" } else { "fewer" }
        )),
    };
    let points = (!is_nothing(difference.points)).then(|| signed(difference.points));
    match (matched, points) {
        (None, None) => "no difference".to_owned(),
        (Some(matched), None) => matched,
        (None, Some(points)) => points,
        (Some(matched), Some(points)) => format!("{matched}, {points}"),
    }
}

/// What a lock costs: "costs 2.6", "costs nothing"; nothing where that is not known.
pub(super) fn cost(difference: Option<&Difference>) -> Option<String> {
    let difference = difference?;
    let pairs = difference.pairs.min(0).unsigned_abs();
    let mut parts = Vec::new();
    if pairs > 0 {
        parts.push(count(pairs, "match", "matches"));
    }
    if difference.points < 0.0 && !is_nothing(difference.points) {
        parts.push(points(-difference.points));
    }
    Some(if parts.is_empty() {
        "costs nothing".to_owned()
    } else {
        format!("costs {}", join(&parts))
    })
}

/// How the totals differ.
pub(super) fn between(before: &Totals, after: &Totals) -> Difference {
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    Difference {
        pairs: number(after.pairs) - number(before.pairs),
        points: after.total - before.total,
    }
}

/// Why somebody is left.
pub(super) fn reason(reason: UnmatchedReason) -> String {
    match reason {
        UnmatchedReason::NoMentor => "No mentor meets the required factors".to_owned(),
        UnmatchedReason::NoPlace => "No mentor who may be theirs has a place".to_owned(),
        UnmatchedReason::BelowLeast { by } => {
            format!("The best pair scores {} below the least", points(by))
        }
        UnmatchedReason::Outbid { by: Some(by) } if is_nothing(by) => {
            "Others got the places: a tie".to_owned()
        }
        UnmatchedReason::Outbid { by: Some(by) } => {
            format!("Others got the places: outbid by {}", points(by))
        }
        UnmatchedReason::Outbid { by: None } => "Others got the places".to_owned(),
    }
}

/// What bars a pair, as a sentence.
pub(super) fn bar(bar: &Bar, student: &str, mentor: &str) -> String {
    match bar {
        Bar::SamePerson => "Nobody is their own mentor".to_owned(),
        Bar::StudentGone => format!("{student} does not wait for a mentor"),
        Bar::MentorGone => format!("{mentor} has no free place"),
        Bar::NoPlace => format!("{mentor} has no place in this proposal"),
        Bar::Excluded { reason, made } => {
            let by = if made.by.is_empty() {
                String::new()
            } else {
                format!(", by {}", made.by)
            };
            let reason = if reason.is_empty() {
                String::new()
            } else {
                format!(": {reason}")
            };
            format!("Never to be a pair{by}{reason}")
        }
        Bar::Required { name, why, .. } => format!("{name}: {why}"),
        Bar::StudentLocked { with } => format!("{student} is locked with {}", join(with)),
        Bar::MentorLocked { with } => format!("{mentor} is locked with {}", join(with)),
    }
}

/// Why a rule does not count now.
pub(super) fn lapsed(lapsed: Lapsed) -> &'static str {
    match lapsed {
        Lapsed::StudentGone => "does not count now: the student does not wait any more",
        Lapsed::MentorGone => "does not count now: the mentor has no free place",
        Lapsed::NoPlace => "does not count now: no place is left",
        Lapsed::Barred => "does not count now: a required factor bars the pair",
    }
}

/// "0.04 seconds".
pub(super) fn took(milliseconds: u64) -> String {
    match milliseconds {
        0..10 => "under 0.01 seconds".to_owned(),
        10..10_000 => format!(
            "{}.{:02} seconds",
            milliseconds / 1000,
            milliseconds % 1000 / 10
        ),
        _ => format!("{} seconds", milliseconds / 1000),
    }
}

/// "highest of 46", "rank 12 of 46".
pub(super) fn rank(view: &ProposalView, pair: usize) -> String {
    let (score, count) = (view.pairs[pair].score, view.pairs.len());
    let better = view
        .pairs
        .iter()
        .filter(|other| other.score > score)
        .count();
    if count < 2 {
        "the only pair".to_owned()
    } else if better == 0 {
        format!("highest of {count}")
    } else if view.pairs.iter().all(|other| other.score >= score) {
        format!("lowest of {count}")
    } else {
        format!("rank {} of {count}", better + 1)
    }
}

/// Which factors carry the pair, and what the student wished, in sentences.
pub(super) fn summary(view: &ProposalView, pair: &PairView) -> String {
    let mut earned: Vec<(f64, &str)> = view
        .factors
        .iter()
        .zip(&pair.points)
        .filter(|(_, points)| **points > 0.0)
        .map(|(factor, points)| (*points, factor.name.as_str()))
        .collect();
    earned.sort_by(|a, b| b.0.total_cmp(&a.0));
    let best: Vec<String> = earned
        .iter()
        .take(2)
        .map(|(earned, name)| format!("{name} ({})", points(*earned)))
        .collect();
    let why = if best.is_empty() {
        "No factor speaks for this pair: it fills a free place.".to_owned()
    } else {
        format!("Most points come from {}.", join(&best))
    };
    let place = match (pair.wish, pair.rank) {
        (Some(wish), _) => format!("the student’s {} wish", ordinal(wish)),
        (None, 1) => "the student’s best match".to_owned(),
        (None, rank) => format!("the student’s {} best match", ordinal(rank)),
    };
    format!("{why} The mentor is {place}.")
}

#[cfg(test)]
mod tests {
    use super::super::samples::view;
    use super::*;

    #[test]
    fn numbers_have_their_endings() {
        let said: Vec<String> = [1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(ordinal).to_vec();
        assert_eq!(
            said,
            [
                "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th"
            ]
        );
    }

    #[test]
    fn differences_have_signs_and_nothing_is_said_plainly() {
        assert_eq!(signed(3.24), "+3.2");
        assert_eq!(signed(-2.6), "−2.6");
        assert_eq!(signed(-0.01), "0.0");
        let difference = |pairs, points| Difference { pairs, points };
        assert_eq!(gain(&difference(1, 64.2)), "1 more matched, +64.2");
        assert_eq!(gain(&difference(-2, -0.0)), "2 fewer matched");
        assert_eq!(gain(&difference(0, 0.0)), "no difference");
        assert_eq!(
            cost(Some(&difference(-1, -2.6))).as_deref(),
            Some("costs 1 match and 2.6")
        );
        assert_eq!(
            cost(Some(&difference(0, 0.0))).as_deref(),
            Some("costs nothing")
        );
        assert_eq!(cost(None), None);
    }

    #[test]
    fn a_proof_says_how_long_it_took() {
        assert_eq!(took(3), "under 0.01 seconds");
        assert_eq!(took(40), "0.04 seconds");
        assert_eq!(took(1_234), "1.23 seconds");
        assert_eq!(took(12_000), "12 seconds");
    }

    #[test]
    fn everybody_who_is_left_gets_a_reason() {
        let outbid = |by| reason(UnmatchedReason::Outbid { by });
        assert_eq!(outbid(Some(4.25)), "Others got the places: outbid by 4.2");
        assert_eq!(outbid(Some(0.0)), "Others got the places: a tie");
        assert_eq!(outbid(None), "Others got the places");
        assert_eq!(
            reason(UnmatchedReason::BelowLeast { by: 7.5 }),
            "The best pair scores 7.5 below the least"
        );
    }

    #[test]
    fn a_pair_is_told_with_its_place_in_the_cohort() {
        let view = view(&[(1, 2, 9.0), (3, 4, 7.0), (5, 6, 8.0)]);
        assert_eq!(rank(&view, 0), "highest of 3");
        assert_eq!(rank(&view, 1), "lowest of 3");
        assert_eq!(rank(&view, 2), "rank 2 of 3");
        assert_eq!(
            summary(&view, &view.pairs[0]),
            "No factor speaks for this pair: it fills a free place. The mentor is the student’s best match."
        );
    }
}
