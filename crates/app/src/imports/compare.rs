//! The people of a file against the people of the programme.
//!
//! What changes: an empty cell changes nothing. Roles are added and never taken away; nobody becomes an administrator.
//! Answers may bring new options into a field. Somebody who was deactivated stays out: the row is wrong.

use contract::imports::{Outcome, RowView, Target};
use domain::fields::Value;
use domain::{Availability, Capacity, Email, PersonId, Roles, Text};
use store::imports::Person;
use store::people::Profile;

use super::answers::Answers;
use super::identity::{Known, suits};
use super::merge::{Merged, merge};
use super::plan::{PlanError, Reading};
use super::row::{Row, WrongRow};
use super::wishes::{Wished, are_known, resolve};

/// A person to be written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Write {
    /// Who it is and what they were; `None`: somebody new.
    pub(crate) before: Option<(PersonId, Roles)>,
    pub(crate) profile: Profile,
    pub(crate) roles: Roles,
    /// The answers that change, by the field's place in the reading.
    pub(crate) answers: Vec<(usize, Value)>,
    /// Whom they wish for from now on, where that changes.
    pub(crate) wishes: Option<Vec<Wished>>,
    /// The first line of the person in the file.
    pub(crate) line: u64,
}

/// What an import would do.
#[derive(Debug)]
pub(crate) struct Comparison {
    /// Every row, wrong ones first, then in the order of the file.
    pub(crate) rows: Vec<RowView>,
    pub(crate) writes: Vec<Write>,
    /// People whose rows say nothing new.
    pub(crate) unchanged: u64,
    /// The options of each field after the import, and whom it is asked of: by the fields of the reading.
    pub(crate) fields: Vec<FieldAfter>,
}

/// A field after the import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldAfter {
    pub(crate) options: Vec<String>,
    /// The roles of the people in the file who answer it: they are asked.
    pub(crate) roles: Roles,
}

/// Compares the rows that could be read; `wrong` are those that could not.
pub(crate) fn compare(
    rows: Vec<Row>,
    wrong: Vec<WrongRow>,
    reading: &Reading,
    existing: &[Person],
) -> Result<Comparison, PlanError> {
    let (people, disagreeing) = merge(rows, reading);
    let known = Known::of(existing);
    let mut all_wrong: Vec<WrongRow> = wrong.into_iter().chain(disagreeing).collect();
    let mut found: Vec<(Merged, Option<&Person>)> = Vec::new();
    for merged in people {
        match known
            .find(&merged, reading)
            .and_then(|person| suits(&merged.row, person, reading).map(|()| person))
        {
            Ok(person) => found.push((merged, person)),
            Err((column, reason)) => {
                let more = merged.more.iter().map(|line| Row {
                    line: *line,
                    ..merged.row.clone()
                });
                all_wrong.extend(more.map(|row| row.wrong(&column, reason.clone())));
                all_wrong.push(merged.row.wrong(&column, reason));
            }
        }
    }
    let (found, wishes, unclear) = resolve(found, existing, reading);
    all_wrong.extend(unclear);
    // Options come from the rows that will be imported, so that a wrong row leaves no trace.
    let answers = Answers::of(reading, found.iter().map(|(merged, _)| &merged.row))?;
    let mut comparison = Comparison {
        rows: Vec::new(),
        writes: Vec::new(),
        unchanged: 0,
        fields: answers.after(),
    };
    for ((merged, person), wishes) in found.iter().zip(wishes) {
        comparison.add(merged, *person, wishes, reading, &answers);
    }
    comparison.rows.sort_by_key(|row| row.line);
    all_wrong.sort_by_key(|row| row.line);
    let wrong = all_wrong.into_iter().map(|row| RowView {
        line: row.line,
        name: row.name,
        email: row.email,
        outcome: Outcome::Wrong {
            column: row.column,
            reason: row.reason,
        },
    });
    comparison.rows.splice(0..0, wrong);
    Ok(comparison)
}

