//! One-time codes, and how forgiving both kinds of code are.

use chrono::TimeDelta;
use proptest::prelude::*;
use vault::{CodeError, Computer, OneTimeCode, RecoveryCode, Slot, SlotKind, VaultError};

use crate::support::{ADA, BOB, World, forge, now, tomorrow, world};

/// Bob has a code until tomorrow.
fn with_code() -> (World, OneTimeCode) {
    let mut world = world(Computer::Shared);
    let code = OneTimeCode::make();
    let slot =
        Slot::make_one_time(&world.vault, BOB, "bob", &code, tomorrow(), &world.data_key).unwrap();
    world.vault.put(slot);
    (world, code)
}

#[test]
fn a_code_is_redeemed_for_a_password() {
    let (mut world, code) = with_code();
    let vault = world.reread();
    let typed = OneTimeCode::parse(&code.text().to_lowercase()).unwrap();
    let unlocked = vault.redeem("bob", &typed, now()).unwrap();
    assert_eq!(unlocked.account, BOB);
    assert_eq!(unlocked.data_key, world.data_key);
    let expires_at = tomorrow();
    assert_eq!(unlocked.kind, SlotKind::OneTime { expires_at });

    let slot = Slot::make_password(&vault, BOB, "bob", "bobs", &unlocked.data_key).unwrap();
    assert_ne!(slot.public_key(), unlocked.key_pair.public());
    world.vault.put(slot);
    assert_eq!(world.vault.unlock("bob", "bobs").unwrap().account, BOB);
    let again = world.vault.redeem("bob", &code, now());
    assert!(matches!(again, Err(VaultError::WrongCode)), "it is spent");
}

#[test]
fn changing_the_password_with_a_code_makes_a_fresh_key_pair() {
    let (world, code) = with_code();
    let unlocked = world.vault.redeem("bob", &code, now()).unwrap();
    let slot = Slot::change_password(&world.vault, &unlocked, "bob", "bobs").unwrap();
    assert_eq!(slot.account(), BOB);
    assert_eq!(slot.kind(), SlotKind::Password);
    assert_ne!(slot.public_key(), unlocked.key_pair.public());
}

#[test]
fn a_code_is_no_password_and_a_password_no_code() {
    let (world, code) = with_code();
    for typed in [code.text(), code.text().replace('-', "").into()] {
        let answer = world.vault.unlock("bob", &typed);
        assert!(matches!(answer, Err(VaultError::WrongPassword)));
    }
    for name in ["ada", "nobody"] {
        let answer = world.vault.redeem(name, &code, now());
        assert!(matches!(answer, Err(VaultError::WrongCode)), "{name}");
    }
    let answer = world.vault.redeem("bob", &OneTimeCode::make(), now());
    assert!(matches!(answer, Err(VaultError::WrongCode)));
}

/// Inside, a code is 16 bytes below 32, and a password may be those very bytes.
#[test]
fn the_same_bytes_do_not_make_a_password_of_a_code() {
    let mut world = world(Computer::Shared);
    let code = OneTimeCode::parse("0123-4567-89AB-CDEF").unwrap();
    let password: String = ('\0'..='\u{f}').collect();
    let (vault, key) = (&world.vault, &world.data_key);
    let by_code = Slot::make_one_time(vault, BOB, "bob", &code, tomorrow(), key).unwrap();
    let by_password = Slot::make_password(vault, ADA, "ada", &password, key).unwrap();
    world.vault.put(by_code);
    world.vault.put(by_password);

    assert!(world.vault.unlock("ada", &password).is_ok());
    let answer = world.vault.redeem("ada", &code, now());
    assert!(matches!(answer, Err(VaultError::WrongCode)));
    assert!(world.vault.redeem("bob", &code, now()).is_ok());
    let answer = world.vault.unlock("bob", &password);
    assert!(matches!(answer, Err(VaultError::WrongPassword)));
}

