//! The people of a file against the people of the programme.
//!
//! Who is who: the e-mail decides, compared by its key. Somebody with an e-mail that the programme does not know may be
//! known without one: if exactly one person of that name has no e-mail, and the file has the name once, it is them, and
//! the e-mail is new. Somebody without an e-mail is the one person of that name if that person has none either. Where
//! that person has an e-mail, or several have the name, only the person who imports knows: the row is wrong, and says so.
//!
//! What changes: an empty cell changes nothing. Roles are added and never taken away; nobody becomes an administrator.
//! Answers may bring new options into a field. Somebody who was deactivated stays out: the row is wrong.

use std::collections::BTreeMap;

use contract::imports::{Outcome, RowView, Target};
use domain::fields::Value;
use domain::names::search_key;
use domain::{Email, FieldId, PersonId, Role, Roles};

use super::answers::Answers;
use super::merge::{Merged, merge, name_key};
use super::plan::{PlanError, Reading};
use super::row::{Row, WrongRow};

/// A person of the programme, as far as an import needs it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Existing {
    pub(crate) id: PersonId,
    pub(crate) active: bool,
    /// Open matches as a mentor: the capacity cannot be less.
    pub(crate) open_as_mentor: u32,
    pub(crate) profile: Profile,
    pub(crate) answers: BTreeMap<FieldId, Value>,
}

/// What a file can say about a person, complete.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Profile {
    pub(crate) name: String,
    /// Empty: none.
    pub(crate) email: String,
    pub(crate) roles: Roles,
    pub(crate) bio: String,
    pub(crate) interests: Vec<String>,
    pub(crate) expertise: Vec<String>,
    pub(crate) languages: Vec<String>,
    /// Empty: the programme's.
    pub(crate) zone: String,
    pub(crate) capacity: u32,
}

/// A person to be written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Write {
    /// `None`: somebody new.
    pub(crate) person: Option<PersonId>,
    pub(crate) profile: Profile,
    /// The answers that change, by the field's place in the reading.
    pub(crate) answers: Vec<(usize, Value)>,
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
    existing: &[Existing],
) -> Result<Comparison, PlanError> {
    let (people, disagreeing) = merge(rows, reading);
    let known = Known::of(existing);
    let mut all_wrong: Vec<WrongRow> = wrong.into_iter().chain(disagreeing).collect();
    let mut found: Vec<(Merged, Option<&Existing>)> = Vec::new();
    for merged in people {
        match known.find(&merged, reading).and_then(|person| suits(&merged.row, person, reading).map(|()| person)) {
            Ok(person) => found.push((merged, person)),
            Err((column, reason)) => {
                let more = merged.more.iter().map(|line| Row { line: *line, ..merged.row.clone() });
                all_wrong.extend(more.map(|row| row.wrong(&column, reason.clone())));
                all_wrong.push(merged.row.wrong(&column, reason));
            }
        }
    }
    // Options come from the rows that will be imported, so that a wrong row leaves no trace.
    let answers = Answers::of(reading, found.iter().map(|(merged, _)| &merged.row))?;
    let mut comparison = Comparison { rows: Vec::new(), writes: Vec::new(), unchanged: 0, fields: answers.after() };
    for (merged, person) in found {
        comparison.add(&merged, person, reading, &answers);
    }
    comparison.rows.sort_by_key(|row| row.line);
    all_wrong.sort_by_key(|row| row.line);
    let wrong = all_wrong.into_iter().map(|row| RowView {
        line: row.line,
        name: row.name,
        email: row.email,
        outcome: Outcome::Wrong { column: row.column, reason: row.reason },
    });
    comparison.rows.splice(0..0, wrong);
    Ok(comparison)
}

impl Comparison {
    fn add(&mut self, merged: &Merged, person: Option<&Existing>, reading: &Reading, answers: &Answers) {
        let row = &merged.row;
        let before = person.map_or_else(newcomer, |person| person.profile.clone());
        let profile = before.changed_by(row);
        let fresh = answers.changed(row, person.map(|person| &person.answers), reading);
        let outcome = match person {
            None => Outcome::New,
            Some(person) => {
                let fields = fresh.iter().map(|(at, _)| reading.headings[reading.fields[*at].column].clone());
                let changes: Vec<String> = before.differences(&profile, reading).into_iter().chain(fields).collect();
                if changes.is_empty() {
                    Outcome::Unchanged { person: person.id }
                } else {
                    Outcome::Update { person: person.id, changes }
                }
            }
        };
        match outcome {
            Outcome::Unchanged { .. } => self.unchanged += 1,
            Outcome::New | Outcome::Update { .. } | Outcome::Wrong { .. } => {
                self.writes.push(Write { person: person.map(|person| person.id), profile, answers: fresh });
            }
        }
        // Every row of the person shows what becomes of the person.
        self.rows.extend([row.line].iter().chain(&merged.more).map(|line| RowView {
            line: *line,
            name: row.name.as_str().to_owned(),
            email: row.email.as_ref().map_or("", Email::as_str).to_owned(),
            outcome: outcome.clone(),
        }));
    }

    /// New people, and people who change.
    pub(crate) fn counts(&self) -> (u64, u64) {
        let new = self.writes.iter().filter(|write| write.person.is_none()).count();
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        (count(new), count(self.writes.len() - new))
    }

    pub(crate) fn wrong(&self) -> u64 {
        let wrong = self.rows.iter().filter(|row| matches!(row.outcome, Outcome::Wrong { .. })).count();
        u64::try_from(wrong).unwrap_or(u64::MAX)
    }
}

