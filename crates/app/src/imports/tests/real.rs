//! The rosters of a real programme, where they are present (they are not ours to commit).

use std::path::PathBuf;

use contract::imports::Target;
use domain::fields::{FieldAudience, FieldKind};
use domain::{Role, Roles};

use super::super::error::FileError;
use super::super::guess::{self, role_of_file};
use super::{compare, read, reading};

fn real(name: &str) -> Option<Vec<u8>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/civil-service")
        .join(name);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!("skipped: no {} here", path.display());
    }
    bytes
}

#[test]
fn the_forms_own_headings() {
    let Some(bytes) = real("form-output-headings.csv") else {
        return;
    };
    assert_eq!(read(&bytes), Err(FileError::NoRows));
}

#[test]
fn the_rosters() {
    let check = |name: &str, people: usize, role: Role, special: &[(&str, FieldKind)]| {
        let Some(bytes) = real(name) else { return };
        assert_eq!(role_of_file(name), Some(role));
        let table = read(&bytes).unwrap();
        let columns = guess::columns(&table, &[], Some(role));
        let target = |heading: &str| {
            &columns
                .iter()
                .find(|column| column.heading == heading)
                .unwrap()
                .target
        };
        assert_eq!(*target("first name"), Target::FirstName);
        assert_eq!(*target("last name"), Target::LastName);
        assert_eq!(*target("email address"), Target::Email);
        assert_eq!(*target("both mentor and mentee"), Target::BothRoles);
        assert_eq!(*target("biography"), Target::Bio);
        let field = |name: &str, kind, sensitive| Target::NewField {
            name: name.to_owned(),
            kind,
            audience: if sensitive {
                FieldAudience::Administrators
            } else {
                FieldAudience::Pair
            },
            sensitive,
        };
        assert_eq!(*target("grade"), field("Grade", FieldKind::Choice, false));
        assert_eq!(
            *target("organisation"),
            field("Organisation", FieldKind::Choice, false)
        );
        assert_eq!(
            *target("profession"),
            field("Profession", FieldKind::Choice, false)
        );
        for (heading, kind) in special {
            let mut name = (*heading).to_owned();
            name[..1].make_ascii_uppercase();
            assert_eq!(*target(heading), field(&name, *kind, true));
        }
        let reading = reading(&table, role);
        let comparison = compare(&table, &reading, &[]).unwrap();
        assert_eq!(
            (comparison.counts(), comparison.wrong()),
            ((u64::try_from(people).unwrap(), 0), 0)
        );
        let both = comparison
            .writes
            .iter()
            .filter(|write| write.roles == Roles::of(&[Role::Student, Role::Mentor]));
        let both = both.count();
        assert!(
            both > people / 4 && both < people * 3 / 4,
            "{both} of {people} are both"
        );
        let grade = reading
            .fields
            .iter()
            .position(|field| field.name == "Grade")
            .unwrap();
        let grades = [
            "AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4",
        ];
        let options = &comparison.fields[grade].options;
        assert!(
            grades
                .windows(options.len())
                .any(|window| window == options),
            "{options:?}"
        );
    };
    let mentors = [("characteristics", FieldKind::Choices)];
    let mentees = [
        ("match with similar identity", FieldKind::Choice),
        ("identity to match", FieldKind::Choice),
    ];
    check("small-mentors.csv", 50, Role::Mentor, &mentors);
    check("small-mentees.csv", 50, Role::Student, &mentees);
    check("large-mentors.csv", 500, Role::Mentor, &mentors);
    check("large-mentees.csv", 500, Role::Student, &mentees);
}
