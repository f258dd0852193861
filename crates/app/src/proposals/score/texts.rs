//! Free texts: the cosine of their words, each weighed by how often the text has it and how few texts have it (TF-IDF,
//! Salton and Buckley 1988).

use std::collections::BTreeMap;

use domain::names::search_key;

/// A text as its words, in their order, and its direction.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
    /// At least one.
    words: Vec<Word>,
}

#[derive(Debug, Clone, PartialEq)]
struct Word {
    /// Lower case without accents.
    key: String,
    /// As it was first written in this text, in lower case.
    written: String,
    times: u32,
    /// Its part of the direction; all of them squared are 1 together.
    weight: f64,
}

impl Text {
    /// `None` for a text without words.
    pub(super) fn read<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Self> {
        let mut found: BTreeMap<String, (String, u32)> = BTreeMap::new();
        for text in texts {
            for written in words(text) {
                let entry = found
                    .entry(search_key(&written))
                    .or_insert((written.to_lowercase(), 0));
                entry.1 += 1;
            }
        }
        let mut text = Self {
            words: found
                .into_iter()
                .map(|(key, (written, times))| Word {
                    key,
                    written,
                    times,
                    weight: 0.0,
                })
                .collect(),
        };
        text.weigh(|_| 1.0);
        (!text.words.is_empty()).then_some(text)
    }

    /// Its different words.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.key.as_str())
    }

    /// Weighs each word by how often it is here and by what `rarity` says of it.
    pub(super) fn weigh(&mut self, rarity: impl Fn(&str) -> f64) {
        for word in &mut self.words {
            word.weight = f64::from(word.times) * rarity(&word.key);
        }
        let length = self
            .words
            .iter()
            .map(|word| word.weight * word.weight)
            .sum::<f64>()
            .sqrt();
        for word in &mut self.words {
            word.weight /= length;
        }
    }

    /// How alike two texts are, from 0 (no word in common) to 1 (the same words equally often).
    pub(super) fn alike(&self, other: &Self) -> f64 {
        // Summed in the order of the words, so that the same texts give the same number whoever else is there.
        let sum: f64 = self
            .shared(other)
            .map(|(word, other)| word.weight * other.weight)
            .sum();
        sum.clamp(0.0, 1.0)
    }

    /// The words that make two texts alike, those that do most first.
    pub(super) fn common<'a>(&'a self, other: &'a Self) -> Vec<&'a str> {
        let mut common: Vec<(f64, &str)> = self
            .shared(other)
            .map(|(word, other)| (word.weight * other.weight, word.written.as_str()))
            .collect();
        common.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        common.into_iter().map(|(_, word)| word).collect()
    }

    /// Both lists are sorted: one walk along them.
    fn shared<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (&'a Word, &'a Word)> {
        let mut rest = other.words.iter().peekable();
        self.words.iter().filter_map(move |word| {
            while rest.next_if(|other| other.key < word.key).is_some() {}
            rest.next_if(|other| other.key == word.key)
                .map(|other| (word, other))
        })
    }
}

/// The words of a text as written: runs of letters and digits of at least two. In scripts that write no spaces between
/// words, every two neighbouring signs are one.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for run in text.split(|c: char| !is_of_word(c)) {
        let signs: Vec<char> = run.chars().collect();
        for part in signs.chunk_by(|a, b| is_unspaced(*a) == is_unspaced(*b)) {
            if part.len() < 2 {
                // One letter says nothing; one sign may.
                words.extend(
                    part.iter()
                        .filter(|c| is_unspaced(**c))
                        .map(char::to_string),
                );
            } else if is_unspaced(part[0]) {
                words.extend(part.windows(2).map(String::from_iter));
            } else {
                words.push(String::from_iter(part));
            }
        }
    }
    words
}

/// Letters, digits and the marks that combine with them.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36F}')
}

/// Chinese signs, kana and Thai.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{E00}'..='\u{E7F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Text {
        Text::read(std::iter::once(text)).unwrap()
    }

    #[test]
    fn words_are_found_in_any_script() {
        #[track_caller]
        fn check(text: &str, expected: &[&str]) {
            assert_eq!(words(text), expected);
        }
        check(
            "I like **nursing**, and night-shifts!",
            &["like", "nursing", "and", "night", "shifts"],
        );
        check("Größe 12 Ångström", &["Größe", "12", "Ångström"]);
        check("медицина и право", &["медицина", "право"]);
        check("看護師です", &["看護", "護師", "師で", "です"]);
        check("… — !", &[]);
    }

    #[test]
    fn texts_are_alike_by_the_words_they_share() {
        let alike = |one, other| text(one).alike(&text(other));
        assert!((alike("nursing at night", "Night at nursing") - 1.0).abs() < 1e-12);
        assert!((alike("pflege médicale", "PFLEGE medicale") - 1.0).abs() < 1e-12);
        assert!(alike("nursing", "law").abs() < 1e-12);
        // One of two words: 1 / √2.
        assert!((alike("nursing law", "nursing") - 0.5_f64.sqrt()).abs() < 1e-12);
        assert!((alike("law", "law nursing") - alike("law nursing", "law")).abs() < 1e-12);
        assert!(Text::read(std::iter::once("— ?")).is_none());
    }

    #[test]
    fn the_rarest_common_words_are_named_first() {
        let (mut one, mut other) = (text("the care of ships"), text("The ships and the care"));
        for text in [&mut one, &mut other] {
            text.weigh(|word| if word == "ships" { 3.0 } else { 1.0 });
        }
        assert_eq!(one.common(&other)[0], "ships");
        assert_eq!(one.common(&other).len(), 3);
    }
}
