use domain::factors::Source;
use domain::{Availability, PersonId};
use uuid::Uuid;

use super::super::rarity::weigh;
use super::super::texts::Text;
use super::*;

fn step(at: f64) -> Answer {
    Answer::Step {
        at,
        word: at.to_string(),
    }
}

fn set(keys: &[u32]) -> Answer {
    Answer::Set(Set {
        keys: keys.to_vec(),
        words: keys.iter().map(|key| format!("w{key}")).collect(),
        weights: vec![1; keys.len()],
    })
}

fn hours(hours: std::ops::Range<usize>) -> Answer {
    Answer::Hours(hours.fold(Availability::default(), |mask, hour| mask.with(hour, true)))
}

fn text(text: &str) -> Answer {
    Answer::Text(Text::read(std::iter::once(text)).unwrap())
}

fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(number))
}

fn factor(rule: Rule, required: u32) -> Factor {
    Factor {
        student: Source::Interests,
        mentor: Source::Expertise,
        rule,
        weight: 12,
        required,
    }
}

#[test]
fn factors_earn_by_their_rule() {
    #[track_caller]
    fn check(rule: Rule, student: &Answer, mentor: &Answer, points: i64, why: &str) {
        let factor = factor(rule, 0);
        assert_eq!(earned(&factor, student, mentor), points * POINT);
        assert_eq!(reason(&factor, student, mentor), why);
        assert!(is_met(&factor, student, mentor), "nothing is required");
    }
    let one_to_six = &set(&[1, 2, 3, 4, 5, 6]);
    let overlap = Rule::Overlap;
    check(overlap, &set(&[1, 2, 3]), &set(&[2, 3, 9]), 8, "w2, w3");
    check(overlap, &set(&[1]), &set(&[2]), 0, "");
    check(overlap, &Answer::None, &set(&[2]), 0, "");
    check(
        overlap,
        one_to_six,
        one_to_six,
        12,
        "w1, w2, w3, w4 and 2 more",
    );
    check(
        overlap,
        &hours(0..4),
        &hours(3..9),
        3,
        "1 hour a week in common",
    );
    check(Rule::Same, &step(2.0), &step(2.0), 12, "2");
    check(Rule::Same, &step(2.0), &step(3.0), 0, "");
    check(Rule::Different, &step(2.0), &step(3.0), 12, "2 and 3");
    check(Rule::Different, &Answer::None, &step(3.0), 0, "");
    let two_up = Rule::Difference { ideal: 2 };
    check(two_up, &step(1.0), &step(3.0), 12, "1 with 3");
    check(two_up, &step(1.0), &step(2.0), 8, "1 with 2");
    check(two_up, &step(3.0), &step(1.0), 0, "");
    check(Rule::Difference { ideal: 1 }, &set(&[1]), &step(1.0), 0, "");
    let similar = Rule::Similar;
    check(
        similar,
        &text("Nursing"),
        &text("nursing"),
        12,
        "Both write of nursing",
    );
    check(similar, &text("Nursing"), &text("law"), 0, "");
    check(similar, &Answer::None, &text("law"), 0, "");
    let wishes = &Answer::Wishes(vec![person(1), person(2), person(3), person(4)]);
    let mentor = |number| Answer::Person(person(number));
    check(Rule::Wished, wishes, &mentor(1), 12, "First wish");
    check(Rule::Wished, wishes, &mentor(2), 9, "Second wish");
    check(Rule::Wished, wishes, &mentor(4), 3, "Wish 4");
    check(Rule::Wished, wishes, &mentor(9), 0, "");
    check(Rule::Wished, &Answer::None, &mentor(1), 0, "");
    let year = Rule::Waiting { days: 360 };
    check(year, &Answer::Waiting(0), &Answer::Waiting(9), 0, "");
    check(
        year,
        &Answer::Waiting(90),
        &Answer::None,
        3,
        "Waiting for 90 days",
    );
    check(
        year,
        &Answer::Waiting(999),
        &Answer::None,
        12,
        "Waiting for 999 days",
    );
}

#[test]
fn required_factors_bar_whoever_answered_and_misses_them() {
    #[track_caller]
    fn check(rule: Rule, required: u32, student: &Answer, mentor: &Answer, missing: Option<&str>) {
        let factor = factor(rule, required);
        assert_eq!(is_met(&factor, student, mentor), missing.is_none());
        if let Some(missing) = missing {
            assert_eq!(shortfall(&factor, student, mentor), missing);
        }
        assert!(is_met(&factor, &Answer::None, mentor), "who did not answer");
        assert!(is_met(&factor, student, &Answer::None) || rule == Rule::Wished);
    }
    let (same, different, overlap) = (Rule::Same, Rule::Different, Rule::Overlap);
    check(same, 1, &step(1.0), &step(1.0), None);
    check(same, 1, &step(1.0), &step(2.0), Some("1 with 2"));
    check(different, 1, &step(1.0), &step(2.0), None);
    check(different, 1, &step(1.0), &step(1.0), Some("Both: 1"));
    // A topic that a mentor will not take.
    check(different, 1, &set(&[1, 2]), &set(&[2, 3]), Some("Both: w2"));
    check(overlap, 1, &set(&[1, 2]), &set(&[2]), None);
    check(
        overlap,
        1,
        &set(&[1]),
        &set(&[2]),
        Some("Nothing in common"),
    );
    check(
        overlap,
        2,
        &set(&[1, 2]),
        &set(&[2]),
        Some("1 in common, 2 required"),
    );
    check(overlap, 4, &hours(0..6), &hours(2..9), None);
    check(
        overlap,
        4,
        &hours(0..6),
        &hours(4..9),
        Some("2 hours in common, 4 required"),
    );
    check(
        overlap,
        4,
        &hours(0..6),
        &hours(8..9),
        Some("No hour in common"),
    );
    let up = Rule::Difference { ideal: 1 };
    check(up, 1, &step(1.0), &step(4.0), None);
    check(up, 1, &step(1.0), &step(5.0), Some("1 with 5"));
    check(Rule::Similar, 70, &text("nursing law"), &text("law"), None);
    check(
        Rule::Similar,
        71,
        &text("nursing law"),
        &text("law"),
        Some("70% alike, 71% required"),
    );
    let wishes = Answer::Wishes(vec![person(1)]);
    check(Rule::Wished, 1, &wishes, &Answer::Person(person(1)), None);
    check(
        Rule::Wished,
        1,
        &wishes,
        &Answer::Person(person(2)),
        Some("Not among the student’s wishes"),
    );
}

#[test]
fn a_rare_entry_in_common_earns_more_than_a_frequent_one() {
    // Everybody has 1, one student and one mentor have 2.
    let mut answers = [set(&[1, 2]), set(&[1]), set(&[1]), set(&[2])];
    let mut column: Vec<&mut Answer> = answers.iter_mut().collect();
    weigh(&mut column, &[true; 4]);
    let factor = factor(Rule::Overlap, 0);
    let [student, _, frequent, rare] = &answers;
    let (frequent, rare) = (
        earned(&factor, student, frequent),
        earned(&factor, student, rare),
    );
    // ln(1 + 4/3) = 0.847 and ln(1 + 4/2) = 1.099, of 1.946.
    assert_eq!((frequent, rare), (5223, 6776));
}
