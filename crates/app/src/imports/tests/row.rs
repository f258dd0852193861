//! Records read as people.

use contract::imports::{Plan, Target};
use domain::fields::{FieldAudience, FieldKind};
use domain::{Role, Roles};
use proptest::prelude::*;

use super::super::plan::Reading;
use super::super::row::Row;
use super::super::table::Table;
use super::super::words;
use super::{plan, reading, table};

/// Each row of a file: what `show` makes of it, or what is wrong.
fn rows(name: &str, role: Role, show: impl Fn(&Row) -> String) -> Vec<String> {
    let table = table(name);
    let reading = reading(&table, role);
    let read = |record| match Row::read(record, &reading) {
        Ok(row) => show(&row),
        Err(wrong) => format!("{}: {}", wrong.column, wrong.reason),
    };
    table.records.iter().map(read).collect()
}

fn said(roles: Roles) -> String {
    roles.iter().map(Role::as_str).collect::<Vec<_>>().join("+")
}

#[test]
fn numbers_in_words() {
    let capacity = |row: &Row| format!("{:?}", row.parts.capacity.map(domain::Capacity::get));
    let column = "How many students can you take?";
    let expected = [
        "Some(2)".to_owned(),
        "Some(3)".to_owned(),
        "Some(1)".to_owned(),
        "Some(0)".to_owned(),
        format!("{column}: Write a number (now “many”)"),
        format!("{column}: Choose a number from 0 to 100 (now “1.5”)"),
        format!("{column}: Choose a number from 0 to 100 (now “400”)"),
        "None".to_owned(),
    ];
    assert_eq!(rows("number-words.csv", Role::Mentor, capacity), expected);
}

#[test]
fn roles_in_words() {
    let expected = [
        "mentor",
        "student",
        "student+mentor",
        "student+mentor",
        "student",
        "I want to join as: Write mentor, student or both (now “Neither”)",
        "administrator",
        "student",
    ];
    assert_eq!(
        rows("roles.csv", Role::Student, |row| said(row.roles)),
        expected
    );
}

#[test]
fn role_columns_work_together() {
    use Role::{Mentor, Student};
    let check = |headings: &str, cells: &str, role: Role, expected: &[Role]| {
        let table = Table::read(&format!("Name,{headings}\nAda,{cells}\n")).unwrap();
        let row = Row::read(&table.records[0], &reading(&table, role)).unwrap();
        assert_eq!(row.roles, Roles::of(expected), "{headings} {cells}");
    };
    check("both mentor and mentee", "yes", Student, &[Student, Mentor]);
    check("both mentor and mentee", "no", Mentor, &[Mentor]);
    check(
        "Do you want to sign up as a mentor?",
        "Yes",
        Student,
        &[Mentor],
    );
    check(
        "Do you want to sign up as a mentor?",
        "No",
        Mentor,
        &[Student],
    );
    check("Do you want to sign up as a mentor?", "", Mentor, &[Mentor]);
    check("Role,Mentor?", "Student,Yes", Mentor, &[Student]);
    check(
        "Role,Both mentor and mentee?",
        "Student,Yes",
        Mentor,
        &[Student, Mentor],
    );
}

#[test]
fn lists_inside_cells() {
    let lists = |row: &Row| {
        let tags = |tags: &Option<Vec<domain::Tag>>| {
            tags.iter()
                .flatten()
                .map(|tag| tag.as_str().to_owned())
                .collect::<Vec<_>>()
                .join("|")
        };
        let languages: Vec<_> = row
            .parts
            .languages
            .iter()
            .flatten()
            .map(domain::Language::as_str)
            .collect();
        let answers: Vec<_> = row
            .answers
            .iter()
            .flatten()
            .map(domain::fields::Value::to_text)
            .collect();
        format!(
            "{} / {} / {} / {}",
            tags(&row.parts.interests),
            tags(&row.parts.expertise),
            languages.join("|"),
            answers.join("|")
        )
    };
    let expected = [
        " / Algebra|Writing / English|French / Gay; Non-binary",
        " / Algebra|Running / English|German / Gay",
        "Compilers|Writing /  / English / Non-binary",
        "Radio /  / German|English / ",
    ];
    assert_eq!(rows("lists.csv", Role::Mentor, lists), expected);
}

#[test]
fn odd_names() {
    let long = format!(
        "Name: Use at most 120 characters (now “{}…”)",
        "L".repeat(80)
    );
    let expected = [
        "محمد علي",
        "gnirtS desreveR",
        "👩🏽‍🚀 Anna",
        "Name: Take out the control characters (now “Bell”)",
        "Name: Write it on one line (now “Two Lines”)",
        "Name: Fill this in (now “\u{200b}\u{200b}”)",
        &long,
    ];
    assert_eq!(
        rows("odd-names.csv", Role::Student, |row| row.name.to_string()),
        expected
    );
}

