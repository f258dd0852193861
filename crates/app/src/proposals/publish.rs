//! Making matches of a proposal, and taking that back.

use std::collections::HashMap;

use contract::proposals::{Discard, ProposalSummary, Publish, Published, RaiseView, Unpublish};
use contract::{Code, Done, Feature};
use domain::{MatchId, PersonId, ProposalId};
use serde::{Deserialize, Serialize};
use store::people::Candidate;
use store::proposals::{Pair, Proposal, Rules};
use store::{Db, StoreError};

use super::READ;
use super::rules::MOST_PLACES;
use super::scene::{Read, Scene};
use super::views::{self, Names, Now, filled};
use super::words::factor_name;
use crate::contexts::{Handle, Mutation};
use crate::fault::{Answer, Fault, not_found, refuse};

/// The features that publishing and taking it back change.
const TOUCHED: [Feature; 3] = [Feature::Proposals, Feature::Matches, Feature::People];

/// A mentor's number of places as publishing changed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Raise {
    mentor: PersonId,
    from: u32,
    to: u32,
}

impl Raise {
    fn view(self, names: &Names) -> RaiseView {
        RaiseView {
            mentor: self.mentor,
            name: names.of(self.mentor),
            from: self.from,
            to: self.to,
        }
    }
}

/// The raises that publishing a draft takes, or took.
pub(super) async fn raises(
    db: &Db<'_>,
    proposal: &Proposal,
    pairs: &[Pair],
    rules: &Rules,
    names: &Names,
) -> Answer<Vec<RaiseView>> {
    let raises = if proposal.published {
        raised(proposal)?
    } else {
        wanted(db, pairs, rules).await?
    };
    Ok(raises.into_iter().map(|raise| raise.view(names)).collect())
}

fn raised(proposal: &Proposal) -> Result<Vec<Raise>, StoreError> {
    serde_json::from_value(proposal.raised.clone())
        .map_err(|error| StoreError::Wrong(error.to_string()))
}

/// The mentors whom a rule gives so many places that their profile has too few for their pairs.
async fn wanted(db: &Db<'_>, pairs: &[Pair], rules: &Rules) -> Answer<Vec<Raise>> {
    let mut given: Vec<PersonId> = rules
        .places
        .iter()
        .filter(|rule| rule.lapsed.is_none())
        .map(|rule| rule.mentor)
        .collect();
    given.sort_unstable();
    let filled = filled(pairs);
    let capacities = store::people::capacities(db, &given).await?;
    let raises = given.into_iter().filter_map(|mentor| {
        let (capacity, taken) = capacities.get(&mentor).copied()?;
        let to = taken + filled.get(&mentor).copied().unwrap_or_default();
        (to > capacity).then_some(Raise {
            mentor,
            from: capacity,
            to,
        })
    });
    Ok(raises.collect())
}

impl Handle<Publish> for Mutation<'_> {
    async fn handle(&self, command: Publish) -> Answer<Published> {
        let proposal = self.proposal(command.id).await?;
        if proposal.published {
            return Err(refuse(Code::Conflict, "This proposal is published already"));
        }
        let pairs = store::proposals::pairs(&self.db, command.id).await?;
        let current = !Now::read(&self.db).await?.is_stale(&proposal);
        let rules = store::proposals::rules(&self.db, command.id).await?;
        let raises = wanted(&self.db, &pairs, &rules).await?;
        self.still_possible(&pairs, &raises).await?;
        for raise in &raises {
            if raise.to > MOST_PLACES {
                return Err(self.impossible(raise.mentor).await);
            }
            store::people::set_capacity(&self.db, raise.mentor, raise.to, self.now).await?;
        }
        let made: Vec<(MatchId, PersonId, PersonId)> = pairs
            .iter()
            .map(|pair| (MatchId(self.draw()), pair.student, pair.mentor))
            .collect();
        let kept =
            serde_json::to_value(&raises).map_err(|error| Fault::Broken(error.to_string()))?;
        store::proposals::publish(&self.db, command.id, &made, kept, self.now).await?;
        if current {
            self.stays_current(command.id).await?;
        }
        self.about(command.id.0);
        for feature in TOUCHED {
            self.touch(feature);
        }
        let mentors: Vec<PersonId> = raises.iter().map(|raise| raise.mentor).collect();
        let names = Names(store::proposals::names(&self.db, &mentors).await?);
        Ok(Published {
            matches: made.into_iter().map(|(id, _, _)| id).collect(),
            raised: raises.into_iter().map(|raise| raise.view(&names)).collect(),
        })
    }
}

