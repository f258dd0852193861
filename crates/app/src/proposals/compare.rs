//! The goals side by side, for the same people and rules.

use std::cmp::Reverse;

use contract::proposals::{BlockedView, Compare, Goal, ScenarioView};
use matching::{Pair, goals};

use super::questions::Asked;
use super::scene::{pair, person_id};
use super::solver::{Question, Warm};
use super::words::points;
use crate::contexts::{Handle, Job, Progress};
use crate::fault::Answer;

/// So many of the pairs that would rather be made are named.
const BLOCKED: usize = 10;

impl Handle<Compare> for Job {
    async fn handle(&self, command: Compare) -> Answer<Vec<ScenarioView>> {
        self.ask(command.id, &[], |asked, warm, progress| {
            let scenarios = Goal::ALL
                .into_iter()
                .map(|goal| scenario(asked, goal, warm, progress));
            scenarios.collect()
        })
        .await
    }
}

fn scenario(
    asked: &Asked,
    goal: Goal,
    warm: &mut Option<Warm>,
    progress: &Progress,
) -> Answer<ScenarioView> {
    let question = Question {
        goal,
        ..asked.question()
    };
    let chosen = goal == asked.goal;
    let outcome = if chosen {
        question.answer(warm, progress)?
    } else {
        question.answer(&mut None, progress)?
    };
    let scene = &asked.scene;
    let cohort = scene.cohort(&asked.effective)?;
    let plain: Vec<Pair> = outcome
        .pairs
        .iter()
        .map(|made| Pair {
            student: made.student,
            mentor: made.mentor,
        })
        .collect();
    let had: Vec<Pair> = asked
        .pairs
        .iter()
        .map(|made| pair(made.student, made.mentor))
        .collect();
    let figures = question.measure(&cohort, &plain, progress)?;
    Ok(ScenarioView {
        goal,
        chosen,
        matched: figures.pairs as u64,
        of: scene
            .students
            .iter()
            .map(|student| u64::from(student.places))
            .sum(),
        total: points(figures.total),
        lowest: figures.worst.map(|(score, _)| points(score)),
        mean_rank: figures.mean_rank(),
        blocking: figures.blocking.len() as u64,
        blocked: blocked(asked, figures.blocking),
        differ: goals::compare(&had, &plain).added.len() as u64,
        proved: outcome.proof.is_some(),
    })
}

/// The first of the pairs that would rather be made, by score and then by id.
fn blocked(asked: &Asked, pairs: Vec<Pair>) -> Vec<BlockedView> {
    let pairs = pairs.into_iter().map(|pair| {
        let (student, mentor) = (person_id(pair.student), person_id(pair.mentor));
        (Reverse(asked.score(student, mentor)), student, mentor)
    });
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort_unstable();
    let first = pairs.into_iter().take(BLOCKED);
    let views = first.map(|(Reverse(score), student, mentor)| BlockedView {
        student,
        student_name: asked.name(student),
        mentor,
        mentor_name: asked.name(mentor),
        score: points(score),
    });
    views.collect()
}