#[test]
fn only_the_right_code_is_told_that_it_expired() {
    let (world, code) = with_code();
    let a_moment_before = tomorrow() - TimeDelta::microseconds(1);
    assert!(world.vault.redeem("bob", &code, a_moment_before).is_ok());
    let late = world.vault.redeem("bob", &code, tomorrow());
    assert!(matches!(late, Err(VaultError::CodeExpired)));
    let wrong = world.vault.redeem("bob", &OneTimeCode::make(), tomorrow());
    assert!(matches!(wrong, Err(VaultError::WrongCode)));
}

#[test]
fn nobody_gives_a_code_more_time_in_the_file() {
    let (world, code) = with_code();
    world.vault.save().unwrap();
    let path = world.folder.path().join("vault.json");
    let text = std::fs::read_to_string(&path).unwrap();
    let year = tomorrow().format("%Y").to_string();
    let prolonged = text.replacen(
        &format!("\"expires_at\": \"{year}"),
        "\"expires_at\": \"2999",
        1,
    );
    assert_ne!(text, prolonged);
    forge(&path, &prolonged);
    let vault = vault::Vault::read(world.folder.path()).unwrap().unwrap();
    let answer = vault.redeem("bob", &code, now());
    assert!(matches!(answer, Err(VaultError::WrongCode)));
}

#[test]
fn expired_codes_are_swept_and_passwords_stay() {
    let (mut world, code) = with_code();
    assert_eq!(world.vault.expire(now()), 0);
    assert_eq!(world.vault.expire(tomorrow()), 1);
    assert_eq!(world.vault.expire(tomorrow()), 0);
    let accounts: Vec<_> = world.vault.accounts().collect();
    assert_eq!(accounts, [(ADA, SlotKind::Password)]);
    let answer = world.vault.redeem("bob", &code, now());
    assert!(matches!(answer, Err(VaultError::WrongCode)));
}

#[test]
fn a_reset_takes_the_password_away() {
    let (mut world, code) = with_code();
    let slot =
        Slot::make_one_time(&world.vault, ADA, "ada", &code, tomorrow(), &world.data_key).unwrap();
    world.vault.put(slot);
    let old = world.vault.unlock("ada", "right");
    assert!(matches!(old, Err(VaultError::WrongPassword)));
    assert!(world.vault.redeem("ada", &code, now()).is_ok());
}

#[test]
fn codes_look_as_promised() {
    let one_time: Vec<String> = groups(OneTimeCode::make().groups());
    let recovery: Vec<String> = groups(RecoveryCode::make().groups());
    assert_eq!(one_time.len(), 4);
    assert_eq!(recovery.len(), 8);
    for group in one_time.iter().chain(&recovery) {
        assert_eq!(group.len(), 4, "{group}");
        assert!(group.chars().all(|letter| {
            letter.is_ascii_digit() || (letter.is_ascii_uppercase() && !"ILOU".contains(letter))
        }));
    }
    assert_eq!(format!("{:?}", OneTimeCode::make()), "OneTimeCode(..)");
    assert_eq!(format!("{:?}", RecoveryCode::make()), "RecoveryCode(..)");
}

fn groups(made: Vec<zeroize::Zeroizing<String>>) -> Vec<String> {
    made.iter().map(|group| group.to_string()).collect()
}

#[test]
fn every_symbol_turns_up_and_codes_differ() {
    let many: String = (0..200)
        .map(|_| OneTimeCode::make().text().replace('-', ""))
        .collect();
    for symbol in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars() {
        assert!(many.contains(symbol), "{symbol}");
    }
    assert_ne!(OneTimeCode::make().text(), OneTimeCode::make().text());
}

