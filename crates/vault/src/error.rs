//! What can go wrong with a vault. No variant carries anything secret.

use thiserror::Error;

use crate::{CodeError, KdfError, KeyringError};

#[derive(Debug, Error)]
pub enum VaultError {
    /// Also the answer to an unknown sign-in name and to a slot that only a one-time code opens: nobody learns which.
    #[error("the sign-in name or the password is not right")]
    WrongPassword,
    #[error("the code is not right")]
    WrongCode,
    /// Told only to the holder of the right code.
    #[error("the code is right, but its time is over")]
    CodeExpired,
    #[error(transparent)]
    Code(#[from] CodeError),
    #[error("the vault is damaged")]
    Damaged,
    #[error("the vault was written by a newer version of the program: format {found}")]
    Newer { found: u32 },
    /// Opened with a key that it was not sealed to, for another purpose, or changed since.
    #[error("this was not sealed for this key")]
    NotForThisKey,
    #[error(transparent)]
    Kdf(#[from] KdfError),
    #[error("too many requests to register are waiting")]
    RequestsFull,
    #[error("somebody else already asked to register under this name")]
    NameTaken,
    /// Approving such a request would take over somebody else's sign-in name.
    #[error("the request was made for another sign-in name")]
    OtherName,
    #[error("the profile is too large: at most {most} bytes")]
    ProfileTooLarge { most: usize },
    /// Remembering needs an account that signs in with a password, by this key pair.
    #[error("this account has no password in the vault")]
    NoPassword,
    #[error("nobody is remembered on this computer")]
    NotRemembered,
    #[error("several people use this computer, so nobody is remembered")]
    SharedComputer,
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    #[error("a file of the vault could not be read or written")]
    File(#[from] std::io::Error),
}
