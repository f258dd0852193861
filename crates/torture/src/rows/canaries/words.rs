//! Words that stand nowhere else, the same in every run.

use crate::rows::Numbers;

/// The look after which nothing more is told.
pub(super) const END: &str = "at the end";
/// The data key that the file has at the end.
pub(super) const LAST_KEY: &str = "the data key after renewal";
/// The words of the roster, and the word of a file that is gone at once.
pub(super) const ROSTER: std::ops::Range<usize> = 90..95;
pub(super) const GONE: usize = 99;

pub(super) fn word(number: usize) -> String {
    let mut numbers = Numbers(0x0ca9_a59e ^ (number as u64) << 32);
    let letters = (0..10).map(|_| {
        let letter = u8::try_from(numbers.below(26)).unwrap_or_default();
        char::from(b'a' + letter)
    });
    // Letters alone, because a language has no digits.
    let number = [number / 10, number % 10].map(|digit| {
        let digit = u8::try_from(digit % 10).unwrap_or_default();
        char::from(b'a' + digit)
    });
    format!(
        "canary{}{}",
        number.iter().collect::<String>(),
        letters.collect::<String>()
    )
}

/// Two people, and a row that cannot be imported.
pub(super) fn roster() -> String {
    let [name, email, bio, other, wrong] = &ROSTER.map(word).collect::<Vec<_>>()[..] else {
        return String::new();
    };
    format!(
        "Name,E-mail,Role,Bio\n{name},{email}@example.org,student,{bio}\n{other},{other}@example.org,mentor,\n,{wrong}@example.org,student,\n"
    )
}
