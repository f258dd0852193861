//! New scores of a person, or of everybody.

use super::{EditError, Lock, Planner, eligible, planned};
use crate::moves::chain;
use crate::scores::{INELIGIBLE, narrow, refused};
use crate::{Change, CohortError, PersonId, Problem, Progress, Scores};
use std::ops::ControlFlow;

/// Whose scores are different: see [`Planner::rescore`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rescored {
    /// At most the pairs of this student.
    Student(PersonId),
    /// At most the pairs of this mentor.
    Mentor(PersonId),
    /// Any pair.
    Everyone,
}

impl<S: Scores> Planner<S> {
    /// Takes new scores, for instance after a profile was edited; `rescored` says which pairs may score differently.
    /// All others must score as before. Refused, and the old scores kept, if one is out of range or a lock ineligible,
    /// or if `progress`, called as by [`crate::solve`], answers [`ControlFlow::Break`].
    ///
    /// # Errors
    /// Somebody unknown, a score out of range, a lock that is ineligible by now, [`SolveError::Cancelled`](crate::SolveError).
    /// `progress` is asked for [`Rescored::Everyone`] only: a person's scores are read in less time than it takes to tell.
    pub fn rescore(
        &mut self,
        scores: S,
        rescored: Rescored,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Change, EditError> {
        match rescored {
            Rescored::Student(id) => {
                let student = self
                    .cohort
                    .student_index(id)
                    .ok_or(CohortError::UnknownStudent(id))?;
                let mut row = vec![INELIGIBLE; self.cohort.mentors().len()];
                let error = |error| refused(&self.cohort, student, error);
                scores.narrow_row(student, &mut row).map_err(error)?;
                let locks = self.locked.range((student, 0)..=(student, usize::MAX));
                let locks = locks.map(|((_, mentor), _)| ((student, *mentor), row[*mentor]));
                let locks = eligible(&self.cohort, locks)?;
                for mentor in self
                    .cohort
                    .barred(student)
                    .chain(locks.iter().map(|lock| lock.0.1))
                {
                    row[mentor] = INELIGIBLE;
                }
                self.plan.rescore_student(student, &row);
                self.relock(locks);
            }
            Rescored::Mentor(id) => {
                let mentor = self
                    .cohort
                    .mentor_index(id)
                    .ok_or(CohortError::UnknownMentor(id))?;
                let mut column = Vec::with_capacity(self.cohort.students().len());
                for student in 0..self.cohort.students().len() {
                    column.push(match scores.score(student, mentor) {
                        None => INELIGIBLE,
                        Some(score) => narrow(&self.cohort, student, mentor, score)?,
                    });
                }
                let locks = self.locked.keys().filter(|lock| lock.1 == mentor);
                let locks = locks.map(|lock| (*lock, column[lock.0]));
                let locks = eligible(&self.cohort, locks)?;
                let excluded = self.cohort.barred_from(mentor);
                for student in excluded.chain(locks.iter().map(|lock| lock.0.0)) {
                    column[student] = INELIGIBLE;
                }
                self.plan.rescore_mentor(mentor, &column);
                self.relock(locks);
            }
            Rescored::Everyone => return self.rescore_all(scores, progress),
        }
        self.scores = scores;
        Ok(self.settled(None))
    }

    fn rescore_all(
        &mut self,
        scores: S,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Change, EditError> {
        let problem = Problem {
            cohort: &self.cohort,
            scores: &scores,
            leaving: self.leaving,
        };
        let (plan, locked) = planned(&problem, progress)?;
        let (before, lost) = (self.worth, self.made());
        (self.plan, self.locked, self.scores) = (plan, locked, scores);
        self.worth = self.counted();
        let moves = chain(&self.cohort, &lost, &self.made(), None);
        Ok(Change {
            before,
            after: self.worth,
            moves,
        })
    }

    /// Locked pairs score differently.
    fn relock(&mut self, locks: Vec<Lock>) {
        for ((student, mentor), score) in locks {
            if let Some(before) = self.locked.insert((student, mentor), score) {
                self.plan.flow.note(student, mentor, before, false);
                self.plan.flow.note(student, mentor, score, true);
            }
        }
    }
}