impl Mutation<'_> {
    async fn proposal(&self, id: ProposalId) -> Answer<Proposal> {
        store::proposals::find(&self.db, id)
            .await?
            .ok_or_else(not_found)
    }

    /// What publishing and taking it back change of the people makes their own proposal no older.
    async fn stays_current(&self, id: ProposalId) -> Answer<()> {
        let bumped = TOUCHED.map(Feature::as_str);
        let revision = store::revisions::read_after(&self.db, &READ, &bumped).await?;
        Ok(store::proposals::set_read_revision(&self.db, id, revision).await?)
    }

    /// Refuses when somebody of the pairs has left, changed roles or has no place any more, or when a factor that is
    /// required now bars a pair; and names them.
    async fn still_possible(&self, pairs: &[Pair], raises: &[Raise]) -> Answer<()> {
        let given: Vec<PersonId> = raises.iter().map(|raise| raise.mentor).collect();
        let scene = Scene::of(Read::read(&self.db, &given, self.now).await?);
        let places = |people: &[Candidate]| -> HashMap<PersonId, u32> {
            people
                .iter()
                .map(|person| (person.id, person.places))
                .collect()
        };
        let (mut students, mut mentors) = (places(&scene.students), places(&scene.mentors));
        for raise in raises {
            if let Some(places) = mentors.get_mut(&raise.mentor) {
                *places += raise.to - raise.from;
            }
        }
        for pair in pairs {
            for (id, places) in [(pair.student, &mut students), (pair.mentor, &mut mentors)] {
                let Some(left) = places.get_mut(&id).filter(|left| **left > 0) else {
                    return Err(self.impossible(id).await);
                };
                *left -= 1;
            }
            let at = scene.student(pair.student).zip(scene.mentor(pair.mentor));
            let missed = at.map(|(student, mentor)| scene.comparison.missed(student, mentor));
            if let Some(missed) = missed.iter().flatten().next() {
                let factor = factor_name(scene.factors[missed.factor], &scene.fields);
                return Err(refuse(
                    Code::Conflict,
                    format!(
                        "{} and {} cannot be a pair any more: {factor}: {}. Run the proposal again",
                        scene.name(pair.student),
                        scene.name(pair.mentor),
                        missed.why
                    ),
                ));
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
        // Nothing else happened since: the people are again as the proposal found them.
        let current = proposal.read_revision == store::revisions::read(&self.db, &READ).await?;
        store::proposals::unpublish(&self.db, command.id).await?;
        // A number that somebody changed since stays as they left it.
        for raise in raised(&proposal)? {
            let now = store::people::capacities(&self.db, &[raise.mentor]).await?;
            let changed = now
                .get(&raise.mentor)
                .is_none_or(|(now, _)| *now != raise.to);
            if !changed {
                store::people::set_capacity(&self.db, raise.mentor, raise.from, self.now).await?;
            }
        }
        self.about(command.id.0);
        for feature in TOUCHED {
            self.touch(feature);
        }
        if current {
            self.stays_current(command.id).await?;
        }
        let proposal = self.proposal(command.id).await?;
        let summary = views::summary(&self.db, proposal).await?;
        // This change itself is counted when it is done.
        Ok(ProposalSummary {
            stale: summary.stale && !current,
            ..summary
        })
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