#[test]
fn odd_emails() {
    let expected = [
        "E-mail: Write an e-mail like name@example.org (now “pita.kolo@post”)",
        "E-mail: Add the part before the @ (now “@example.org”)",
        "E-mail: Add the part after the @ (now “linh@”)",
        "E-mail: Write an e-mail like name@example.org (now “ada lovelace@example.org”)",
        "alan.turing+mentoring@example.org",
        "jürgen@müller.example",
        "none",
        "E-mail: Write an e-mail like name@example.org (now “hedy@example.org; hedy@example.com”)",
    ];
    let email = |row: &Row| {
        row.email
            .as_ref()
            .map_or("none".to_owned(), |email| email.as_str().to_owned())
    };
    assert_eq!(rows("odd-emails.csv", Role::Student, email), expected);
}

#[test]
fn a_row_with_more_cells_than_headings_is_wrong() {
    let expected = [
        "Ada Lovelace",
        "Alan Turing",
        "Bio: The row has one cell more than there are headings. Put quotes around the cell that holds a separator",
        "Hedy Lamarr",
    ];
    assert_eq!(
        rows("ragged.csv", Role::Student, |row| row.name.to_string()),
        expected
    );
}

#[test]
fn plans_that_do_not_fit() {
    let table = Table::read("Name,E-mail,Grade\nAda,ada@example.org,SEO\n").unwrap();
    let good = plan(&table, Role::Student, &[]);
    let field = |name: &str, audience, sensitive| Target::NewField {
        name: name.to_owned(),
        kind: FieldKind::Text,
        audience,
        sensitive,
    };
    let check = |change: &dyn Fn(&mut Plan), field: &str| {
        let mut plan = good.clone();
        change(&mut plan);
        assert_eq!(Reading::of(&plan, &table, &[]).unwrap_err().field, field);
    };
    assert!(Reading::of(&good, &table, &[]).is_ok());
    check(&|plan| plan.role = Role::Administrator, "plan.role");
    check(&|plan| _ = plan.targets.pop(), "plan.targets");
    check(&|plan| plan.targets[0] = Target::Ignore, "plan.targets");
    check(&|plan| plan.targets[1] = Target::Name, "plan.targets.1");
    check(
        &|plan| {
            plan.targets[2] = Target::Field {
                id: domain::FieldId(uuid::Uuid::nil()),
            }
        },
        "plan.targets.2",
    );
    check(
        &|plan| plan.targets[2] = field(" ", FieldAudience::Pair, false),
        "plan.targets.2",
    );
    check(
        &|plan| plan.targets[2] = field("Grade", FieldAudience::Pair, true),
        "plan.targets.2",
    );
    let twice = |plan: &mut Plan| {
        plan.targets[1] = field("Grade", FieldAudience::Pair, false);
        plan.targets[2] = field("GRADE", FieldAudience::Person, false);
    };
    check(&twice, "plan.targets.2");
}

#[test]
fn zones_by_name_and_by_city() {
    let zone = |text: &str| words::zone(text).map(domain::Zone::as_str).ok();
    assert_eq!(zone("Europe/Berlin"), Some("Europe/Berlin"));
    assert_eq!(zone("europe/berlin"), Some("Europe/Berlin"));
    assert_eq!(zone("new york"), Some("America/New_York"));
    assert_eq!(zone("Mordor"), None);
}

proptest! {
    /// Whatever a cell holds, the row is read or refused with a reason.
    #[test]
    fn no_cell_makes_it_panic(cell in any::<String>(), column in 0_usize..9) {
        let headings = ["Name", "E-mail", "Bio", "Interests", "Languages", "Time zone", "Capacity", "Role", "Mentor?"];
        let table = Table::read(&format!("{}\n{}\n", headings.join(","), "x,".repeat(8) + "x")).unwrap();
        let targets = vec![
            Target::Name, Target::Email, Target::Bio, Target::Interests, Target::Languages, Target::Zone,
            Target::Capacity, Target::Role, Target::IsMentor,
        ];
        let plan = Plan { file: String::new(), targets, role: Role::Student };
        let reading = Reading::of(&plan, &table, &[]).unwrap();
        let mut record = table.records.into_iter().next().unwrap();
        record.cells = vec![String::new(); 9];
        record.cells[0] = "Ada".to_owned();
        record.cells[column] = cell;
        if let Err(wrong) = Row::read(&record, &reading) {
            prop_assert_eq!(wrong.column.as_str(), headings[column]);
            prop_assert!(!wrong.reason.is_empty() && !wrong.reason.contains('\n'));
        }
    }

    #[test]
    fn capacities_of_digits(number in 0_u32..=100) {
        prop_assert_eq!(words::capacity(&number.to_string()).unwrap().get(), number);
    }
}
