//! What if: an answer that is kept, and follows each edit of the cohort exactly.

use crate::moves::{Made, chain};
use crate::{
    Change, Cohort, CohortError, Leaving, Pair, PersonId, Problem, Progress, Scores, Solution,
    SolveError, Worth, solve,
};
use std::ops::ControlFlow;

/// Why an edit or a question was refused. Nothing has changed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error(transparent)]
    Cohort(#[from] CohortError),
    #[error(transparent)]
    Solve(#[from] SolveError),
    #[error("a pair is made already: {0}")]
    AlreadyMade(Pair),
}

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

/// The answer to "why not this pair?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forced {
    pub pair: Pair,
    /// What the pair itself scores, in milli-points.
    pub score: i64,
    /// What would happen with the pair made: [`Change::moves`] begins with it, and [`Change::gain`] is what the cohort
    /// would pay, as a gain that is never better than none.
    pub change: Change,
}

/// A cohort, its scores and the best pairs, kept through edits.
///
/// After every edit the pairs are those that [`crate::solve`] would find from nothing, and [`Planner::solution`] is
/// equal to its answer in every field. It owns all that it needs and is `Send` when the scores are, so that an
/// application can keep it between two commands.
pub struct Planner<S> {
    cohort: Cohort,
    scores: S,
    leaving: Leaving,
    solution: Solution,
}

impl<S: Scores> Planner<S> {
    /// Solves the problem and keeps it. `progress` as for [`crate::solve`].
    pub fn new(
        cohort: Cohort,
        scores: S,
        leaving: Leaving,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Self, SolveError> {
        let problem = Problem {
            cohort: &cohort,
            scores: &scores,
            leaving,
        };
        let solution = solve(&problem, progress)?;
        Ok(Self {
            cohort,
            scores,
            leaving,
            solution,
        })
    }

    pub fn cohort(&self) -> &Cohort {
        &self.cohort
    }

    pub fn scores(&self) -> &S {
        &self.scores
    }

    pub fn leaving(&self) -> Leaving {
        self.leaving
    }

    /// The problem as it stands, for [`crate::verify`].
    pub fn problem(&self) -> Problem<'_> {
        Problem {
            cohort: &self.cohort,
            scores: &self.scores,
            leaving: self.leaving,
        }
    }

    /// The answer in full, with points, reasons and certificate, as [`crate::solve`] gives it.
    pub fn solution(&self) -> Solution {
        self.solution.clone()
    }

    /// The pairs alone, in the order of [`Solution::pairs`].
    pub fn pairs(&self) -> Vec<Pair> {
        let pairs = self.made().into_iter();
        pairs
            .map(|made| self.cohort.pair(made.student, made.mentor))
            .collect()
    }

    /// The sum of the scores of all pairs, in milli-points.
    pub fn total(&self) -> i64 {
        self.solution.total
    }

    /// How many pairs there are and what they score.
    pub fn worth(&self) -> Worth {
        Worth {
            pairs: i64::try_from(self.solution.pairs.len()).expect("fewer pairs than 2^63"),
            total: self.solution.total,
        }
    }

    /// This pair must be made.
    pub fn lock(&mut self, pair: Pair) -> Result<Change, EditError> {
        self.edit(Some(pair), |cohort| cohort.lock(pair))
    }

    /// This pair need not be made any more.
    pub fn unlock(&mut self, pair: Pair) -> Result<Change, EditError> {
        self.edit(None, |cohort| cohort.unlock(pair))
    }

    /// This pair must never be made.
    pub fn exclude(&mut self, pair: Pair) -> Result<Change, EditError> {
        self.edit(None, |cohort| cohort.exclude(pair))
    }

    /// This pair may be made again.
    pub fn include(&mut self, pair: Pair) -> Result<Change, EditError> {
        self.edit(None, |cohort| cohort.include(pair))
    }

    /// From now on the mentor takes so many students.
    pub fn set_mentor_places(
        &mut self,
        mentor: PersonId,
        places: u32,
    ) -> Result<Change, EditError> {
        self.edit(None, |cohort| cohort.set_mentor_places(mentor, places))
    }

    /// From now on the student looks for so many mentors.
    pub fn set_student_places(
        &mut self,
        student: PersonId,
        places: u32,
    ) -> Result<Change, EditError> {
        self.edit(None, |cohort| cohort.set_student_places(student, places))
    }

