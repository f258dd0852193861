//! Crockford's base 32: codes that people copy from paper.

use thiserror::Error;
use zeroize::Zeroizing;

use crate::secret::Secret;

/// Without I, L, O (read as 1, 1, 0) and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Why something typed is no code. It never says what was typed.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum CodeError {
    #[error("the code has {found} characters: it should have {wanted}")]
    Length { found: usize, wanted: usize },
    #[error("the code has a character that no code contains")]
    Character,
    #[error("the code has a typing mistake")]
    Checksum,
}

/// `N` symbols of 5 bits each, every byte below 32. Wiped when dropped.
pub(crate) type Symbols<const N: usize> = Secret<N>;

pub(crate) fn random_symbols<const N: usize>() -> Symbols<N> {
    let mut symbols = Symbols::random();
    // 256 is a multiple of 32, so every symbol stays equally likely.
    symbols.iter_mut().for_each(|symbol| *symbol &= 31);
    symbols
}

/// Upper case, in groups of four.
pub(crate) fn groups(symbols: &[u8]) -> Vec<Zeroizing<String>> {
    symbols
        .chunks(4)
        .map(|group| {
            let letters = group
                .iter()
                .map(|symbol| char::from(ALPHABET[usize::from(*symbol)]));
            let mut text = Zeroizing::new(String::with_capacity(4));
            text.extend(letters);
            text
        })
        .collect()
}

/// The groups with dashes between them.
pub(crate) fn text(symbols: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(symbols.len() / 4 * 5));
    for group in groups(symbols) {
        if !text.is_empty() {
            text.push('-');
        }
        text.push_str(&group);
    }
    text
}

/// Forgives case, white space, dashes of every kind, and the letters that look like digits.
pub(crate) fn parse<const N: usize>(typed: &str) -> Result<Symbols<N>, CodeError> {
    let mut symbols = Symbols::<N>::zeros();
    let mut found = 0;
    for letter in typed.chars().filter(|letter| !is_separator(*letter)) {
        let value = value(letter).ok_or(CodeError::Character)?;
        if let Some(place) = symbols.get_mut(found) {
            *place = value;
        }
        found += 1;
    }
    if found != N {
        return Err(CodeError::Length { found, wanted: N });
    }
    Ok(symbols)
}

fn is_separator(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn value(letter: char) -> Option<u8> {
    let plain = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = ALPHABET
        .iter()
        .position(|known| char::from(*known) == plain)?;
    u8::try_from(place).ok()
}
