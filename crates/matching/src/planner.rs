//! What if: an answer that is kept, and follows each edit of the cohort exactly.

use crate::flow::Held;
use crate::instance::{Instance, Keys};
use crate::moves::{Made, chain};
use crate::plan::Plan;
use crate::scores::{INELIGIBLE, narrow, refused};
use crate::solve::{Range, STEP, flow_price, price};
use crate::{
    Change, Cohort, CohortError, Leaving, Pair, PersonId, Phase, Problem, Progress, Scores,
    Solution, SolveError, Worth, answer, dual,
};
use std::collections::BTreeMap;
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
/// application can keep it between two commands. It takes 8 bytes a pair.
///
/// An edit is repaired from the values that are kept: a few shortest paths, about as many as people who lose or gain
/// something at once. On 5,000 × 1,000 most take less than a millisecond.
pub struct Planner<S> {
    cohort: Cohort,
    scores: S,
    leaving: Leaving,
    plan: Plan,
    /// The scores of the locked pairs, by index.
    locked: Locks,
    worth: Worth,
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
        let (plan, locked) = planned(&problem, progress)?;
        let mut planner = Self {
            cohort,
            scores,
            leaving,
            plan,
            locked,
            worth: Worth::default(),
        };
        planner.worth = planner.counted();
        Ok(planner)
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

    /// The answer in full, with points, reasons and certificate, as [`crate::solve`] gives it. Cost: up to two passes
    /// over all scores.
    pub fn solution(&self) -> Solution {
        let problem = self.problem();
        let instance = Instance::new(&problem);
        let mut range = Range::default();
        let full: Vec<_> = (0..instance.mentors.len())
            .filter(|mentor| instance.mentors[*mentor] == 0)
            .collect();
        let mut open = vec![INELIGIBLE; instance.mentors.len()];
        for student in
            (0..instance.students.len()).filter(|student| instance.students[*student] > 0)
        {
            if full.is_empty() {
                range.see(self.plan.row(student));
                continue;
            }
            open.copy_from_slice(self.plan.row(student));
            for mentor in &full {
                open[*mentor] = INELIGIBLE;
            }
            range.see(&open);
        }
        let price = price(self.leaving, &instance, range);
        let mut kept = &self.plan;
        let told = &mut |_, _| Ok(());
        let certificate =
            dual::certificate(&self.plan.flow, &instance.mentors, price, &mut kept, told);
        certificate
            .and_then(|certificate| {
                answer::build(&instance, &self.plan.flow, certificate, &mut kept)
            })
            .expect("the scores were in range and the locks eligible when they were taken")
    }

    /// The pairs alone, in the order of [`Solution::pairs`].
    pub fn pairs(&self) -> Vec<Pair> {
        let mut pairs: Vec<_> = self.locked.keys().copied().collect();
        for (mentor, held) in self.plan.flow.held.iter().enumerate() {
            pairs.extend(held.iter().map(|held| (held.student(), mentor)));
        }
        pairs.sort_unstable();
        pairs
            .into_iter()
            .map(|(student, mentor)| self.cohort.pair(student, mentor))
            .collect()
    }

    /// Whether this pair is made, locked or chosen.
    pub fn is_made(&self, pair: Pair) -> bool {
        self.cohort.find(pair).is_ok_and(|(student, mentor)| {
            self.locked.contains_key(&(student, mentor)) || self.plan.is_chosen(student, mentor)
        })
    }

    /// The sum of the scores of all pairs, in milli-points.
    pub fn total(&self) -> i64 {
        self.worth.total
    }

    /// How many pairs there are and what they score.
    pub fn worth(&self) -> Worth {
        self.worth
    }

    /// This pair must be made.
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
    pub fn exclude(&mut self, pair: Pair) -> Result<Change, EditError> {
        let (student, mentor) = self.cohort.find(pair)?;
        self.cohort.exclude(pair)?;
        self.plan.close(student, mentor);
        Ok(self.settled(None))
    }

    /// This pair may be made again.
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

