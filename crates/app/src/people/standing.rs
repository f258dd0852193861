//! What a person is in the programme: roles, active or not. What somebody is no longer, ends their matches.

use contract::people::{Deactivate, PersonDetail, Reactivate, SetRoles};
use contract::{Code, Feature};
use domain::policy::Side;
use domain::texts::Line;
use domain::{PersonId, Role, Roles};
use store::matches::End;
use store::people::Person;

use super::{already_erased, detail};
use crate::contexts::{Handle, Mutation};
use crate::fault::{Answer, not_found, refuse};
use crate::inputs::Form;
use crate::matches::LONGEST_REASON;

impl Handle<SetRoles> for Mutation<'_> {
    async fn handle(&self, command: SetRoles) -> Answer<PersonDetail> {
        let person = find(self, command.id).await?;
        let mut form = Form::default();
        let Some(roles) = form.take("roles", Roles::parse(&command.roles)) else {
            return Err(form.refused());
        };
        if !roles.contains(Role::Administrator) {
            keep_an_administrator(self, &person).await?;
        }
        let given_up = |role: Role| person.roles.contains(role) && !roles.contains(role);
        if given_up(Role::Student) {
            end_matches(
                self,
                &person,
                Side::Student,
                "The student gave up this role".to_owned(),
            )
            .await?;
        }
        if given_up(Role::Mentor) {
            end_matches(
                self,
                &person,
                Side::Mentor,
                "The mentor gave up this role".to_owned(),
            )
            .await?;
        }
        store::people::set_roles(&self.db, person.id, roles, self.now).await?;
        for role in Role::ALL {
            match (person.roles.contains(role), roles.contains(role)) {
                (false, true) => self.changed([format!("{}_given", role.as_str()).as_str()]),
                (true, false) => self.changed([format!("{}_taken", role.as_str()).as_str()]),
                (true, true) | (false, false) => {}
            }
        }
        if roles.contains(Role::Student) && !person.roles.contains(Role::Student) {
            // Whoever becomes a student joins the others who wait.
            store::people::wait(&self.db, &[person.id], self.now).await?;
        }
        self.touch(Feature::People);
        detail(&self.as_query(), person.id).await
    }
}

impl Handle<Deactivate> for Mutation<'_> {
    async fn handle(&self, command: Deactivate) -> Answer<PersonDetail> {
        let person = find(self, command.id).await?;
        let mut form = Form::default();
        let Some(reason) = form.take(
            "reason",
            Line::parse_optional(&command.reason, LONGEST_REASON),
        ) else {
            return Err(form.refused());
        };
        if !person.active {
            return Err(refuse(
                Code::Conflict,
                format!("{} is inactive already", person.name),
            ));
        }
        keep_an_administrator(self, &person).await?;
        let why = |who: &str| match &reason {
            Some(reason) => format!("{who} was deactivated: {}", reason.as_str()),
            None => format!("{who} was deactivated"),
        };
        end_matches(self, &person, Side::Student, why("The student")).await?;
        end_matches(self, &person, Side::Mentor, why("The mentor")).await?;
        store::people::deactivate(&self.db, person.id, self.now).await?;
        self.touch(Feature::People);
        self.touch(Feature::Accounts);
        detail(&self.as_query(), person.id).await
    }
}

impl Handle<Reactivate> for Mutation<'_> {
    async fn handle(&self, command: Reactivate) -> Answer<PersonDetail> {
        let person = find(self, command.id).await?;
        if person.active {
            return Err(refuse(
                Code::Conflict,
                format!("{} is active already", person.name),
            ));
        }
        store::people::reactivate(&self.db, person.id, self.now).await?;
        // The time away was no waiting.
        store::people::wait(&self.db, &[person.id], self.now).await?;
        self.touch(Feature::People);
        self.touch(Feature::Accounts);
        detail(&self.as_query(), person.id).await
    }
}

/// Somebody who was not erased.
pub(super) async fn find(m: &Mutation<'_>, id: PersonId) -> Answer<Person> {
    let person = store::people::find(&m.db, id)
        .await?
        .ok_or_else(not_found)?;
    m.about(id.0);
    if person.erased {
        return Err(already_erased());
    }
    Ok(person)
}

/// Refuses to take away the last active administrator; one who cannot sign in would leave nobody, too.
pub(super) async fn keep_an_administrator(m: &Mutation<'_>, person: &Person) -> Answer<()> {
    let administers = person.active && person.roles.contains(Role::Administrator);
    if administers && store::people::other_administrators(&m.db, person.id).await? == 0 {
        return Err(refuse(
            Code::Conflict,
            format!(
                "Nobody else could administer the programme. Give somebody besides {} the role of administrator \
                 and an account first",
                person.name
            ),
        ));
    }
    Ok(())
}

async fn end_matches(m: &Mutation<'_>, person: &Person, side: Side, reason: String) -> Answer<()> {
    let end = End {
        at: m.now,
        by: Some(m.who.person),
        reason,
    };
    for ended in store::matches::end_all(&m.db, person.id, side, end).await? {
        m.about(ended.id.0);
        m.touch(Feature::Matches);
    }
    Ok(())
}
