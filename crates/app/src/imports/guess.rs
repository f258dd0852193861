//! What each column is taken for, by its heading and its values.

use std::collections::BTreeSet;

use contract::imports::{ColumnView, Target};
use domain::fields::{FieldAudience, split_list};
use domain::names::search_key;
use domain::{Email, PersonName, Role, Roles, Tag};
use store::fields::Field;

use super::headings::{self, Heading};
use super::kinds;
use super::row::shown;
use super::table::Table;
use super::words::{roles, words, yes_or_no};

/// A guess; `sure` when the heading alone says it, or the heading and the values agree.
struct Guess {
    target: Target,
    sure: bool,
}

/// What people are whose rows do not say, by the name of the file ("large-mentees.csv"). `None`: it names neither or both.
pub(crate) fn role_of_file(file_name: &str) -> Option<Role> {
    let stem = file_name
        .rsplit_once('.')
        .map_or(file_name, |(stem, _)| stem);
    let said = words(stem)
        .iter()
        .filter_map(|word| roles(word))
        .fold(Roles::NONE, |all, roles| {
            roles.iter().fold(all, Roles::with)
        });
    match (said.contains(Role::Student), said.contains(Role::Mentor)) {
        (true, false) => Some(Role::Student),
        (false, true) => Some(Role::Mentor),
        _ => None,
    }
}

/// One view for each column of the table, in order. `role` is what the file's people are, where that is known.
pub(crate) fn columns(table: &Table, known: &[Field], role: Option<Role>) -> Vec<ColumnView> {
    let mut columns: Vec<Column> = (0..table.headings.len())
        .map(|at| Column::of(table, at))
        .collect();
    let mut guesses: Vec<Option<Guess>> = columns
        .iter()
        .map(|column| column.guess(known, role))
        .collect();
    settle(&mut guesses);
    let mut taken: BTreeSet<String> = known.iter().map(|field| search_key(&field.name)).collect();
    let views = columns.iter_mut().zip(guesses).map(|(column, guess)| {
        let guess = guess.unwrap_or_else(|| column.field(&mut taken));
        ColumnView {
            heading: column.heading.to_owned(),
            examples: column
                .values
                .iter()
                .take(5)
                .map(|value| shown(value))
                .collect(),
            distinct: u64::try_from(column.distinct).unwrap_or(u64::MAX),
            target: guess.target,
            sure: guess.sure,
        }
    });
    views.collect()
}

/// One column becomes one thing: of several that were taken for the same, the surest and then the first keeps it.
fn settle(guesses: &mut [Option<Guess>]) {
    let mut order: Vec<usize> = (0..guesses.len()).collect();
    order.sort_by_key(|at| guesses[*at].as_ref().is_none_or(|guess| !guess.sure));
    let mut taken: Vec<Target> = Vec::new();
    for at in order {
        let Some(guess) = &guesses[at] else { continue };
        // "First choice" and "Second choice" are both wishes.
        if matches!(guess.target, Target::Ignore | Target::Wishes) {
            continue;
        }
        if taken.contains(&guess.target) {
            guesses[at] = None;
        } else {
            taken.push(guess.target.clone());
        }
    }
    // First and last names are surer than a "name", which may be a sign-in name; together they would say it twice.
    if taken.contains(&Target::FirstName) && taken.contains(&Target::LastName) {
        for guess in guesses
            .iter_mut()
            .flatten()
            .filter(|guess| guess.target == Target::Name)
        {
            *guess = Guess {
                target: Target::Ignore,
                sure: false,
            };
        }
    }
}

/// A column with what guessing looks at.
struct Column<'a> {
    heading: &'a str,
    read: Heading,
    /// Those that are not empty.
    values: Vec<&'a str>,
    distinct: usize,
}

