//! `vault.json` on the disk: missing, damaged, newer, half written.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;
use vault::{Computer, Recovery, RecoveryCode, Vault, VaultError, write_atomically};

use crate::support::{ADA, World, forge, world};

fn path(world: &World) -> std::path::PathBuf {
    world.folder.path().join("vault.json")
}

fn read(world: &World) -> Result<Option<Vault>, VaultError> {
    Vault::read(world.folder.path())
}

#[test]
fn a_missing_file_is_no_vault() {
    let empty = TempDir::new().unwrap();
    assert!(Vault::read(empty.path()).unwrap().is_none());
    let nowhere = empty.path().join("nowhere");
    assert!(Vault::read(&nowhere).unwrap().is_none());
}

#[test]
fn what_is_saved_is_read() {
    let mut world = world(Computer::OnlyMe);
    world.vault.set_programme_name("Brücken");
    let read = world.reread();
    assert_eq!(read.id(), world.vault.id());
    assert_eq!(read.programme_name(), "Brücken");
    assert_eq!(read.computer(), Computer::OnlyMe);
    assert_eq!(read.kdf(), world.vault.kdf());
    assert_eq!(read.programme_public_key(), world.programme.public());
    assert_eq!(read.folder(), world.folder.path());
}

#[test]
fn damage_is_never_a_missing_file() {
    let world = world(Computer::Shared);
    world.vault.save().unwrap();
    let text = fs::read_to_string(path(&world)).unwrap();
    let half = &text[..text.len() / 2];
    for damaged in ["", "{}", "null", "\0\0\0\0", half] {
        fs::write(path(&world), damaged).unwrap();
        assert!(
            matches!(read(&world), Err(VaultError::Damaged)),
            "{damaged}"
        );
    }
    // Also where the sum is right.
    let no_salt = text.replacen("\"salt\"", "\"sand\"", 1);
    let unknown = text.replacen('{', "{\"more\": 1,", 1);
    let older = text.replacen("\"version\": 1", "\"version\": 0", 1);
    for damaged in [&no_salt, &unknown, &older] {
        assert_ne!(damaged, &text);
        forge(&path(&world), damaged);
        assert!(
            matches!(read(&world), Err(VaultError::Damaged)),
            "{damaged}"
        );
    }
    fs::write(path(&world), text).unwrap();
    assert!(read(&world).unwrap().is_some());
}

/// The name of the programme is shown before anybody has signed in, and no key vouches for it.
#[test]
fn a_flipped_bit_is_damage_or_changes_nothing() {
    let world = world(Computer::Shared);
    let recovery = Recovery::make(&RecoveryCode::make(), &world.data_key, ADA).unwrap();
    recovery.save(world.folder.path()).unwrap();
    world.vault.save().unwrap();
    let sound = fs::read(path(&world)).unwrap();
    let vault = format!("{:?}", read(&world).unwrap().unwrap());
    let mut found = 0;
    for at in 0..sound.len() {
        let mut flipped = sound.clone();
        // A step that has nothing in common with eight: every bit comes up.
        flipped[at] ^= 1 << (at * 5 % 8);
        fs::write(path(&world), &flipped).unwrap();
        match read(&world) {
            Ok(Some(read)) => assert_eq!(format!("{read:?}"), vault, "byte {at}"),
            Ok(None) => panic!("byte {at}: no vault"),
            Err(VaultError::Damaged | VaultError::Newer { .. }) => found += 1,
            Err(other) => panic!("byte {at}: {other}"),
        }
    }
    assert!(found > sound.len() * 3 / 4, "only white space is harmless");

    let file = world.folder.path().join("recovery.json");
    let text = fs::read_to_string(&file).unwrap();
    let salt = text.find("\"salt\": \"").unwrap() + 9;
    let mut flipped = text.into_bytes();
    flipped[salt] ^= 1;
    fs::write(&file, flipped).unwrap();
    let read = Recovery::read(world.folder.path());
    assert!(matches!(read, Err(VaultError::Damaged)));
}