fn newcomer() -> Profile {
    let capacity = contract::people::Profile::usual_capacity();
    Profile { capacity: u32::try_from(capacity).unwrap_or(1), ..Profile::default() }
}

/// The people there are, findable.
struct Known<'a> {
    by_email: BTreeMap<String, &'a Existing>,
    by_name: BTreeMap<String, Vec<&'a Existing>>,
}

/// A column, and what to do about the cell in it.
type Refusal = (String, String);

impl<'a> Known<'a> {
    fn of(existing: &'a [Existing]) -> Self {
        let mut known = Self { by_email: BTreeMap::new(), by_name: BTreeMap::new() };
        for person in existing {
            if let Ok(email) = Email::parse(&person.profile.email) {
                known.by_email.insert(email.key(), person);
            }
            known.by_name.entry(search_key(&person.profile.name)).or_default().push(person);
        }
        known
    }

    fn find(&self, merged: &Merged, reading: &Reading) -> Result<Option<&'a Existing>, Refusal> {
        let row = &merged.row;
        let of_name = self.by_name.get(&name_key(row)).map_or(&[][..], Vec::as_slice);
        if let Some(email) = &row.email {
            let person = self.by_email.get(&email.key()).copied().or(match of_name {
                [only] if only.profile.email.is_empty() && !merged.namesake => Some(*only),
                _ => None,
            });
            return Ok(person);
        }
        let column = || reading.heading(&Target::Email).unwrap_or("E-mail").to_owned();
        match of_name {
            [] => Ok(None),
            [only] if only.profile.email.is_empty() => Ok(Some(*only)),
            [only] => {
                let email = &only.profile.email;
                Err((column(), format!("Somebody of this name is here with {email}. Add the e-mail, theirs or another one")))
            }
            several => {
                Err((column(), format!("{} people here have this name. Add the e-mail of the right one", several.len())))
            }
        }
    }
}

/// Whether the row may change that person, or make a new one.
fn suits(row: &Row, person: Option<&Existing>, reading: &Reading) -> Result<(), Refusal> {
    let heading = |target: &Target, otherwise: &str| reading.heading(target).unwrap_or(otherwise).to_owned();
    let administrator = person.is_some_and(|person| person.profile.roles.contains(Role::Administrator));
    if row.roles.contains(Role::Administrator) && !administrator {
        let reason = "Write mentor, student or both. Administrators are made one by one, under People";
        return Err((heading(&Target::Role, "Role"), reason.to_owned()));
    }
    let Some(person) = person else { return Ok(()) };
    if !person.active {
        let reason = "This person was deactivated. Reactivate them under People first, or leave the row out";
        return Err((heading(&Target::Email, "E-mail"), reason.to_owned()));
    }
    match row.parts.capacity {
        Some(capacity) if capacity.get() < person.open_as_mentor => {
            let open = person.open_as_mentor;
            let reason = format!("This mentor has {open} open matches. Write {open} or more, or end some first");
            Err((heading(&Target::Capacity, "Places"), reason))
        }
        _ => Ok(()),
    }
}

impl Profile {
    fn changed_by(&self, row: &Row) -> Self {
        let parts = &row.parts;
        let texts = |tags: &[domain::Tag]| tags.iter().map(|tag| tag.as_str().to_owned()).collect();
        let languages =
            |all: &Vec<domain::Language>| all.iter().map(|language| language.as_str().to_owned()).collect();
        // An address spelled differently is the same address: the one that mail went to so far stays.
        let same_email = |email: &Email| Email::parse(&self.email).is_ok_and(|known| known.key() == email.key());
        let email = row.email.as_ref().filter(|email| !same_email(email));
        Self {
            name: row.name.as_str().to_owned(),
            email: email.map_or_else(|| self.email.clone(), |email| email.as_str().to_owned()),
            roles: row.roles.iter().fold(self.roles, Roles::with),
            bio: parts.bio.as_ref().map_or_else(|| self.bio.clone(), |bio| bio.as_str().to_owned()),
            interests: parts.interests.as_ref().map_or_else(|| self.interests.clone(), |tags| texts(tags)),
            expertise: parts.expertise.as_ref().map_or_else(|| self.expertise.clone(), |tags| texts(tags)),
            languages: parts.languages.as_ref().map_or_else(|| self.languages.clone(), languages),
            zone: parts.zone.map_or_else(|| self.zone.clone(), |zone| zone.as_str().to_owned()),
            capacity: parts.capacity.map_or(self.capacity, domain::Capacity::get),
        }
    }

    /// The headings of the columns in which `after` differs.
    fn differences(&self, after: &Self, reading: &Reading) -> Vec<String> {
        let heading = |targets: &[Target], otherwise: &str| {
            targets.iter().find_map(|target| reading.heading(target)).unwrap_or(otherwise).to_owned()
        };
        let checks = [
            (self.name != after.name, &[Target::Name, Target::FirstName, Target::LastName][..], "Name"),
            (self.email != after.email, &[Target::Email], "E-mail"),
            (self.roles != after.roles, &[Target::Role, Target::IsMentor, Target::BothRoles], "Role"),
            (self.bio != after.bio, &[Target::Bio], "Bio"),
            (self.interests != after.interests, &[Target::Interests], "Interests"),
            (self.expertise != after.expertise, &[Target::Expertise], "Expertise"),
            (self.languages != after.languages, &[Target::Languages], "Languages"),
            (self.zone != after.zone, &[Target::Zone], "Time zone"),
            (self.capacity != after.capacity, &[Target::Capacity], "Places"),
        ];
        checks.into_iter().filter(|(differs, ..)| *differs).map(|(_, targets, word)| heading(targets, word)).collect()
    }
}
