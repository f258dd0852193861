//! What is shown of a person, by who looks.

use chrono::{DateTime, Utc};
use contract::accounts::AccountState;
use contract::people::{AnswerView, PersonDetail, PersonView, Profile};
use domain::PersonId;
use domain::fields::FieldAudience;
use domain::policy::{Action, allows};
use store::people::{Account, Answer as FieldAnswer, Person, Written};

use crate::contexts::Query;
use crate::fault::{Answer, not_found};

/// How close the asking person stands to the one looked at; decides how much is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closeness {
    Administrator,
    Oneself,
    /// They share a match, open or ended.
    Matched,
}

impl Closeness {
    fn shown(self) -> &'static [FieldAudience] {
        match self {
            Self::Administrator => &FieldAudience::ALL,
            Self::Oneself => &[FieldAudience::Pair, FieldAudience::Person],
            Self::Matched => &[FieldAudience::Pair],
        }
    }

    fn person(self, person: Person, now: DateTime<Utc>) -> PersonView {
        match self {
            Self::Administrator => for_administrators(person, now),
            Self::Oneself => PersonView {
                account: AccountState::None,
                ..for_administrators(person, now)
            },
            // How many others somebody meets is between them and the administrators.
            Self::Matched => PersonView {
                account: AccountState::None,
                students: 0,
                capacity: 0,
                mentors: 0,
                ..for_administrators(person, now)
            },
        }
    }
}

/// A person with all of the profile that the asking person may see.
pub(crate) async fn detail(q: &Query<'_>, id: PersonId) -> Answer<PersonDetail> {
    let closeness = closeness(q, id).await?;
    let person = store::people::find(&q.db, id)
        .await?
        .ok_or_else(not_found)?;
    let written = store::people::written(&q.db, id)
        .await?
        .ok_or_else(not_found)?;
    let answers = store::people::answers(&q.db, id, closeness.shown()).await?;
    let revision = person.revision;
    let person = closeness.person(person, q.now);
    Ok(PersonDetail {
        profile: profile(&person, written),
        person,
        answers: answers.into_iter().map(answer).collect(),
        revision,
    })
}

pub(super) fn for_administrators(person: Person, now: DateTime<Utc>) -> PersonView {
    PersonView {
        id: person.id,
        name: person.name,
        email: person.email,
        roles: person.roles,
        active: person.active,
        students: person.students,
        capacity: person.capacity,
        mentors: person.mentors,
        account: account_state(person.account, now),
        joined_at: person.joined_at,
        sample: person.sample,
        erased: person.erased,
    }
}

async fn closeness(q: &Query<'_>, id: PersonId) -> Answer<Closeness> {
    if q.who.is_administrator() {
        return Ok(Closeness::Administrator);
    }
    if q.who.person == id {
        return Ok(Closeness::Oneself);
    }
    let shares_match = store::matches::shared(&q.db, q.who.person, id).await?;
    if allows(
        &q.who,
        Action::SeePerson {
            person: id,
            shares_match,
        },
    ) {
        Ok(Closeness::Matched)
    } else {
        Err(not_found())
    }
}

fn account_state(account: Option<Account>, now: DateTime<Utc>) -> AccountState {
    let Some(Account {
        sign_in_name,
        has_key,
        code_expires_at,
    }) = account
    else {
        return AccountState::None;
    };
    match code_expires_at {
        Some(until) if until > now => AccountState::Invited {
            sign_in_name,
            until,
        },
        Some(_) | None if has_key => AccountState::Active { sign_in_name },
        Some(_) | None => AccountState::NeedsCode { sign_in_name },
    }
}

fn profile(person: &PersonView, written: Written) -> Profile {
    Profile {
        name: person.name.clone(),
        email: person.email.clone(),
        bio: written.bio,
        interests: written.interests,
        expertise: written.expertise,
        languages: written.languages,
        zone: written.zone,
        availability: written.availability,
        capacity: person.capacity.into(),
    }
}

fn answer(answer: FieldAnswer) -> AnswerView {
    AnswerView {
        field: answer.field,
        name: answer.name,
        text: answer.value.to_text(),
    }
}