#[test]
fn what_is_no_code_says_why() {
    let check = |typed: &str, error| assert_eq!(OneTimeCode::parse(typed).err(), Some(error));
    let length = |found| CodeError::Length { found, wanted: 16 };
    check("", length(0));
    check("0000-0000-0000-000", length(15));
    check("0000-0000-0000-0000-0", length(17));
    check("0000-0000-0000-000U", CodeError::Character);
    check("0000_0000_0000_0000", CodeError::Character);
    check("0000-0000-0000-000é", CodeError::Character);
    assert!(OneTimeCode::parse("0000-0000-0000-0000").is_ok());
    assert_eq!(
        RecoveryCode::parse("0000-0000-0000-0000").err(),
        Some(CodeError::Length {
            found: 16,
            wanted: 32
        })
    );
}

/// Any 30 symbols with a checksum that this test works out for itself by trying all of them.
#[test]
fn exactly_one_checksum_in_1024_fits() {
    let random = "0123456789ABCDEFGHJKMNPQRSTVWX";
    let alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let fitting = alphabet
        .chars()
        .flat_map(|first| alphabet.chars().map(move |second| (first, second)))
        .filter(|(first, second)| RecoveryCode::parse(&format!("{random}{first}{second}")).is_ok())
        .count();
    assert_eq!(fitting, 1);
}

/// As people type: any case, look-alikes, spaces and dashes anywhere.
fn typed(code: &str, habits: &[(usize, usize)]) -> String {
    let letters = code.chars().filter(|letter| *letter != '-');
    letters
        .zip(habits)
        .flat_map(|(letter, (likeness, separator))| {
            let letter = match (letter, likeness) {
                ('0', 1) => 'o',
                ('0', 2) => 'O',
                ('1', 1) => 'l',
                ('1', 2) => 'I',
                (other, 1) => other.to_ascii_lowercase(),
                (other, _) => other,
            };
            let separator = ["", "", "-", " ", "\u{2013}", "\u{a0}"][*separator];
            std::iter::once(letter).chain(separator.chars())
        })
        .collect()
}

fn habits(letters: usize) -> impl Strategy<Value = Vec<(usize, usize)>> {
    prop::collection::vec((0..3_usize, 0..6_usize), letters)
}

proptest! {
    #[test]
    fn a_one_time_code_is_read_however_it_is_typed(
        text in "[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}",
        habits in habits(16),
    ) {
        let read = OneTimeCode::parse(&typed(&text, &habits)).unwrap();
        prop_assert_eq!(read.text().to_string(), text);
    }

    #[test]
    fn a_recovery_code_is_read_however_it_is_typed(habits in habits(32)) {
        let code = RecoveryCode::make();
        let read = RecoveryCode::parse(&typed(&code.text(), &habits)).unwrap();
        prop_assert_eq!(read.text(), code.text());
    }

    /// Nothing typed may panic, and what is read is shown as it would be printed.
    #[test]
    fn any_text_is_a_code_or_an_error(text in "[0-9A-TV-Za-tv-z -]{14,36}|\\PC{0,40}") {
        if let Ok(code) = OneTimeCode::parse(&text) {
            let again = OneTimeCode::parse(&code.text()).unwrap();
            prop_assert_eq!(again.text(), code.text());
        }
        if let Ok(code) = RecoveryCode::parse(&text) {
            let again = RecoveryCode::parse(&code.text()).unwrap();
            prop_assert_eq!(again.text(), code.text());
        }
    }

    /// One wrong symbol is found (but for one in 1,024, which then opens nothing), so most of them are: a checksum that is
    /// never looked at would let all of them through.
    #[test]
    fn typing_mistakes_are_found(place in 0..32_usize) {
        let code = RecoveryCode::make().text().replace('-', "");
        let right = code.as_bytes()[place];
        let found = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
            .bytes()
            .filter(|wrong| *wrong != right)
            .filter(|wrong| {
                let mut typed = code.clone().into_bytes();
                typed[place] = *wrong;
                let typed = String::from_utf8(typed).unwrap();
                RecoveryCode::parse(&typed).err() == Some(CodeError::Checksum)
            })
            .count();
        // Of 31 mistakes 0.03 slip through on average, and more than 5 about once in a billion runs.
        prop_assert!(found >= 26, "{found} of 31");
    }
}
