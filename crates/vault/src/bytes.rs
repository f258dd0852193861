//! Bytes: random ones, and how they look in JSON.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Deserializer, Serializer, de::Error};

/// The only source of randomness in this crate.
///
/// Panics when the operating system has none: going on without would make guessable keys.
pub(crate) fn fill_random(target: &mut [u8]) {
    getrandom::fill(target).expect("the operating system gives random bytes");
}

/// For salts and ids; secrets fill a place that is wiped instead (see [`crate::secret`]).
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut made = [0; N];
    fill_random(&mut made);
    made
}

/// Several parts as one string of bytes, each with its length before it, so that no two lists of parts look the same.
pub(crate) fn framed(label: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut made = Vec::new();
    for part in std::iter::once(&label.as_bytes()).chain(parts) {
        made.extend((part.len() as u64).to_be_bytes());
        made.extend(*part);
    }
    made
}

// `#[serde(with = "crate::bytes")]`: base 64, for arrays and vectors alike.

pub(crate) fn serialize<S: Serializer>(
    bytes: impl AsRef<[u8]>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&STANDARD.encode(bytes))
}

pub(crate) fn deserialize<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<Vec<u8>>,
{
    let text = String::deserialize(deserializer)?;
    let bytes = STANDARD
        .decode(text)
        .map_err(|_| D::Error::custom("not base 64"))?;
    T::try_from(bytes).map_err(|_| D::Error::custom("the wrong number of bytes"))
}

#[cfg(test)]
mod tests {
    use super::framed;

    #[test]
    fn parts_cannot_flow_into_each_other() {
        assert_ne!(framed("x", &[b"ab", b"c"]), framed("x", &[b"a", b"bc"]));
        assert_ne!(framed("x", &[b"ab"]), framed("xa", &[b"b"]));
        assert_ne!(framed("x", &[]), framed("x", &[b""]));
    }
}
