//! Whether there is a place: matches made by hand, and matches opened again.

use contract::matches::{Make, MatchView, Reopen};
use contract::{Code, Feature};
use domain::matches::Step;
use domain::policy::Side;
use domain::{Invalid, MatchId, PersonId, Role};
use store::matches::{NewMatch, Turn};
use store::people::Person;

use super::turns::{check_step, to_turn};
use super::view;
use crate::contexts::{Handle, Mutation};
use crate::fault::{Answer, not_found, refuse};
use crate::inputs::Form;
use crate::people::words::listed;

impl Handle<Make> for Mutation<'_> {
    async fn handle(&self, command: Make) -> Answer<MatchView> {
        let mut form = Form::default();
        if command.student == command.mentor {
            form.wrong("mentor", Invalid::SelfMatch);
            return Err(form.refused());
        }
        let (student, mentor) = (
            person(self, command.student).await?,
            person(self, command.mentor).await?,
        );
        for (field, person, role) in [
            ("student", &student, Role::Student),
            ("mentor", &mentor, Role::Mentor),
        ] {
            if let Some(reason) = unfit(person, role) {
                form.wrong(field, reason);
            }
        }
        form.check()?;
        let pair = FreePair::find(self, &student, &mentor).await?;
        let id = MatchId(self.draw());
        self.about(id.0);
        let new = NewMatch {
            id,
            student: pair.student,
            mentor: pair.mentor,
            started_at: self.now,
        };
        store::matches::insert(&self.db, &[new]).await?;
        self.touch(Feature::Matches);
        self.touch(Feature::People);
        view(&self.as_query(), id).await
    }
}

impl Handle<Reopen> for Mutation<'_> {
    async fn handle(&self, command: Reopen) -> Answer<MatchView> {
        let found = to_turn(self, command.id).await?;
        check_step(found.state, Step::Reopen)?;
        let (student, mentor) = (
            person(self, found.student.id).await?,
            person(self, found.mentor.id).await?,
        );
        let reasons: Vec<String> = [unfit(&student, Role::Student), unfit(&mentor, Role::Mentor)]
            .into_iter()
            .flatten()
            .collect();
        if !reasons.is_empty() {
            return Err(refuse(Code::Conflict, reasons.join(". ")));
        }
        FreePair::find(self, &student, &mentor).await?;
        store::matches::turn(&self.db, &found, &Turn::Active).await?;
        self.touch(Feature::Matches);
        self.touch(Feature::People);
        view(&self.as_query(), found.id).await
    }
}

async fn person(m: &Mutation<'_>, id: PersonId) -> Answer<Person> {
    store::people::find(&m.db, id).await?.ok_or_else(not_found)
}

/// Why somebody cannot be matched in a role.
fn unfit(person: &Person, role: Role) -> Option<String> {
    if person.erased {
        Some(format!("{} was erased", person.name))
    } else if !person.active {
        Some(format!(
            "{} is not active. Reactivate them first",
            person.name
        ))
    } else if !person.roles.contains(role) {
        Some(format!("{} is not a {}", person.name, role.as_str()))
    } else {
        None
    }
}

/// A student and a mentor who each have a place left, and no open match with each other.
struct FreePair {
    student: PersonId,
    mentor: PersonId,
}

impl FreePair {
    /// Refuses, naming who has the places.
    async fn find(m: &Mutation<'_>, student: &Person, mentor: &Person) -> Answer<Self> {
        if store::matches::open_pair(&m.db, student.id, mentor.id)
            .await?
            .is_some()
        {
            let message = format!("{} and {} are matched already", student.name, mentor.name);
            return Err(refuse(Code::NoPlace, message));
        }
        let mut taken = Vec::new();
        if student.mentors >= student.mentor_limit {
            taken.push(taken_student(m, student).await?);
        }
        if mentor.students >= mentor.capacity {
            taken.push(taken_mentor(m, mentor).await?);
        }
        if taken.is_empty() {
            Ok(Self {
                student: student.id,
                mentor: mentor.id,
            })
        } else {
            Err(refuse(Code::NoPlace, taken.join(". ")))
        }
    }
}

async fn taken_student(m: &Mutation<'_>, student: &Person) -> Answer<String> {
    let open = store::matches::open_of(&m.db, student.id, Side::Student).await?;
    let mentors = listed(open.iter().map(|open| open.mentor.name.as_str()));
    Ok(format!(
        "{} is matched with {mentors}. End that match first",
        student.name
    ))
}

async fn taken_mentor(m: &Mutation<'_>, mentor: &Person) -> Answer<String> {
    if mentor.capacity == 0 {
        return Ok(format!(
            "{} takes no students. Raise the capacity first",
            mentor.name
        ));
    }
    let open = store::matches::open_of(&m.db, mentor.id, Side::Mentor).await?;
    let students = listed(open.iter().map(|open| open.student.name.as_str()));
    Ok(format!(
        "{} is matched with {students}. End a match or raise the capacity first",
        mentor.name
    ))
}
