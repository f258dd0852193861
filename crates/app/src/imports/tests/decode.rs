//! Encodings, and what is no text.

use encoding_rs::WINDOWS_1252;
use proptest::prelude::*;

use super::super::decode::{LARGEST, decode, read};
use super::super::error::FileError;
use super::fixture;

const ACCENTS: &str = "accents.csv";

fn text() -> String {
    String::from_utf8(fixture(ACCENTS)).unwrap()
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

fn marked(mark: &[u8], bytes: &[u8]) -> Vec<u8> {
    [mark, bytes].concat()
}

#[test]
fn every_encoding_gives_the_same_text() {
    let text = text();
    let check = |bytes: &[u8], encoding: &str| {
        let decoded = decode(bytes).unwrap();
        assert_eq!(
            (decoded.text.as_str(), decoded.encoding),
            (text.as_str(), encoding)
        );
    };
    check(text.as_bytes(), "UTF-8");
    check(&marked(b"\xEF\xBB\xBF", text.as_bytes()), "UTF-8");
    check(
        &marked(b"\xFF\xFE", &utf16(&text, u16::to_le_bytes)),
        "UTF-16",
    );
    check(
        &marked(b"\xFE\xFF", &utf16(&text, u16::to_be_bytes)),
        "UTF-16",
    );
    check(&utf16(&text, u16::to_le_bytes), "UTF-16");
    check(&utf16(&text, u16::to_be_bytes), "UTF-16");
    check(&WINDOWS_1252.encode(&text).0, "Windows-1252");
}

#[test]
fn a_long_file_in_an_old_encoding_of_another_alphabet_is_recognised() {
    let text = "Имя,Почта\n".to_owned() + &"Анна Каренина,anna@example.org\n".repeat(20);
    let bytes = encoding_rs::WINDOWS_1251.encode(&text).0;
    let decoded = decode(&bytes).unwrap();
    assert_eq!((decoded.text, decoded.encoding), (text, "windows-1251"));
}

#[test]
fn western_names_stay_western() {
    let names = [
        "Muñoz",
        "Krüger",
        "Brontë",
        "Ångström",
        "Sørensen",
        "Françoise",
        "Óscar",
        "João",
        "Škoda",
    ];
    for count in 1..=names.len() {
        let text = format!("Name\n{}\n", names[..count].join("\n"));
        let bytes = WINDOWS_1252.encode(&text).0;
        assert_eq!(decode(&bytes).unwrap().text, text, "{count}");
    }
    let text = format!("Name\n{}\n", names.join("\n")).repeat(40);
    assert_eq!(decode(&WINDOWS_1252.encode(&text).0).unwrap().text, text);
}

#[test]
fn what_is_no_text_is_refused() {
    let check = |bytes: &[u8], refusal: FileError| assert_eq!(decode(bytes), Err(refusal));
    check(b"", FileError::Empty);
    check(b"\xEF\xBB\xBF \r\n", FileError::Empty);
    check(
        b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR",
        FileError::NotText("a picture (PNG)"),
    );
    check(
        b"PK\x03\x04\x14\0\x06\0",
        FileError::NotText("a spreadsheet or an archive, not CSV"),
    );
    check(
        b"Name,E-mail\nA\0da,ada@example.org\n",
        FileError::NotText("no text"),
    );
    check(b"\x01\x02\x03\x04\x05\x06", FileError::NotText("no text"));
    check(
        b"\xEF\xBB\xBFName\nZo\xEB\n",
        FileError::Broken {
            encoding: "UTF-8",
            line: 2,
        },
    );
    check(
        b"\xFF\xFEN\0a\0m\0e\0\n\0\x00\xD8",
        FileError::Broken {
            encoding: "UTF-16",
            line: 2,
        },
    );
}

#[test]
fn a_file_of_100_mb_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.csv");
    // A hole of 100 MB: reading it would show in the time, and its zeros would be refused as no text.
    std::fs::File::create(&path)
        .unwrap()
        .set_len(100_000_000)
        .unwrap();
    assert_eq!(read(&path), Err(FileError::TooBig(LARGEST)));
    assert!(matches!(
        read(&folder.path().join("absent.csv")),
        Err(FileError::Unreadable(_))
    ));
    assert!(matches!(read(folder.path()), Err(FileError::Unreadable(_))));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = decode(&bytes);
    }

    #[test]
    fn utf8_comes_back_as_it_was(text in "[a-zA-Zäé中, ]{1,40}\n[^\\p{Cc}]{0,40}") {
        prop_assume!(!text.trim().is_empty() && !text.starts_with('\u{FEFF}'));
        prop_assert_eq!(decode(text.as_bytes()).unwrap().text, text);
    }
}
