//! The keyring of the operating system: Keychain, Credential Manager or the Secret Service.
//!
//! A locked Secret Service blocks until somebody answers its dialog, perhaps for ever. So every call runs on a thread of its
//! own and is given up after [`PATIENCE`]. While a given-up call still hangs, further calls are answered at once instead of
//! piling up more threads.

use std::{
    collections::HashMap,
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use keyring::{CredentialStore, Entry, Error};
use zeroize::Zeroizing;

use crate::{Keyring, KeyringError, KeyringState};

const PATIENCE: Duration = Duration::from_secs(3);

/// Never stored: asking for it shows that the keyring answers, and a locked one need not be unlocked for it.
const PROBE: &str = "probe";

pub struct OsKeyring {
    shared: Arc<Shared>,
    patience: Duration,
    /// The calls that were given up; each can be upgraded while its thread runs.
    given_up: Mutex<Vec<Weak<()>>>,
}

struct Shared {
    service: String,
    start: Box<dyn Fn() -> keyring::Result<Arc<CredentialStore>> + Send + Sync>,
    /// Empty until a start succeeds and again after a failure: the next call tries afresh.
    store: Mutex<Option<Arc<CredentialStore>>>,
}

impl OsKeyring {
    /// `service` is the name that people see in their keyring's own window.
    pub fn new(service: &str) -> Self {
        Self::with_store(service, PATIENCE, start_native)
    }

    fn with_store(
        service: &str,
        patience: Duration,
        start: impl Fn() -> keyring::Result<Arc<CredentialStore>> + Send + Sync + 'static,
    ) -> Self {
        Self {
            shared: Arc::new(Shared {
                service: service.to_owned(),
                start: Box::new(start),
                store: Mutex::new(None),
            }),
            patience,
            given_up: Mutex::new(Vec::new()),
        }
    }

    /// `None` when there is no such entry.
    fn call<T: Send + 'static>(
        &self,
        name: &str,
        work: impl FnOnce(&Entry) -> keyring::Result<T> + Send + 'static,
    ) -> Result<Option<T>, KeyringError> {
        if self.hangs() {
            return Err(KeyringError::TimedOut);
        }
        let (sender, receiver) = mpsc::sync_channel(1);
        let running = Arc::new(());
        let watch = Arc::downgrade(&running);
        let shared = Arc::clone(&self.shared);
        let name = name.to_owned();
        thread::Builder::new()
            .name("keyring".to_owned())
            .spawn(move || {
                // Nobody listens any more when the call was given up.
                sender.send(shared.work(&name, work)).ok();
                drop(running);
            })
            .map_err(|_| KeyringError::Absent)?;
        match receiver.recv_timeout(self.patience) {
            Ok(answer) => answer,
            Err(RecvTimeoutError::Timeout) => {
                lock(&self.given_up).push(watch);
                Err(KeyringError::TimedOut)
            }
            // The thread panicked.
            Err(RecvTimeoutError::Disconnected) => Err(KeyringError::Absent),
        }
    }

    fn hangs(&self) -> bool {
        let mut given_up = lock(&self.given_up);
        given_up.retain(|call| call.strong_count() > 0);
        !given_up.is_empty()
    }
}

impl Shared {
    fn work<T>(
        &self,
        name: &str,
        work: impl FnOnce(&Entry) -> keyring::Result<T>,
    ) -> Result<Option<T>, KeyringError> {
        let answer = self
            .store()
            .and_then(|store| store.build(&self.service, name, modifiers().as_ref()))
            .and_then(|entry| work(&entry));
        match answer {
            Ok(value) => Ok(Some(value)),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => {
                // A service that was restarted needs a new connection.
                *lock(&self.store) = None;
                Err(translate(&error))
            }
        }
    }

    fn store(&self) -> keyring::Result<Arc<CredentialStore>> {
        let mut store = lock(&self.store);
        if let Some(started) = store.as_ref() {
            return Ok(Arc::clone(started));
        }
        let started = (self.start)()?;
        *store = Some(Arc::clone(&started));
        Ok(started)
    }
}

impl Keyring for OsKeyring {
    fn state(&self) -> KeyringState {
        match self.call(PROBE, Entry::get_password) {
            Ok(_) => KeyringState::Available,
            Err(error) => error.into(),
        }
    }

    fn set(&self, name: &str, value: &[u8]) -> Result<(), KeyringError> {
        // Base 64, because some keyrings (KWallet) keep nothing but UTF-8.
        let text = Zeroizing::new(STANDARD.encode(value));
        self.call(name, move |entry| entry.set_password(&text))?
            .ok_or(KeyringError::Absent)
    }

    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyringError> {
        let kept = self.call(name, |entry| entry.get_password().map(Zeroizing::new))?;
        kept.map(|text| STANDARD.decode(text.as_bytes()).map(Zeroizing::new))
            .transpose()
            .map_err(|_| KeyringError::Foreign)
    }

    fn delete(&self, name: &str) -> Result<(), KeyringError> {
        self.call(name, Entry::delete_credential)?;
        Ok(())
    }
}

impl fmt::Debug for OsKeyring {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "OsKeyring({})", self.shared.service)
    }
}

/// The details stay out: some of these errors carry what the keyring holds.
fn translate(error: &Error) -> KeyringError {
    let (kind, meaning) = match error {
        Error::NoStorageAccess(_) => ("no access", KeyringError::Locked),
        Error::BadEncoding(_) | Error::BadDataFormat(..) => ("format", KeyringError::Foreign),
        Error::Ambiguous(_) => ("ambiguous", KeyringError::Foreign),
        Error::PlatformFailure(_) => ("platform", KeyringError::Absent),
        _ => ("unusable", KeyringError::Absent),
    };
    tracing::debug!(kind, "the system's keyring refused");
    meaning
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Windows lets credentials roam to the person's other computers unless told not to.
fn modifiers() -> Option<HashMap<&'static str, &'static str>> {
    cfg!(windows).then(|| HashMap::from([("persistence", "Local")]))
}

#[cfg(target_os = "macos")]
fn start_native() -> keyring::Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(windows)]
fn start_native() -> keyring::Result<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

#[cfg(all(unix, not(target_os = "macos")))]
fn start_native() -> keyring::Result<Arc<CredentialStore>> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(test)]
mod tests;
