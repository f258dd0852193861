//! From a password to a key: Argon2id, and how much work it is.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::{bytes::random, secret::Secret};

/// Random, one for each wrapping. 16 bytes is what RFC 9106 recommends.
pub(crate) type Salt = [u8; 16];

pub(crate) fn random_salt() -> Salt {
    random()
}

/// How much work one guess at a password is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parameters")]
pub struct Kdf {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

#[derive(Debug, Error, PartialEq, Eq)]
pub enum KdfError {
    /// Below OWASP's floor a stolen file falls to guessing.
    #[error("the password hashing is too weak")]
    TooWeak,
    /// A damaged or hostile file must not be able to stop the computer.
    #[error("the password hashing asks for too much")]
    TooMuch,
    #[error("there is not enough free memory to check a password")]
    Memory,
}

impl Kdf {
    /// 64 MiB, 3 passes, 4 lanes: the second recommendation of RFC 9106, about a sixth of a second.
    pub const PRODUCTION: Self = Self {
        memory_kib: 64 * 1024,
        passes: 3,
        lanes: 4,
    };

    /// OWASP's floor for Argon2id (Password Storage Cheat Sheet, 2024).
    const FLOOR: Self = Self {
        memory_kib: 19 * 1024,
        passes: 2,
        lanes: 1,
    };

    const CEILING: Self = Self {
        memory_kib: 1024 * 1024,
        passes: 16,
        lanes: 16,
    };

    #[cfg(any(test, feature = "cheap-kdf"))]
    const CHEAP: Self = Self {
        memory_kib: 64,
        passes: 1,
        lanes: 1,
    };

    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, KdfError> {
        let asked = Self {
            memory_kib,
            passes,
            lanes,
        };
        #[cfg(any(test, feature = "cheap-kdf"))]
        if asked == Self::CHEAP {
            return Ok(asked);
        }
        if memory_kib < Self::FLOOR.memory_kib
            || passes < Self::FLOOR.passes
            || lanes < Self::FLOOR.lanes
        {
            return Err(KdfError::TooWeak);
        }
        if memory_kib > Self::CEILING.memory_kib
            || passes > Self::CEILING.passes
            || lanes > Self::CEILING.lanes
        {
            return Err(KdfError::TooMuch);
        }
        Ok(asked)
    }

    /// Next to no work, for tests that are not about it. A file that asks for it is refused without the feature.
    #[cfg(any(test, feature = "cheap-kdf"))]
    pub const fn for_tests() -> Self {
        Self::CHEAP
    }

    pub fn memory_kib(self) -> u32 {
        self.memory_kib
    }

    pub fn passes(self) -> u32 {
        self.passes
    }

    pub fn lanes(self) -> u32 {
        self.lanes
    }

    pub(crate) fn derive(self, secret: &[u8], salt: &Salt) -> Result<Secret, KdfError> {
        #[cfg(test)]
        count::add(self);

        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32))
            .map_err(|_| KdfError::TooMuch)?;
        // Our own memory, because argon2 gives its own back with the last blocks still in it.
        let mut blocks = Zeroizing::new(Vec::new());
        blocks
            .try_reserve_exact(params.block_count())
            .map_err(|_| KdfError::Memory)?;
        blocks.resize(params.block_count(), Block::new());

        let mut key = Secret::zeros();
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(secret, salt, key.as_mut_slice(), blocks.as_mut_slice())
            .map_err(|_| KdfError::TooMuch)?;
        Ok(key)
    }
}

/// What a file says, before it is believed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parameters {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl TryFrom<Parameters> for Kdf {
    type Error = KdfError;

    fn try_from(read: Parameters) -> Result<Self, KdfError> {
        Self::new(read.memory_kib, read.passes, read.lanes)
    }
}

/// How much hashing this thread did, so that a test can tell that two answers cost the same.
#[cfg(test)]
pub(crate) mod count {
    use std::cell::RefCell;

    use super::Kdf;

    thread_local! {
        static DONE: RefCell<Vec<Kdf>> = const { RefCell::new(Vec::new()) };
    }

    pub(super) fn add(kdf: Kdf) {
        DONE.with_borrow_mut(|done| done.push(kdf));
    }

    pub(crate) fn take() -> Vec<Kdf> {
        DONE.take()
    }
}

#[cfg(test)]
mod tests {
    use super::{Kdf, KdfError};
    use crate::DataKey;

    #[test]
    fn weak_and_absurd_parameters_are_refused() {
        assert_eq!(Kdf::new(64 * 1024, 3, 4), Ok(Kdf::PRODUCTION));
        assert!(Kdf::new(19 * 1024, 2, 1).is_ok());
        assert!(Kdf::new(1024 * 1024, 16, 16).is_ok());
        for (memory, passes, lanes) in [(19 * 1024 - 1, 2, 1), (19 * 1024, 1, 1), (19 * 1024, 2, 0)]
        {
            assert_eq!(Kdf::new(memory, passes, lanes), Err(KdfError::TooWeak));
        }
        for (memory, passes, lanes) in [
            (1024 * 1024 + 1, 2, 1),
            (19 * 1024, 17, 1),
            (19 * 1024, 2, 17),
        ] {
            assert_eq!(Kdf::new(memory, passes, lanes), Err(KdfError::TooMuch));
        }
    }

    #[test]
    fn a_file_cannot_ask_for_refused_parameters() {
        let read = |text| serde_json::from_str::<Kdf>(text).ok();
        assert_eq!(
            read(r#"{"memory_kib":65536,"passes":3,"lanes":4}"#),
            Some(Kdf::PRODUCTION)
        );
        assert_eq!(read(r#"{"memory_kib":65,"passes":1,"lanes":1}"#), None);
        assert_eq!(read(r#"{"memory_kib":4000000,"passes":3,"lanes":4}"#), None);
    }

    /// As the reference implementation (argon2-cffi) gives it.
    #[test]
    fn it_is_argon2id() {
        let check = |kdf: Kdf, expected: &str| {
            let key = kdf.derive(b"secret", b"somesalt16bytes!").unwrap();
            let literal = DataKey::from_bytes(&*key).unwrap().pragma_literal();
            assert_eq!(literal[2..66], *expected);
        };
        check(
            Kdf::for_tests(),
            "29e9f4b1b5858616f3c133a378316986e60c317a146274594c40dd6c9753b081",
        );
        check(
            Kdf::PRODUCTION,
            "f22fc7102f1684fb37b7183e4ebc30ba7df16ae2ae364594ed7fa075c23a2e3b",
        );
    }
}
