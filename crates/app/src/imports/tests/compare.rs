//! The people of a file against those of the programme.

use std::collections::BTreeMap;

use contract::imports::Target;
use domain::fields::{FieldAudience, FieldKind, Value};
use domain::{
    Availability, Capacity, Email, FieldId, PersonId, PersonName, Role, Roles, Tag, Text,
};
use store::fields::Field;
use store::imports::Person;
use store::people::Profile;
use uuid::Uuid;

use super::super::digest::digest;
use super::super::plan::Reading;
use super::super::table::Table;
use super::{compare, outcomes, plan, reading, table};

pub(super) fn person(number: u128, name: &str, email: &str) -> Person {
    let profile = Profile {
        name: PersonName::parse(name).unwrap(),
        email: Email::parse(email).ok(),
        bio: Text::parse("").unwrap(),
        interests: Vec::new(),
        expertise: Vec::new(),
        languages: Vec::new(),
        zone: None,
        availability: Availability::default(),
        capacity: Capacity::new(1).unwrap(),
    };
    Person {
        id: PersonId(Uuid::from_u128(number)),
        active: true,
        roles: Roles::of(&[Role::Student]),
        open_as_mentor: 0,
        profile,
        answers: BTreeMap::new(),
        wishes: Vec::new(),
    }
}

/// Reads a text as a list of students and compares it.
fn check(text: &str, existing: &[Person], expected: &[&str]) {
    let table = Table::read(text).unwrap();
    let comparison = compare(&table, &reading(&table, Role::Student), existing).unwrap();
    assert_eq!(outcomes(&comparison), expected, "{text}");
}

#[test]
fn the_email_decides_in_any_case() {
    let existing = [
        person(1, "Ada Lovelace", "Ada@Example.org"),
        person(2, "Alan Turing", "alan@example.org"),
    ];
    let text = "Name,E-mail,Bio\nAda Lovelace,ada@example.ORG,\nA. Turing,alan@example.org,Runs\nGrace,g@example.org,\n";
    check(
        text,
        &existing,
        &[
            "2 Ada Lovelace unchanged",
            "3 A. Turing update Name, Bio",
            "4 Grace new",
        ],
    );
}

#[test]
fn without_an_email_the_name_decides_if_it_can() {
    let existing = [
        person(1, "Ada Lovelace", ""),
        person(2, "Alan Turing", "alan@example.org"),
        person(3, "Grace Hopper", ""),
        person(4, "Grace Hopper", ""),
        person(5, "Linh Trần", ""),
    ];
    let text = "Name,E-mail\nada lovelace,\nAlan Turing,\nGrace Hopper,\nHedy Lamarr,\nLinh Tran,linh@example.org\n";
    let expected = [
        "3 Alan Turing wrong E-mail: Somebody of this name is here with alan@example.org. \
         Add the e-mail, theirs or another one",
        "4 Grace Hopper wrong E-mail: 2 people here have this name. Add the e-mail of the right one",
        "2 ada lovelace update Name",
        "5 Hedy Lamarr new",
        "6 Linh Tran update Name, E-mail",
    ];
    check(text, &existing, &expected);
    // Two in the file could be the one who is here: neither is taken for them.
    let text = "Name,E-mail\nAda Lovelace,ada@example.org\nAda Lovelace,other@example.org\n";
    check(
        text,
        &existing,
        &["2 Ada Lovelace new", "3 Ada Lovelace new"],
    );
}

#[test]
fn the_same_email_twice_in_a_file() {
    let table = table("same-email.csv");
    let comparison = compare(&table, &reading(&table, Role::Student), &[]).unwrap();
    let expected = [
        "5 Alan Turing wrong Grade: Line 3 has the same e-mail and something else here. Make them agree",
        "2 Ada Lovelace new",
        "3 Alan Turing new",
        "4 Ada Lovelace new",
        "6 Ada Lovelace new",
    ];
    assert_eq!(outcomes(&comparison), expected);
    assert_eq!((comparison.counts(), comparison.wrong()), ((2, 0), 1));
    let ada = &comparison.writes[0];
    assert_eq!(
        (ada.profile.bio.as_str(), ada.roles),
        ("Writes", Roles::of(&[Role::Student, Role::Mentor]))
    );
}

#[test]
fn the_same_name_twice_without_emails() {
    let expected = [
        "3 Ada wrong E-mail: Line 2 has the same name. Add e-mails to tell them apart",
        "4 Alan wrong E-mail: Line 5 has the same name. Add e-mails to tell them apart",
        "2 Ada new",
        "5 Alan new",
    ];
    check(
        "Name,E-mail\nAda,\nAda,\nAlan,\nAlan,alan@example.org\n",
        &[],
        &expected,
    );
}

#[test]
fn roles_are_added_and_nobody_becomes_an_administrator() {
    let mut chief = person(1, "Ada", "ada@example.org");
    chief.roles = Roles::of(&[Role::Administrator]);
    let text = "Name,E-mail,Role\nAda,ada@example.org,Administrator; Mentor\nAlan,alan@example.org,Administrator\n";
    let expected = [
        "3 Alan wrong Role: Write mentor, student or both. Administrators are made one by one, under People",
        "2 Ada update Role",
    ];
    check(text, &[chief], &expected);
}

