//! What is being written into a profile.

use std::collections::BTreeMap;

use contract::fields::FieldView;
use contract::people::{PersonDetail, Profile};
use domain::fields::Value;
use domain::{
    Availability, Capacity, Email, FieldId, Invalid, Language, PersonName, Tag, Text, Zone,
};

use crate::form::{Check, Errors};

/// The keys whose errors stand at their fields.
pub(super) const SHOWN: [&str; 8] = [
    "name",
    "email",
    "bio",
    "interests",
    "expertise",
    "languages",
    "zone",
    "capacity",
];

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) bio: String,
    pub(super) interests: Vec<String>,
    pub(super) expertise: Vec<String>,
    pub(super) languages: Vec<String>,
    pub(super) zone: String,
    pub(super) availability: Availability,
    /// As typed.
    pub(super) capacity: String,
    pub(super) answers: BTreeMap<FieldId, String>,
}

impl Draft {
    pub(super) fn of(detail: &PersonDetail) -> Self {
        let profile = detail.profile.clone();
        Self {
            name: profile.name,
            email: profile.email,
            bio: profile.bio,
            interests: profile.interests,
            expertise: profile.expertise,
            languages: profile.languages,
            zone: profile.zone,
            availability: profile.availability,
            capacity: profile.capacity.to_string(),
            answers: detail
                .answers
                .iter()
                .map(|answer| (answer.field, answer.text.clone()))
                .collect(),
        }
    }

    /// What is sent; what was not asked here stays as in `before`.
    pub(super) fn profile(&self, before: &Profile) -> Profile {
        Profile {
            name: self.name.clone(),
            email: self.email.clone(),
            bio: self.bio.clone(),
            interests: self.interests.clone(),
            expertise: self.expertise.clone(),
            languages: self.languages.clone(),
            zone: self.zone.clone(),
            availability: self.availability,
            capacity: capacity(&self.capacity).unwrap_or(before.capacity),
        }
    }

    /// The answers that differ from what was read: the others may be changed by somebody else meanwhile.
    pub(super) fn changed_answers(&self, detail: &PersonDetail) -> BTreeMap<FieldId, String> {
        let before = |field: &FieldId| {
            detail
                .answers
                .iter()
                .find(|answer| answer.field == *field)
                .map(|answer| answer.text.as_str())
        };
        self.answers
            .iter()
            .filter(|(field, text)| before(field).unwrap_or_default() != text.as_str())
            .map(|(field, text)| (*field, text.clone()))
            .collect()
    }
}

fn capacity(text: &str) -> Result<i64, Invalid> {
    let number: i64 = text.trim().parse().map_err(|_| Invalid::NotANumber)?;
    Capacity::new(number).map(|_| number)
}

fn unless_empty<T>(
    text: &str,
    parse: impl FnOnce(&str) -> Result<T, Invalid>,
) -> Result<(), Invalid> {
    if text.trim().is_empty() {
        Ok(())
    } else {
        parse(text).map(|_| ())
    }
}

pub(super) fn check(draft: &Draft, fields: &[FieldView]) -> Errors {
    let answers = fields
        .iter()
        .try_for_each(|field| answer_error(field, &draft.answers).map_or(Ok(()), Err));
    Check::default()
        .field("name", PersonName::parse(&draft.name))
        .field("email", unless_empty(&draft.email, Email::parse))
        .field("bio", Text::parse(&draft.bio))
        .field("interests", Tag::parse_all(&draft.interests))
        .field("expertise", Tag::parse_all(&draft.expertise))
        .field("languages", Language::parse_all(&draft.languages))
        .field("zone", unless_empty(&draft.zone, Zone::parse))
        .field("capacity", capacity(&draft.capacity))
        .field("answers", answers)
        .done()
}

/// What is wrong with the answer to one field.
pub(super) fn answer_error(
    field: &FieldView,
    answers: &BTreeMap<FieldId, String>,
) -> Option<Invalid> {
    let text = answers.get(&field.id).map_or("", String::as_str);
    Value::parse(field.kind, &field.options, text).err()
}
