//! What is remembered, in a programme that went on.

use contract::imports::{ColumnView, Target};
use domain::fields::{FieldAudience, FieldKind};
use domain::{FieldId, Role, Roles};
use store::fields::Field;
use uuid::Uuid;

use super::super::mapping::{Mapping, key};

fn field(number: u128, name: &str) -> Field {
    Field {
        id: FieldId(Uuid::from_u128(number)),
        name: name.to_owned(),
        kind: FieldKind::Text,
        options: Vec::new(),
        audience: FieldAudience::Pair,
        sensitive: false,
        roles: Roles::NONE,
    }
}

fn column(target: Target) -> ColumnView {
    ColumnView {
        heading: String::new(),
        examples: Vec::new(),
        distinct: 0,
        target,
        sure: false,
    }
}

#[test]
fn what_is_remembered_replaces_the_guesses() {
    let (gone, grade) = (field(1, "Gone"), field(2, "Grade"));
    let new = |name: &str| Target::NewField {
        name: name.to_owned(),
        kind: FieldKind::Text,
        audience: FieldAudience::Pair,
        sensitive: false,
    };
    let targets = vec![
        Target::Name,
        Target::Field { id: gone.id },
        new("grade"),
        Target::Field { id: gone.id },
        new("Town"),
    ];
    let mapping = Mapping {
        targets,
        role: Role::Mentor,
    };
    let guesses = [
        Target::FirstName,
        Target::Name,
        Target::Ignore,
        Target::Bio,
        Target::Ignore,
    ];
    let mut columns: Vec<ColumnView> = guesses.into_iter().map(column).collect();
    assert!(
        mapping
            .clone()
            .recall(&mut columns, std::slice::from_ref(&grade))
    );
    let recalled: Vec<(Target, bool)> = columns
        .into_iter()
        .map(|column| (column.target, column.sure))
        .collect();
    let expected = [
        (Target::Name, true),
        // Its field is gone, and what it is guessed to be is another column.
        (Target::Ignore, false),
        // Made meanwhile, perhaps by hand.
        (Target::Field { id: grade.id }, true),
        (Target::Bio, false),
        (new("Town"), true),
    ];
    assert_eq!(recalled, expected);
    assert!(!mapping.recall(&mut [column(Target::Ignore)], &[grade]));
}

#[test]
fn headings_are_known_again_in_any_case() {
    let key = |headings: &[&str]| {
        key(&headings
            .iter()
            .map(|heading| (*heading).to_owned())
            .collect::<Vec<_>>())
    };
    assert_eq!(key(&["Name", "E-Mail"]), key(&["name", "e-mail"]));
    assert_ne!(key(&["Name", "E-mail"]), key(&["E-mail", "Name"]));
    assert_ne!(key(&["ab", "c"]), key(&["a", "bc"]));
}
