//! Codes on paper: the one-time code an administrator hands out, and the programme's recovery code.

use std::fmt;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{
    CodeError,
    crockford::{Symbols, groups, parse, random_symbols, text},
};

const ONE_TIME: usize = 16;
const RECOVERY: usize = 32;
/// The rest of a recovery code is its checksum.
const RECOVERY_RANDOM: usize = 30;

/// 80 random bits, shown as 4 groups of 4 characters.
///
/// Enough, because a code also needs its sign-in name, works for a day and costs a guesser the work of a password.
#[derive(Clone)]
pub struct OneTimeCode(Symbols<ONE_TIME>);

impl OneTimeCode {
    pub fn make() -> Self {
        Self(random_symbols())
    }

    pub fn parse(typed: &str) -> Result<Self, CodeError> {
        parse(typed).map(Self)
    }

    pub fn groups(&self) -> Vec<Zeroizing<String>> {
        groups(self.0.as_slice())
    }

    /// The groups with dashes between them.
    pub fn text(&self) -> Zeroizing<String> {
        text(self.0.as_slice())
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }
}

impl fmt::Debug for OneTimeCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("OneTimeCode(..)")
    }
}

/// 150 random bits and a checksum of 10, shown as 8 groups of 4 characters.
///
/// The checksum tells a typing mistake (all but one in 1,024) from a code that belongs to another programme.
#[derive(Clone)]
pub struct RecoveryCode(Symbols<RECOVERY>);

impl RecoveryCode {
    pub fn make() -> Self {
        let mut symbols: Symbols<RECOVERY> = random_symbols();
        let check = checksum(&symbols[..RECOVERY_RANDOM]);
        symbols[RECOVERY_RANDOM..].copy_from_slice(&check);
        Self(symbols)
    }

    pub fn parse(typed: &str) -> Result<Self, CodeError> {
        let symbols: Symbols<RECOVERY> = parse(typed)?;
        let (random, check) = symbols.split_at(RECOVERY_RANDOM);
        if check != checksum(random) {
            return Err(CodeError::Checksum);
        }
        Ok(Self(symbols))
    }

    pub fn groups(&self) -> Vec<Zeroizing<String>> {
        groups(self.0.as_slice())
    }

    /// The groups with dashes between them.
    pub fn text(&self) -> Zeroizing<String> {
        text(self.0.as_slice())
    }

    /// Without the checksum, which adds nothing to guess.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0[..RECOVERY_RANDOM]
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RecoveryCode(..)")
    }
}

/// Two symbols: the first ten bits of a hash.
fn checksum(random: &[u8]) -> [u8; RECOVERY - RECOVERY_RANDOM] {
    let hash = Sha256::new()
        .chain_update(b"mentorship-desk recovery code 1")
        .chain_update(random)
        .finalize();
    [hash[0] >> 3, (hash[0] & 0b111) << 2 | hash[1] >> 6]
}