#[test]
fn a_newer_format_says_so_whatever_else_is_in_it() {
    let world = world(Computer::Shared);
    fs::write(path(&world), r#"{"version":2,"slots":"elsewhere"}"#).unwrap();
    assert!(matches!(read(&world), Err(VaultError::Newer { found: 2 })));
}

#[test]
fn a_file_cannot_weaken_the_hashing_or_exhaust_the_computer() {
    let world = world(Computer::Shared);
    world.vault.save().unwrap();
    let file: Value = serde_json::from_slice(&fs::read(path(&world)).unwrap()).unwrap();
    forge(&path(&world), &file.to_string());
    assert!(read(&world).unwrap().is_some(), "as it was, it is whole");
    for kdf in [
        json!({ "memory_kib": 8, "passes": 1, "lanes": 1 }),
        json!({ "memory_kib": 4_000_000_000_u32, "passes": 3, "lanes": 4 }),
    ] {
        for place in ["/kdf", "/slots/0/key/kdf"] {
            let mut changed = file.clone();
            *changed.pointer_mut(place).unwrap() = kdf.clone();
            forge(&path(&world), &changed.to_string());
            assert!(matches!(read(&world), Err(VaultError::Damaged)), "{place}");
        }
    }
}

#[test]
fn a_save_that_was_cut_off_leaves_the_old_file() {
    let world = world(Computer::Shared);
    world.vault.save().unwrap();
    // What a power cut leaves behind before the renaming.
    fs::write(world.folder.path().join(".vault.json.abc.tmp"), "{\"vers").unwrap();
    let vault = read(&world).unwrap().unwrap();
    assert!(vault.unlock("ada", "right").is_ok());
    vault.save().unwrap();
    assert!(read(&world).unwrap().is_some());
}

/// The generation before, which the next saving keeps until it is verified.
fn old(world: &World) -> std::path::PathBuf {
    world.folder.path().join("vault.json.old")
}

#[test]
fn the_generation_before_is_used_when_the_new_one_is_damaged_and_goes_when_it_is_whole() {
    let world = world(Computer::Shared);
    world.vault.save().unwrap();
    let before = fs::read(path(&world)).unwrap();
    world.vault.save().unwrap();
    assert!(!old(&world).exists(), "verified, so the old one goes");

    // As a crash between the two writings leaves them.
    fs::write(old(&world), &before).unwrap();
    fs::write(path(&world), "{").unwrap();
    assert!(read(&world).unwrap().is_some(), "the old one stands in");
    assert_eq!(fs::read(path(&world)).unwrap(), before);
    assert!(!old(&world).exists());

    fs::write(old(&world), &before).unwrap();
    assert!(read(&world).unwrap().is_some());
    assert!(
        !old(&world).exists(),
        "old slots do not stay beside a whole vault"
    );

    fs::write(old(&world), "{").unwrap();
    fs::write(path(&world), "{").unwrap();
    assert!(matches!(read(&world), Err(VaultError::Damaged)));
}

#[test]
fn a_save_that_fails_leaves_the_old_file_and_no_litter() {
    let folder = TempDir::new().unwrap();
    write_atomically(folder.path(), "file", b"old").unwrap();
    // Nothing can be renamed onto a folder that is not empty.
    let taken = folder.path().join("taken");
    fs::create_dir(&taken).unwrap();
    fs::write(taken.join("inside"), "").unwrap();
    assert!(write_atomically(folder.path(), "taken", b"new").is_err());
    assert!(write_atomically(&folder.path().join("nowhere"), "file", b"new").is_err());
    assert_eq!(fs::read(folder.path().join("file")).unwrap(), b"old");

    write_atomically(folder.path(), "file", b"new").unwrap();
    assert_eq!(fs::read(folder.path().join("file")).unwrap(), b"new");
    let mut names: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["file", "taken"]);
}

#[cfg(unix)]
#[test]
fn only_its_owner_reads_the_vault() {
    use std::os::unix::fs::PermissionsExt;

    let world = world(Computer::Shared);
    world.vault.save().unwrap();
    let mode = fs::metadata(path(&world)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
