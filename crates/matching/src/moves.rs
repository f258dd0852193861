//! How one answer differs from another: who moves from whom to whom, and what that gains and costs.

use crate::{Cohort, PersonId};
use std::collections::BTreeMap;

/// What an answer is worth, or by how much one is worth more than another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Worth {
    /// How many pairs are made, locked ones included.
    pub pairs: i64,
    /// The sum of their scores in milli-points, as [`crate::Solution::total`].
    pub total: i64,
}

impl std::ops::Sub for Worth {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            pairs: self.pairs - other.pairs,
            total: self.total - other.total,
        }
    }
}

/// One student's place in two answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// Whose place it is.
    pub student: PersonId,
    /// The mentor that the student gives up; `None` for a place that was empty.
    pub from: Option<PersonId>,
    /// The mentor that the student gets; `None` for a place that is left empty.
    pub to: Option<PersonId>,
    /// The score of the new pair less that of the old one, in milli-points; a missing pair scores 0.
    pub gain: i64,
}

/// What an edit did to the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What the pairs were worth.
    pub before: Worth,
    /// What they are worth now.
    pub after: Worth,
    /// Every place that changed, in chains: whoever gets a mentor is followed by the one who gives that mentor up.
    pub moves: Vec<Move>,
}

impl Change {
    /// What the cohort gains by it; negative numbers are what it pays.
    pub fn gain(&self) -> Worth {
        self.after - self.before
    }
}

/// A pair by index, and its score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Made {
    pub(crate) student: usize,
    pub(crate) mentor: usize,
    pub(crate) score: i64,
}

/// The moves that turn the pairs `lost` into the pairs `won`, beginning with that of the pair `first`, if it is won.
pub(crate) fn chain(
    cohort: &Cohort,
    lost: &[Made],
    won: &[Made],
    first: Option<(usize, usize)>,
) -> Vec<Move> {
    let mut places: BTreeMap<usize, (Vec<Made>, Vec<Made>)> = BTreeMap::new();
    for made in lost {
        places.entry(made.student).or_default().0.push(*made);
    }
    for made in won {
        places.entry(made.student).or_default().1.push(*made);
    }
    let mut steps = Vec::new();
    for (mut lost, mut won) in places.into_values() {
        // A pair on both lists did not move; its score may have changed.
        let stays =
            |made: &Made, others: &[Made]| others.iter().any(|other| other.mentor == made.mentor);
        let (before, after) = (lost.clone(), won.clone());
        lost.retain(|made| !stays(made, &after));
        won.retain(|made| !stays(made, &before));
        lost.sort_unstable();
        won.sort_unstable();
        for place in 0..lost.len().max(won.len()) {
            steps.push(Step {
                from: lost.get(place).copied(),
                to: won.get(place).copied(),
            });
        }
    }
    let mut moves = Vec::with_capacity(steps.len());
    while !steps.is_empty() {
        let is_first =
            |step: &Step| first.is_some() && step.to.map(|to| (to.student, to.mentor)) == first;
        // A chain begins with what was asked for, or with a mentor whom nobody gives up before.
        let starts = |step: &Step| {
            step.from
                .is_none_or(|from| !steps.iter().any(|other| other.gets(from.mentor)))
        };
        let start = steps
            .iter()
            .position(is_first)
            .or_else(|| steps.iter().position(starts));
        let mut step = steps.remove(start.unwrap_or(0));
        let mut after = Vec::new();
        let root = step;
        loop {
            after.push(step);
            let next = step
                .to
                .and_then(|to| steps.iter().position(|other| other.leaves(to.mentor)));
            let Some(next) = next else { break };
            step = steps.remove(next);
        }
        // Then those who profit from what the first one gave up.
        step = root;
        loop {
            let next = step
                .from
                .and_then(|from| steps.iter().position(|other| other.gets(from.mentor)));
            let Some(next) = next else { break };
            step = steps.remove(next);
            after.push(step);
        }
        moves.extend(after.iter().map(|step| step.told(cohort)));
    }
    moves
}

/// One place of a student: at least one of the two is there.
#[derive(Clone, Copy)]
struct Step {
    from: Option<Made>,
    to: Option<Made>,
}

impl Step {
    fn leaves(&self, mentor: usize) -> bool {
        self.from.is_some_and(|from| from.mentor == mentor)
    }

    fn gets(&self, mentor: usize) -> bool {
        self.to.is_some_and(|to| to.mentor == mentor)
    }

    fn told(&self, cohort: &Cohort) -> Move {
        let student = self.from.or(self.to).map_or(0, |made| made.student);
        let mentor = |made: Made| cohort.mentors()[made.mentor].id;
        let score = |made: Option<Made>| made.map_or(0, |made| made.score);
        Move {
            student: cohort.students()[student].id,
            from: self.from.map(mentor),
            to: self.to.map(mentor),
            gain: score(self.to) - score(self.from),
        }
    }
}
