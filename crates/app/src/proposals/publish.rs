//! Making matches of a proposal, and taking that back.

use std::collections::HashMap;

use contract::proposals::{Discard, ProposalSummary, Publish, Published, Unpublish};
use contract::{Code, Done, Feature};
use domain::{MatchId, PersonId, ProposalId};
use store::people::Candidate;
use store::proposals::Pair;

use super::views;
use crate::contexts::{Handle, Mutation};
use crate::fault::{Answer, Fault, not_found, refuse};

impl Handle<Publish> for Mutation<'_> {
    async fn handle(&self, command: Publish) -> Answer<Published> {
        let proposal = self.proposal(command.id).await?;
        if proposal.published {
            return Err(refuse(Code::Conflict, "This proposal is published already"));
        }
        let pairs = store::proposals::pairs(&self.db, command.id).await?;
        self.still_possible(&pairs).await?;
        let made: Vec<(MatchId, PersonId, PersonId)> = pairs
            .iter()
            .map(|pair| (MatchId(self.draw()), pair.student, pair.mentor))
            .collect();
        store::proposals::publish(&self.db, command.id, &made, self.now).await?;
        self.about(command.id.0);
        self.touch(Feature::Proposals);
        self.touch(Feature::Matches);
        self.touch(Feature::People);
        Ok(Published {
            matches: made.into_iter().map(|(id, _, _)| id).collect(),
        })
    }
}

impl Mutation<'_> {
    async fn proposal(&self, id: ProposalId) -> Answer<store::proposals::Proposal> {
        store::proposals::find(&self.db, id)
            .await?
            .ok_or_else(not_found)
    }

    /// Refuses when somebody of the pairs has left, changed roles or has no place any more, and names them.
    async fn still_possible(&self, pairs: &[Pair]) -> Answer<()> {
        let candidates = store::people::candidates(&self.db).await?;
        let places = |people: &[Candidate]| -> HashMap<PersonId, u32> {
            people
                .iter()
                .map(|person| (person.id, person.places))
                .collect()
        };
        let (mut students, mut mentors) =
            (places(&candidates.students), places(&candidates.mentors));
        for pair in pairs {
            for (id, places) in [(pair.student, &mut students), (pair.mentor, &mut mentors)] {
                let Some(left) = places.get_mut(&id).filter(|left| **left > 0) else {
                    return Err(self.impossible(id).await);
                };
                *left -= 1;
            }
        }
        Ok(())
    }

    async fn impossible(&self, person: PersonId) -> Fault {
        match store::proposals::names(&self.db, &[person]).await {
            Ok(names) => {
                let name = names.get(&person).map_or("Somebody", String::as_str);
                refuse(
                    Code::NoPlace,
                    format!(
                        "{name} cannot be matched any more: the place is taken, or they left. Run the proposal again"
                    ),
                )
            }
            Err(error) => error.into(),
        }
    }
}

impl Handle<Unpublish> for Mutation<'_> {
    async fn handle(&self, command: Unpublish) -> Answer<ProposalSummary> {
        let proposal = self.proposal(command.id).await?;
        if !proposal.published {
            return Err(refuse(Code::Conflict, "This proposal is not published"));
        }
        if !store::proposals::is_untouched(&self.db, &proposal).await? {
            return Err(refuse(
                Code::Conflict,
                "Some of these matches have a session, a goal or a change already. End matches one by one instead",
            ));
        }
        store::proposals::unpublish(&self.db, command.id).await?;
        self.about(command.id.0);
        self.touch(Feature::Proposals);
        self.touch(Feature::Matches);
        self.touch(Feature::People);
        let proposal = self.proposal(command.id).await?;
        views::summary(&self.db, proposal).await
    }
}

impl Handle<Discard> for Mutation<'_> {
    async fn handle(&self, command: Discard) -> Answer<Done> {
        let proposal = self.proposal(command.id).await?;
        if proposal.published {
            return Err(refuse(
                Code::Conflict,
                "A published proposal stays: it says where its matches came from",
            ));
        }
        store::proposals::delete(&self.db, command.id).await?;
        self.about(command.id.0);
        self.touch(Feature::Proposals);
        Ok(Done {})
    }
}
