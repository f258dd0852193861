//! When somebody is free: a mask of the 168 hours of a week.

use serde::{Deserialize, Serialize};

use crate::invalid::Invalid;

/// The hours of a week, Monday 0:00 first, in the person's own time zone. Written as 42 hexadecimal digits, hour 0 in
/// the highest bit, so that the text reads in the order of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Availability([u8; 21]);

impl Availability {
    pub const HOURS: usize = 168;

    /// `hour` runs from 0 (Monday 0:00) to 167 (Sunday 23:00); others are never free.
    pub fn is_free(&self, hour: usize) -> bool {
        hour < Self::HOURS && self.0[hour / 8] & (0x80 >> (hour % 8)) != 0
    }

    #[must_use]
    pub fn with(mut self, hour: usize, free: bool) -> Self {
        if hour < Self::HOURS {
            let bit = 0x80 >> (hour % 8);
            if free {
                self.0[hour / 8] |= bit;
            } else {
                self.0[hour / 8] &= !bit;
            }
        }
        self
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|byte| *byte == 0)
    }

    /// How many hours are free.
    pub fn hours(&self) -> u32 {
        self.0.iter().map(|byte| byte.count_ones()).sum()
    }

    /// How many hours both are free, both read in one zone.
    pub fn shared_hours(&self, other: &Self) -> u32 {
        self.0
            .iter()
            .zip(other.0)
            .map(|(a, b)| (a & b).count_ones())
            .sum()
    }

    /// The same hours seen from a zone `hours` ahead (negative: behind).
    #[must_use]
    pub fn shifted(&self, hours: i32) -> Self {
        let length = 168_i32;
        (0..Self::HOURS).filter(|hour| self.is_free(*hour)).fold(
            Self::default(),
            |shifted, hour| {
                let hour = (i32::try_from(hour).unwrap_or(0) + hours).rem_euclid(length);
                shifted.with(usize::try_from(hour).unwrap_or(0), true)
            },
        )
    }

    /// Empty text means "not said", which is no free hour.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::default());
        }
        if text.len() != 42 || !text.is_ascii() {
            return Err(Invalid::NotAnOption);
        }
        let mut mask = [0; 21];
        for (at, byte) in mask.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16)
                .map_err(|_| Invalid::NotAnOption)?;
        }
        Ok(Self(mask))
    }
}

impl TryFrom<String> for Availability {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::parse(&text)
    }
}

impl From<Availability> for String {
    fn from(availability: Availability) -> Self {
        use std::fmt::Write;

        availability
            .0
            .iter()
            .fold(String::with_capacity(42), |mut text, byte| {
                // Writing to a String cannot fail.
                let _ = write!(text, "{byte:02x}");
                text
            })
    }
}