#[test]
fn people_who_cannot_be_changed() {
    let mut gone = person(1, "Ada", "ada@example.org");
    gone.active = false;
    let mut busy = person(2, "Alan", "alan@example.org");
    (busy.open_as_mentor, busy.profile.capacity) = (3, Capacity::new(4).unwrap());
    let expected = [
        "2 Ada wrong E-mail: This person was deactivated. Reactivate them under People first, or leave the row out",
        "3 Alan wrong Capacity: This mentor has 3 open matches. Write 3 or more, or end some first",
    ];
    check(
        "Name,E-mail,Capacity\nAda,ada@example.org,\nAlan,alan@example.org,2\n",
        &[gone, busy],
        &expected,
    );
}

#[test]
fn an_empty_cell_changes_nothing() {
    let mut ada = person(1, "Ada", "ada@example.org");
    ada.profile.bio = Text::parse("Writes").unwrap();
    ada.profile.interests = Tag::parse_all(&["Algebra"]).unwrap();
    check(
        "Name,E-mail,Bio,Interests\nAda,ada@example.org,,\n",
        &[ada.clone()],
        &["2 Ada unchanged"],
    );
    check(
        "Name,E-mail,Interests\nAda,ada@example.org,\"Algebra, \"\n",
        &[ada.clone()],
        &["2 Ada unchanged"],
    );
    check(
        "Name,E-mail,Interests\nAda,ada@example.org,Law\n",
        &[ada],
        &["2 Ada update Interests"],
    );
}

#[test]
fn fields_get_the_options_of_the_rows_that_are_imported() {
    let id = FieldId(Uuid::from_u128(7));
    let options = vec!["AO".to_owned(), "EO".to_owned()];
    let known = [Field {
        id,
        name: "Grade".to_owned(),
        kind: FieldKind::Choice,
        options,
        audience: FieldAudience::Pair,
        sensitive: false,
        roles: Roles::NONE,
    }];
    let mut ada = person(1, "Ada", "ada@example.org");
    ada.answers.insert(id, Value::Choice("EO".to_owned()));
    let text = "Name,E-mail,Grade,Likes\nAda,ada@example.org,eo,\"Tea, coffee\"\nAlan,alan@example.org,SEO,\"coffee; Tea; \"\n\
                Grace,grace@,SCS4,\nHedy,hedy@example.org,,Coffee\n";
    let table = Table::read(text).unwrap();
    let reading = Reading::of(&plan(&table, Role::Mentor, &known), &table, &known).unwrap();
    let comparison = compare(&table, &reading, &[ada]).unwrap();
    assert_eq!(comparison.fields[0].options, ["AO", "EO", "HEO", "SEO"]);
    assert_eq!(comparison.fields[1].options, ["coffee", "Tea"]);
    assert_eq!(comparison.fields[0].roles, Roles::of(&[Role::Mentor]));
    // The grade was known; a field that is new has nothing to compare with.
    assert_eq!(outcomes(&comparison)[1], "2 Ada update Role, Likes");
    let both = Value::Choices(vec!["coffee".to_owned(), "Tea".to_owned()]);
    assert_eq!(comparison.writes[0].answers, [(1, both.clone())]);
    assert_eq!(
        comparison.writes[1].answers,
        [(0, Value::Choice("SEO".to_owned())), (1, both)]
    );
}

#[test]
fn too_many_options_are_a_text() {
    let rows: Vec<String> = (0..300).map(|n| format!("Person {n},Answer {n}")).collect();
    let table = Table::read(&format!("Name,Likes\n{}\n", rows.join("\n"))).unwrap();
    let mut plan = plan(&table, Role::Student, &[]);
    let field = |kind| Target::NewField {
        name: "Likes".to_owned(),
        kind,
        audience: FieldAudience::Pair,
        sensitive: false,
    };
    plan.targets[1] = field(FieldKind::Choice);
    let refused = compare(&table, &Reading::of(&plan, &table, &[]).unwrap(), &[]).unwrap_err();
    assert_eq!(refused.field, "plan.targets.1");
    plan.targets[1] = field(FieldKind::Text);
    assert!(compare(&table, &Reading::of(&plan, &table, &[]).unwrap(), &[]).is_ok());
}

#[test]
fn a_digest_names_file_plan_and_outcome() {
    let table = table("same-email.csv");
    let rows = compare(&table, &reading(&table, Role::Student), &[])
        .unwrap()
        .rows;
    let good = plan(&table, Role::Student, &[]);
    let first = digest(b"bytes", &good, &rows).unwrap();
    assert_eq!(first.len(), 64);
    assert_eq!(first, digest(b"bytes", &good, &rows).unwrap());
    let other = plan(&table, Role::Mentor, &[]);
    for different in [
        digest(b"bytez", &good, &rows),
        digest(b"bytes", &other, &rows),
        digest(b"bytes", &good, &rows[1..]),
    ] {
        assert_ne!(first, different.unwrap());
    }
}
