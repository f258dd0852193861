//! Proposals as they are shown.

use std::collections::HashMap;

use contract::proposals::{
    ExclusionView, FactorView, Get, List, LockView, MadeView, PairView, PlacesRuleView,
    ProposalState, ProposalSummary, ProposalView, RulesView, UnmatchedReason, UnmatchedView,
};
use domain::PersonId;
use domain::factors::Factor;
use store::fields::{Field, Wanted};
use store::proposals::{Made, Pair, Proposal, Rules, Unmatched};
use store::{Db, StoreError};

use super::proof::Proof;
use super::publish;
use super::words::{difference, factor_name, goal, lapsed, points};
use super::{READ, factors};
use crate::contexts::{Handle, Query};
use crate::fault::{Answer, not_found};

pub(super) const NO_MENTOR: &str = "no_mentor";
pub(super) const NO_PLACE: &str = "no_place";
pub(super) const BELOW_LEAST: &str = "below_least";
pub(super) const OUTBID: &str = "outbid";

pub(super) async fn summary(db: &Db<'_>, proposal: Proposal) -> Answer<ProposalSummary> {
    let now = Now::read(db).await?;
    now.summary(proposal)
}

/// The programme as it stands, against which a proposal is stale or not.
pub(super) struct Now {
    pub(super) revision: String,
    pub(super) factors: Vec<Factor>,
    fields: Vec<Field>,
}

impl Now {
    pub(super) async fn read(db: &Db<'_>) -> Answer<Self> {
        let fields = store::fields::list(db, Wanted::All).await?;
        let (factors, _) = factors::current(db, &fields).await?;
        Ok(Self {
            revision: store::revisions::read(db, &READ).await?,
            factors,
            fields,
        })
    }

    /// Whether a draft is about something else than what is true now.
    pub(super) fn is_stale(&self, proposal: &Proposal) -> bool {
        !proposal.published
            && (proposal.read_revision != self.revision
                || used(proposal).is_ok_and(|factors| factors != self.factors))
    }

    fn summary(&self, proposal: Proposal) -> Answer<ProposalSummary> {
        let proof: Option<Proof> = proposal
            .proof
            .clone()
            .map(serde_json::from_value)
            .transpose()
            .map_err(|error| StoreError::Wrong(error.to_string()))?;
        Ok(ProposalSummary {
            stale: self.is_stale(&proposal),
            id: proposal.id,
            name: proposal.name,
            state: if proposal.published {
                ProposalState::Published
            } else {
                ProposalState::Draft
            },
            goal: goal(&proposal.goal),
            least: points(proposal.least),
            made_at: proposal.made_at,
            solved_at: proposal.solved_at,
            published_at: proposal.published_at,
            pairs: proposal.pairs,
            unmatched: proposal.unmatched,
            total: points(proposal.total),
            proved: proof.map(Proof::view),
        })
    }
}

/// The factors a proposal was solved with.
fn used(proposal: &Proposal) -> Result<Vec<Factor>, StoreError> {
    serde_json::from_value(proposal.factors.clone())
        .map_err(|error| StoreError::Wrong(error.to_string()))
}

impl Handle<List> for Query<'_> {
    async fn handle(&self, _command: List) -> Answer<Vec<ProposalSummary>> {
        let now = Now::read(&self.db).await?;
        store::proposals::list(&self.db)
            .await?
            .into_iter()
            .map(|proposal| now.summary(proposal))
            .collect()
    }
}

impl Handle<Get> for Query<'_> {
    async fn handle(&self, command: Get) -> Answer<ProposalView> {
        let proposal = store::proposals::find(&self.db, command.id)
            .await?
            .ok_or_else(not_found)?;
        let pairs = store::proposals::pairs(&self.db, command.id).await?;
        let unmatched = store::proposals::unmatched(&self.db, command.id).await?;
        let rules = store::proposals::rules(&self.db, command.id).await?;
        let names =
            store::proposals::names(&self.db, &concerned(&pairs, &unmatched, &rules)).await?;
        let names = Names(names);
        let now = Now::read(&self.db).await?;
        Ok(ProposalView {
            factors: used(&proposal)?
                .into_iter()
                .map(|factor| FactorView {
                    factor,
                    name: factor_name(factor, &now.fields),
                })
                .collect(),
            raises: publish::raises(&self.db, &proposal, &pairs, &rules, &names).await?,
            summary: now.summary(proposal)?,
            pairs: pair_views(pairs, &names),
            unmatched: unmatched
                .into_iter()
                .map(|left| unmatched_view(left, &names))
                .collect(),
            rules: rules_view(rules, &names),
        })
    }
}

