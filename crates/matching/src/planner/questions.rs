//! Questions: what an edit would do, with the answer left as it is.

use super::{EditError, Planner};
use crate::{Change, CohortError, Pair, PersonId, Scores, Worth};

/// The answer to "why not this pair?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forced {
    /// The pair that was asked about.
    pub pair: Pair,
    /// What the pair itself scores, in milli-points.
    pub score: i64,
    /// What would happen with the pair made: [`Change::moves`] begins with it, and [`Change::gain`] is what the cohort
    /// would pay, as a gain that is never better than none.
    pub change: Change,
}

impl<S: Scores> Planner<S> {
    /// Why is this pair not made? Says what would happen if it had to be; the answer kept stays as it is.
    ///
    /// # Errors
    /// [`EditError::AlreadyMade`] if there is nothing to explain, and the error of [`Planner::lock`]
    /// if the pair cannot be made at all: excluded, ineligible, the places of either all locked.
    pub fn why_not(&mut self, student: PersonId, mentor: PersonId) -> Result<Forced, EditError> {
        let pair = Pair { student, mentor };
        if self.is_made(pair) {
            return Err(EditError::AlreadyMade(pair));
        }
        let change = self.lock(pair)?;
        let score = self
            .locked
            .get(&self.cohort.find(pair)?)
            .copied()
            .unwrap_or_default();
        self.unlock(pair)?;
        Ok(Forced {
            pair,
            score: i64::from(score),
            change,
        })
    }

    /// What keeping this lock costs: what would happen without it. The answer kept stays as it is.
    ///
    /// # Errors
    /// As [`Planner::unlock`].
    pub fn without_lock(&mut self, pair: Pair) -> Result<Change, EditError> {
        let change = self.unlock(pair)?;
        self.lock(pair)?;
        Ok(change)
    }

    /// What the cohort would gain with one more place of this mentor. Cost: at most one shortest path.
    ///
    /// # Errors
    /// [`CohortError::UnknownMentor`].
    pub fn one_more_place(&mut self, mentor: PersonId) -> Result<Worth, EditError> {
        let index = self.cohort.mentor_index(mentor);
        Ok(self.gain(index.ok_or(CohortError::UnknownMentor(mentor))?))
    }

    /// What the cohort would gain with one more place, for each mentor in the order of the cohort.
    pub fn one_more_place_each(&mut self) -> Vec<Worth> {
        (0..self.cohort.mentors().len())
            .map(|mentor| self.gain(mentor))
            .collect()
    }

    fn gain(&mut self, mentor: usize) -> Worth {
        let gain = self.plan.gain(mentor);
        let pairs = i64::from(gain.pair);
        // An empty place less is a price less.
        let price = self.plan.flow.price.points() * pairs;
        Worth {
            pairs,
            total: gain.objective.points() - price,
        }
    }
}
