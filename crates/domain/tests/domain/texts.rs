//! Texts, audiences, passwords.

use domain::markdown::excerpt;
use domain::secrets::{check_password, composed};
use domain::{Audience, Invalid, Line, Text};
use proptest::prelude::*;

#[test]
fn texts_keep_their_lines_and_lose_what_no_keyboard_types() {
    assert_eq!(Text::parse("a\r\nb\rc \n\n").unwrap().as_str(), "a\nb\nc");
    assert_eq!(Text::parse("tab\there").unwrap().as_str(), "tab\there");
    assert_eq!(Text::parse("nul\0"), Err(Invalid::ControlCharacters));
    assert_eq!(
        Text::parse(&"x".repeat(50_001)),
        Err(Invalid::TooLong(50_000))
    );
    assert_eq!(Text::parse_filled(" \n "), Err(Invalid::Empty));
    assert_eq!(Line::parse_optional("  ", 5), Ok(None));
}

#[test]
fn passwords_need_twelve_characters_of_any_kind() {
    assert_eq!(check_password(""), Err(Invalid::Empty));
    assert_eq!(check_password("elevenchars"), Err(Invalid::TooShort(12)));
    assert_eq!(check_password("zwölf Zeichn"), Ok(()));
    assert_eq!(check_password("            "), Ok(()));
    assert_eq!(
        check_password(&"x".repeat(1025)),
        Err(Invalid::TooLong(1024))
    );
    assert_eq!(composed("u\u{308}"), "ü");
}

#[test]
fn an_audience_lies_within_another_when_all_its_readers_do() {
    use Audience::{Administrators, Author, Coordinators, Pair};
    for (inner, outer) in [
        (Author, Pair),
        (Pair, Coordinators),
        (Administrators, Coordinators),
        (Author, Administrators),
    ] {
        assert!(inner.is_within(outer), "{inner:?} in {outer:?}");
        assert!(!outer.is_within(inner), "{outer:?} in {inner:?}");
    }
    assert!(!Pair.is_within(Administrators) && !Administrators.is_within(Pair));
}

#[test]
fn an_excerpt_is_the_first_words() {
    assert_eq!(
        excerpt("\n## **Visit** to the _bakery_\nand more", 40),
        "Visit to the bakery"
    );
    assert_eq!(excerpt("0123456789", 5), "0123…");
    assert_eq!(excerpt("", 5), "");
}

proptest! {
    #[test]
    fn a_text_that_was_taken_is_taken_again_unchanged(text in "(?s).{0,300}") {
        if let Ok(taken) = Text::parse(&text) {
            prop_assert_eq!(Text::parse(taken.as_str()).unwrap(), taken);
        }
    }

    #[test]
    fn an_excerpt_is_never_too_long(text in "(?s).{0,300}", longest in 1usize..50) {
        prop_assert!(excerpt(&text, longest).chars().count() <= longest);
    }
}
