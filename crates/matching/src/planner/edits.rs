//! Edits of the cohort: each is refused as the cohort refuses it, or carried out and repaired.

use super::{EditError, Planner};
use crate::scores::narrow;
use crate::{Change, CohortError, Pair, PersonId, Scores, SolveError};

impl<S: Scores> Planner<S> {
    /// This pair must be made.
    ///
    /// # Errors
    /// As [`Cohort::lock`](crate::Cohort::lock); a pair that the scores make ineligible or score out of range.
    pub fn lock(&mut self, pair: Pair) -> Result<Change, EditError> {
        let (student, mentor) = self.cohort.find(pair)?;
        if self.locked.contains_key(&(student, mentor)) {
            return Ok(self.settled(None));
        }
        // A contradiction in the cohort is told before one in the scores.
        self.cohort.lock(pair)?;
        let score = self
            .scores
            .score(student, mentor)
            .ok_or(SolveError::LockIneligible(pair));
        let score = score.and_then(|score| narrow(&self.cohort, student, mentor, score));
        let score = match score {
            Ok(score) => score,
            Err(error) => {
                self.cohort.unlock(pair)?;
                return Err(error.into());
            }
        };
        self.plan.lock(student, mentor);
        self.plan.flow.note(student, mentor, score, true);
        self.locked.insert((student, mentor), score);
        Ok(self.settled(Some((student, mentor))))
    }

    /// This pair need not be made any more.
    ///
    /// # Errors
    /// As [`Cohort::unlock`](crate::Cohort::unlock).
    pub fn unlock(&mut self, pair: Pair) -> Result<Change, EditError> {
        let (student, mentor) = self.cohort.find(pair)?;
        self.cohort.unlock(pair)?;
        if let Some(score) = self.locked.remove(&(student, mentor)) {
            self.plan.flow.note(student, mentor, score, false);
            self.plan.unlock(student, mentor, score);
        }
        Ok(self.settled(None))
    }

    /// This pair must never be made.
    ///
    /// # Errors
    /// As [`Cohort::exclude`](crate::Cohort::exclude).
    pub fn exclude(&mut self, pair: Pair) -> Result<Change, EditError> {
        let (student, mentor) = self.cohort.find(pair)?;
        self.cohort.exclude(pair)?;
        self.plan.close(student, mentor);
        Ok(self.settled(None))
    }

    /// This pair may be made again.
    ///
    /// # Errors
    /// As [`Cohort::include`](crate::Cohort::include).
    pub fn include(&mut self, pair: Pair) -> Result<Change, EditError> {
        let (student, mentor) = self.cohort.find(pair)?;
        self.cohort.include(pair)?;
        // The scores were all in range when they were taken.
        if let Some(score) = self.scores.score(student, mentor)
            && pair.student != pair.mentor
            && let Ok(score) = narrow(&self.cohort, student, mentor, score)
        {
            self.plan.open(student, mentor, score);
        }
        Ok(self.settled(None))
    }

    /// From now on the mentor takes so many students.
    ///
    /// # Errors
    /// As [`Cohort::set_mentor_places`](crate::Cohort::set_mentor_places).
    pub fn set_mentor_places(
        &mut self,
        mentor: PersonId,
        places: u32,
    ) -> Result<Change, EditError> {
        let index = self
            .cohort
            .mentor_index(mentor)
            .ok_or(CohortError::UnknownMentor(mentor))?;
        let before = self.cohort.mentors()[index].places;
        self.cohort.set_mentor_places(mentor, places)?;
        if places > before {
            self.plan.mentor_places_more(index, places - before);
        } else {
            self.plan.mentor_places_less(index, before - places);
        }
        Ok(self.settled(None))
    }

    /// From now on the student looks for so many mentors.
    ///
    /// # Errors
    /// As [`Cohort::set_student_places`](crate::Cohort::set_student_places).
    pub fn set_student_places(
        &mut self,
        student: PersonId,
        places: u32,
    ) -> Result<Change, EditError> {
        let index = self
            .cohort
            .student_index(student)
            .ok_or(CohortError::UnknownStudent(student))?;
        let before = self.cohort.students()[index].places;
        self.cohort.set_student_places(student, places)?;
        if places > before {
            self.plan.student_places_more(index, places - before);
        } else {
            self.plan.student_places_less(index, before - places);
        }
        Ok(self.settled(None))
    }
}