    /// Takes new scores, for instance after a profile was edited; `rescored` says which pairs may score differently.
    /// All others must score as before. Refused, and the old scores kept, if one is out of range or a lock ineligible.
    pub fn rescore(&mut self, scores: S, rescored: Rescored) -> Result<Change, EditError> {
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
            Rescored::Everyone => return self.rescore_all(scores),
        }
        self.scores = scores;
        Ok(self.settled(None))
    }

    /// Why is this pair not made? Says what would happen if it had to be; the answer kept stays as it is.
    ///
    /// Refused with [`EditError::AlreadyMade`] if there is nothing to explain, and with the error of [`Planner::lock`]
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
    pub fn without_lock(&mut self, pair: Pair) -> Result<Change, EditError> {
        let change = self.unlock(pair)?;
        self.lock(pair)?;
        Ok(change)
    }

    /// What the cohort would gain with one more place of this mentor. Cost: at most one shortest path.
    pub fn one_more_place(&mut self, mentor: PersonId) -> Result<Worth, EditError> {
        let index = self.cohort.mentor_index(mentor);
        Ok(self.gain(index.ok_or(CohortError::UnknownMentor(mentor))?))
    }

    /// What the cohort would gain with one more place, for each mentor in the order of the cohort.
    pub fn one_more_place_each(&mut self) -> Result<Vec<Worth>, EditError> {
        Ok((0..self.cohort.mentors().len())
            .map(|mentor| self.gain(mentor))
            .collect())
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

    fn rescore_all(&mut self, scores: S) -> Result<Change, EditError> {
        let problem = Problem {
            cohort: &self.cohort,
            scores: &scores,
            leaving: self.leaving,
        };
        let (plan, locked) = planned(&problem, &mut |_| ControlFlow::Continue(()))?;
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

    /// Repairs the plan after an edit, and says what is different.
    fn settled(&mut self, first: Option<(usize, usize)>) -> Change {
        self.plan.settle();
        let before = self.worth;
        // A pair may have come and gone more than once: what counts is the first and the last that is told of it.
        let mut places: BTreeMap<(usize, usize), (i64, i64, i64)> = BTreeMap::new();
        for entry in self.plan.journal() {
            let (score, sign) = (i64::from(entry.points), if entry.chosen { 1 } else { -1 });
            self.worth.pairs += sign;
            self.worth.total += sign * score;
            let place = places
                .entry((entry.student, entry.mentor))
                .or_insert((0, score, score));
            *place = (place.0 + sign, place.1, score);
        }
        let (mut lost, mut won) = (Vec::new(), Vec::new());
        for ((student, mentor), (sign, first, last)) in places {
            if sign < 0 {
                lost.push(Made {
                    student,
                    mentor,
                    score: first,
                });
            } else if sign > 0 {
                won.push(Made {
                    student,
                    mentor,
                    score: last,
                });
            }
        }
        Change {
            before,
            after: self.worth,
            moves: chain(&self.cohort, &lost, &won, first),
        }
    }

    fn made(&self) -> Vec<Made> {
        let locked = self.locked.iter();
        let locked = locked.map(|((student, mentor), score)| (*student, *mentor, *score));
        let flow = &self.plan.flow;
        let chosen = flow.held.iter().enumerate().flat_map(|(mentor, held)| {
            let points = |held: &Held| flow.lists[held.student()][held.candidate()].points;
            held.iter()
                .map(move |held| (held.student(), mentor, points(held)))
        });
        let made = locked.chain(chosen);
        made.map(|(student, mentor, score)| Made {
            student,
            mentor,
            score: i64::from(score),
        })
        .collect()
    }

    fn counted(&self) -> Worth {
        let made = self.made();
        Worth {
            pairs: i64::try_from(made.len()).expect("fewer pairs than 2^63"),
            total: made.iter().map(|made| made.score).sum(),
        }
    }
}

/// A locked pair by index, and its score.
type Lock = ((usize, usize), i32);

/// All of them.
type Locks = BTreeMap<(usize, usize), i32>;

/// Reads all scores and finds the optimum.
fn planned(
    problem: &Problem<'_>,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<(Plan, Locks), SolveError> {
    let price = flow_price(problem.leaving)?;
    let instance = Instance::new(problem);
    let cohort = problem.cohort;
    let of = instance.students.len();
    let mut tell = |phase, done| {
        if done % STEP == 0 && progress(Progress { phase, done, of }).is_break() {
            return Err(SolveError::Cancelled);
        }
        Ok(())
    };
    let mut rows = Vec::with_capacity(of * instance.mentors.len());
    let mut row = vec![INELIGIBLE; instance.mentors.len()];
    for student in 0..of {
        tell(Phase::Scoring, student)?;
        instance.read(student, &mut row)?;
        rows.extend_from_slice(&row);
    }
    let mut locks = Vec::new();
    for (student, mentor) in cohort.locks() {
        let score = match problem.scores.score(student, mentor) {
            None => INELIGIBLE,
            Some(score) => narrow(cohort, student, mentor, score)?,
        };
        locks.push(((student, mentor), score));
    }
    let locks = eligible(cohort, locks.into_iter())?.into_iter().collect();
    let places: (&[u32], &[u32]) = (&instance.students, &instance.mentors);
    Ok((
        Plan::new(Keys::new(cohort), rows, places, price, &mut tell)?,
        locks,
    ))
}

/// These locks, if their pairs may be made.
fn eligible(cohort: &Cohort, locks: impl Iterator<Item = Lock>) -> Result<Vec<Lock>, SolveError> {
    let check = |lock: Lock| {
        let (student, mentor) = lock.0;
        if lock.1 == INELIGIBLE {
            Err(SolveError::LockIneligible(cohort.pair(student, mentor)))
        } else {
            Ok(lock)
        }
    };
    locks.map(check).collect()
}