    /// Takes new scores, for instance after a profile was edited; `rescored` says which pairs may score differently.
    /// All others must score as before. Refused, and the old scores kept, if one is out of range or a lock ineligible.
    pub fn rescore(&mut self, scores: S, rescored: Rescored) -> Result<Change, EditError> {
        let known = match rescored {
            Rescored::Student(student) if self.cohort.student_index(student).is_none() => {
                Err(CohortError::UnknownStudent(student))
            }
            Rescored::Mentor(mentor) if self.cohort.mentor_index(mentor).is_none() => {
                Err(CohortError::UnknownMentor(mentor))
            }
            Rescored::Student(_) | Rescored::Mentor(_) | Rescored::Everyone => Ok(()),
        };
        known?;
        let before = std::mem::replace(&mut self.scores, scores);
        self.again(None).inspect_err(|_| self.scores = before)
    }

    /// Why is this pair not made? Says what would happen if it had to be; the answer kept stays as it is.
    ///
    /// Refused with [`EditError::AlreadyMade`] if there is nothing to explain, and with the error of [`Planner::lock`]
    /// if the pair cannot be made at all: excluded, ineligible, the places of either all locked.
    pub fn why_not(&mut self, student: PersonId, mentor: PersonId) -> Result<Forced, EditError> {
        let pair = Pair { student, mentor };
        let (student, mentor) = self.cohort.find(pair)?;
        if self
            .made()
            .iter()
            .any(|made| (made.student, made.mentor) == (student, mentor))
        {
            return Err(EditError::AlreadyMade(pair));
        }
        let change = self.lock(pair)?;
        self.unlock(pair)?;
        let score = self
            .scores
            .score(student, mentor)
            .ok_or(SolveError::LockIneligible(pair))?;
        Ok(Forced {
            pair,
            score,
            change,
        })
    }

    /// What keeping this lock costs: what would happen without it. The answer kept stays as it is.
    pub fn without_lock(&mut self, pair: Pair) -> Result<Change, EditError> {
        let change = self.unlock(pair)?;
        self.lock(pair)?;
        Ok(change)
    }

    /// What the cohort would gain with one more place of this mentor.
    pub fn one_more_place(&mut self, mentor: PersonId) -> Result<Worth, EditError> {
        let index = self
            .cohort
            .mentor_index(mentor)
            .ok_or(CohortError::UnknownMentor(mentor))?;
        let places = self.cohort.mentors()[index].places;
        let change = self.set_mentor_places(mentor, places.saturating_add(1))?;
        self.set_mentor_places(mentor, places)?;
        Ok(change.gain())
    }

    /// What the cohort would gain with one more place, for each mentor in the order of the cohort.
    pub fn one_more_place_each(&mut self) -> Result<Vec<Worth>, EditError> {
        let mentors: Vec<_> = self
            .cohort
            .mentors()
            .iter()
            .map(|mentor| mentor.id)
            .collect();
        mentors
            .into_iter()
            .map(|mentor| self.one_more_place(mentor))
            .collect()
    }

    fn edit(
        &mut self,
        first: Option<Pair>,
        edit: impl FnOnce(&mut Cohort) -> Result<(), CohortError>,
    ) -> Result<Change, EditError> {
        let before = self.cohort.clone();
        edit(&mut self.cohort)?;
        self.again(first).inspect_err(|_| self.cohort = before)
    }

    /// Solves again, and says what is different.
    fn again(&mut self, first: Option<Pair>) -> Result<Change, EditError> {
        let (before, lost) = (self.worth(), self.made());
        let solution = solve(&self.problem(), &mut |_| ControlFlow::Continue(()))?;
        self.solution = solution;
        let first = first.map(|pair| self.cohort.find(pair)).transpose()?;
        Ok(Change {
            before,
            after: self.worth(),
            moves: chain(&self.cohort, &lost, &self.made(), first),
        })
    }

    fn made(&self) -> Vec<Made> {
        let pairs = self.solution.pairs.iter();
        let made = pairs.filter_map(|pair| {
            let (student, mentor) = (
                self.cohort.student_index(pair.student)?,
                self.cohort.mentor_index(pair.mentor)?,
            );
            Some(Made {
                student,
                mentor,
                score: pair.score,
            })
        });
        made.collect()
    }
}
