//! The remembered sign-in, with keyrings that work and keyrings that do not.

use vault::{
    Computer, Keyring, KeyringError, KeyringState, MemoryKeyring, NoKeyring, OneTimeCode, Slot,
    SlotKind, Vault, VaultError,
};

use crate::support::{ADA, BOB, Failing, World, now, tomorrow, world};

const FAILURES: [KeyringError; 4] = [
    KeyringError::Locked,
    KeyringError::Absent,
    KeyringError::TimedOut,
    KeyringError::Foreign,
];

/// Ada is remembered on her own computer.
fn remembered() -> (World, MemoryKeyring) {
    let mut world = world(Computer::OnlyMe);
    let keyring = MemoryKeyring::default();
    let unlocked = world.vault.unlock("ada", "right").unwrap();
    world.vault.remember(&unlocked, &keyring).unwrap();
    (world, keyring)
}

fn value(vault: &Vault, keyring: &MemoryKeyring) -> Option<Vec<u8>> {
    let kept = keyring.get(&vault.id().to_string()).unwrap();
    kept.map(|kept| kept.to_vec())
}

#[test]
fn a_remembered_account_is_in_without_a_password() {
    let (world, keyring) = remembered();
    let vault = world.reread();
    assert_eq!(vault.remembered(), Some(ADA));
    let by_password = vault.unlock("ada", "right").unwrap();
    let by_device = vault.unlock_device(&keyring).unwrap();
    assert_eq!(by_device.account, ADA);
    assert_eq!(by_device.kind, SlotKind::Password);
    assert_eq!(by_device.data_key, world.data_key);
    assert_eq!(by_device.key_pair.public(), by_password.key_pair.public());
}

#[test]
fn forgetting_removes_both_halves() {
    let (mut world, keyring) = remembered();
    assert!(value(&world.vault, &keyring).is_some());
    world.vault.forget_device(&keyring).unwrap();
    assert_eq!(value(&world.vault, &keyring), None);
    let vault = world.reread();
    assert_eq!(vault.remembered(), None);
    let answer = vault.unlock_device(&keyring);
    assert!(matches!(answer, Err(VaultError::NotRemembered)));
    assert!(vault.unlock("ada", "right").is_ok());
}

#[test]
fn every_failure_of_the_keyring_is_told_and_breaks_nothing() {
    let (world, keyring) = remembered();
    for failure in FAILURES {
        let broken = Failing(failure);
        assert_eq!(broken.state(), KeyringState::from(failure));

        let mut vault = world.reread();
        let answer = vault.unlock_device(&broken).unwrap_err();
        assert!(matches!(answer, VaultError::Keyring(error) if error == failure));
        assert!(vault.unlock_device(&keyring).is_ok(), "once it is back");

        let unlocked = vault.unlock("ada", "right").unwrap();
        let answer = vault.remember(&unlocked, &broken).unwrap_err();
        assert!(matches!(answer, VaultError::Keyring(error) if error == failure));
        assert!(
            vault.unlock_device(&keyring).is_ok(),
            "the earlier one stays"
        );

        assert_eq!(vault.forget_device(&broken), Err(failure));
        assert_eq!(vault.remembered(), None, "forgotten all the same");
    }
    assert_eq!(NoKeyring.state(), KeyringState::Absent);
    let answer = world.vault.unlock_device(&NoKeyring).unwrap_err();
    assert!(matches!(answer, VaultError::Keyring(KeyringError::Absent)));
}

#[test]
fn a_vault_from_another_computer_is_foreign() {
    let (world, keyring) = remembered();
    let name = world.vault.id().to_string();
    let foreign = |keyring: &MemoryKeyring| {
        let answer = world.vault.unlock_device(keyring);
        matches!(answer, Err(VaultError::Keyring(KeyringError::Foreign)))
    };
    assert!(foreign(&MemoryKeyring::default()), "no key at all");
    for wrong in [[7; 32].as_slice(), b"short", b""] {
        let other = MemoryKeyring::default();
        other.set(&name, wrong).unwrap();
        assert!(foreign(&other), "{wrong:?}");
    }
    assert!(!foreign(&keyring));
}

#[test]
fn a_shared_computer_remembers_nobody() {
    let mut shared = world(Computer::Shared);
    let keyring = MemoryKeyring::default();
    let unlocked = shared.vault.unlock("ada", "right").unwrap();
    let answer = shared.vault.remember(&unlocked, &keyring);
    assert!(matches!(answer, Err(VaultError::SharedComputer)));
    assert_eq!(value(&shared.vault, &keyring), None);

    let (mut world, keyring) = remembered();
    world.vault.set_computer(Computer::Shared);
    let answer = world.vault.unlock_device(&keyring);
    assert!(matches!(answer, Err(VaultError::SharedComputer)));
    world.vault.set_computer(Computer::OnlyMe);
    let answer = world.vault.unlock_device(&keyring);
    assert!(matches!(answer, Err(VaultError::NotRemembered)));
}

#[test]
fn a_removed_or_reset_account_is_not_remembered() {
    let (world, keyring) = remembered();
    let forgotten = |vault: &Vault| {
        let answer = vault.unlock_device(&keyring);
        matches!(answer, Err(VaultError::NotRemembered)) && vault.remembered().is_none()
    };

    let mut removed = world.reread();
    removed.remove(ADA);
    assert!(forgotten(&removed));

    let mut renewed = world.reread();
    let slot = Slot::make_password(&renewed, ADA, "ada", "new", &world.data_key);
    renewed.put(slot.unwrap());
    assert!(forgotten(&renewed), "the key pair is another");

    let mut reset = world.reread();
    let code = OneTimeCode::make();
    let slot = Slot::make_one_time(&reset, ADA, "ada", &code, tomorrow(), &world.data_key);
    reset.put(slot.unwrap());
    assert!(forgotten(&reset));
    let unlocked = reset.redeem("ada", &code, now()).unwrap();
    let answer = reset.remember(&unlocked, &keyring);
    assert!(matches!(answer, Err(VaultError::NoPassword)));
}

#[test]
fn a_change_of_password_keeps_the_device_and_another_account_replaces_it() {
    let (mut world, keyring) = remembered();
    let unlocked = world.vault.unlock_device(&keyring).unwrap();
    let slot = Slot::change_password(&world.vault, &unlocked, "ada", "new").unwrap();
    world.vault.put(slot);
    assert_eq!(world.vault.unlock_device(&keyring).unwrap().account, ADA);

    let slot = Slot::make_password(&world.vault, BOB, "bob", "bobs", &world.data_key).unwrap();
    world.vault.put(slot);
    let bob = world.vault.unlock("bob", "bobs").unwrap();
    let before = value(&world.vault, &keyring);
    world.vault.remember(&bob, &keyring).unwrap();
    assert_ne!(
        value(&world.vault, &keyring),
        before,
        "a fresh key each time"
    );
    assert_eq!(world.vault.unlock_device(&keyring).unwrap().account, BOB);
}
