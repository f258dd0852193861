//! What the solver adds and compares: milli-points first, and below them the tie-break that makes the optimum unique.

use crate::PersonId;
use std::ops::{Add, AddAssign, Sub, SubAssign};

/// Points × 2⁶⁴ + tie-break: ordered by points and then by tie-break, added and compared as one number.
///
/// Neither part can overflow: points stay below 2⁶¹ and tie-breaks below 2⁶³, as "Ranges" on the [crate] page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Weight(i128);

impl Weight {
    pub(crate) const ZERO: Self = Self(0);
    pub(crate) const MIN: Self = Self(i128::MIN / 4);
    pub(crate) const MAX: Self = Self(i128::MAX / 4);

    pub(crate) const fn new(points: i64, tie: i64) -> Self {
        Self(((points as i128) << 64) + tie as i128)
    }

    /// A price or score with no tie-break in it.
    pub(crate) const fn of(points: i64) -> Self {
        Self::new(points, 0)
    }

    /// The points, or one less where the tie-break is below 0: quicker than [`Weight::points`].
    pub(crate) fn floor(self) -> i64 {
        (self.0 >> 64) as i64
    }

    /// What is left without the points.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "ties of sums stay below 2^63"
    )]
    pub(crate) fn tie(self) -> i64 {
        self.0 as i64
    }

    /// The points alone. Those of a sum are the sum of those of its parts.
    pub(crate) fn points(self) -> i64 {
        let points = (self.0 + (1 << 63)) >> 64;
        i64::try_from(points).expect("points stay below 2^61")
    }
}

impl Add for Weight {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Weight {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl AddAssign for Weight {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Weight {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

/// The share of a student in the tie-break of a pair.
pub(crate) fn student_key(id: PersonId) -> u64 {
    mix(mix(low(id)) ^ high(id))
}

/// The share of a mentor, different from that of a student with the same id.
pub(crate) fn mentor_key(id: PersonId) -> u64 {
    mix(mix(!low(id)) ^ high(id))
}

/// The tie-break of a pair: from 1 to 2⁴², never 0, so that a pair worth exactly its price is made.
pub(crate) fn tie(student_key: u64, mentor_key: u64) -> i64 {
    // 42 bits are left of 64, which always fit.
    (mix(student_key.wrapping_add(mentor_key)) >> 22).cast_signed() + 1
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the low half is what is wanted"
)]
fn low(id: PersonId) -> u64 {
    id.0 as u64
}

fn high(id: PersonId) -> u64 {
    (id.0 >> 64) as u64
}

/// One step of `SplitMix64` (Steele, Lea and Flood 2014). Part of the meaning of an answer: changing it changes ties.
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
