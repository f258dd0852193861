//! What one more place of each mentor would win.

use contract::proposals::{Goal, PlaceView, Places};
use domain::PersonId;

use super::questions::Asked;
use super::scene::solver_id;
use super::solver::Warm;
use super::views::filled;
use super::words::difference;
use crate::contexts::{Handle, Job, Progress};
use crate::fault::{Answer, Fault};

impl Handle<Places> for Job {
    async fn handle(&self, command: Places) -> Answer<Vec<PlaceView>> {
        self.ask(command.id, &[], places).await
    }
}

fn places(asked: &Asked, warm: &mut Option<Warm>, progress: &Progress) -> Answer<Vec<PlaceView>> {
    let filled = filled(&asked.pairs);
    let mut views = Vec::with_capacity(asked.scene.mentors.len());
    let of = asked.scene.mentors.len() as u64;
    for (done, mentor) in (0..).zip(&asked.scene.mentors) {
        progress.go_on(done, of)?;
        let places = asked.effective.places(mentor);
        let filled = filled.get(&mentor.id).copied().unwrap_or_default();
        // Nobody comes to a second empty place who did not come to the first; but the lowest pair may rise where others
        // would fill it.
        let (pairs, total) = if filled < places && asked.goal != Goal::Fairest {
            (0, 0)
        } else {
            one_more(asked, mentor.id, places, warm, progress)?
        };
        views.push(PlaceView {
            mentor: mentor.id,
            name: mentor.name.clone(),
            filled,
            places,
            difference: difference(pairs, total),
        });
    }
    views.sort_by(|a, b| {
        let key = |view: &PlaceView| (view.difference.pairs, view.difference.points);
        let ((pairs, points), (other_pairs, other_points)) = (key(b), key(a));
        pairs
            .cmp(&other_pairs)
            .then(points.total_cmp(&other_points))
            .then_with(|| a.name.cmp(&b.name))
            .then(a.mentor.cmp(&b.mentor))
    });
    Ok(views)
}

/// How pairs and total differ with one more place of this mentor.
fn one_more(
    asked: &Asked,
    mentor: PersonId,
    places: u32,
    warm: &mut Option<Warm>,
    progress: &Progress,
) -> Answer<(i64, i64)> {
    let broken = |error: String| Fault::Broken(error);
    let question = asked.question();
    if let Some(leaving) = question.leaving() {
        let planner = &mut question.follow(warm, leaving, progress)?.planner;
        let gain = planner
            .one_more_place(solver_id(mentor))
            .map_err(|error| broken(error.to_string()))?;
        return Ok((gain.pairs, gain.total));
    }
    let mut cohort = asked.scene.cohort(&asked.effective)?;
    cohort
        .set_mentor_places(solver_id(mentor), places + 1)
        .map_err(|error| broken(error.to_string()))?;
    let after = question.reach(&cohort, progress)?;
    let pairs = |count: usize| i64::try_from(count).unwrap_or_default();
    Ok((
        pairs(after.pairs().len()) - pairs(asked.pairs.len()),
        after.total() - asked.total,
    ))
}
