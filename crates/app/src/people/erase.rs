//! Erasing a person: who they are and what they wrote goes for good, the facts of sessions stay for the others.
//!
//! Three stores, one order: the database is written first, then the list of erased people (`erased.rs`), then the vault.
//! A kill in between is finished by the next sign-in.

use contract::people::{Erase, Erased, Erasure, ErasureView, Kept};
use contract::{Code, Feature};
use domain::names::Former;
use domain::{Email, PersonId, Role, Roles};
use store::accounts::Account;
use store::people::{Erasing, Outcome, Stays};

use super::standing::{find, keep_an_administrator};
use super::{already_erased, erased};
use crate::accounts;
use crate::contexts::{Effect, Handle, Local, Mutation, Query};
use crate::desk::lock;
use crate::fault::{Answer, not_found, refuse};
use crate::gate::{Author, change};

const ADMINISTRATORS: Roles = Roles::of(&[Role::Administrator]);

impl Handle<Erasure> for Query<'_> {
    async fn handle(&self, command: Erasure) -> Answer<ErasureView> {
        let person = store::people::find(&self.db, command.id)
            .await?
            .ok_or_else(not_found)?;
        if person.erased {
            return Err(already_erased());
        }
        let tally = store::people::tally(&self.db, command.id).await?;
        Ok(ErasureView {
            texts: tally.texts,
            goals: tally.goals,
            answers: tally.answers,
            wishes: tally.wishes,
            open_matches: tally.open_matches,
            kept: tally.stays.map(kept),
        })
    }
}

fn kept(stays: Stays) -> Kept {
    Kept {
        name: stays.former.as_str().to_owned(),
        people: stays.people,
        sessions: stays.sessions,
        texts: stays.texts,
    }
}

impl Handle<Erase> for Local<'_> {
    async fn handle(&self, command: Erase) -> Answer<Erased> {
        let _door = self.desk.door.lock().await;
        let author = Author::SignedIn(&self.sign_in, ADMINISTRATORS);
        let database = &self.sign_in.database;
        let gone = change(self.desk, database, author, Forget(command.id)).await?;
        // It holds the people and scores of before.
        *lock(&self.sign_in.proposal) = None;
        // Whatever one is refused, the other is done.
        let kept = erased::keep(self.desk, database).await;
        let forgotten = accounts::forget(self.desk, database, &gone).await;
        if let Err(fault) = kept.and(forgotten) {
            tracing::warn!(%fault, "an erasing is finished at the next sign-in");
        }
        // An administrator's share of the others' key is worth nothing any more.
        crate::seals::tend(self.desk).await;
        Ok(Erased {
            name: gone.former.map(|former| former.as_str().to_owned()),
        })
    }
}

/// The database forgets a person.
struct Forget(PersonId);

/// What is to be forgotten outside the database.
pub(crate) struct Gone {
    former: Option<Former>,
    pub(crate) account: Option<Account>,
    pub(crate) email: Option<Email>,
}

impl Effect for Forget {
    const NAME: &'static str = "people.erase";
    type Output = Gone;

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<Gone> {
        let person = find(m, self.0).await?;
        keep_an_administrator(m, &person).await?;
        if person.id == m.who.person {
            return Err(refuse(
                Code::Conflict,
                "Ask another administrator to erase you: nobody erases themselves",
            ));
        }
        let account = store::accounts::of_person(&m.db, person.id).await?;
        let erasing = Erasing {
            person: person.id,
            at: m.now,
            by: Some(m.who.person),
        };
        let outcome = store::people::erase(&m.db, erasing).await?;
        noted(m, &outcome);
        Ok(Gone {
            former: outcome.former,
            account,
            email: Email::parse(&person.email).ok(),
        })
    }
}

/// What the audit and the window are told, besides the person.
pub(super) fn noted(m: &Mutation<'_>, outcome: &Outcome) {
    for ended in &outcome.ended {
        m.about(ended.0);
    }
    for feature in erased::TOUCHED {
        m.touch(feature);
    }
    if !outcome.proposals.is_empty() {
        m.touch(Feature::Proposals);
    }
}
