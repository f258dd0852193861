//! Numbers, availability, answers to fields.

use domain::fields::{FieldKind, Value, check_options, split_list};
use domain::numbers::parse_number;
use domain::{Availability, Capacity, Invalid, Minutes, Progress};
use proptest::prelude::*;

#[test]
fn numbers_have_their_ranges() {
    assert_eq!(Capacity::new(-1), Err(Invalid::OutOfRange(0, 100)));
    assert_eq!(Capacity::new(101), Err(Invalid::OutOfRange(0, 100)));
    assert_eq!(Minutes::new(0), Err(Invalid::OutOfRange(1, 1440)));
    assert_eq!(Progress::new(i64::MAX), Err(Invalid::OutOfRange(0, 100)));
}

#[test]
fn numbers_are_read_as_people_write_them() {
    for (text, expected) in [
        ("2", 2.0),
        (" Two ", 2.0),
        ("2,5", 2.5),
        ("none", 0.0),
        ("TWENTY", 20.0),
    ] {
        assert_eq!(parse_number(text), Ok(expected), "{text}");
    }
    for text in ["", "many", "NaN", "inf", "1e999"] {
        assert_eq!(parse_number(text), Err(Invalid::NotANumber), "{text}");
    }
}

#[test]
fn answers_are_read_by_their_kind() {
    let options = ["AA".to_owned(), "Grade 7".to_owned()];
    let read = |kind, text| Value::parse(kind, &options, text);
    assert_eq!(
        read(FieldKind::Choice, "grade 7"),
        Ok(Some(Value::Choice("Grade 7".to_owned())))
    );
    assert_eq!(
        read(FieldKind::Choice, "Grade 8"),
        Err(Invalid::NotAnOption)
    );
    assert_eq!(
        read(FieldKind::Choices, "aa; grade 7;"),
        Ok(Some(Value::Choices(options.to_vec())))
    );
    assert_eq!(
        read(FieldKind::Number, "three"),
        Ok(Some(Value::Number(3.0)))
    );
    assert_eq!(read(FieldKind::Text, "  "), Ok(None));
    assert_eq!(
        read(FieldKind::Text, &"x".repeat(4001)),
        Err(Invalid::TooLong(4000))
    );
}

#[test]
fn lists_are_split_at_what_separates_them() {
    assert_eq!(split_list("a, b,, c, "), ["a", "b", "c"]);
    assert_eq!(
        split_list("Law, public; Design;"),
        ["Law, public", "Design"]
    );
    assert_eq!(split_list(" \n "), Vec::<String>::new());
}

#[test]
fn a_choice_needs_options_and_a_number_none() {
    assert_eq!(check_options(FieldKind::Choice, &[]), Err(Invalid::Empty));
    let repeated = ["One".to_owned(), "one".to_owned(), " ".to_owned()];
    assert_eq!(
        check_options(FieldKind::Choice, &repeated),
        Ok(vec!["One".to_owned()])
    );
    assert_eq!(check_options(FieldKind::Number, &repeated), Ok(Vec::new()));
}

proptest! {
    #[test]
    fn a_capacity_is_what_it_was_or_refused(number in any::<i64>()) {
        match Capacity::new(number) {
            Ok(capacity) => prop_assert_eq!(i64::from(capacity.get()), number),
            Err(_) => prop_assert!(!(0..=100).contains(&number)),
        }
    }

    #[test]
    fn availability_is_written_and_read_back(hours in proptest::collection::btree_set(0usize..168, 0..168)) {
        let mask = hours.iter().fold(Availability::default(), |mask, hour| mask.with(*hour, true));
        let text = String::from(mask);
        prop_assert_eq!(Availability::parse(&text).unwrap(), mask);
        prop_assert_eq!(mask.hours() as usize, hours.len());
        prop_assert_eq!(mask.shared_hours(&mask) as usize, hours.len());
        prop_assert!((0..168).all(|hour| mask.is_free(hour) == hours.contains(&hour)));
    }

    #[test]
    fn shifting_there_and_back_changes_nothing(hour in 0usize..168, by in -30i32..30) {
        let mask = Availability::default().with(hour, true);
        prop_assert_eq!(mask.shifted(by).shifted(-by), mask);
        prop_assert_eq!(mask.shifted(by).hours(), 1);
    }

    #[test]
    fn any_text_is_a_number_or_a_refusal(text in ".*") {
        if let Ok(number) = parse_number(&text) {
            prop_assert!(number.is_finite());
        }
    }
}
