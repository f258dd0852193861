//! How a question about a draft is asked: of what is true, with what is warm, changing nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use contract::proposals::Goal;
use domain::{PersonId, ProposalId};
use matching::Scores;
use store::proposals::{Pair, Rules};

use super::draft::{Draft, Moment};
use super::rules::{Effective, settle};
use super::scene::Scene;
use super::solver::{Question, Warm};
use super::views::Names;
use crate::contexts::{Job, Progress};
use crate::fault::Answer;

/// A draft with its stored pairs, as the questions find it.
pub(super) struct Asked {
    pub(super) scene: Arc<Scene>,
    pub(super) rules: Rules,
    pub(super) effective: Effective,
    pub(super) goal: Goal,
    pub(super) least: i64,
    pub(super) pairs: Vec<Pair>,
    pub(super) total: i64,
    pub(super) names: Names,
}

impl Asked {
    pub(super) fn question(&self) -> Question<'_> {
        Question {
            scene: &self.scene,
            rules: &self.effective,
            goal: self.goal,
            least: self.least,
        }
    }

    pub(super) fn name(&self, id: PersonId) -> String {
        match self.scene.name(id) {
            "" => self.names.of(id),
            name => name.to_owned(),
        }
    }

    /// What a pair of the cohort scores, made or not; 0 for one that the factors bar.
    pub(super) fn score(&self, student: PersonId, mentor: PersonId) -> i64 {
        let at = self.scene.student(student).zip(self.scene.mentor(mentor));
        at.and_then(|(student, mentor)| self.scene.scores.score(student, mentor))
            .unwrap_or_default()
    }

    /// The stored pairs, student first.
    pub(super) fn made(&self) -> BTreeSet<(PersonId, PersonId)> {
        let pairs = self.pairs.iter();
        pairs.map(|pair| (pair.student, pair.mentor)).collect()
    }
}

impl Job {
    /// Answers a question about a draft off the runtime, and keeps what is warm.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        id: ProposalId,
        also_named: &[PersonId],
        answer: impl FnOnce(&Asked, &mut Option<Warm>, &Progress) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        let Draft {
            proposal,
            wanted,
            scene,
            mut warm,
            mut names,
            ..
        } = self.draft(id, Moment::Kept).await?;
        let transaction = self.sign_in.database.read().await?;
        let pairs = store::proposals::pairs(&transaction.db(), id).await?;
        let mut named = also_named.to_vec();
        named.extend(
            wanted
                .rules
                .exclusions
                .iter()
                .filter_map(|rule| rule.made.by),
        );
        names.extend(store::proposals::names(&transaction.db(), &named).await?);
        transaction.rollback().await?;
        let mut rules = wanted.rules;
        let effective = settle(&mut rules, &scene);
        let asked = Asked {
            scene: Arc::clone(&scene),
            rules,
            effective,
            goal: wanted.goal,
            least: wanted.least,
            pairs,
            total: proposal.total,
            names: Names(names),
        };
        let (answer, warm) = self
            .compute(move |progress| {
                let answer = answer(&asked, &mut warm, progress)?;
                Ok((answer, warm))
            })
            .await?;
        self.keep(id, scene, warm);
        Ok(answer)
    }
}
