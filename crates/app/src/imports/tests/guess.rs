//! What columns are taken for.

use contract::imports::Target;
use domain::fields::{FieldAudience, FieldKind};
use domain::{FieldId, Role, Roles};
use store::fields::Field;

use super::super::guess::role_of_file;
use super::super::headings::field_name;
use super::super::kinds::kind;
use super::super::options::{extended, ordered};
use super::guessed;

/// Each heading (with one value below it) and what it becomes, under its own name.
#[test]
fn headings_in_common_spellings() {
    let check = |heading: &str, value: &str, target: Target, sure: bool| {
        let text = format!("\"{heading}\"\n\"{value}\"\n");
        assert_eq!(
            guessed(&text, None, &[]),
            [(heading.to_owned(), target, sure)],
            "{heading}"
        );
    };
    check("Your first name", "Ada", Target::FirstName, true);
    check("forename", "Ada", Target::FirstName, true);
    check("SURNAME", "Lovelace", Target::LastName, true);
    check("Full name", "Ada", Target::Name, true);
    check("Name *", "Ada", Target::Name, true);
    check(
        "Your Civil Service email address",
        "ada@example.org",
        Target::Email,
        true,
    );
    check(
        "College e-mail address",
        "ada@example.org",
        Target::Email,
        true,
    );
    check("contact", "ada@example.org", Target::Email, false);
    check(
        "Do you want to sign up as a mentor?",
        "Yes",
        Target::IsMentor,
        true,
    );
    check("Mentor?", "no", Target::IsMentor, true);
    check("both mentor and mentee", "yes", Target::BothRoles, true);
    check("Role", "Mentee", Target::Role, true);
    check("I want to join as", "Both", Target::Role, false);
    check(
        "How many students can you take?",
        "Two",
        Target::Capacity,
        false,
    );
    check("Capacity", "2", Target::Capacity, true);
    check("Tell us about yourself", "I am.", Target::Bio, true);
    check(
        "Which languages do you speak?",
        "English",
        Target::Languages,
        true,
    );
    check("Time zone", "Europe/Berlin", Target::Zone, true);
    check("What are your goals?", "Writing", Target::Interests, true);
    check("Areas of expertise", "Writing", Target::Expertise, true);
    check("Timestamp", "03/09/2026 14:02", Target::Ignore, true);
    check(
        "Do you agree to us using the information you provide to us in this way?",
        "Yes",
        Target::Ignore,
        true,
    );
}

#[test]
fn a_slip_of_the_pen_in_a_short_list_leaves_the_column_what_it_is() {
    let text = "E-mail\nada@example.org\nlinh.example.org\nnoah@example.org\n";
    assert_eq!(
        guessed(text, None, &[]),
        [("E-mail".to_owned(), Target::Email, true)]
    );
    let said = "E-mail\nby post\nnone\nada@example.org\n";
    assert_ne!(guessed(said, None, &[])[0].1, Target::Email);
}

/// Headings that resemble something else.
#[test]
fn headings_that_mislead() {
    use FieldAudience::{Administrators, Pair, Person};
    let check = |heading: &str,
                 value: &str,
                 name: &str,
                 kind: FieldKind,
                 audience: FieldAudience,
                 sensitive: bool| {
        let text = format!("\"{heading}\"\n\"{value}\"\n");
        let target = Target::NewField {
            name: name.to_owned(),
            kind,
            audience,
            sensitive,
        };
        assert_eq!(
            guessed(&text, None, &[]),
            [(heading.to_owned(), target, false)],
            "{heading}"
        );
    };
    check(
        "Your job title or role",
        "Analyst",
        "Job title or role",
        FieldKind::Text,
        Pair,
        false,
    );
    check("Role", "Analyst", "Role", FieldKind::Text, Pair, false);
    check(
        "Line manager's e-mail",
        "boss@example.org",
        "Line manager's e-mail",
        FieldKind::Text,
        Person,
        false,
    );
    check(
        "Mobile",
        "0151 1234567",
        "Mobile",
        FieldKind::Text,
        Person,
        false,
    );
    check(
        "Would you like e-mail updates?",
        "Yes",
        "Would you like e-mail updates",
        FieldKind::Choice,
        Pair,
        false,
    );
    check(
        "match with similar identity",
        "yes",
        "Match with similar identity",
        FieldKind::Choice,
        Administrators,
        true,
    );
    check(
        "Gender",
        "w",
        "Gender",
        FieldKind::Text,
        Administrators,
        true,
    );
    check(
        "I am",
        "Lesbian",
        "I am",
        FieldKind::Text,
        Administrators,
        true,
    );
    check(
        "Have you been mentored?",
        "Yes",
        "Have you been mentored",
        FieldKind::Choice,
        Pair,
        false,
    );
    check(
        "Years of service",
        "12",
        "Years of service",
        FieldKind::Number,
        Pair,
        false,
    );
    let long =
        "In at most a hundred words, say which of the programme's values matters most to you";
    let cut = "In at most a hundred words, say which of the programme's…";
    check(long, "All", cut, FieldKind::Text, Pair, false);
}

