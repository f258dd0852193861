//! Writing profiles: people join, and change what they tell of themselves.

use std::collections::BTreeMap;

use contract::people::{Change, Create, PersonDetail, Profile as Typed};
use contract::{ApiError, Code, Feature};
use domain::fields::Value;
use domain::policy::{Action, Side, allows};
use domain::{
    Capacity, Email, FieldId, Invalid, Language, PersonId, PersonName, Roles, Tag, Text, Zone,
};
use store::fields::{Field, Wanted};
use store::people::{NewPerson, Origin, Person, Profile};

use super::words::listed;
use super::{already_erased, detail};
use crate::contexts::{Handle, Mutation};
use crate::fault::{Answer, Fault, changed_meanwhile, not_found};
use crate::inputs::Form;

impl Handle<Create> for Mutation<'_> {
    async fn handle(&self, command: Create) -> Answer<PersonDetail> {
        let fields = store::fields::list(&self.db, Wanted::All).await?;
        let mut form = Form::default();
        let (profile, roles, answers) = (
            parse_profile(&mut form, &command.profile),
            form.take("roles", Roles::parse(&command.roles)),
            parse_answers(&mut form, &fields, &command.answers),
        );
        let (Some(profile), Some(roles), Some(answers)) = (profile, roles, answers) else {
            return Err(form.refused());
        };
        let id = PersonId(self.draw());
        self.about(id.0);
        let person = NewPerson {
            id,
            profile,
            roles,
            joined_at: self.now,
            origin: Origin::Programme,
        };
        store::people::insert(&self.db, vec![person]).await?;
        self.touch(Feature::People);
        save_answers(self, id, answers).await?;
        detail(&self.as_query(), id).await
    }
}

impl Handle<Change> for Mutation<'_> {
    async fn handle(&self, command: Change) -> Answer<PersonDetail> {
        let id = command.id;
        if !allows(&self.who, Action::ChangePerson { person: id }) {
            return Err(not_found());
        }
        let person = store::people::find(&self.db, id)
            .await?
            .ok_or_else(not_found)?;
        self.about(id.0);
        if person.erased {
            return Err(already_erased());
        }
        if person.revision != command.revision {
            return Err(changed_meanwhile());
        }
        let fields = store::fields::list(&self.db, answerable(self, &person)).await?;
        let mut form = Form::default();
        let (profile, answers) = (
            parse_profile(&mut form, &command.profile),
            parse_answers(&mut form, &fields, &command.answers),
        );
        let (Some(profile), Some(answers)) = (profile, answers) else {
            return Err(form.refused());
        };
        keep_places(self, &person, profile.capacity).await?;
        let before = detail(&self.as_query(), id).await?;
        store::people::change(&self.db, id, &profile, self.now).await?;
        self.touch(Feature::People);
        save_answers(self, id, answers).await?;
        let after = detail(&self.as_query(), id).await?;
        self.changed(differing(&before, &after));
        Ok(after)
    }
}

/// The names of what differs in a profile and its answers.
fn differing<'a>(before: &'a PersonDetail, after: &'a PersonDetail) -> Vec<&'a str> {
    let (then, now) = (&before.profile, &after.profile);
    let profile = [
        ("name", then.name != now.name),
        ("email", then.email != now.email),
        ("bio", then.bio != now.bio),
        ("interests", then.interests != now.interests),
        ("expertise", then.expertise != now.expertise),
        ("languages", then.languages != now.languages),
        ("zone", then.zone != now.zone),
        ("availability", then.availability != now.availability),
        ("capacity", then.capacity != now.capacity),
    ];
    // Every field that may be seen has an entry where it is answered.
    let answers = before.answers.iter().chain(&after.answers);
    let answers = answers.map(|answer| {
        let is_in = |detail: &PersonDetail| detail.answers.contains(answer);
        (answer.name.as_str(), !is_in(before) || !is_in(after))
    });
    crate::audit::differing(profile.into_iter().chain(answers)).collect()
}

/// An administrator answers for others whatever is asked; people answer what they are asked and see.
fn answerable(m: &Mutation<'_>, person: &Person) -> Wanted {
    if m.who.is_administrator() {
        Wanted::All
    } else {
        Wanted::AskedOf(person.roles)
    }
}

/// A profile by the rules of `domain`; what is wrong is noted under the profile's own keys.
pub(crate) fn parse_profile(form: &mut Form, typed: &Typed) -> Option<Profile> {
    // Each is parsed before any is missed, so that all that is wrong is told at once.
    let name = form.take("name", PersonName::parse(&typed.name));
    let email = form.take("email", filled(&typed.email, Email::parse));
    let bio = form.take("bio", Text::parse(&typed.bio));
    let interests = form.take("interests", Tag::parse_all(&typed.interests));
    let expertise = form.take("expertise", Tag::parse_all(&typed.expertise));
    let languages = form.take("languages", Language::parse_all(&typed.languages));
    let zone = form.take("zone", filled(&typed.zone, Zone::parse));
    let capacity = form.take("capacity", Capacity::new(typed.capacity));
    Some(Profile {
        name: name?,
        email: email?,
        bio: bio?,
        interests: interests?,
        expertise: expertise?,
        languages: languages?,
        zone: zone?,
        availability: typed.availability,
        capacity: capacity?,
    })
}

/// `None` for what was left empty.
fn filled<T>(
    text: &str,
    parse: impl FnOnce(&str) -> Result<T, Invalid>,
) -> Result<Option<T>, Invalid> {
    if text.trim().is_empty() {
        Ok(None)
    } else {
        parse(text).map(Some)
    }
}

/// The answers by their fields' kinds; a field that may not be answered is told apart from an absent one no more than a row.
fn parse_answers(
    form: &mut Form,
    fields: &[Field],
    typed: &BTreeMap<FieldId, String>,
) -> Option<BTreeMap<FieldId, Option<Value>>> {
    let mut answers = BTreeMap::new();
    let mut whole = true;
    for (id, text) in typed {
        let key = format!("answers.{id}");
        let Some(field) = fields.iter().find(|field| field.id == *id) else {
            form.wrong(key, "There is no such field. It may have been removed");
            whole = false;
            continue;
        };
        match form.take(key, Value::parse(field.kind, &field.options, text)) {
            Some(value) => {
                answers.insert(*id, value);
            }
            None => whole = false,
        }
    }
    whole.then_some(answers)
}

async fn save_answers(
    m: &Mutation<'_>,
    id: PersonId,
    answers: BTreeMap<FieldId, Option<Value>>,
) -> Answer<()> {
    if !answers.is_empty() {
        store::people::set_answers(&m.db, id, answers).await?;
        // Fields tell how many people answered.
        m.touch(Feature::Fields);
    }
    Ok(())
}

/// Refuses a capacity below the open matches, naming them.
async fn keep_places(m: &Mutation<'_>, person: &Person, capacity: Capacity) -> Answer<()> {
    if capacity.get() >= person.students {
        return Ok(());
    }
    let open = store::matches::open_of(&m.db, person.id, Side::Mentor).await?;
    let students = listed(open.iter().map(|open| open.student.name.as_str()));
    let message = format!(
        "Matched with {students}: choose at least {}, or end a match first",
        person.students
    );
    let mut error = ApiError::field("capacity", &message);
    error.code = Code::NoPlace;
    error.message = message;
    Err(Fault::Refused(error))
}
