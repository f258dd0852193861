//! A record of the file, read as a person by what was chosen for its columns.

use contract::imports::Target;
use domain::fields::{FieldKind, Value, split_list};
use domain::texts::{Line, Text};
use domain::{Capacity, Email, Invalid, Language, PersonName, Role, Roles, Tag, Zone};

use super::plan::Reading;
use super::table::Record;
use super::words;

/// What a record says about a person. `None`: nothing, so what is known stays as it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) line: u64,
    pub(crate) name: PersonName,
    pub(crate) email: Option<Email>,
    pub(crate) roles: Roles,
    pub(crate) parts: Parts,
    /// One for each field of the reading, in its order; options in the spelling of the file.
    pub(crate) answers: Vec<Option<Value>>,
}

/// The parts of the built-in profile that a file can hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Parts {
    pub(crate) bio: Option<Text>,
    pub(crate) interests: Option<Vec<Tag>>,
    pub(crate) expertise: Option<Vec<Tag>>,
    pub(crate) languages: Option<Vec<Language>>,
    pub(crate) zone: Option<Zone>,
    pub(crate) capacity: Option<Capacity>,
    /// The cells that name mentors, in the order of the columns. Whom they mean is known when everybody is.
    pub(crate) wishes: Option<Vec<WishCell>>,
}

/// Mentors as somebody wrote them down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WishCell {
    pub(crate) column: usize,
    pub(crate) text: String,
}

/// A record that cannot be read, and the cell at fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WrongRow {
    pub(crate) line: u64,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) column: String,
    pub(crate) reason: String,
}

/// The cell at fault: its column, and what to do about it.
struct WrongCell {
    column: usize,
    reason: String,
}

impl Row {
    pub(crate) fn read(record: &Record, reading: &Reading) -> Result<Self, WrongRow> {
        let cells = Cells { record, reading };
        cells.row().map_err(|wrong| WrongRow {
            line: record.line,
            name: shown(&cells.name()),
            email: shown(cells.at(&Target::Email).map_or("", |(_, text)| text)),
            column: reading.headings[wrong.column].clone(),
            reason: wrong.reason,
        })
    }
}

/// A record under its reading.
#[derive(Clone, Copy)]
struct Cells<'a> {
    record: &'a Record,
    reading: &'a Reading,
}

impl<'a> Cells<'a> {
    fn row(self) -> Result<Row, WrongCell> {
        if self.record.extra > 0 {
            let reason = match self.record.extra {
                1 => "The row has one cell more than there are headings".to_owned(),
                extra => format!("The row has {extra} cells more than there are headings"),
            };
            let reason = format!("{reason}. Put quotes around the cell that holds a separator");
            return Err(WrongCell {
                column: self.reading.headings.len() - 1,
                reason,
            });
        }
        Ok(Row {
            line: self.record.line,
            name: PersonName::parse(&self.name()).map_err(|invalid| self.wrong_name(invalid))?,
            email: self.read(&Target::Email, Email::parse)?,
            roles: self.roles()?,
            parts: Parts {
                bio: self.read(&Target::Bio, Text::parse)?,
                interests: self
                    .read(&Target::Interests, |text| Tag::parse_all(&split_list(text)))?,
                expertise: self
                    .read(&Target::Expertise, |text| Tag::parse_all(&split_list(text)))?,
                languages: self.read(&Target::Languages, |text| {
                    Language::parse_all(&words::languages(text))
                })?,
                zone: self.read(&Target::Zone, words::zone)?,
                capacity: self.read(&Target::Capacity, words::capacity)?,
                wishes: self.wishes(),
            },
            answers: self.answers()?,
        })
    }

    /// The cell that goes there and its column; `None` where there is none or it is empty.
    fn at(self, target: &Target) -> Option<(usize, &'a str)> {
        let column = self.reading.column(target)?;
        let text = self.record.cells[column].as_str();
        (!text.is_empty()).then_some((column, text))
    }

