//! Who can open the programme's file, and with what.
//!
//! A random [`DataKey`] opens the file. [`Vault`] (`vault.json` beside it) holds one [`Slot`] per account: a key pair whose
//! private half is wrapped by the password and to whose public half the data key is sealed. Opening the slot *is* the
//! check of the password; there is no second hash that could disagree with it. [`Recovery`] does the same for a printed
//! code, [`Request`] prepares a slot for somebody who registers while the file is closed, and a [`Keyring`] can hold the
//! key to one account's slot, so that a computer used by one person remembers them.
//!
//! Nothing here knows the database. Whoever uses an [`Unlocked`] compares its public key with the one the database keeps
//! for that account: `vault.json` is a plain file, and the comparison is what makes a tampered one worthless.
//!
//! Passwords are bytes here. Their rules and their Unicode form are decided where they are parsed, in `domain`.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "a test that panics has failed")
)]

mod administrators;
mod audit;
mod bytes;
mod code;
mod crockford;
mod data_key;
mod device;
mod error;
mod file;
mod kdf;
mod keyring;
mod keys;
mod locked_key;
mod name;
mod os_keyring;
mod passphrase;
mod recovery;
mod request;
mod seal;
mod secret;
mod slot;
mod texts;
mod unlock;
mod vault;
mod wrap;

pub use administrators::{open_pair, seal_pair};
pub use audit::{AuditHead, AuditKey};
pub use code::{OneTimeCode, RecoveryCode};
pub use crockford::CodeError;
pub use data_key::DataKey;
pub use error::VaultError;
pub use file::{summed, write_atomically};
pub use kdf::{Kdf, KdfError};
pub use keyring::{Keyring, KeyringError, KeyringState, MemoryKeyring, NoKeyring};
pub use keys::{KeyPair, PrivateKey, PublicKey};
pub use name::NameHash;
pub use os_keyring::OsKeyring;
pub use passphrase::make_passphrase;
pub use recovery::Recovery;
pub use request::Request;
pub use seal::{Purpose, open, seal};
pub use slot::{Slot, SlotKind};
pub use texts::{open_text, seal_text};
pub use unlock::Unlocked;
pub use vault::{Computer, Founding, Vault};
