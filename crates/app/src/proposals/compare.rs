//! The goals side by side, for the same people and rules.

use contract::proposals::{Compare, Goal, ScenarioView};

use super::questions::Asked;
use super::scene::person_id;
use super::solver::{Question, Warm};
use super::words::points;
use crate::contexts::{Handle, Job, Progress};
use crate::fault::Answer;

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
    let plain: Vec<matching::Pair> = outcome
        .pairs
        .iter()
        .map(|made| matching::Pair {
            student: made.student,
            mentor: made.mentor,
        })
        .collect();
    let had = asked.made();
    let (mut ranks, mut differ) = (0_u64, 0);
    for made in &plain {
        let (student, mentor) = (person_id(made.student), person_id(made.mentor));
        differ += u64::from(!had.contains(&(student, mentor)));
        if let Some((at, with)) = scene.student(student).zip(scene.mentor(mentor)) {
            let row = scene.row(at, &asked.effective);
            ranks += u64::from(scene.rank(at, with, &row).unwrap_or(1));
        }
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "a figure to read, far below 2^52"
    )]
    let mean_rank = (!plain.is_empty()).then(|| ranks as f64 / plain.len() as f64);
    Ok(ScenarioView {
        goal,
        chosen,
        matched: plain.len() as u64,
        of: scene
            .students
            .iter()
            .map(|student| u64::from(student.places))
            .sum(),
        total: points(outcome.total),
        lowest: outcome
            .pairs
            .iter()
            .map(|made| made.score)
            .min()
            .map(points),
        mean_rank,
        blocking: question.blocking(&cohort, &plain)?,
        differ,
        proved: outcome.proof.is_some(),
    })
}
