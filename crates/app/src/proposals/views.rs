//! Proposals as they are shown.

use std::collections::HashMap;

use contract::proposals::{
    FactorView, Get, List, PairView, ProposalState, ProposalSummary, ProposalView, UnmatchedReason,
    UnmatchedView,
};
use domain::PersonId;
use domain::factors::Factor;
use store::fields::{Field, Wanted};
use store::proposals::{Pair, Proposal};
use store::{Db, StoreError};

use super::score::POINT;
use super::{READ, factors};
use crate::contexts::{Handle, Query};
use crate::fault::{Answer, Fault, not_found};

pub(super) const NO_MENTOR: &str = "no_mentor";
pub(super) const NO_PLACE: &str = "no_place";

/// Thousandths as points.
#[expect(clippy::cast_precision_loss, reason = "totals stay far below 2^53")]
fn points(thousandths: i64) -> f64 {
    thousandths as f64 / POINT as f64
}

pub(super) async fn summary(db: &Db<'_>, proposal: Proposal) -> Answer<ProposalSummary> {
    let now = Now::read(db).await?;
    Ok(now.summary(proposal))
}

/// The programme as it stands, against which a proposal is stale or not.
struct Now {
    revision: String,
    factors: serde_json::Value,
    fields: Vec<Field>,
}

impl Now {
    async fn read(db: &Db<'_>) -> Answer<Self> {
        let fields = store::fields::list(db, Wanted::All).await?;
        let (factors, _) = factors::current(db, &fields).await?;
        Ok(Self {
            revision: store::revisions::read(db, &READ).await?,
            factors: serde_json::to_value(factors)
                .map_err(|error| Fault::Broken(error.to_string()))?,
            fields,
        })
    }

    fn summary(&self, proposal: Proposal) -> ProposalSummary {
        let stale = !proposal.published
            && (proposal.read_revision != self.revision || proposal.factors != self.factors);
        ProposalSummary {
            id: proposal.id,
            name: proposal.name,
            state: if proposal.published {
                ProposalState::Published
            } else {
                ProposalState::Draft
            },
            made_at: proposal.made_at,
            published_at: proposal.published_at,
            pairs: proposal.pairs,
            unmatched: proposal.unmatched,
            total: points(proposal.total),
            stale,
        }
    }
}

impl Handle<List> for Query<'_> {
    async fn handle(&self, _command: List) -> Answer<Vec<ProposalSummary>> {
        let now = Now::read(&self.db).await?;
        Ok(store::proposals::list(&self.db)
            .await?
            .into_iter()
            .map(|proposal| now.summary(proposal))
            .collect())
    }
}

impl Handle<Get> for Query<'_> {
    async fn handle(&self, command: Get) -> Answer<ProposalView> {
        let proposal = store::proposals::find(&self.db, command.id)
            .await?
            .ok_or_else(not_found)?;
        let pairs = store::proposals::pairs(&self.db, command.id).await?;
        let unmatched = store::proposals::unmatched(&self.db, command.id).await?;
        let concerned: Vec<PersonId> = pairs
            .iter()
            .flat_map(|pair| [pair.student, pair.mentor])
            .chain(unmatched.iter().map(|left| left.student))
            .collect();
        let names = store::proposals::names(&self.db, &concerned).await?;
        let name = |id: &PersonId| names.get(id).cloned().unwrap_or_default();
        let now = Now::read(&self.db).await?;
        let used: Vec<Factor> = serde_json::from_value(proposal.factors.clone())
            .map_err(|error| StoreError::Wrong(error.to_string()))?;
        Ok(ProposalView {
            factors: used
                .into_iter()
                .map(|factor| factor_view(factor, &now.fields))
                .collect(),
            summary: now.summary(proposal),
            pairs: pair_views(pairs, name),
            unmatched: unmatched
                .into_iter()
                .map(|left| UnmatchedView {
                    student: left.student,
                    name: name(&left.student),
                    reason: if left.reason == NO_MENTOR {
                        UnmatchedReason::NoMentor
                    } else {
                        UnmatchedReason::NoPlace
                    },
                })
                .collect(),
        })
    }
}

fn factor_view(factor: Factor, fields: &[Field]) -> FactorView {
    let (student, mentor) = (
        factors::name(factor.student, fields),
        factors::name(factor.mentor, fields),
    );
    let name = if student == mentor {
        student
    } else {
        format!("{student} and {}", mentor.to_lowercase())
    };
    FactorView { factor, name }
}

fn pair_views(pairs: Vec<Pair>, name: impl Fn(&PersonId) -> String) -> Vec<PairView> {
    let mut filled: HashMap<PersonId, u32> = HashMap::new();
    for pair in &pairs {
        *filled.entry(pair.mentor).or_default() += 1;
    }
    pairs
        .into_iter()
        .map(|pair| PairView {
            student: pair.student,
            student_name: name(&pair.student),
            mentor: pair.mentor,
            mentor_name: name(&pair.mentor),
            score: points(pair.score),
            points: pair.points.into_iter().map(points).collect(),
            reasons: pair.reasons,
            mentor_filled: filled.get(&pair.mentor).copied().unwrap_or_default(),
            mentor_places: pair.mentor_places,
        })
        .collect()
}
