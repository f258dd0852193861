//! Checking a stored proof again, from the people as they stand.

use std::sync::Arc;

use contract::proposals::{Verified, Verify};
use matching::{Matched, Origin};
use store::StoreError;
use store::proposals::{Pair, Unmatched};

use super::proof::{Certificate, prove};
use super::rules::{Wanted, settle};
use super::scene::{Read, Scene, solver_id};
use super::solved::milliseconds;
use super::solver::Question;
use super::views::Now;
use super::words::{goal, points};
use crate::contexts::{Handle, Job, Progress};
use crate::fault::{Answer, not_found};

/// What is stored of an answer.
struct Stored {
    wanted: Wanted,
    pairs: Vec<Pair>,
    unmatched: Vec<Unmatched>,
    total: i64,
    certificate: Certificate,
}

impl Handle<Verify> for Job {
    async fn handle(&self, command: Verify) -> Answer<Verified> {
        let transaction = self.sign_in.database.read().await?;
        let db = transaction.db();
        let proposal = store::proposals::find(&db, command.id)
            .await?
            .ok_or_else(not_found)?;
        if proposal.published || Now::read(&db).await?.is_stale(&proposal) {
            return Ok(Verified::Changed);
        }
        let rules = store::proposals::rules(&db, command.id).await?;
        let also: Vec<_> = rules.places.iter().map(|rule| rule.mentor).collect();
        let read = Read::read(&db, &also, proposal.scored_at).await?;
        let Some(certificate) = store::proposals::certificate(&db, command.id).await? else {
            return Ok(wrong("there is no certificate"));
        };
        let stored = Stored {
            wanted: Wanted {
                goal: goal(&proposal.goal),
                least: proposal.least,
                rules,
            },
            pairs: store::proposals::pairs(&db, command.id).await?,
            unmatched: store::proposals::unmatched(&db, command.id).await?,
            total: proposal.total,
            certificate: serde_json::from_value(certificate)
                .map_err(|error| StoreError::Wrong(error.to_string()))?,
        };
        drop(db);
        transaction.rollback().await?;
        let clock = Arc::clone(&self.desk.setup.clock);
        let begun = clock.now();
        let checked = self
            .compute(move |progress| check(&Scene::new(read, progress)?, stored, progress))
            .await?;
        Ok(match checked {
            Verified::Proved {
                pairs,
                total,
                highest,
                took: _,
            } => Verified::Proved {
                pairs,
                total,
                highest,
                took: milliseconds(begun, clock.now()),
            },
            Verified::Changed | Verified::Wrong { .. } => checked,
        })
    }
}

fn wrong(what: impl ToString) -> Verified {
    Verified::Wrong {
        what: what.to_string(),
    }
}

fn check(scene: &Scene, stored: Stored, progress: &Progress) -> Answer<Verified> {
    let Stored {
        mut wanted,
        pairs,
        unmatched,
        total,
        certificate,
    } = stored;
    let rules = settle(&mut wanted.rules, scene);
    let cohort = scene.cohort(&rules)?;
    let question = Question {
        scene,
        rules: &rules,
        goal: wanted.goal,
        least: wanted.least,
    };
    let mut made: Vec<Matched> = pairs
        .into_iter()
        .map(|pair| Matched {
            student: solver_id(pair.student),
            mentor: solver_id(pair.mentor),
            score: pair.score,
            points: pair.points,
            origin: if pair.locked {
                Origin::Locked
            } else {
                Origin::Chosen
            },
        })
        .collect();
    made.sort_unstable_by_key(|pair| (pair.student, pair.mentor));
    let left: Vec<(matching::PersonId, u32)> = unmatched
        .iter()
        .map(|left| (solver_id(left.student), left.places))
        .collect();
    let Some(reached) = certificate.reached(made, &left, total) else {
        return Ok(wrong("the certificate cannot be read"));
    };
    Ok(match prove(question, &cohort, &reached, progress)? {
        Ok(Some(proof)) => Verified::Proved {
            pairs: proof.pairs,
            total: points(total),
            highest: points(proof.highest),
            took: 0,
        },
        Ok(None) => wrong("the cohort is too large for the check of this goal"),
        Err(what) => wrong(what),
    })
}
