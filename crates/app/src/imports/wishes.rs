//! The mentors students ask for in a file: names and e-mails, found among the mentors of the file and of the programme.
//!
//! A cell is one mentor, or a list of them. A name that nobody has, that several have or that is no mentor's makes the row
//! wrong, and says so. Somebody named twice counts where they are named first. Wishes of people who are no students are
//! left out.

use std::collections::{BTreeMap, BTreeSet};

use contract::imports::Target;
use domain::fields::split_list;
use domain::names::search_key;
use domain::{Email, PersonId, Role};
use store::imports::Person;

use super::merge::Merged;
use super::plan::Reading;
use super::row::{WishCell, WrongRow, shown};
use crate::people::wishes::MOST;

/// A mentor whom somebody wishes for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Wished {
    Known(PersonId),
    /// Somebody new, by the first line of theirs.
    New(u64),
}

impl Wished {
    /// `written`: the people of the file, by their first lines.
    pub(crate) fn person(self, written: &BTreeMap<u64, PersonId>) -> Option<PersonId> {
        match self {
            Self::Known(person) => Some(person),
            Self::New(line) => written.get(&line).copied(),
        }
    }
}

/// Whether the person wishes so already.
pub(crate) fn are_known(wishes: &[Wished], person: Option<&Person>) -> bool {
    let known = person.map_or(&[][..], |person| person.wishes.as_slice());
    let known = known.iter().map(|mentor| Wished::Known(*mentor));
    known.eq(wishes.iter().copied())
}

/// Somebody of the file, with whom they are in the programme.
type Found<'a> = (Merged, Option<&'a Person>);

/// Finds whom everybody wishes for; `None` where the file does not say. Those whose wishes are unclear are taken out: they
/// are not imported, and so nobody can wish for them either.
pub(crate) fn resolve<'a>(
    mut found: Vec<Found<'a>>,
    existing: &[Person],
    reading: &Reading,
) -> (Vec<Found<'a>>, Vec<Option<Vec<Wished>>>, Vec<WrongRow>) {
    let mut unclear = Vec::new();
    if reading.column(&Target::Wishes).is_none() {
        let none = found.iter().map(|_| None).collect();
        return (found, none, unclear);
    }
    loop {
        let mentors = Mentors::of(&found, existing);
        let answers: Vec<_> = found.iter().map(|found| mentors.wishes(found)).collect();
        if answers.iter().all(Result::is_ok) {
            let wishes = answers.into_iter().flatten().collect();
            return (found, wishes, unclear);
        }
        let mut clear = Vec::with_capacity(found.len());
        for (of, answer) in found.into_iter().zip(answers) {
            match answer {
                Ok(_) => clear.push(of),
                Err(wrong) => {
                    let column = &reading.headings[wrong.column];
                    let row = &of.0.row;
                    let lines = std::iter::once(&row.line).chain(&of.0.more);
                    unclear.extend(lines.map(|line| WrongRow {
                        line: *line,
                        ..row.wrong(column, wrong.reason.clone())
                    }));
                }
            }
        }
        found = clear;
    }
}

struct Unclear {
    column: usize,
    reason: String,
}

/// Everybody who will be there, findable, and whether they mentor.
struct Mentors {
    by_email: BTreeMap<String, (Wished, bool)>,
    by_name: BTreeMap<String, BTreeMap<Wished, bool>>,
}

impl Mentors {
    fn of(found: &[Found], existing: &[Person]) -> Self {
        let mut mentors = Self {
            by_email: BTreeMap::new(),
            by_name: BTreeMap::new(),
        };
        for person in existing.iter().filter(|person| person.active) {
            let mentors_now = person.roles.contains(Role::Mentor);
            let (name, email) = (&person.profile.name, person.profile.email.as_ref());
            mentors.add(Wished::Known(person.id), mentors_now, name.as_str(), email);
        }
        for (merged, person) in found {
            let row = &merged.row;
            let before = person.is_some_and(|person| person.roles.contains(Role::Mentor));
            let mentors_then = before || row.roles.contains(Role::Mentor);
            mentors.add(
                wished(row.line, *person),
                mentors_then,
                row.name.as_str(),
                row.email.as_ref(),
            );
        }
        mentors
    }

