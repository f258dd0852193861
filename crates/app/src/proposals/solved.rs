//! What was solved, as it is stored: pairs with their reasons and ranks, who is left, the rules with what they cost.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use contract::proposals::Totals;
use matching::Origin;
use store::proposals::{Difference, Pair, Solved, Unmatched};

use super::proof::Proof;
use super::rules::{Effective, Wanted, settle};
use super::scene::{Scene, pair, person_id};
use super::score::waiting_days;
use super::solver::{Outcome, Question, Warm, somebody};
use super::words::points;
use crate::Clock;
use crate::contexts::Progress;
use crate::fault::{Answer, Fault};

/// An answer, ready to be kept.
pub(super) struct Ready {
    pub(super) scene: Arc<Scene>,
    pub(super) wanted: Wanted,
    pub(super) solved: Solved,
    pub(super) total: i64,
    pub(super) proof: Option<Proof>,
    pub(super) warm: Option<Warm>,
}

/// Solves what is wanted of a scene. To be called where it delays nobody.
pub(super) fn solve(
    scene: Arc<Scene>,
    mut wanted: Wanted,
    mut warm: Option<Warm>,
    clock: &dyn Clock,
    progress: &Progress,
) -> Answer<Ready> {
    let begun = clock.now();
    // Mentors who were here for a rule that is gone are not part of the cohort.
    let also: BTreeSet<_> = wanted.rules.places.iter().map(|rule| rule.mentor).collect();
    let scene = match scene.narrowed(&also, progress)? {
        Some(narrowed) => {
            warm = None;
            Arc::new(narrowed)
        }
        None => scene,
    };
    let rules = settle(&mut wanted.rules, &scene);
    somebody(&scene, &rules)?;
    let question = Question {
        scene: &scene,
        rules: &rules,
        goal: wanted.goal,
        least: wanted.least,
    };
    let outcome = question.answer(&mut warm, progress)?;
    let proof = outcome.proof.map(|proof| Proof {
        took: milliseconds(begun, clock.now()),
        ..proof
    });
    price_locks(&mut wanted, question, &mut warm, progress)?;
    let total = outcome.total;
    let solved = stored(&scene, &rules, outcome, progress)?;
    Ok(Ready {
        scene,
        wanted,
        solved,
        total,
        proof,
        warm,
    })
}

pub(super) fn milliseconds(from: DateTime<Utc>, to: DateTime<Utc>) -> u64 {
    u64::try_from((to - from).num_milliseconds()).unwrap_or_default()
}

/// How the totals differ from those without each lock, where points alone decide.
fn price_locks(
    wanted: &mut Wanted,
    question: Question<'_>,
    warm: &mut Option<Warm>,
    progress: &Progress,
) -> Answer<()> {
    let of = wanted.rules.locks.len() as u64;
    for (done, lock) in (0..).zip(&mut wanted.rules.locks) {
        lock.difference = None;
        let Some(leaving) = question.leaving().filter(|_| lock.lapsed.is_none()) else {
            continue;
        };
        progress.go_on(done, of)?;
        let planner = &mut question.follow(warm, leaving, progress)?.planner;
        let without = planner
            .without_lock(pair(lock.student, lock.mentor))
            .map_err(|error| Fault::Broken(error.to_string()))?
            .gain();
        lock.difference = Some(Difference {
            pairs: -without.pairs,
            points: -without.total,
        });
    }
    Ok(())
}

fn stored(
    scene: &Scene,
    rules: &Effective,
    outcome: Outcome,
    progress: &Progress,
) -> Answer<Solved> {
    let missing = || Fault::Broken("the solver answered somebody else".to_owned());
    let waited = |student: usize| waiting_days(&scene.students[student], scene.scored_at);
    let of = outcome.pairs.len() as u64;
    let mut pairs = Vec::with_capacity(outcome.pairs.len());
    for (done, made) in (0..).zip(outcome.pairs) {
        progress.go_on(done, of)?;
        let (student_id, mentor_id) = (person_id(made.student), person_id(made.mentor));
        let (student, mentor) = scene
            .student(student_id)
            .zip(scene.mentor(mentor_id))
            .ok_or_else(missing)?;
        let row = scene.row(student, rules);
        pairs.push(Pair {
            student: student_id,
            mentor: mentor_id,
            score: made.score,
            points: made.points,
            reasons: scene.comparison.reasons(student, mentor),
            locked: made.origin == Origin::Locked,
            rank: scene.rank(student, mentor, &row).unwrap_or(1),
            wish: scene.wish(student, mentor_id),
            waiting_days: waited(student),
            mentor_places: rules.places(&scene.mentors[mentor]),
        });
    }
    let mut unmatched = Vec::with_capacity(outcome.unmatched.len());
    for left in outcome.unmatched {
        let student = scene.student(left.student).ok_or_else(missing)?;
        unmatched.push(Unmatched {
            student: left.student,
            places: left.places,
            reason: left.reason.to_owned(),
            by: left.by,
            waiting_days: waited(student),
        });
    }
    let certificate = serde_json::to_value(&outcome.certificate)
        .map_err(|error| Fault::Broken(error.to_string()))?;
    Ok(Solved {
        pairs,
        unmatched,
        certificate: Some(certificate),
    })
}

pub(super) fn totals(pairs: &[Pair], unmatched: u64) -> Totals {
    Totals {
        pairs: pairs.len() as u64,
        unmatched,
        total: points(pairs.iter().map(|pair| pair.score).sum()),
        lowest: pairs.iter().map(|pair| pair.score).min().map(points),
    }
}
