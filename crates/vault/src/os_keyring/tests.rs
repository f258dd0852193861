//! The keyring of the system, with stores that hang, fail and recover.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use keyring::{CredentialStore, Entry, Error, mock};

use super::{OsKeyring, lock};
use crate::{Keyring, KeyringError, KeyringState};

/// Long for a store in memory, short for somebody who waits for the tests.
const PLENTY: Duration = Duration::from_secs(20);
const LITTLE: Duration = Duration::from_millis(20);

fn mock_store() -> Arc<CredentialStore> {
    mock::Store::new().unwrap()
}

fn platform_failure() -> Error {
    Error::PlatformFailure("no service".into())
}

fn working() -> (OsKeyring, Arc<CredentialStore>) {
    let store = mock_store();
    let kept = Arc::clone(&store);
    let keyring = OsKeyring::with_store("Test", PLENTY, move || Ok(Arc::clone(&kept)));
    (keyring, store)
}

fn entry(store: &Arc<CredentialStore>, name: &str) -> Entry {
    store.build("Test", name, None).unwrap()
}

#[test]
fn values_come_back_and_are_text_inside() {
    let (keyring, store) = working();
    let value = [0, 0xff, 0x80, 7];
    assert_eq!(keyring.get("a"), Ok(None));
    keyring.set("a", &value).unwrap();
    assert_eq!(keyring.get("a").unwrap().unwrap().as_slice(), value);
    assert_eq!(entry(&store, "a").get_password().unwrap(), "AP+ABw==");
    assert_eq!(keyring.get("b"), Ok(None));

    keyring.delete("a").unwrap();
    assert_eq!(keyring.get("a"), Ok(None));
    keyring.delete("a").unwrap();
    assert_eq!(keyring.state(), KeyringState::Available);
}

#[test]
fn what_is_not_ours_is_foreign() {
    let (keyring, store) = working();
    entry(&store, "a").set_password("not base 64!").unwrap();
    assert_eq!(keyring.get("a"), Err(KeyringError::Foreign));
    entry(&store, "a").set_secret(&[0xff, 0xfe]).unwrap();
    assert_eq!(keyring.get("a"), Err(KeyringError::Foreign));
}

#[test]
fn a_locked_keyring_says_so() {
    let keyring = OsKeyring::with_store("Test", PLENTY, || {
        Err(Error::NoStorageAccess("locked".into()))
    });
    assert_eq!(keyring.state(), KeyringState::Locked);
    assert_eq!(keyring.get("a"), Err(KeyringError::Locked));
}

#[test]
fn a_failed_start_is_tried_again() {
    let starts = AtomicUsize::new(0);
    let keyring = OsKeyring::with_store("Test", PLENTY, move || {
        match starts.fetch_add(1, Ordering::SeqCst) {
            0 => Err(platform_failure()),
            _ => Ok(mock_store()),
        }
    });
    assert_eq!(keyring.state(), KeyringState::Absent);
    assert_eq!(keyring.state(), KeyringState::Available);
    keyring.set("a", b"kept").unwrap();
    let kept = keyring.get("a").unwrap().unwrap();
    assert_eq!(kept.as_slice(), b"kept", "a store that works is kept");
}

#[test]
fn a_store_that_breaks_is_started_anew() {
    let starts = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&starts);
    let keyring = OsKeyring::with_store("Test", PLENTY, move || {
        let store = mock_store();
        if counted.fetch_add(1, Ordering::SeqCst) == 0 {
            let broken = entry(&store, "a");
            let credential = broken.as_any().downcast_ref::<mock::Cred>().unwrap();
            credential.set_error(platform_failure());
        }
        Ok(store)
    });
    assert_eq!(keyring.get("a"), Err(KeyringError::Absent));
    assert_eq!(keyring.get("a"), Ok(None));
    assert_eq!(starts.load(Ordering::SeqCst), 2);
}

#[test]
fn a_panic_inside_is_an_absent_keyring() {
    let keyring = OsKeyring::with_store("Test", PLENTY, || panic!("a broken library"));
    assert_eq!(keyring.state(), KeyringState::Absent);
    assert_eq!(keyring.state(), KeyringState::Absent);
}

#[test]
fn a_hanging_keyring_is_given_up_once_and_comes_back() {
    let (release, wait) = mpsc::channel::<()>();
    let wait = Mutex::new(wait);
    let starts = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&starts);
    let keyring = OsKeyring::with_store("Test", LITTLE, move || {
        counted.fetch_add(1, Ordering::SeqCst);
        // Ends when the test drops the other side.
        lock(&wait).recv().ok();
        Ok(mock_store())
    });
    assert_eq!(keyring.set("a", b"x"), Err(KeyringError::TimedOut));
    assert_eq!(keyring.get("a"), Err(KeyringError::TimedOut));
    assert_eq!(keyring.delete("a"), Err(KeyringError::TimedOut));
    assert_eq!(keyring.state(), KeyringState::TimedOut);
    assert_eq!(
        lock(&keyring.given_up).len(),
        1,
        "one thread hangs, not four"
    );

    drop(release);
    let deadline = Instant::now() + PLENTY;
    while keyring.state() != KeyringState::Available {
        assert!(Instant::now() < deadline, "it never came back");
        thread::yield_now();
    }
    assert_eq!(starts.load(Ordering::SeqCst), 1, "the late start was kept");
}
