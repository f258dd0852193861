//! Solving the cohort and changing what it is solved for, as jobs: read, compute off the runtime, and write if nothing
//! changed meanwhile.

use std::collections::BTreeSet;
use std::sync::Arc;

use contract::Feature;
use contract::proposals::{Edit, Edited, ProposalSummary, Solve};
use domain::texts::Line;
use domain::{PersonId, ProposalId, Role, Roles};
use serde_json::json;
use store::fields::Wanted;
use store::proposals::{Proposal, Rules};
use uuid::Uuid;

use super::draft::{Draft, Moment};
use super::rules::{self, apply, least};
use super::scene::{Read, Scene};
use super::solved::{Ready, solve, totals};
use super::words::goal_word;
use super::{READ, factors, views};
use crate::contexts::{Effect, Handle, Job, Mutation};
use crate::fault::{Answer, Fault, changed_meanwhile, not_found};
use crate::gate::{Author, change};
use crate::inputs::Form;

const LONGEST_NAME: usize = 80;
const ADMINISTRATORS: Roles = Roles::of(&[Role::Administrator]);

impl Handle<Solve> for Job {
    async fn handle(&self, command: Solve) -> Answer<ProposalSummary> {
        let mut form = Form::default();
        let (Some(name), Some(least)) = (
            form.take("name", Line::parse_optional(&command.name, LONGEST_NAME)),
            form.take("least", least(command.least)),
        ) else {
            return Err(form.refused());
        };
        let transaction = self.sign_in.database.read().await?;
        let read = Read::read(&transaction.db(), &[], self.now).await?;
        transaction.rollback().await?;
        let wanted = rules::Wanted {
            goal: command.goal,
            least,
            rules: Rules::default(),
        };
        let clock = Arc::clone(&self.desk.setup.clock);
        let mut ready = self
            .compute(move |progress| {
                let scene = Arc::new(Scene::new(read, progress)?);
                solve(scene, wanted, None, &*clock, progress)
            })
            .await?;
        let (scene, warm) = (Arc::clone(&ready.scene), ready.warm.take());
        let name = name.map_or_else(
            || format!("Proposal of {}", self.now.format("%-d %B %Y")),
            Line::into_string,
        );
        let summary = self.write(Begin { name, ready }).await?;
        self.keep(summary.id, scene, warm);
        Ok(summary)
    }
}

impl Handle<Edit> for Job {
    async fn handle(&self, command: Edit) -> Answer<Edited> {
        let draft = self
            .draft(command.id, Moment::Edited(&command.edits))
            .await?;
        let transaction = self.sign_in.database.read().await?;
        let pairs = store::proposals::pairs(&transaction.db(), command.id).await?;
        transaction.rollback().await?;
        let Draft {
            proposal,
            mut wanted,
            scene,
            warm,
            names,
            made,
        } = draft;
        let had: BTreeSet<(PersonId, PersonId)> = pairs
            .iter()
            .map(|pair| (pair.student, pair.mentor))
            .collect();
        let totals_before = totals(&pairs, proposal.unmatched);
        let inverse = apply(&mut wanted, &command.edits, &scene, &names, made);
        let inverse = match inverse {
            Ok(inverse) => inverse,
            Err(fault) => {
                self.keep(command.id, scene, warm);
                return Err(fault);
            }
        };
        let clock = Arc::clone(&self.desk.setup.clock);
        let mut ready = self
            .compute(move |progress| solve(scene, wanted, warm, &*clock, progress))
            .await?;
        let (scene, warm) = (Arc::clone(&ready.scene), ready.warm.take());
        let after = &ready.solved;
        let totals_after = totals(&after.pairs, after.unmatched.len() as u64);
        let differ = after
            .pairs
            .iter()
            .filter(|pair| !had.contains(&(pair.student, pair.mentor)))
            .count() as u64;
        let before = proposal;
        let summary = self.write(GoOn { before, ready }).await?;
        self.keep(command.id, scene, warm);
        Ok(Edited {
            summary,
            before: totals_before,
            after: totals_after,
            differ,
            inverse,
        })
    }
}

