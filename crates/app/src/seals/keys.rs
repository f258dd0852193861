//! What opens sealed texts for whoever is signed in.

use std::sync::{Arc, Mutex};

use contract::sessions::Seal;
use domain::PersonId;
use domain::policy::Who;
use store::sessions::SealedText;
use vault::{KeyPair, PublicKey, open_text};

use crate::desk::lock;

/// The key pair of an account, and those of the administrators that it holds.
pub(crate) struct Keys {
    own: KeyPair,
    public: PublicKey,
    administrators: Mutex<Arc<[KeyPair]>>,
}

impl Keys {
    pub(crate) fn new(own: KeyPair) -> Self {
        Self {
            public: own.public(),
            own,
            administrators: Mutex::new(Arc::new([])),
        }
    }

    pub(crate) fn own(&self) -> &KeyPair {
        &self.own
    }

    /// The account's public key, as the file writes it beside what is sealed.
    pub(crate) fn public(&self) -> &[u8] {
        self.public.as_bytes()
    }

    pub(super) fn hold(&self, administrators: Vec<KeyPair>) {
        *lock(&self.administrators) = administrators.into();
    }

    fn administrators(&self) -> Arc<[KeyPair]> {
        Arc::clone(&lock(&self.administrators))
    }

    /// The text as the asking person may see it, and how it was sealed: as its author, or as an administrator.
    pub(crate) fn open(&self, who: &Who, author: PersonId, text: &SealedText) -> (String, Seal) {
        let mut seal = Seal::Locked;
        let attempt = |keys: &KeyPair, sealed: &[u8]| {
            let text = open_text(keys, author.0, sealed).ok()?;
            Some((text.to_string(), Seal::Open))
        };
        if author == who.person && text.sealed_for == self.public() {
            if let Some(opened) = attempt(&self.own, &text.sealed) {
                return opened;
            }
            seal = Seal::Damaged;
        }
        if let Some(administered) = &text.administered
            && who.is_administrator()
        {
            let held = self.administrators();
            let pair = held
                .iter()
                .find(|pair| pair.public().as_bytes().as_slice() == administered.sealed_for);
            if let Some(pair) = pair {
                if let Some(opened) = attempt(pair, &administered.sealed) {
                    return opened;
                }
                seal = Seal::Damaged;
            }
        }
        (String::new(), seal)
    }
}