#[test]
fn one_column_keeps_what_several_could_be() {
    let text = "Name,First name,Last name,E-mail,Second e-mail\nada,Ada,Lovelace,a@example.org,b@example.org\n";
    let targets: Vec<Target> = guessed(text, None, &[])
        .into_iter()
        .map(|(_, target, _)| target)
        .collect();
    assert_eq!(
        targets[..4],
        [
            Target::Ignore,
            Target::FirstName,
            Target::LastName,
            Target::Email
        ]
    );
    assert!(matches!(targets[4], Target::NewField { .. }));
    // The skills of mentors are what they teach, those of students what they want to learn.
    let skills = |role| {
        guessed("Name,Skills\nAda,Writing\n", Some(role), &[])[1]
            .1
            .clone()
    };
    assert_eq!(
        (skills(Role::Mentor), skills(Role::Student)),
        (Target::Expertise, Target::Interests)
    );
}

#[test]
fn fields_of_the_programme_are_found_by_name() {
    let id = FieldId(uuid::Uuid::from_u128(7));
    let known = [Field {
        id,
        name: "Grade".to_owned(),
        kind: FieldKind::Choice,
        options: Vec::new(),
        audience: FieldAudience::Pair,
        sensitive: false,
        roles: Roles::NONE,
    }];
    for heading in ["grade", "Your grade", "GRADE?"] {
        let text = format!("Name,{heading}\nAda,SEO\n");
        assert_eq!(
            guessed(&text, None, &known)[1],
            (heading.to_owned(), Target::Field { id }, true)
        );
    }
}

#[test]
fn file_names_hint_at_the_role() {
    let check = |name: &str, role: Option<Role>| assert_eq!(role_of_file(name), role, "{name}");
    check("large-mentees.csv", Some(Role::Student));
    check("Mentors 2026.CSV", Some(Role::Mentor));
    check("students_final(2).csv", Some(Role::Student));
    check("mentors and mentees.csv", None);
    check("roster.csv", None);
}

#[test]
fn kinds_of_values() {
    let check =
        |values: &[&str], expected: FieldKind| assert_eq!(kind(values), expected, "{values:?}");
    check(&["1", "20", "3"], FieldKind::Number);
    check(&["Two", "1", "one"], FieldKind::Number);
    check(&["0151", "+49 30", "12"], FieldKind::Text);
    check(&["1234567890123", "2345678901234"], FieldKind::Text);
    check(&["Yes", "no"], FieldKind::Choice);
    check(&["SEO", "Grade 7"], FieldKind::Choice);
    check(&["Policy", "HR", "Policy", "HR"], FieldKind::Choice);
    check(
        &["Gay", "Gay, Lesbian", "Lesbian", "Gay, ", "Lesbian, "],
        FieldKind::Choices,
    );
    check(
        &["Analyst, London", "Writer", "Head of policy, Leeds"],
        FieldKind::Text,
    );
    check(&["Some role"; 20], FieldKind::Text);
    check(
        &[
            "A long story about many things that nobody would want to choose from a list at all",
            "Short",
        ],
        FieldKind::Text,
    );
    check(&[], FieldKind::Text);
}

#[test]
fn options_have_their_scales_order() {
    let check = |values: &[&str], expected: &[&str]| {
        assert_eq!(ordered(values.iter().copied()), expected, "{values:?}");
    };
    check(
        &["SCS1", "Grade 6", "AA", "HEO", "Grade 7", "EO", "AO", "SEO"],
        &["AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1"],
    );
    // Steps that nobody chose are filled in between, not around.
    check(&["G7", "HEO"], &["HEO", "SEO", "G7"]);
    check(
        &["Year 10", "Year 9", "year 9", "Year 13"],
        &["Year 9", "Year 10", "Year 13"],
    );
    check(
        &["5+ years", "1-2 years", "10+ years"],
        &["1-2 years", "5+ years", "10+ years"],
    );
    check(&["yes", "no"], &["no", "yes"]);
    check(
        &["Zürich", "Ärzte", "Berlin"],
        &["Ärzte", "Berlin", "Zürich"],
    );
    let extend = |existing: &[&str], values: &[&str]| {
        let existing: Vec<String> = existing.iter().map(|option| (*option).to_owned()).collect();
        extended(&existing, values.iter().copied())
    };
    assert_eq!(
        extend(&["AO", "EO"], &["SEO", "eo"]),
        ["AO", "EO", "HEO", "SEO"]
    );
    assert_eq!(
        extend(&["Zoo", "Art"], &["art", "Music", "Law"]),
        ["Zoo", "Art", "Law", "Music"]
    );
    assert_eq!(extend(&["EO", "AO"], &["AA"]), ["EO", "AO", "AA"]);
}

#[test]
fn names_of_fields() {
    let check = |heading: &str, name: &str| assert_eq!(field_name(heading), name);
    check("Your grade", "Grade");
    check("your profession?", "Profession");
    check("What motivates you? *", "What motivates you");
    check("Your", "Your");
    check("???", "Column");
}
