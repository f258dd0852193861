//! The mentors students ask for.

use contract::Feature;
use contract::people::{SetWishes, WishView, Wishes};
use domain::{Invalid, PersonId};
use store::Db;
use store::people::Person;

use super::already_erased;
use crate::contexts::{Handle, Mutation, Query};
use crate::fault::{Answer, not_found};
use crate::inputs::Form;

/// More would say nothing.
pub(crate) const MOST: usize = 20;

impl Handle<Wishes> for Query<'_> {
    async fn handle(&self, command: Wishes) -> Answer<Vec<WishView>> {
        view(&self.db, command.student).await
    }
}

impl Handle<SetWishes> for Mutation<'_> {
    async fn handle(&self, command: SetWishes) -> Answer<Vec<WishView>> {
        if exists(&self.db, command.student).await?.erased {
            return Err(already_erased());
        }
        let mut form = Form::default();
        if command.mentors.len() > MOST {
            form.wrong("mentors", Invalid::TooMany(MOST));
        }
        let names = store::proposals::names(&self.db, &command.mentors).await?;
        for (at, mentor) in command.mentors.iter().enumerate() {
            let field = format!("mentors.{at}");
            if *mentor == command.student {
                form.wrong(field, Invalid::SelfMatch);
            } else if command.mentors[..at].contains(mentor) {
                form.wrong(field, "This mentor is among the wishes already");
            } else if !names.contains_key(mentor) {
                form.wrong(field, "There is nobody here with this id");
            }
        }
        form.check()?;
        store::people::set_wishes(&self.db, command.student, &command.mentors).await?;
        self.about(command.student.0);
        self.touch(Feature::People);
        view(&self.db, command.student).await
    }
}

async fn exists(db: &Db<'_>, student: PersonId) -> Answer<Person> {
    store::people::find(db, student)
        .await?
        .ok_or_else(not_found)
}

async fn view(db: &Db<'_>, student: PersonId) -> Answer<Vec<WishView>> {
    exists(db, student).await?;
    let wishes = store::people::wishes(db, student).await?;
    let names = store::proposals::names(db, &wishes).await?;
    let wishes = wishes.into_iter();
    Ok(wishes
        .map(|mentor| WishView {
            mentor,
            name: names.get(&mentor).cloned().unwrap_or_default(),
        })
        .collect())
}
