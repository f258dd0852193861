//! Registering while the file is closed.

use uuid::Uuid;
use vault::{Computer, KeyPair, Request, SlotKind, Vault, VaultError};

use crate::support::{ADA, BOB, World, forge, now, world};

const REQUEST: Uuid = Uuid::from_u128(0x1);
const LATER: Uuid = Uuid::from_u128(0x2);

fn request(vault: &Vault, id: Uuid, name: &str, password: &str) -> Request {
    Request::make(vault, id, now(), name, password, b"the profile").unwrap()
}

fn with_request() -> World {
    let mut world = world(Computer::Shared);
    let made = request(&world.vault, REQUEST, "bob", "bobs");
    world.vault.add_request(made, "bobs").unwrap();
    world
}

fn ids(vault: &Vault) -> Vec<Uuid> {
    vault.requests().iter().map(Request::id).collect()
}

#[test]
fn an_approval_needs_no_password_and_gives_a_slot_for_it() {
    let mut world = with_request();
    let vault = world.reread();
    assert_eq!(ids(&vault), [REQUEST]);
    let waiting = vault.request(REQUEST).unwrap();
    assert_eq!(waiting.made_at(), now());
    let profile = waiting.open_profile(world.programme.private()).unwrap();
    assert_eq!(*profile, b"the profile");
    let before = vault.unlock("bob", "bobs");
    assert!(matches!(before, Err(VaultError::WrongPassword)));

    let slot = waiting
        .approve(&vault, BOB, "bob", &world.data_key)
        .unwrap();
    assert_eq!((slot.account(), slot.kind()), (BOB, SlotKind::Password));
    let public = slot.public_key();
    world.vault.put(slot);
    assert!(world.vault.remove_request(REQUEST));
    assert!(!world.vault.remove_request(REQUEST));

    let vault = world.reread();
    let unlocked = vault.unlock("bob", "bobs").unwrap();
    assert_eq!(unlocked.account, BOB);
    assert_eq!(unlocked.data_key, world.data_key);
    assert_eq!(unlocked.key_pair.public(), public);
    assert!(vault.requests().is_empty());
    assert_eq!(vault.unlock("ada", "right").unwrap().account, ADA);
}

#[test]
fn only_the_programme_reads_a_profile() {
    let world = with_request();
    world.vault.save().unwrap();
    let text = std::fs::read_to_string(world.folder.path().join("vault.json")).unwrap();
    assert!(!text.contains("the profile"));
    let waiting = world.vault.request(REQUEST).unwrap();
    let answer = waiting.open_profile(KeyPair::make().private());
    assert!(matches!(answer, Err(VaultError::NotForThisKey)));
}

#[test]
fn a_request_for_one_name_is_not_approved_for_another() {
    let world = with_request();
    let waiting = world.vault.request(REQUEST).unwrap();
    let answer = waiting.approve(&world.vault, BOB, "ada", &world.data_key);
    assert!(matches!(answer, Err(VaultError::OtherName)));
}

/// Somebody with access to the file puts a key they know, or another sign-in name, beside a profile that will be approved.
#[test]
fn a_profile_does_not_open_beside_another_key_or_name() {
    let world = with_request();
    world.vault.save().unwrap();
    let path = world.folder.path().join("vault.json");
    let file: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let forged = request(&world.vault, REQUEST, "mallory", "mallorys");
    let forged = serde_json::to_value(&forged).unwrap();
    for part in ["/key/public", "/key/name"] {
        let mut changed = file.clone();
        let kept = changed.pointer_mut("/requests/0").unwrap();
        *kept.pointer_mut(part).unwrap() = forged.pointer(part).unwrap().clone();
        forge(&path, &changed.to_string());

        let vault = Vault::read(world.folder.path()).unwrap().unwrap();
        let waiting = vault.request(REQUEST).unwrap();
        let answer = waiting.open_profile(world.programme.private());
        assert!(matches!(answer, Err(VaultError::NotForThisKey)), "{part}");
    }
}

#[test]
fn the_same_person_may_ask_again_and_nobody_else_for_them() {
    let mut world = with_request();
    let forged = request(&world.vault, LATER, "bob", "mallorys");
    let answer = world.vault.add_request(forged, "mallorys");
    assert!(matches!(answer, Err(VaultError::NameTaken)));
    assert_eq!(ids(&world.vault), [REQUEST]);

    let corrected = request(&world.vault, LATER, "bob", "bobs");
    world.vault.add_request(corrected, "bobs").unwrap();
    assert_eq!(ids(&world.vault), [LATER]);
}

#[test]
fn a_name_with_an_account_gets_the_usual_answer() {
    let mut world = world(Computer::Shared);
    let made = request(&world.vault, REQUEST, "ada", "guess");
    world.vault.add_request(made, "guess").unwrap();
    assert_eq!(ids(&world.vault), [REQUEST]);
    assert!(world.vault.unlock("ada", "right").is_ok());
}

#[test]
fn requests_are_bounded_in_number_and_size() {
    let mut world = world(Computer::Shared);
    for number in 0..200 {
        let name = format!("name {number}");
        let made = request(&world.vault, Uuid::from_u128(number), &name, "pass");
        world.vault.add_request(made, "pass").unwrap();
    }
    let one_more = request(&world.vault, Uuid::from_u128(200), "name 200", "pass");
    let answer = world.vault.add_request(one_more, "pass");
    assert!(matches!(answer, Err(VaultError::RequestsFull)));
    assert_eq!(world.reread().requests().len(), 200);
    let corrected = request(&world.vault, Uuid::from_u128(201), "name 7", "pass");
    world.vault.add_request(corrected, "pass").unwrap();
    assert_eq!(world.vault.requests().len(), 200);

    let sized = |bytes: usize| {
        let profile = vec![b'x'; bytes];
        Request::make(&world.vault, REQUEST, now(), "bob", "bobs", &profile)
    };
    assert!(sized(16 * 1024).is_ok());
    let answer = sized(16 * 1024 + 1).unwrap_err();
    assert!(matches!(
        answer,
        VaultError::ProfileTooLarge { most: 16_384 }
    ));
}
