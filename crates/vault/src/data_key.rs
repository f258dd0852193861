//! The key that opens the programme's file.

use std::fmt::{self, Write};

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::secret::Secret;

/// Opens the programme's file: a raw key for `SQLCipher`, never a passphrase.
#[derive(Clone)]
pub struct DataKey(Secret);

impl DataKey {
    pub fn make() -> Self {
        Self(Secret::random())
    }

    /// `x'<64 hex digits>'`, the blob literal of a raw key. In the pragma it stands in double quotes:
    /// `PRAGMA key = "x'…'"`.
    pub fn pragma_literal(&self) -> Zeroizing<String> {
        // Room for all of it from the start: growing would leave half a key in the old place.
        let mut literal = Zeroizing::new(String::with_capacity(2 + 64 + 1));
        literal.push_str("x'");
        for byte in self.0.iter() {
            write!(literal, "{byte:02x}").expect("a string takes all that is written");
        }
        literal.push('\'');
        literal
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Secret::from_slice(bytes).map(Self)
    }
}

impl PartialEq for DataKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(other.bytes()).into()
    }
}

impl Eq for DataKey {}

impl fmt::Debug for DataKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("DataKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::DataKey;

    #[test]
    fn the_literal_is_what_sqlcipher_reads_as_a_raw_key() {
        let mut bytes = [0xab; 32];
        bytes[0] = 0x01;
        let key = DataKey::from_bytes(&bytes).unwrap();
        assert_eq!(*key.pragma_literal(), format!("x'01{}'", "ab".repeat(31)));
        assert_eq!(key.pragma_literal().capacity(), 67);
    }

    #[test]
    fn only_32_bytes_are_a_key() {
        assert!(DataKey::from_bytes(&[0; 31]).is_none());
        assert!(DataKey::from_bytes(&[0; 33]).is_none());
    }

    #[test]
    fn keys_differ_and_stay_hidden() {
        let key = DataKey::make();
        assert_ne!(key, DataKey::make());
        assert_eq!(key, key.clone());
        assert_eq!(format!("{key:?}"), "DataKey(..)");
    }
}
