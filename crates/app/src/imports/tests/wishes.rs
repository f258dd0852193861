//! Whom students wish for.

use contract::imports::Target;
use domain::{PersonId, Role, Roles};
use store::imports::Person;
use uuid::Uuid;

use super::super::table::Table;
use super::super::wishes::Wished;
use super::compare::person;
use super::{compare, guessed, outcomes, reading};

fn mentor(number: u128, name: &str, email: &str) -> Person {
    Person {
        roles: Roles::of(&[Role::Mentor]),
        ..person(number, name, email)
    }
}

fn known(number: u128) -> Wished {
    Wished::Known(PersonId(Uuid::from_u128(number)))
}

/// Reads a text as a list of students; answers the rows' outcomes and the wishes that are written.
fn check(text: &str, existing: &[Person]) -> (Vec<String>, Vec<Option<Vec<Wished>>>) {
    let table = Table::read(text).unwrap();
    let comparison = compare(&table, &reading(&table, Role::Student), existing).unwrap();
    let wishes = comparison.writes.iter().map(|write| write.wishes.clone());
    (outcomes(&comparison), wishes.collect())
}

#[test]
fn headings_that_ask_for_mentors() {
    for heading in [
        "Preferred mentors",
        "Preferred mentor",
        "First choice",
        "1st choice",
        "Choice 2",
        "Third preference",
        "Mentor choice",
        "First choice of mentor",
        "Which mentor would you prefer?",
        "Wished mentors",
    ] {
        let text = format!("Name,{heading}\nLinh,Ravi Menon\n");
        let target = guessed(&text, Some(Role::Student), &[]).remove(1).1;
        assert_eq!(target, Target::Wishes, "{heading}");
    }
    for heading in [
        "Preferred language of study",
        "Preferred mentee",
        "Preferred name",
        "Choice of university",
        "Preferred meeting day",
        "Mentor",
    ] {
        let text = format!("Name,{heading}\nLinh,Ravi Menon\n");
        let target = guessed(&text, Some(Role::Student), &[]).remove(1).1;
        assert_ne!(target, Target::Wishes, "{heading}");
    }
}

#[test]
fn several_columns_and_lists_are_ranked_from_left_to_right() {
    let existing = [
        mentor(1, "Ravi Menon", "ravi@example.org"),
        mentor(2, "Ana Petrović", ""),
        mentor(3, "Lovelace, Ada", ""),
    ];
    let text = "Name,Role,First choice,Other mentors I would choose\n\
        Linh,student,ana petrovic,\"RAVI@example.org; Otto; Ravi Menon\"\n\
        Otto,mentor,,\n\
        Hana,student,\"Lovelace, Ada\",\"Otto, Ravi Menon\"\n\
        Yuki,student,no preference,\n";
    let (outcomes, wishes) = check(text, &existing);
    assert_eq!(
        outcomes,
        ["2 Linh new", "3 Otto new", "4 Hana new", "5 Yuki new"]
    );
    assert_eq!(
        wishes,
        [
            Some(vec![known(2), known(1), Wished::New(3)]),
            None,
            Some(vec![known(3), Wished::New(3), known(1)]),
            None,
        ]
    );
}

#[test]
fn who_is_unknown_ambiguous_or_no_mentor_is_told_by_row() {
    let existing = [
        mentor(1, "Ravi Menon", "ravi@example.org"),
        mentor(2, "Ravi Menon", "menon@example.org"),
        person(3, "Callum Reid", ""),
    ];
    let text = "Name,Preferred mentors\n\
        Linh,Nobody Known\nHana,Ravi Menon\nYuki,Callum Reid\nMai,Mai\nNoah,menon@example.org\n";
    let (outcomes, wishes) = check(text, &existing);
    assert_eq!(
        outcomes,
        [
            "2 Linh wrong Preferred mentors: Nobody here or in the file is called “Nobody Known”. \
             Write the name as it is in their row, or the e-mail",
            "3 Hana wrong Preferred mentors: 2 mentors are called “Ravi Menon”. Write the e-mail of the right one",
            "4 Yuki wrong Preferred mentors: “Callum Reid” is no mentor. Name a mentor, or leave it out",
            "5 Mai wrong Preferred mentors: “Mai” is no mentor. Name a mentor, or leave it out",
            "6 Noah new",
        ]
    );
    assert_eq!(wishes, [Some(vec![known(2)])]);
}

#[test]
fn who_is_left_out_cannot_be_wished_for() {
    let text = "Name,Role,Preferred mentors\n\
        Otto,both,Somebody Else\nLinh,student,Otto\nHana,both,Hana\n";
    let (outcomes, wishes) = check(text, &[]);
    assert!(
        outcomes.iter().all(|outcome| outcome.contains(" wrong ")),
        "{outcomes:?}"
    );
    assert!(
        outcomes
            .iter()
            .any(|outcome| outcome.ends_with("Nobody can wish for themselves"))
    );
    assert_eq!(wishes, []);
}

#[test]
fn what_is_so_already_is_unchanged_and_an_empty_cell_changes_nothing() {
    let mut linh = person(1, "Linh", "");
    linh.wishes = vec![PersonId(Uuid::from_u128(2)), PersonId(Uuid::from_u128(3))];
    let existing = [linh, mentor(2, "Ravi", ""), mentor(3, "Ana", "")];
    let outcome = |wishes: &str| {
        let text = format!("Name,Preferred mentors,Bio\nLinh,{wishes},\n");
        check(&text, &existing).0.remove(0)
    };
    assert_eq!(outcome("Ravi; Ana"), "2 Linh unchanged");
    assert_eq!(outcome(""), "2 Linh unchanged");
    assert_eq!(outcome("Ana; Ravi"), "2 Linh update Preferred mentors");
    assert_eq!(outcome("none"), "2 Linh update Preferred mentors");
}