impl<'a> Column<'a> {
    fn of(table: &'a Table, at: usize) -> Self {
        let heading = table.headings[at].as_str();
        let values: Vec<&str> = table.column(at).filter(|cell| !cell.is_empty()).collect();
        let distinct = values.iter().collect::<BTreeSet<_>>().len();
        Self {
            heading,
            read: Heading::read(heading),
            values,
            distinct,
        }
    }

    /// Whether nearly all values pass; a column without values passes, its heading is all there is to go by.
    fn mostly(&self, passes: impl Fn(&str) -> bool) -> bool {
        self.count(passes) * 10 >= self.values.len() * 8
    }

    fn count(&self, passes: impl Fn(&str) -> bool) -> usize {
        self.values.iter().filter(|value| passes(value)).count()
    }

    fn guess(&self, known: &[Field], role: Option<Role>) -> Option<Guess> {
        let keys = [
            search_key(self.heading),
            search_key(&headings::field_name(self.heading)),
        ];
        if let Some(field) = known
            .iter()
            .find(|field| keys.contains(&search_key(&field.name)))
        {
            return Some(Guess {
                target: Target::Field { id: field.id },
                sure: true,
            });
        }
        if let Some((target, sure)) = self.read.target(role)
            && self.suits(&target)
        {
            return Some(Guess { target, sure });
        }
        if self.values.is_empty() {
            return Some(Guess {
                target: Target::Ignore,
                sure: false,
            });
        }
        self.by_values().map(|target| Guess {
            target,
            sure: false,
        })
    }

    /// Whether the values can be what the heading promises.
    fn suits(&self, target: &Target) -> bool {
        match target {
            // In a short list a few slips of the pen are many of its rows; they are for the rows to say.
            Target::Email => self.count(|value| value.contains('@')) * 2 >= self.values.len(),
            Target::Role => self.mostly(|value| roles(value).is_some()),
            Target::BothRoles | Target::IsMentor => self.mostly(|value| yes_or_no(value).is_some()),
            Target::Wishes => self.mostly(|value| {
                split_list(value)
                    .iter()
                    .all(|entry| entry.chars().count() <= PersonName::LONGEST)
            }),
            Target::Capacity => self.mostly(|value| value.chars().count() <= 20),
            // Whole sentences are no tags: they stay together as a text.
            Target::Interests | Target::Expertise | Target::Languages => self.mostly(|value| {
                split_list(value)
                    .iter()
                    .all(|entry| entry.chars().count() <= Tag::LONGEST)
            }),
            Target::Ignore
            | Target::Name
            | Target::FirstName
            | Target::LastName
            | Target::Bio
            | Target::Zone
            | Target::Field { .. }
            | Target::NewField { .. } => true,
        }
    }

    /// Values that speak for themselves under a heading that says nothing.
    fn by_values(&self) -> Option<Target> {
        if self.read.is_of_somebody_else() {
            None
        } else if self.mostly(|value| Email::parse(value).is_ok()) {
            Some(Target::Email)
        } else if self.distinct <= 6
            && self.mostly(|value| words(value).len() <= 3 && roles(value).is_some())
        {
            Some(Target::Role)
        } else {
            None
        }
    }

    /// A field to be made. Its name differs from those `taken`, and is added to them.
    fn field(&self, taken: &mut BTreeSet<String>) -> Guess {
        let plain = headings::field_name(self.heading);
        let names = std::iter::once(plain.clone()).chain((2..).map(|n| format!("{plain} ({n})")));
        let name = names
            .into_iter()
            .find(|name| taken.insert(search_key(name)))
            .unwrap_or(plain);
        let sensitive = self.read.is_sensitive()
            || self
                .values
                .iter()
                .any(|value| headings::tells_identity(value));
        let audience = if sensitive {
            FieldAudience::Administrators
        } else if self.read.is_personal() {
            FieldAudience::Person
        } else {
            FieldAudience::Pair
        };
        Guess {
            target: Target::NewField {
                name,
                kind: kinds::kind(&self.values),
                audience,
                sensitive,
            },
            sure: false,
        }
    }
}
