//! Passphrases: five words of the EFF's long list, which anybody can type and nobody guesses.

use diceware_wordlists::EFF_LONG_WORDLIST;
use zeroize::Zeroizing;

use crate::secret::Secret;

/// 5 × 12.9 = 64 bits: with Argon2id behind it, out of reach for whoever steals the file.
const WORDS: usize = 5;

/// Five words with spaces between them, each drawn evenly from 7,776.
pub fn make_passphrase() -> Zeroizing<String> {
    // Room for the longest from the start: growing would leave half a passphrase in the old place.
    let mut made = Zeroizing::new(String::with_capacity(WORDS * 16));
    for at in 0..WORDS {
        if at > 0 {
            made.push(' ');
        }
        made.push_str(draw());
    }
    made
}

/// Numbers that would make some words likelier than others are thrown away.
fn draw() -> &'static str {
    let count = u32::try_from(EFF_LONG_WORDLIST.len()).expect("a list of some thousand words");
    let most = u32::MAX - u32::MAX % count;
    loop {
        let drawn = u32::from_be_bytes(*Secret::<4>::random());
        if drawn < most {
            return EFF_LONG_WORDLIST[(drawn % count) as usize];
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use diceware_wordlists::EFF_LONG_WORDLIST;

    use super::make_passphrase;

    #[test]
    fn five_words_of_the_list_and_never_the_same() {
        assert_eq!(EFF_LONG_WORDLIST.len(), 7776, "6 to the 5th");
        let longest = EFF_LONG_WORDLIST.iter().map(|word| word.len()).max();
        assert!(longest.is_some_and(|longest| longest < 16));
        let known: HashSet<_> = EFF_LONG_WORDLIST.iter().copied().collect();
        assert_eq!(known.len(), EFF_LONG_WORDLIST.len());
        let mut made = HashSet::new();
        for _ in 0..200 {
            let phrase = make_passphrase();
            assert_eq!(phrase.split(' ').count(), 5);
            assert!(
                phrase.split(' ').all(|word| known.contains(word)),
                "{}",
                *phrase
            );
            assert!(made.insert(phrase.to_string()));
        }
    }
}