/// Everybody whose name is shown.
fn concerned(pairs: &[Pair], unmatched: &[Unmatched], rules: &Rules) -> Vec<PersonId> {
    let made = |made: Made| made.by;
    let mut concerned: Vec<PersonId> = pairs
        .iter()
        .flat_map(|pair| [pair.student, pair.mentor])
        .chain(unmatched.iter().map(|left| left.student))
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
        .chain(rules.locks.iter().filter_map(|rule| made(rule.made)))
        .chain(rules.exclusions.iter().filter_map(|rule| made(rule.made)))
        .chain(rules.places.iter().filter_map(|rule| made(rule.made)))
        .collect();
    concerned.sort_unstable();
    concerned.dedup();
    concerned
}

/// Names by id.
pub(super) struct Names(pub(super) HashMap<PersonId, String>);

impl Names {
    pub(super) fn of(&self, id: PersonId) -> String {
        self.0.get(&id).cloned().unwrap_or_default()
    }

    pub(super) fn made(&self, made: Made) -> MadeView {
        MadeView {
            by: made.by.map(|by| self.of(by)).unwrap_or_default(),
            at: made.at,
        }
    }
}

fn unmatched_view(left: Unmatched, names: &Names) -> UnmatchedView {
    let by = left.by.map(points);
    UnmatchedView {
        student: left.student,
        name: names.of(left.student),
        places: left.places,
        reason: match (left.reason.as_str(), by) {
            (NO_MENTOR, _) => UnmatchedReason::NoMentor,
            (BELOW_LEAST, Some(by)) => UnmatchedReason::BelowLeast { by },
            (OUTBID, by) => UnmatchedReason::Outbid { by },
            _ => UnmatchedReason::NoPlace,
        },
        waiting_days: left.waiting_days,
    }
}

fn rules_view(rules: Rules, names: &Names) -> RulesView {
    let locks = rules.locks.into_iter().map(|rule| LockView {
        student: rule.student,
        student_name: names.of(rule.student),
        mentor: rule.mentor,
        mentor_name: names.of(rule.mentor),
        made: names.made(rule.made),
        difference: rule
            .difference
            .map(|differs| difference(differs.pairs, differs.points)),
        lapsed: lapsed(rule.lapsed.as_deref()),
    });
    let exclusions = rules.exclusions.into_iter().map(|rule| ExclusionView {
        student: rule.student,
        student_name: names.of(rule.student),
        mentor: rule.mentor,
        mentor_name: names.of(rule.mentor),
        reason: rule.reason,
        made: names.made(rule.made),
        lapsed: lapsed(rule.lapsed.as_deref()),
    });
    let places = rules.places.into_iter().map(|rule| PlacesRuleView {
        mentor: rule.mentor,
        name: names.of(rule.mentor),
        places: rule.places,
        free: rule.free,
        made: names.made(rule.made),
        lapsed: lapsed(rule.lapsed.as_deref()),
    });
    RulesView {
        locks: locks.collect(),
        exclusions: exclusions.collect(),
        places: places.collect(),
    }
}

/// How many of each mentor's places the pairs fill.
pub(super) fn filled(pairs: &[Pair]) -> HashMap<PersonId, u32> {
    let mut filled: HashMap<PersonId, u32> = HashMap::new();
    for pair in pairs {
        *filled.entry(pair.mentor).or_default() += 1;
    }
    filled
}

fn pair_views(pairs: Vec<Pair>, names: &Names) -> Vec<PairView> {
    let filled = filled(&pairs);
    pairs
        .into_iter()
        .map(|pair| PairView {
            student: pair.student,
            student_name: names.of(pair.student),
            mentor: pair.mentor,
            mentor_name: names.of(pair.mentor),
            score: points(pair.score),
            points: pair.points.into_iter().map(points).collect(),
            reasons: pair.reasons,
            locked: pair.locked,
            rank: pair.rank,
            wish: pair.wish,
            waiting_days: pair.waiting_days,
            mentor_filled: filled.get(&pair.mentor).copied().unwrap_or_default(),
            mentor_places: pair.mentor_places,
        })
        .collect()
}
