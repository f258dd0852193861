//! What a cohort has in common counts little: entries and words weigh the more, the fewer people have them.

use std::collections::{BTreeMap, HashMap};

use super::answers::Answer;

/// Weighs one factor's answers, both sides together. Only people who are `counted` make an entry common.
pub(super) fn weigh(answers: &mut [&mut Answer], counted: &[bool]) {
    let mut entries: HashMap<u32, u32> = HashMap::new();
    let mut words: BTreeMap<String, u32> = BTreeMap::new();
    let (mut sets, mut texts) = (0_u32, 0_u32);
    for (answer, counted) in answers.iter().zip(counted) {
        match answer {
            Answer::Set(set) if *counted => {
                sets += 1;
                for key in &set.keys {
                    *entries.entry(*key).or_default() += 1;
                }
            }
            Answer::Text(text) if *counted => {
                texts += 1;
                for word in text.keys() {
                    *words.entry(word.to_owned()).or_default() += 1;
                }
            }
            Answer::Set(_)
            | Answer::Text(_)
            | Answer::None
            | Answer::Hours(_)
            | Answer::Step { .. }
            | Answer::Wishes(_)
            | Answer::Person(_)
            | Answer::Waiting(_) => {}
        }
    }
    for answer in answers {
        match &mut **answer {
            Answer::Set(set) => {
                set.weights = set
                    .keys
                    .iter()
                    .map(|key| entry(sets, entries.get(key).copied().unwrap_or_default()))
                    .collect();
            }
            Answer::Text(text) => {
                text.weigh(|key| word(texts, words.get(key).copied().unwrap_or_default()));
            }
            Answer::None
            | Answer::Hours(_)
            | Answer::Step { .. }
            | Answer::Wishes(_)
            | Answer::Person(_)
            | Answer::Waiting(_) => {}
        }
    }
}

/// ln(1 + people / people who have it), in thousandths: about 0.7 for what everybody has. Whole numbers, so that the
/// shares made of them are the same on every computer.
fn entry(people: u32, having: u32) -> i64 {
    let share = f64::from(people) / f64::from(having.max(1));
    #[expect(clippy::cast_possible_truncation, reason = "a logarithm is small")]
    let weight = (share.ln_1p() * 1000.0).round() as i64;
    weight.max(1)
}

/// The smoothed inverse document frequency of scikit-learn: ln((1 + texts) / (1 + texts that have it)) + 1.
fn word(texts: u32, having: u32) -> f64 {
    ((1.0 + f64::from(texts)) / (1.0 + f64::from(having))).ln() + 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_entries_count_more() {
        assert_eq!(entry(4, 4), 693);
        assert_eq!(entry(4, 1), 1609);
        assert_eq!(entry(0, 0), 1);
        assert!((word(3, 3) - 1.0).abs() < 1e-12);
        assert!((word(3, 1) - 1.693_147).abs() < 1e-6);
    }
}
