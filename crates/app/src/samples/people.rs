//! Brings the sample's people and what its fields ask of them.

use chrono::TimeDelta;
use contract::people::Profile as Typed;
use domain::fields::{FieldAudience, FieldKind, Value};
use domain::names::search_key;
use domain::{Availability, FieldId, PersonId, Role, Roles};
use store::fields::{Field, Wanted};
use store::people::{NewAnswer, NewPerson, Origin};

use super::cast::{Actor, MENTORS, STUDENTS, YEARS};
use crate::contexts::Mutation;
use crate::fault::Answer;
use crate::inputs::Form;
use crate::people::parse_profile;

/// The sample's people, in the order of the cast.
pub(super) struct Loaded {
    pub(super) students: Vec<PersonId>,
    pub(super) mentors: Vec<PersonId>,
}

pub(super) async fn load(m: &Mutation<'_>) -> Answer<Loaded> {
    let students = side(m, STUDENTS, Role::Student).await?;
    let mentors = side(m, MENTORS, Role::Mentor).await?;
    ask(m, &year(m), STUDENTS, &students).await?;
    ask(m, &profession(m), MENTORS, &mentors).await?;
    Ok(Loaded { students, mentors })
}

async fn side(m: &Mutation<'_>, actors: &[Actor], role: Role) -> Answer<Vec<PersonId>> {
    let people: Vec<NewPerson> = actors
        .iter()
        .map(|actor| person(m, actor, role))
        .collect::<Answer<_>>()?;
    let ids = people.iter().map(|person| person.id).collect();
    store::people::insert(&m.db, people).await?;
    Ok(ids)
}

fn person(m: &Mutation<'_>, actor: &Actor, role: Role) -> Answer<NewPerson> {
    let tags = |of: Role| {
        if of == role {
            owned(actor.tags)
        } else {
            Vec::new()
        }
    };
    let typed = Typed {
        name: actor.name.to_owned(),
        email: email(actor, role),
        bio: actor.bio.to_owned(),
        interests: tags(Role::Student),
        expertise: tags(Role::Mentor),
        languages: owned(actor.languages),
        zone: String::new(),
        availability: availability(actor.free),
        capacity: actor.capacity,
    };
    let mut form = Form::default();
    let Some(profile) = parse_profile(&mut form, &typed) else {
        return Err(form.refused());
    };
    Ok(NewPerson {
        id: PersonId(m.draw()),
        profile,
        roles: Roles::of(&[role]),
        joined_at: m.now - TimeDelta::days(actor.joined),
        origin: Origin::Sample,
    })
}

/// An address that cannot exist: `.example` is reserved by RFC 2606.
fn email(actor: &Actor, role: Role) -> String {
    let domain = if role == Role::Student {
        "northside.example"
    } else {
        "post.example"
    };
    format!("{}@{domain}", search_key(actor.name).replace(' ', "."))
}

fn year(m: &Mutation<'_>) -> Field {
    Field {
        id: FieldId(m.draw()),
        name: "School year".to_owned(),
        kind: FieldKind::Choice,
        options: owned(YEARS),
        audience: FieldAudience::Pair,
        sensitive: false,
        roles: Roles::of(&[Role::Student]),
    }
}

fn profession(m: &Mutation<'_>) -> Field {
    Field {
        id: FieldId(m.draw()),
        name: "Profession".to_owned(),
        kind: FieldKind::Text,
        options: Vec::new(),
        audience: FieldAudience::Pair,
        sensitive: false,
        roles: Roles::of(&[Role::Mentor]),
    }
}

/// Adds a field with its answers. A programme that has a field of this name keeps it as it is, without the sample.
async fn ask(m: &Mutation<'_>, field: &Field, actors: &[Actor], people: &[PersonId]) -> Answer<()> {
    let own = store::fields::list(&m.db, Wanted::All).await?;
    if own
        .iter()
        .any(|own| search_key(&own.name) == search_key(&field.name))
    {
        return Ok(());
    }
    store::fields::insert(&m.db, field, Origin::Sample).await?;
    let answers = people
        .iter()
        .zip(actors)
        .map(|(person, actor)| {
            let text = actor.answer.to_owned();
            let value = if field.kind == FieldKind::Choice {
                Value::Choice(text)
            } else {
                Value::Text(text)
            };
            NewAnswer {
                person: *person,
                field: field.id,
                value,
            }
        })
        .collect();
    store::people::insert_answers(&m.db, answers).await?;
    Ok(())
}

fn availability(free: &[(usize, usize, usize)]) -> Availability {
    free.iter()
        .flat_map(|(day, from, until)| (*from..*until).map(move |hour| day * 24 + hour))
        .fold(Availability::default(), |week, hour| week.with(hour, true))
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