impl Comparison {
    fn add(
        &mut self,
        merged: &Merged,
        person: Option<&Person>,
        wishes: Option<Vec<Wished>>,
        reading: &Reading,
        answers: &Answers,
    ) {
        let row = &merged.row;
        let fresh = answers.changed(row, person.map(|person| &person.answers), reading);
        let before = person.map(|person| (person.id, person.roles));
        let wishes = wishes.filter(|wishes| !are_known(wishes, person));
        let roles = row
            .roles
            .iter()
            .fold(before.map_or(Roles::NONE, |(_, roles)| roles), Roles::with);
        let profile = person.map_or_else(|| newcomer(row), |person| person.profile.clone());
        let after = changed_by(&profile, row);
        let outcome = match person {
            None => Outcome::New,
            Some(person) => {
                let answered = fresh
                    .iter()
                    .map(|(at, _)| reading.headings[reading.fields[*at].column].clone());
                let role = (roles != person.roles).then(|| role_heading(reading));
                let asked_for = wishes.is_some().then(|| {
                    let heading = reading.heading(&Target::Wishes);
                    heading.unwrap_or("Wishes").to_owned()
                });
                let changes: Vec<String> = differences(&profile, &after, reading)
                    .into_iter()
                    .chain(role)
                    .chain(asked_for)
                    .chain(answered)
                    .collect();
                match (changes.is_empty(), person.id) {
                    (true, person) => Outcome::Unchanged { person },
                    (false, person) => Outcome::Update { person, changes },
                }
            }
        };
        match outcome {
            Outcome::Unchanged { .. } => self.unchanged += 1,
            Outcome::New | Outcome::Update { .. } | Outcome::Wrong { .. } => {
                self.writes.push(Write {
                    before,
                    profile: after,
                    roles,
                    answers: fresh,
                    wishes,
                    line: row.line,
                });
            }
        }
        // Every row of the person shows what becomes of the person.
        self.rows
            .extend([row.line].iter().chain(&merged.more).map(|line| RowView {
                line: *line,
                name: row.name.as_str().to_owned(),
                email: row.email.as_ref().map_or("", Email::as_str).to_owned(),
                outcome: outcome.clone(),
            }));
    }

    /// New people, and people who change.
    pub(crate) fn counts(&self) -> (u64, u64) {
        let new = self
            .writes
            .iter()
            .filter(|write| write.before.is_none())
            .count();
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        (count(new), count(self.writes.len() - new))
    }

    pub(crate) fn wrong(&self) -> u64 {
        let wrong = self
            .rows
            .iter()
            .filter(|row| matches!(row.outcome, Outcome::Wrong { .. }))
            .count();
        u64::try_from(wrong).unwrap_or(u64::MAX)
    }
}

fn role_heading(reading: &Reading) -> String {
    let targets = [Target::Role, Target::IsMentor, Target::BothRoles];
    targets
        .iter()
        .find_map(|target| reading.heading(target))
        .unwrap_or("Role")
        .to_owned()
}

/// Somebody of whom nothing but the name is known.
fn newcomer(row: &Row) -> Profile {
    let usual = contract::people::Profile::usual_capacity();
    Profile {
        name: row.name.clone(),
        email: None,
        bio: Text::parse("").expect("an empty text is a text"),
        interests: Vec::new(),
        expertise: Vec::new(),
        languages: Vec::new(),
        zone: None,
        availability: Availability::default(),
        capacity: Capacity::new(usual).expect("the usual capacity is one"),
    }
}

/// The profile after the row: what the row does not say stays.
fn changed_by(before: &Profile, row: &Row) -> Profile {
    let parts = row.parts.clone();
    // An address spelled differently is the same address: the one that mail went to so far stays.
    let same_email = |email: &&Email| {
        before
            .email
            .as_ref()
            .is_some_and(|known| known.key() == email.key())
    };
    let email = row.email.as_ref().filter(|email| !same_email(email));
    Profile {
        name: row.name.clone(),
        email: email.or(before.email.as_ref()).cloned(),
        bio: parts.bio.unwrap_or_else(|| before.bio.clone()),
        interests: parts.interests.unwrap_or_else(|| before.interests.clone()),
        expertise: parts.expertise.unwrap_or_else(|| before.expertise.clone()),
        languages: parts.languages.unwrap_or_else(|| before.languages.clone()),
        zone: parts.zone.or(before.zone),
        availability: before.availability,
        capacity: parts.capacity.unwrap_or(before.capacity),
    }
}

/// The headings of the columns in which two profiles differ.
fn differences(before: &Profile, after: &Profile, reading: &Reading) -> Vec<String> {
    let heading = |targets: &[Target], otherwise: &str| {
        targets
            .iter()
            .find_map(|target| reading.heading(target))
            .unwrap_or(otherwise)
            .to_owned()
    };
    let checks = [
        (
            before.name != after.name,
            &[Target::Name, Target::FirstName, Target::LastName][..],
            "Name",
        ),
        (before.email != after.email, &[Target::Email], "E-mail"),
        (before.bio != after.bio, &[Target::Bio], "Bio"),
        (
            before.interests != after.interests,
            &[Target::Interests],
            "Interests",
        ),
        (
            before.expertise != after.expertise,
            &[Target::Expertise],
            "Expertise",
        ),
        (
            before.languages != after.languages,
            &[Target::Languages],
            "Languages",
        ),
        (before.zone != after.zone, &[Target::Zone], "Time zone"),
        (
            before.capacity != after.capacity,
            &[Target::Capacity],
            "Places",
        ),
    ];
    checks
        .into_iter()
        .filter(|(differs, ..)| *differs)
        .map(|(_, targets, word)| heading(targets, word))
        .collect()
}