    fn read<T>(
        self,
        target: &Target,
        parse: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Result<Option<T>, WrongCell> {
        let Some((column, text)) = self.at(target) else {
            return Ok(None);
        };
        parse(text).map(Some).map_err(|invalid| WrongCell {
            column,
            reason: reason(&invalid.to_string(), text),
        })
    }

    /// The whole name, or its parts in Western order.
    fn name(self) -> String {
        if let Some((_, name)) = self.at(&Target::Name) {
            return name.to_owned();
        }
        let parts = [&Target::FirstName, &Target::LastName]
            .map(|target| self.at(target).map_or("", |(_, text)| text));
        parts.join(" ").trim().to_owned()
    }

    fn wrong_name(self, invalid: Invalid) -> WrongCell {
        let columns = [Target::Name, Target::FirstName, Target::LastName];
        let column = columns
            .iter()
            .find_map(|target| self.reading.column(target))
            .unwrap_or(0);
        WrongCell {
            column,
            reason: reason(&invalid.to_string(), &self.name()),
        }
    }

    /// A column that names the role comes first, then one that asks for mentors, then what the whole file is; "both"
    /// adds to any of them.
    fn roles(self) -> Result<Roles, WrongCell> {
        let either = Roles::of(&[Role::Student, Role::Mentor]);
        let roles = if let Some((column, text)) = self.at(&Target::Role) {
            let refused = || WrongCell {
                column,
                reason: reason("Write mentor, student or both", text),
            };
            words::roles(text).ok_or_else(refused)?
        } else {
            match self.yes_or_no(&Target::IsMentor)? {
                Some(true) => Roles::of(&[Role::Mentor]),
                Some(false) => Roles::of(&[Role::Student]),
                None => Roles::of(&[self.reading.role]),
            }
        };
        let both = self.yes_or_no(&Target::BothRoles)? == Some(true);
        Ok(if both {
            either.iter().fold(roles, Roles::with)
        } else {
            roles
        })
    }

    fn yes_or_no(self, target: &Target) -> Result<Option<bool>, WrongCell> {
        let Some((column, text)) = self.at(target) else {
            return Ok(None);
        };
        // "Mentor" and "Mentee" are answers to "Do you want to be a mentor?" too.
        let answer = words::yes_or_no(text)
            .or_else(|| words::roles(text).map(|roles| roles.contains(Role::Mentor)));
        let refused = || WrongCell {
            column,
            reason: reason("Write yes or no", text),
        };
        answer.map(Some).ok_or_else(refused)
    }

    fn wishes(self) -> Option<Vec<WishCell>> {
        let cells: Vec<WishCell> = self
            .reading
            .columns(&Target::Wishes)
            .map(|column| WishCell {
                column,
                text: self.record.cells[column].clone(),
            })
            .filter(|cell| !cell.text.is_empty())
            .collect();
        (!cells.is_empty()).then_some(cells)
    }

    fn answers(self) -> Result<Vec<Option<Value>>, WrongCell> {
        let answers = self.reading.fields.iter().map(|field| {
            let text = self.record.cells[field.column].as_str();
            if text.is_empty() {
                return Ok(None);
            }
            let value = answer(field.kind, text);
            value.map_err(|invalid| WrongCell {
                column: field.column,
                reason: reason(&invalid.to_string(), text),
            })
        });
        answers.collect()
    }
}

/// An answer whose options are not known yet: any line that could be an option will do.
fn answer(kind: FieldKind, text: &str) -> Result<Option<Value>, Invalid> {
    let option = |text: &str| Line::parse(text, Tag::LONGEST).map(Line::into_string);
    match kind {
        FieldKind::Text | FieldKind::Number => Value::parse(kind, &[], text),
        FieldKind::Choice => option(text).map(|text| Some(Value::Choice(text))),
        FieldKind::Choices => {
            let chosen: Vec<String> = split_list(text)
                .iter()
                .map(|entry| option(entry))
                .collect::<Result<_, _>>()?;
            Ok((!chosen.is_empty()).then_some(Value::Choices(chosen)))
        }
    }
}

/// What to do, and what stands there now.
fn reason(what: &str, text: &str) -> String {
    let shown = shown(text);
    if shown.is_empty() {
        what.to_owned()
    } else {
        format!("{what} (now “{shown}”)")
    }
}

/// A cell as it can be shown on one line of a list.
pub(crate) fn shown(text: &str) -> String {
    const LONGEST: usize = 80;
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut line: String = line.chars().filter(|c| !c.is_control()).collect();
    if let Some((cut, _)) = line.char_indices().nth(LONGEST) {
        line.truncate(cut);
        line.push('…');
    }
    line
}
