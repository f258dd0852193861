//! Numbers with a meaning and a range.

use serde::{Deserialize, Serialize};

use crate::invalid::Invalid;

macro_rules! ranged {
    ($(#[$doc:meta])* $name:ident: $least:literal..=$most:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(u32);

        impl $name {
            pub const LEAST: u32 = $least;
            pub const MOST: u32 = $most;

            pub fn new(number: i64) -> Result<Self, Invalid> {
                match u32::try_from(number) {
                    Ok(number) if (Self::LEAST..=Self::MOST).contains(&number) => Ok(Self(number)),
                    _ => Err(Invalid::OutOfRange(Self::LEAST.into(), Self::MOST.into())),
                }
            }

            pub fn get(self) -> u32 {
                self.0
            }
        }
    };
}

ranged! {
    /// How many open matches a person can have in one role.
    Capacity: 0..=100
}
ranged! {
    /// How long a session took, in minutes.
    Minutes: 1..=1440
}
ranged! {
    /// How far a goal has come, in percent.
    Progress: 0..=100
}

/// Reads a number as people write it in a form: digits, or an English number word up to twenty ("Two").
pub fn parse_number(text: &str) -> Result<f64, Invalid> {
    const WORDS: [&str; 21] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    let text = text.trim().to_lowercase();
    if let Some(number) = WORDS.iter().position(|word| *word == text) {
        return u32::try_from(number)
            .map(f64::from)
            .map_err(|_| Invalid::NotANumber);
    }
    if text == "none" || text == "no" {
        return Ok(0.0);
    }
    match text.replace(',', ".").parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        _ => Err(Invalid::NotANumber),
    }
}
