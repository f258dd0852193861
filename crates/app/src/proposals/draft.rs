//! A draft as a job finds it: read in one transaction, with what an earlier job of this desk left warm.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use contract::Code;
use contract::proposals::Change;
use domain::factors::Factor;
use domain::{PersonId, ProposalId};
use store::proposals::{Made, Proposal};

use super::rules::Wanted;
use super::scene::{Read, Scene};
use super::solver::Warm;
use super::views::Now;
use super::words::goal;
use crate::contexts::Job;
use crate::desk::lock;
use crate::fault::{Answer, not_found, refuse};

/// What a job left for the next one about the same draft; dropped with the sign-in. Only an accelerator: whoever finds
/// nothing here reads and solves from the beginning, and answers the same.
pub(crate) struct Kept {
    proposal: ProposalId,
    scene: Arc<Scene>,
    warm: Option<Warm>,
}

/// A draft, its people and scores.
pub(super) struct Draft {
    pub(super) proposal: Proposal,
    pub(super) wanted: Wanted,
    pub(super) scene: Arc<Scene>,
    pub(super) warm: Option<Warm>,
    /// Everybody whom rules and edits speak of, in the cohort or not.
    pub(super) names: HashMap<PersonId, String>,
    /// By whom and when rules are made now.
    pub(super) made: Made,
}

/// For which moment scores are worked out.
pub(super) enum Moment<'a> {
    /// That of the last solving; refused where anything changed since.
    Kept,
    /// The same where nothing changed since, otherwise now; and now without edits.
    Edited(&'a [Change]),
}

/// What was read of a draft before its people are compared.
struct Found {
    proposal: Proposal,
    wanted: Wanted,
    names: HashMap<PersonId, String>,
    revision: String,
    factors: Vec<Factor>,
    scored_at: DateTime<Utc>,
    /// The mentors whom rules and edits give places.
    also: BTreeSet<PersonId>,
}

/// Where a draft's people come from.
enum People {
    Warm(Box<Kept>),
    Cold(Read),
}

impl Job {
    pub(super) async fn draft(&self, id: ProposalId, moment: Moment<'_>) -> Answer<Draft> {
        let transaction = self.sign_in.database.read().await?;
        let db = transaction.db();
        let found = self.find(&db, id, &moment).await?;
        let kept = lock(&self.sign_in.proposal).take().filter(|kept| {
            kept.proposal == id
                && kept.scene.revision == found.revision
                && kept.scene.factors == found.factors
                && kept.scene.scored_at == found.scored_at
                && kept.scene.is_for(&found.also)
        });
        let people = if let Some(kept) = kept {
            People::Warm(Box::new(kept))
        } else {
            let also: Vec<PersonId> = found.also.iter().copied().collect();
            People::Cold(Read::read(&db, &also, found.scored_at).await?)
        };
        drop(db);
        transaction.rollback().await?;
        let (scene, warm) = match people {
            People::Warm(kept) => (kept.scene, kept.warm),
            People::Cold(read) => {
                let scene = self
                    .compute(move |progress| Scene::new(read, progress))
                    .await?;
                (Arc::new(scene), None)
            }
        };
        Ok(Draft {
            proposal: found.proposal,
            wanted: found.wanted,
            scene,
            warm,
            names: found.names,
            made: Made {
                by: Some(self.who.person),
                at: self.now,
            },
        })
    }

    /// Leaves what the next job about this draft can use.
    pub(super) fn keep(&self, proposal: ProposalId, scene: Arc<Scene>, warm: Option<Warm>) {
        *lock(&self.sign_in.proposal) = Some(Kept {
            proposal,
            scene,
            warm,
        });
    }

    async fn find(&self, db: &store::Db<'_>, id: ProposalId, moment: &Moment<'_>) -> Answer<Found> {
        let proposal = store::proposals::find(db, id)
            .await?
            .ok_or_else(not_found)?;
        if proposal.published {
            return Err(refuse(
                Code::Conflict,
                "This proposal is published. Undo the publishing to go on with it",
            ));
        }
        let now = Now::read(db).await?;
        let stale = now.is_stale(&proposal);
        let (edits, scored_at) = match moment {
            Moment::Kept if stale => {
                return Err(refuse(
                    Code::Conflict,
                    "People, fields or factors changed since this was solved. Solve it again first",
                ));
            }
            Moment::Kept => (&[][..], proposal.scored_at),
            Moment::Edited(edits) if stale || edits.is_empty() => (*edits, self.now),
            Moment::Edited(edits) => (*edits, proposal.scored_at),
        };
        let rules = store::proposals::rules(db, id).await?;
        let given = edits.iter().filter_map(|edit| match edit {
            Change::SetPlaces {
                mentor,
                places: Some(_),
            } => Some(*mentor),
            Change::SetPlaces { .. }
            | Change::Lock { .. }
            | Change::Unlock { .. }
            | Change::Exclude { .. }
            | Change::Include { .. }
            | Change::SetGoal { .. } => None,
        });
        let also = rules
            .places
            .iter()
            .map(|rule| rule.mentor)
            .chain(given)
            .collect();
        let spoken_of: Vec<PersonId> = edits.iter().flat_map(people).collect();
        let mut spoken_of: Vec<PersonId> = spoken_of
            .into_iter()
            .chain(
                rules
                    .locks
                    .iter()
                    .flat_map(|rule| [rule.student, rule.mentor]),
            )
            .chain(
                rules
                    .exclusions
                    .iter()
                    .flat_map(|rule| [rule.student, rule.mentor]),
            )
            .chain(rules.places.iter().map(|rule| rule.mentor))
            .collect();
        spoken_of.sort_unstable();
        spoken_of.dedup();
        Ok(Found {
            names: store::proposals::names(db, &spoken_of).await?,
            wanted: Wanted {
                goal: goal(&proposal.goal),
                least: proposal.least,
                rules,
            },
            proposal,
            revision: now.revision,
            factors: now.factors,
            scored_at,
            also,
        })
    }
}

fn people(edit: &Change) -> Vec<PersonId> {
    match edit {
        Change::Lock { student, mentor }
        | Change::Unlock { student, mentor }
        | Change::Exclude {
            student, mentor, ..
        }
        | Change::Include { student, mentor } => vec![*student, *mentor],
        Change::SetPlaces { mentor, .. } => vec![*mentor],
        Change::SetGoal { .. } => Vec::new(),
    }
}
