//! The printed code, with the vault and without it.

use uuid::Uuid;
use vault::{Computer, DataKey, Founding, Kdf, Recovery, RecoveryCode, Slot, Vault, VaultError};

use crate::support::{ADA, forge, world};

const PROGRAMME: Uuid = Uuid::from_u128(0x9);

#[test]
fn the_code_opens_with_the_vault_alone() {
    let mut world = world(Computer::Shared);
    assert!(world.reread().recovery().is_none());
    let code = RecoveryCode::make();
    let recovery = Recovery::make(&code, &world.data_key, PROGRAMME).unwrap();
    world.vault.set_recovery(recovery);

    let vault = world.reread();
    let typed = RecoveryCode::parse(&code.text()).unwrap();
    let kept = vault.recovery().unwrap();
    assert_eq!(kept.open(&typed).unwrap(), world.data_key);
    assert_eq!(kept.programme(), PROGRAMME);
}

#[test]
fn the_code_and_its_file_rebuild_a_lost_vault() {
    let world = world(Computer::Shared);
    let code = RecoveryCode::make();
    let folder = world.folder.path();
    assert!(Recovery::read(folder).unwrap().is_none());
    Recovery::make(&code, &world.data_key, PROGRAMME)
        .unwrap()
        .save(folder)
        .unwrap();
    assert!(Vault::read(folder).unwrap().is_none(), "the vault is lost");

    let recovery = Recovery::read(folder).unwrap().unwrap();
    let data_key = recovery.open(&code).unwrap();
    let founding = Founding {
        programme_name: "Bridges".to_owned(),
        computer: Computer::Shared,
        programme_public_key: world.programme.public(),
        kdf: Kdf::for_tests(),
    };
    let mut rebuilt = Vault::found(folder, founding);
    rebuilt.put(Slot::make_password(&rebuilt, ADA, "ada", "new", &data_key).unwrap());
    rebuilt.set_recovery(recovery);
    rebuilt.save().unwrap();

    let vault = Vault::read(folder).unwrap().unwrap();
    let unlocked = vault.unlock("ada", "new").unwrap();
    assert_eq!(unlocked.data_key, world.data_key);
    let by_code = vault.recovery().unwrap().open(&code).unwrap();
    assert_eq!(by_code, world.data_key);
}

#[test]
fn another_code_does_not_open() {
    let recovery = Recovery::make(&RecoveryCode::make(), &DataKey::make(), PROGRAMME).unwrap();
    let answer = recovery.open(&RecoveryCode::make());
    assert!(matches!(answer, Err(VaultError::WrongCode)));
}

#[test]
fn the_file_is_bound_to_its_programme() {
    let world = world(Computer::Shared);
    let folder = world.folder.path();
    let code = RecoveryCode::make();
    Recovery::make(&code, &world.data_key, PROGRAMME)
        .unwrap()
        .save(folder)
        .unwrap();
    let path = folder.join("recovery.json");
    let text = std::fs::read_to_string(&path).unwrap();
    let other = Uuid::from_u128(0x8).to_string();
    forge(&path, &text.replace(&PROGRAMME.to_string(), &other));

    let read = Recovery::read(folder).unwrap().unwrap();
    assert_eq!(read.programme().to_string(), other);
    assert!(matches!(read.open(&code), Err(VaultError::WrongCode)));
}

#[test]
fn a_damaged_or_newer_file_is_not_a_missing_one() {
    let world = world(Computer::Shared);
    let folder = world.folder.path();
    let path = folder.join("recovery.json");
    std::fs::write(&path, "{").unwrap();
    assert!(matches!(Recovery::read(folder), Err(VaultError::Damaged)));
    std::fs::write(&path, r#"{"version":7}"#).unwrap();
    assert!(matches!(
        Recovery::read(folder),
        Err(VaultError::Newer { found: 7 })
    ));
}
