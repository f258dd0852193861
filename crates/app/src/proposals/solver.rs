//! The answer of a goal, with its proof; and an answer kept warm between two commands.

use std::ops::ControlFlow;

use contract::Code;
use contract::proposals::Goal;
use domain::PersonId;
use matching::goals::{MentorLists, Metrics, Ranking, Reached, StudentLists, Unlisted};
use matching::{Cohort, EditError, Leaving, Matched, Pair, Planner, Reason, goals};

use super::proof::{Certificate, Proof, prove};
use super::rules::Effective;
use super::scene::{Scene, Shared, pair, person_id, solver_id};
use super::views::{BELOW_LEAST, NO_MENTOR, NO_PLACE, OUTBID};
use crate::contexts::Progress;
use crate::fault::{Answer, Fault, refuse};

/// What is asked of the solver.
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
    pub(super) scene: &'a Scene,
    pub(super) rules: &'a Effective,
    pub(super) goal: Goal,
    /// What an empty place is worth, in thousandths of a point: below 0 it costs.
    pub(super) least: i64,
}

/// The pairs of a goal.
pub(super) struct Outcome {
    /// In the order of the students, then of the mentors.
    pub(super) pairs: Vec<Matched>,
    pub(super) unmatched: Vec<Left>,
    pub(super) total: i64,
    pub(super) certificate: Certificate,
    pub(super) proof: Option<Proof>,
}

/// A student with an empty place.
pub(super) struct Left {
    pub(super) student: PersonId,
    pub(super) places: u32,
    pub(super) reason: &'static str,
    /// How far behind, in thousandths of a point.
    pub(super) by: Option<i64>,
}

/// A matching that follows the rules. Only an accelerator: its answers are those of a cold solve.
pub(super) struct Warm {
    pub(super) planner: Planner<Shared>,
    rules: Effective,
}

impl Question<'_> {
    /// What the solver calls the goal, where points alone decide.
    pub(super) fn leaving(&self) -> Option<Leaving> {
        match self.goal {
            Goal::MostMatched => Some(Leaving::MostMatched),
            Goal::BestTotal => Some(Leaving::Price(-self.least)),
            Goal::Fairest | Goal::Preferences | Goal::Stable => None,
        }
    }

    /// The best pairs and their proof. What was kept of an earlier answer is used where it helps, and kept again.
    pub(super) fn answer(self, warm: &mut Option<Warm>, progress: &Progress) -> Answer<Outcome> {
        let cohort = self.scene.cohort(self.rules)?;
        let reached = match self.leaving() {
            Some(leaving) => {
                let warm = self.follow(warm, leaving, progress)?;
                Reached::Total(warm.planner.solution())
            }
            None => self.reach(&cohort, progress)?,
        };
        let proof = prove(self, &cohort, &reached, progress)?.map_err(Fault::Broken)?;
        Ok(outcome(reached, proof))
    }

    /// The pairs of a goal that points alone do not decide, of this cohort.
    pub(super) fn reach(self, cohort: &Cohort, progress: &Progress) -> Answer<Reached> {
        let lists = self.lists(cohort)?;
        let goal = match self.goal {
            Goal::MostMatched => goals::Goal::MostMatched,
            Goal::BestTotal => goals::Goal::BestTotal { price: -self.least },
            Goal::Fairest => goals::Goal::MaxMin,
            Goal::Preferences => goals::Goal::RankMaximal {
                lists: &lists,
                unlisted: Unlisted::Last,
            },
            Goal::Stable => goals::Goal::Stable {
                students: Ranking::ListsThenScores(&lists),
                mentors: MENTORS,
            },
        };
        watched(progress, |tell| {
            goals::reach(cohort, &self.scene.scores, goal, tell)
        })?
        .map_err(|error| Fault::Broken(error.to_string()))
    }

    /// The wishes of the students for mentors of this cohort.
    pub(super) fn lists(&self, cohort: &Cohort) -> Answer<StudentLists> {
        let students = self.scene.students.iter();
        let lists = students
            .filter(|student| !student.wishes.is_empty())
            .map(|student| {
                let here = student
                    .wishes
                    .iter()
                    .filter(|mentor| self.scene.mentor(**mentor).is_some());
                (
                    solver_id(student.id),
                    here.map(|id| solver_id(*id)).collect(),
                )
            });
        StudentLists::new(cohort, lists).map_err(|error| Fault::Broken(error.to_string()))
    }

    /// The figures of a choice of pairs.
    pub(super) fn measure(
        &self,
        cohort: &Cohort,
        pairs: &[Pair],
        progress: &Progress,
    ) -> Answer<Metrics> {
        let lists = self.lists(cohort)?;
        let students = Ranking::ListsThenScores(&lists);
        let scores = &self.scene.scores;
        watched(progress, |tell| {
            goals::measure(cohort, scores, students, MENTORS, pairs, tell)
        })?
        .map_err(|error| Fault::Broken(error.to_string()))
    }

    /// The planner under these rules: the one that was kept, changed by what is different, or a new one.
    pub(super) fn follow<'w>(
        self,
        warm: &'w mut Option<Warm>,
        leaving: Leaving,
        progress: &Progress,
    ) -> Answer<&'w mut Warm> {
        let kept = warm
            .take()
            .filter(|kept| kept.planner.leaving() == leaving)
            .and_then(|mut kept| kept.go_to(self.scene, self.rules).ok().map(|()| kept));
        let kept = if let Some(kept) = kept {
            kept
        } else {
            let cohort = self.scene.cohort(self.rules)?;
            let scores = Shared::clone(&self.scene.scores);
            let planner = watched(progress, |tell| Planner::new(cohort, scores, leaving, tell))?
                .map_err(|error| Fault::Broken(error.to_string()))?;
            Warm {
                planner,
                rules: self.rules.clone(),
            }
        };
        Ok(warm.insert(kept))
    }
}