    fn add(&mut self, who: Wished, mentors: bool, name: &str, email: Option<&Email>) {
        if let Some(email) = email {
            self.by_email.insert(email.key(), (who, mentors));
        }
        let of_name = self.by_name.entry(search_key(name)).or_default();
        of_name.insert(who, mentors);
    }

    fn wishes(&self, (merged, person): &Found) -> Result<Option<Vec<Wished>>, Unclear> {
        let row = &merged.row;
        let learns = row.roles.contains(Role::Student)
            || person.is_some_and(|person| person.roles.contains(Role::Student));
        let Some(cells) = row.parts.wishes.as_ref().filter(|_| learns) else {
            return Ok(None);
        };
        let me = wished(row.line, *person);
        let (mut wishes, mut seen) = (Vec::new(), BTreeSet::new());
        for cell in cells {
            let unclear = |reason: String| Unclear {
                column: cell.column,
                reason,
            };
            for who in self.cell(cell).map_err(unclear)? {
                if who == me {
                    return Err(unclear("Nobody can wish for themselves".to_owned()));
                }
                if seen.insert(who) {
                    wishes.push(who);
                }
            }
            if wishes.len() > MOST {
                return Err(unclear(format!("Name at most {MOST} mentors")));
            }
        }
        Ok(Some(wishes))
    }

    /// Whom one cell names: all of it is one name ("Lovelace, Ada" would be two), or else a list.
    fn cell(&self, cell: &WishCell) -> Result<Vec<Wished>, String> {
        if is_nobody(&cell.text) {
            return Ok(Vec::new());
        }
        match self.find(&cell.text) {
            Ok(one) => Ok(vec![one]),
            Err(alone) => {
                let entries = split_list(&cell.text);
                if entries.len() < 2 {
                    return Err(alone);
                }
                let entries = entries.iter().filter(|entry| !is_nobody(entry));
                entries.map(|entry| self.find(entry)).collect()
            }
        }
    }

    fn find(&self, text: &str) -> Result<Wished, String> {
        let no_mentor = || {
            format!(
                "“{}” is no mentor. Name a mentor, or leave it out",
                shown(text)
            )
        };
        let by_email = Email::parse(text)
            .ok()
            .and_then(|email| self.by_email.get(&email.key()));
        if let Some((who, mentors)) = by_email {
            return mentors.then_some(*who).ok_or_else(no_mentor);
        }
        let Some(of_name) = self.by_name.get(&search_key(text.trim())) else {
            return Err(format!(
                "Nobody here or in the file is called “{}”. Write the name as it is in their row, or the e-mail",
                shown(text)
            ));
        };
        let mentors: Vec<Wished> = of_name
            .iter()
            .filter(|(_, mentors)| **mentors)
            .map(|(who, _)| *who)
            .collect();
        match mentors[..] {
            [] => Err(no_mentor()),
            [one] => Ok(one),
            _ => Err(format!(
                "{} mentors are called “{}”. Write the e-mail of the right one",
                mentors.len(),
                shown(text)
            )),
        }
    }
}

fn wished(line: u64, person: Option<&Person>) -> Wished {
    person.map_or(Wished::New(line), |person| Wished::Known(person.id))
}

/// How people say that they wish for nobody.
fn is_nobody(text: &str) -> bool {
    const NOBODY: [&str; 9] = [
        "",
        "-",
        "–",
        "n/a",
        "none",
        "nobody",
        "no preference",
        "any",
        "anybody",
    ];
    NOBODY.contains(&text.trim().to_lowercase().as_str())
}
