//! Requests to register: somebody asks for an account while the file is closed.
//!
//! They leave what a slot needs of them, and their profile sealed to the programme. An administrator who approves adds the
//! sealed data key and never sees the password.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    DataKey, KeyPair, PrivateKey, Purpose, Slot, SlotKind, Vault, VaultError,
    locked_key::LockedKey, open, seal,
};

/// Anybody at the computer can leave requests: so many, of such a size, and no more.
const MOST_REQUESTS: usize = 200;
const MOST_PROFILE_BYTES: usize = 16 * 1024;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    id: Uuid,
    made_at: DateTime<Utc>,
    key: LockedKey,
    #[serde(with = "crate::bytes")]
    profile: Vec<u8>,
}

impl Request {
    /// Does the work of hashing and touches no file. The id also binds the password's slot, so it is not used twice.
    pub fn make(
        vault: &Vault,
        id: Uuid,
        made_at: DateTime<Utc>,
        name_key: &str,
        password: &str,
        profile: &[u8],
    ) -> Result<Self, VaultError> {
        if profile.len() > MOST_PROFILE_BYTES {
            return Err(VaultError::ProfileTooLarge {
                most: MOST_PROFILE_BYTES,
            });
        }
        let key = LockedKey::make(
            vault.kdf(),
            id,
            vault.name_hash(name_key),
            SlotKind::Password,
            password.as_bytes(),
            &KeyPair::make(),
        )?;
        let purpose = profile_of(id, &key);
        Ok(Self {
            id,
            made_at,
            profile: seal(vault.programme_public_key(), purpose, profile)?,
            key,
        })
    }

    pub fn id(&self) -> Uuid {
        self.id
    }

    pub fn made_at(&self) -> DateTime<Utc> {
        self.made_at
    }

    /// `NotForThisKey` also when the name or the key beside the profile was exchanged: such a request is not approved.
    pub fn open_profile(
        &self,
        programme_private_key: &PrivateKey,
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        open(
            programme_private_key,
            profile_of(self.id, &self.key),
            &self.profile,
        )
    }

    /// The account's slot, opened by the password that was chosen with the request.
    ///
    /// `name_key` is the sign-in name of the approved profile, and `OtherName` the answer to a request whose password goes
    /// with another: a profile that says "ada" must not bring a slot for "admin".
    pub fn approve(
        &self,
        vault: &Vault,
        account: Uuid,
        name_key: &str,
        data_key: &DataKey,
    ) -> Result<Slot, VaultError> {
        if self.key.name() != vault.name_hash(name_key) {
            return Err(VaultError::OtherName);
        }
        Slot::with_key(account, SlotKind::Password, self.key.clone(), data_key)
    }

    fn opens_with(&self, password: &str) -> Result<bool, VaultError> {
        let opened = self.key.open(SlotKind::Password, password.as_bytes())?;
        Ok(opened.is_some())
    }
}

impl Vault {
    /// `password` is the new request's. When a request for this name is waiting, the new one takes its place if the password
    /// opens it, so people can correct what they sent; otherwise it is refused (`NameTaken`), so nobody can push out
    /// somebody else's. Names that already have an account get no such answer: it would tell who is in the programme.
    pub fn add_request(&mut self, request: Request, password: &str) -> Result<(), VaultError> {
        let requests = &mut self.content.requests;
        let waiting = requests
            .iter_mut()
            .find(|waiting| waiting.key.name() == request.key.name());
        if let Some(waiting) = waiting {
            if !waiting.opens_with(password)? {
                return Err(VaultError::NameTaken);
            }
            *waiting = request;
            return Ok(());
        }
        if requests.len() >= MOST_REQUESTS {
            return Err(VaultError::RequestsFull);
        }
        requests.push(request);
        Ok(())
    }

    /// In the order they came.
    pub fn requests(&self) -> &[Request] {
        &self.content.requests
    }

    pub fn request(&self, id: Uuid) -> Option<&Request> {
        self.requests().iter().find(|request| request.id == id)
    }

    /// Whether there was one.
    pub fn remove_request(&mut self, id: Uuid) -> bool {
        let before = self.content.requests.len();
        self.content.requests.retain(|request| request.id != id);
        self.content.requests.len() < before
    }
}

fn profile_of(request: Uuid, key: &LockedKey) -> Purpose {
    Purpose::Profile {
        request,
        name: key.name(),
        key: key.public(),
    }
}