impl Job {
    async fn write<E: Effect<Output = ProposalSummary>>(&self, kept: E) -> Answer<ProposalSummary> {
        let author = Author::SignedIn(&self.sign_in, ADMINISTRATORS);
        change(&self.desk, &self.sign_in.database, author, kept).await
    }
}

/// Keeps a new draft.
struct Begin {
    name: String,
    ready: Ready,
}

impl Effect for Begin {
    const NAME: &'static str = "proposals.solve";
    type Output = ProposalSummary;

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<ProposalSummary> {
        still_true(m, &self.ready).await?;
        let proposal = Proposal {
            id: ProposalId(m.draw()),
            name: self.name,
            published: false,
            made_at: m.now,
            published_at: None,
            raised: json!([]),
            revision: 0,
            ..row(m, &self.ready)?
        };
        store::proposals::insert(&m.db, &proposal, &self.ready.solved).await?;
        keep_rules(m, proposal, &self.ready).await
    }
}

/// Keeps a draft that was solved again.
struct GoOn {
    /// As it was when it was read.
    before: Proposal,
    ready: Ready,
}

impl Effect for GoOn {
    const NAME: &'static str = "proposals.edit";
    type Output = ProposalSummary;

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<ProposalSummary> {
        let current = store::proposals::find(&m.db, self.before.id)
            .await?
            .ok_or_else(not_found)?;
        if current.revision != self.before.revision {
            return Err(changed_meanwhile());
        }
        still_true(m, &self.ready).await?;
        let proposal = Proposal {
            id: current.id,
            name: current.name,
            published: current.published,
            made_at: current.made_at,
            published_at: current.published_at,
            raised: current.raised,
            revision: current.revision + 1,
            ..row(m, &self.ready)?
        };
        store::proposals::replace(&m.db, &proposal, &self.ready.solved).await?;
        keep_rules(m, proposal, &self.ready).await
    }
}

/// Refuses when people, fields, factors or matches changed since they were read.
async fn still_true(m: &Mutation<'_>, ready: &Ready) -> Answer<()> {
    let fields = store::fields::list(&m.db, Wanted::All).await?;
    let (factors, _) = factors::current(&m.db, &fields).await?;
    let revision = store::revisions::read(&m.db, &READ).await?;
    if revision == ready.scene.revision && factors == ready.scene.factors {
        Ok(())
    } else {
        Err(changed_meanwhile())
    }
}

/// What solving decides of a proposal's row.
fn row(m: &Mutation<'_>, ready: &Ready) -> Answer<Proposal> {
    let json = |error: serde_json::Error| Fault::Broken(error.to_string());
    Ok(Proposal {
        id: ProposalId(Uuid::nil()),
        name: String::new(),
        published: false,
        goal: goal_word(ready.wanted.goal).to_owned(),
        least: ready.wanted.least,
        made_at: m.now,
        solved_at: m.now,
        scored_at: ready.scene.scored_at,
        published_at: None,
        factors: serde_json::to_value(&ready.scene.factors).map_err(json)?,
        total: ready.total,
        pairs: ready.solved.pairs.len() as u64,
        unmatched: ready.solved.unmatched.len() as u64,
        read_revision: ready.scene.revision.clone(),
        proof: ready
            .proof
            .map(serde_json::to_value)
            .transpose()
            .map_err(json)?,
        raised: json!([]),
        revision: 0,
    })
}

async fn keep_rules(
    m: &Mutation<'_>,
    proposal: Proposal,
    ready: &Ready,
) -> Answer<ProposalSummary> {
    store::proposals::set_rules(&m.db, proposal.id, &ready.wanted.rules).await?;
    m.about(proposal.id.0);
    m.touch(Feature::Proposals);
    views::summary(&m.db, proposal).await
}
