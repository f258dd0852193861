//! Names, e-mails, sign-in names, tags.

use domain::names::search_key;
use domain::{Email, Invalid, Language, PersonName, SignInName, Tag, Zone};
use proptest::prelude::*;

#[test]
fn names_are_kept_as_people_write_them() {
    for name in [
        "Linh Trần",
        "Sofía Herrera",
        "李小龙",
        "محمد علي",
        "Zoë 🌻",
        "O’Brien-Smith",
        "x",
    ] {
        assert_eq!(
            PersonName::parse(&format!("  {name} ")).unwrap().as_str(),
            name
        );
    }
}

#[test]
fn names_that_are_none_are_refused() {
    #[track_caller]
    fn check(text: &str, expected: Invalid) {
        assert_eq!(PersonName::parse(text), Err(expected));
    }
    check("", Invalid::Empty);
    check(" \t ", Invalid::Empty);
    check("\u{200B}\u{FEFF}", Invalid::Empty);
    check("Ada\nLovelace", Invalid::SeveralLines);
    check("Ada\u{7}", Invalid::ControlCharacters);
    check(&"x".repeat(121), Invalid::TooLong(120));
}

#[test]
fn a_name_cannot_turn_the_text_around_it() {
    assert_eq!(
        PersonName::parse("Ada\u{202E}nimda").unwrap().as_str(),
        "Adanimda"
    );
}

#[test]
fn emails() {
    #[track_caller]
    fn check(text: &str, expected: Result<&str, Invalid>) {
        let parsed = Email::parse(text);
        assert_eq!(
            parsed.as_ref().map(Email::as_str),
            expected.as_ref().map(|text| *text),
            "{text}"
        );
    }
    check(" ada@example.org ", Ok("ada@example.org"));
    check("a.b+c@sub.example.org", Ok("a.b+c@sub.example.org"));
    check("jörg@exämple.de", Ok("jörg@exämple.de"));
    check("ada", Err(Invalid::NotAnEmail));
    check("@example.org", Err(Invalid::EmailWithoutName));
    check("ada@", Err(Invalid::EmailWithoutDomain));
    check("ada@example", Err(Invalid::NotAnEmail));
    check("a@b@example.org", Err(Invalid::NotAnEmail));
    check("a..b@example.org", Err(Invalid::NotAnEmail));
    check("ada@-example.org", Err(Invalid::NotAnEmail));
    check("ada @example.org", Err(Invalid::NotAnEmail));
    check("ada@exa\u{0}mple.org", Err(Invalid::ControlCharacters));
    check(
        &format!("{}@example.org", "a".repeat(65)),
        Err(Invalid::NotAnEmail),
    );
    check(
        &format!("a@{}.org", "b".repeat(300)),
        Err(Invalid::TooLong(254)),
    );
}

#[test]
fn sign_in_names_are_emails_or_chosen() {
    assert!(SignInName::parse("ada.l-1_x").is_ok());
    assert!(SignInName::parse("ada@example.org").is_ok());
    assert_eq!(SignInName::parse("a"), Err(Invalid::TooShort(2)));
    assert_eq!(
        SignInName::parse("ada lovelace"),
        Err(Invalid::NotASignInName)
    );
    assert_eq!(
        SignInName::parse("ADA").unwrap().key(),
        SignInName::parse("ada").unwrap().key()
    );
}

#[test]
fn tags_lose_repeats_and_trailing_separators() {
    let tags = Tag::parse_all(&["Nursing, ", "nursing", "", "Café", "CAFE", " ; "]).unwrap();
    assert_eq!(
        tags.iter().map(Tag::as_str).collect::<Vec<_>>(),
        ["Nursing", "Café"]
    );
    let many: Vec<String> = (0..41).map(|number| format!("tag {number}")).collect();
    assert_eq!(Tag::parse_all(&many), Err(Invalid::TooMany(40)));
}

#[test]
fn languages_and_zones() {
    assert!(Language::parse("Português (Brasil)").is_ok());
    assert_eq!(Language::parse("C++"), Err(Invalid::NotALanguage));
    assert_eq!(
        Zone::parse(" Europe/Berlin ").unwrap().as_str(),
        "Europe/Berlin"
    );
    assert_eq!(Zone::parse("Mars/Olympus"), Err(Invalid::NotAZone));
}

#[test]
fn search_ignores_case_and_accents() {
    assert_eq!(search_key("Trần Đức"), "tran duc");
    assert_eq!(search_key("SØREN Łukasz"), "soren lukasz");
}

proptest! {
    #[test]
    fn any_text_is_a_name_or_a_refusal(text in ".*") {
        if let Ok(name) = PersonName::parse(&text) {
            let name = name.as_str();
            prop_assert!(!name.trim().is_empty());
            prop_assert!(name.chars().count() <= PersonName::LONGEST);
            prop_assert!(!name.chars().any(char::is_control));
            let again = PersonName::parse(name).unwrap();
            prop_assert_eq!(again.as_str(), name);
        }
    }

    #[test]
    fn an_email_is_stable_and_its_key_ignores_case(text in "[A-Za-z0-9._%+-]{1,20}@[A-Za-z0-9-]{1,15}(\\.[A-Za-z]{2,8}){1,2}") {
        if let Ok(email) = Email::parse(&text) {
            prop_assert_eq!(Email::parse(email.as_str()).unwrap(), email.clone());
            prop_assert_eq!(Email::parse(&text.to_uppercase()).unwrap().key(), email.key());
        }
    }

    #[test]
    fn any_text_is_an_email_or_a_refusal(text in ".*") {
        if let Ok(email) = Email::parse(&text) {
            prop_assert!(email.as_str().contains('@'));
            prop_assert!(email.as_str().len() <= Email::LONGEST);
        }
    }

    #[test]
    fn tags_are_unique_by_their_key(texts in proptest::collection::vec(".{0,80}", 0..50)) {
        if let Ok(tags) = Tag::parse_all(&texts) {
            let keys: std::collections::BTreeSet<String> = tags.iter().map(Tag::key).collect();
            prop_assert_eq!(keys.len(), tags.len());
            let again: Vec<&str> = tags.iter().map(Tag::as_str).collect();
            prop_assert_eq!(Tag::parse_all(&again).unwrap(), tags);
        }
    }

    #[test]
    fn a_search_key_is_its_own_key(text in ".*") {
        let key = search_key(&text);
        prop_assert_eq!(search_key(&key), key);
    }
}
