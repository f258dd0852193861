//! Passwords: right, wrong, unknown, changed.

use vault::{Computer, DataKey, Slot, SlotKind, VaultError};

use crate::support::{ADA, BOB, forge, world};

#[test]
fn the_right_password_gives_the_keys() {
    let world = world(Computer::Shared);
    let vault = world.reread();
    let unlocked = vault.unlock("ada", "right").unwrap();
    assert_eq!(unlocked.account, ADA);
    assert_eq!(unlocked.kind, SlotKind::Password);
    assert_eq!(unlocked.data_key, world.data_key);
    let slot = vault.slot(ADA).unwrap();
    assert_eq!(unlocked.key_pair.public(), slot.public_key());
}

#[test]
fn anything_else_gets_one_answer() {
    let vault = world(Computer::Shared).reread();
    for (name, password) in [
        ("ada", "wrong"),
        ("ada", ""),
        ("ada", "Right"),
        ("nobody", "right"),
        ("", ""),
    ] {
        let answer = vault.unlock(name, password).unwrap_err();
        assert!(matches!(answer, VaultError::WrongPassword), "{name}");
        assert_eq!(
            answer.to_string(),
            "the sign-in name or the password is not right"
        );
    }
}

#[test]
fn nothing_secret_is_printed() {
    let world = world(Computer::Shared);
    let unlocked = world.vault.unlock("ada", "right").unwrap();
    let literal = world.data_key.pragma_literal();
    let digits = &literal[2..66];
    let shown = format!("{unlocked:?} {:?}", world.vault);
    assert!(!shown.contains(digits), "{shown}");
    assert!(shown.contains("DataKey(..)"), "{shown}");
    assert!(shown.contains("PrivateKey(..)"), "{shown}");
    assert!(shown.contains("Wrapped(..)"), "{shown}");
}

#[test]
fn a_change_of_password_keeps_the_key_pair() {
    let mut world = world(Computer::Shared);
    let before = world.vault.unlock("ada", "right").unwrap();
    let slot = Slot::change_password(&world.vault, &before, "ada", "new").unwrap();
    world.vault.put(slot);

    let vault = world.reread();
    let after = vault.unlock("ada", "new").unwrap();
    assert_eq!(after.key_pair.public(), before.key_pair.public());
    assert_eq!(after.data_key, world.data_key);
    let old = vault.unlock("ada", "right");
    assert!(matches!(old, Err(VaultError::WrongPassword)));
    assert_eq!(vault.accounts().count(), 1);
}

#[test]
fn a_new_sign_in_name_replaces_the_old_one() {
    let mut world = world(Computer::Shared);
    let unlocked = world.vault.unlock("ada", "right").unwrap();
    let slot = Slot::change_password(&world.vault, &unlocked, "lovelace", "right").unwrap();
    world.vault.put(slot);
    assert!(world.vault.unlock("lovelace", "right").is_ok());
    let old = world.vault.unlock("ada", "right");
    assert!(matches!(old, Err(VaultError::WrongPassword)));
}

#[test]
fn accounts_come_and_go() {
    let mut world = world(Computer::Shared);
    let slot = Slot::make_password(&world.vault, BOB, "bob", "bobs", &world.data_key).unwrap();
    world.vault.put(slot);
    let accounts: Vec<_> = world.vault.accounts().collect();
    assert_eq!(
        accounts,
        [(ADA, SlotKind::Password), (BOB, SlotKind::Password)]
    );

    assert!(world.vault.remove(ADA));
    assert!(!world.vault.remove(ADA));
    let vault = world.reread();
    let gone = vault.unlock("ada", "right");
    assert!(matches!(gone, Err(VaultError::WrongPassword)));
    assert_eq!(vault.unlock("bob", "bobs").unwrap().account, BOB);
}

#[test]
fn a_name_has_one_slot() {
    let mut world = world(Computer::Shared);
    let slot = Slot::make_password(&world.vault, BOB, "ada", "bobs", &world.data_key).unwrap();
    world.vault.put(slot);
    let accounts: Vec<_> = world.vault.accounts().collect();
    assert_eq!(accounts, [(BOB, SlotKind::Password)]);
}

/// Without the public key the database keeps, nothing stops a member from sealing a key of their own; see the crate's first
/// words. But the slot of one account does not open as another's.
#[test]
fn a_slot_cannot_be_given_to_another_account() {
    let world = world(Computer::Shared);
    world.vault.save().unwrap();
    let path = world.folder.path().join("vault.json");
    let text = std::fs::read_to_string(&path).unwrap();
    let moved = text.replacen(
        &format!("\"account\": \"{ADA}\""),
        &format!("\"account\": \"{BOB}\""),
        1,
    );
    assert_ne!(text, moved);
    forge(&path, &moved);
    let vault = vault::Vault::read(world.folder.path()).unwrap().unwrap();
    let answer = vault.unlock("ada", "right");
    assert!(matches!(answer, Err(VaultError::Damaged)));
}

#[test]
fn vaults_share_nothing() {
    let (one, other) = (world(Computer::Shared), world(Computer::Shared));
    assert_ne!(one.vault.id(), other.vault.id());
    assert_ne!(one.vault.name_hash("ada"), other.vault.name_hash("ada"));
    assert_eq!(
        one.vault.name_hash("ada"),
        one.reread().name_hash("ada"),
        "the hash stays the same in one vault"
    );
    assert_ne!(DataKey::make(), one.data_key);
}
