//! The rule for passwords. Their strength and their storage are decided elsewhere.

use unicode_normalization::UnicodeNormalization;

use crate::invalid::Invalid;

/// NIST SP 800-63B revision 4 asks for 15 characters where a password is the only factor and allows 8 with another;
/// the programme's order says 12.
pub const SHORTEST_PASSWORD: usize = 12;
/// Long enough for any passphrase, short enough that hashing it stays cheap.
pub const LONGEST_PASSWORD_BYTES: usize = 1024;

/// Any characters, spaces included; nothing is trimmed.
pub fn check_password(password: &str) -> Result<(), Invalid> {
    if password.is_empty() {
        Err(Invalid::Empty)
    } else if password.chars().count() < SHORTEST_PASSWORD {
        Err(Invalid::TooShort(SHORTEST_PASSWORD))
    } else if password.len() > LONGEST_PASSWORD_BYTES {
        Err(Invalid::TooLong(LONGEST_PASSWORD_BYTES))
    } else {
        Ok(())
    }
}

/// The form in which a password is hashed (NFC): keyboards write the same accented letter in different ways.
pub fn composed(password: &str) -> String {
    password.nfc().collect()
}
