//! Everything that is looked for is found where it was put, in every form, and nothing else is.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use traces::{Form, Search};

const CANARY: &str = "canaryqzxw07";

fn search() -> Search {
    let key = (0..32).map(|byte| byte * 7 + 3).collect();
    Search::new([
        ("a text".to_owned(), CANARY.as_bytes().to_vec()),
        ("a key".to_owned(), key),
    ])
    .unwrap()
}

fn hex(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

fn check(bytes: &[u8], expected: &[(&str, Form)]) {
    let looked = search().bytes(Path::new("here"), bytes);
    let found: Vec<(&str, Form)> = looked
        .found
        .iter()
        .map(|trace| (trace.name.as_str(), trace.form))
        .collect();
    assert_eq!(found, expected, "{}", String::from_utf8_lossy(bytes));
}

#[test]
fn a_text_is_found_in_every_form() {
    let text = |form| [("a text", form)];
    check(format!("x{CANARY}y").as_bytes(), &text(Form::Plain));
    check(CANARY.to_uppercase().as_bytes(), &text(Form::Plain));
    let wide: Vec<u16> = format!("ab{CANARY}").encode_utf16().collect();
    for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
        let bytes: Vec<u8> = wide.iter().flat_map(|unit| bytes(*unit)).collect();
        check(&bytes, &text(Form::Utf16));
    }
    for before in ["", "a", "ab", "abc", "abcd"] {
        for after in ["", "z", "zy", "zyx"] {
            let encoded = STANDARD.encode(format!("{before}{CANARY}{after}"));
            check(encoded.as_bytes(), &text(Form::Base64));
        }
    }
    let hex = hex(CANARY.as_bytes()).to_uppercase();
    check(hex.as_bytes(), &text(Form::Hex));
    check(
        format!("{:?}", format!("a{CANARY}").as_bytes()).as_bytes(),
        &text(Form::Numbers),
    );
}

#[test]
fn a_key_is_found_in_every_form() {
    let key: Vec<u8> = (0..32).map(|byte| byte * 7 + 3).collect();
    check(&key, &[("a key", Form::Plain)]);
    check(STANDARD.encode(&key).as_bytes(), &[("a key", Form::Base64)]);
    let hex = hex(&key);
    check(format!("x'{hex}'").as_bytes(), &[("a key", Form::Hex)]);
}

#[test]
fn what_differs_by_a_byte_is_no_trace() {
    check(b"canaryqzxw08 canaryqzxw", &[]);
}

#[test]
fn files_are_looked_into_by_name_and_content() {
    let folder = tempfile::tempdir().unwrap();
    let below = folder.path().join("a").join("b");
    std::fs::create_dir_all(&below).unwrap();
    std::fs::write(below.join("one"), format!("..{CANARY}")).unwrap();
    std::fs::write(below.join(CANARY), "nothing").unwrap();
    std::fs::write(below.join("two"), "nothing").unwrap();
    let looked = search().folder(folder.path()).unwrap();
    assert_eq!(looked.files, 3);
    let places: Vec<_> = looked
        .found
        .iter()
        .map(|trace| trace.place.file_name().unwrap().to_str().unwrap())
        .collect();
    assert_eq!(places, [CANARY, "one"]);
    assert_eq!(
        search()
            .folder(&folder.path().join("absent"))
            .unwrap()
            .files,
        0
    );
}
