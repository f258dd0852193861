//! Who in the file is who in the programme, and who may be changed.
//!
//! The e-mail decides, compared by its key. Somebody with an e-mail that the programme does not know may be
//! known without one: if exactly one person of that name has no e-mail, and the file has the name once, it is them, and
//! the e-mail is new. Somebody without an e-mail is the one person of that name if that person has none either. Where
//! that person has an e-mail, or several have the name, only the person who imports knows: the row is wrong, and says so.

use std::collections::BTreeMap;

use contract::imports::Target;
use domain::Role;
use domain::names::search_key;
use store::imports::Person;

use super::merge::{Merged, name_key};
use super::plan::Reading;
use super::row::Row;

/// The people there are, findable.
pub(crate) struct Known<'a> {
    by_email: BTreeMap<String, &'a Person>,
    by_name: BTreeMap<String, Vec<&'a Person>>,
}

/// A column, and what to do about the cell in it.
pub(crate) type Refusal = (String, String);

impl<'a> Known<'a> {
    pub(crate) fn of(existing: &'a [Person]) -> Self {
        let mut known = Self {
            by_email: BTreeMap::new(),
            by_name: BTreeMap::new(),
        };
        for person in existing {
            if let Some(email) = &person.profile.email {
                known.by_email.insert(email.key(), person);
            }
            known
                .by_name
                .entry(search_key(person.profile.name.as_str()))
                .or_default()
                .push(person);
        }
        known
    }

    pub(crate) fn find(
        &self,
        merged: &Merged,
        reading: &Reading,
    ) -> Result<Option<&'a Person>, Refusal> {
        let row = &merged.row;
        let of_name = self
            .by_name
            .get(&name_key(row))
            .map_or(&[][..], Vec::as_slice);
        if let Some(email) = &row.email {
            let person = self.by_email.get(&email.key()).copied().or(match of_name {
                [only] if only.profile.email.is_none() && !merged.namesake => Some(*only),
                _ => None,
            });
            return Ok(person);
        }
        let column = || {
            reading
                .heading(&Target::Email)
                .unwrap_or("E-mail")
                .to_owned()
        };
        match of_name {
            [] => Ok(None),
            [only] => match &only.profile.email {
                None => Ok(Some(*only)),
                Some(email) => {
                    let (email, what) = (email.as_str(), "Add the e-mail, theirs or another one");
                    Err((
                        column(),
                        format!("Somebody of this name is here with {email}. {what}"),
                    ))
                }
            },
            several => Err((
                column(),
                format!(
                    "{} people here have this name. Add the e-mail of the right one",
                    several.len()
                ),
            )),
        }
    }
}

/// Whether the row may change that person, or make a new one.
pub(crate) fn suits(row: &Row, person: Option<&Person>, reading: &Reading) -> Result<(), Refusal> {
    let heading =
        |target: &Target, otherwise: &str| reading.heading(target).unwrap_or(otherwise).to_owned();
    let administrator = person.is_some_and(|person| person.roles.contains(Role::Administrator));
    if row.roles.contains(Role::Administrator) && !administrator {
        let reason =
            "Write mentor, student or both. Administrators are made one by one, under People";
        return Err((heading(&Target::Role, "Role"), reason.to_owned()));
    }
    let Some(person) = person else { return Ok(()) };
    if !person.active {
        let reason =
            "This person was deactivated. Reactivate them under People first, or leave the row out";
        return Err((heading(&Target::Email, "E-mail"), reason.to_owned()));
    }
    match row.parts.capacity {
        Some(capacity) if capacity.get() < person.open_as_mentor => {
            let open = person.open_as_mentor;
            let reason = format!(
                "This mentor has {open} open matches. Write {open} or more, or end some first"
            );
            Err((heading(&Target::Capacity, "Places"), reason))
        }
        _ => Ok(()),
    }
}