/// Mentors prefer by score.
pub(super) const MENTORS: Ranking<'static, MentorLists> = Ranking::Scores;

impl Warm {
    /// Follows every difference between the rules. What fails leaves the planner unusable.
    fn go_to(&mut self, scene: &Scene, rules: &Effective) -> Result<(), EditError> {
        let before = std::mem::replace(&mut self.rules, rules.clone());
        let planner = &mut self.planner;
        // First what makes room, then what takes it.
        for (student, mentor) in before.locks.difference(&rules.locks) {
            planner.unlock(pair(*student, *mentor))?;
        }
        for (student, mentor) in before.exclusions.difference(&rules.exclusions) {
            planner.include(pair(*student, *mentor))?;
        }
        for mentor in &scene.mentors {
            let places = rules.places(mentor);
            if places != before.places(mentor) {
                planner.set_mentor_places(solver_id(mentor.id), places)?;
            }
        }
        for (student, mentor) in rules.exclusions.difference(&before.exclusions) {
            planner.exclude(pair(*student, *mentor))?;
        }
        for (student, mentor) in rules.locks.difference(&before.locks) {
            planner.lock(pair(*student, *mentor))?;
        }
        Ok(())
    }
}

/// Runs what the solver does and passes its progress on; a cancelled job ends it.
pub(super) fn watched<T>(
    progress: &Progress,
    work: impl FnOnce(&mut dyn FnMut(matching::Progress) -> ControlFlow<()>) -> T,
) -> Answer<T> {
    let mut stopped = None;
    let answer = work(
        &mut |at| match progress.go_on(at.done as u64, at.of as u64) {
            Ok(()) => ControlFlow::Continue(()),
            Err(fault) => {
                stopped = Some(fault);
                ControlFlow::Break(())
            }
        },
    );
    match stopped {
        Some(fault) => Err(fault),
        None => Ok(answer),
    }
}

/// Refuses where there is nobody to be matched.
pub(super) fn somebody(scene: &Scene, rules: &Effective) -> Answer<()> {
    let places = scene.mentors.iter().any(|mentor| rules.places(mentor) > 0);
    if scene.students.is_empty() || !places {
        return Err(refuse(
            Code::Conflict,
            "Nobody can be matched: it takes a student without a mentor and a mentor with a free place",
        ));
    }
    Ok(())
}

fn outcome(reached: Reached, proof: Option<Proof>) -> Outcome {
    let certificate = Certificate::of(&reached);
    let total = reached.total();
    let (pairs, unmatched) = match reached {
        Reached::Total(solution) => {
            let left = solution.unmatched.into_iter().map(|left| {
                let (reason, by) = match left.reason {
                    Reason::NoEligibleMentor => (NO_MENTOR, None),
                    Reason::NoPlace => (NO_PLACE, None),
                    Reason::BelowPrice { by } => (BELOW_LEAST, Some(by)),
                    Reason::Outbid { by } => (OUTBID, Some(by)),
                };
                Left {
                    student: person_id(left.student),
                    places: left.places,
                    reason,
                    by,
                }
            });
            (solution.pairs, left.collect())
        }
        Reached::MaxMin(answer) => (answer.solution.pairs, left(answer.empty)),
        Reached::RankMaximal(answer) => (answer.answer.pairs, left(answer.answer.empty)),
        Reached::Stable(answer) => (answer.pairs, left(answer.empty)),
    };
    Outcome {
        pairs,
        unmatched,
        total,
        certificate,
        proof,
    }
}

fn left(empty: Vec<goals::Empty>) -> Vec<Left> {
    let left = empty.into_iter().map(|left| Left {
        student: person_id(left.student),
        places: left.places,
        reason: match left.why {
            goals::Why::NoEligibleMentor => NO_MENTOR,
            goals::Why::NoPlace => NO_PLACE,
            goals::Why::NotAllowed | goals::Why::OthersFirst => OUTBID,
        },
        by: None,
    });
    left.collect()
}
