//! What is asked: a cohort, its scores, the price of an empty place; and how far an answer has come.

use crate::{Cohort, Scores};
use std::ops::ControlFlow;

/// The largest [`Leaving::Price`], either way, in milli-points.
pub const MAX_PRICE: i64 = 1_000_000_000_000_000;

/// What it costs to leave a student's place empty. A student with n places can pay it n times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Leaving {
    /// As many pairs as possible are made, whatever they score; among those choices the best total.
    ///
    /// The price that does this is N × (highest − lowest) + max(0, −lowest) + 1. N is the smaller of the places left by
    /// the locks on either side; highest and lowest are the scores of the pairs still open (both people have a place
    /// left, and the pair is eligible, not excluded, not locked), 0 where there is none. One pair more is then always
    /// worth more than anything that the other N − 1 can lose by it.
    #[default]
    MostMatched,
    /// Each empty place costs this many milli-points, so no pair is made that scores less than −price; one that scores
    /// exactly −price is made. A negative price is a score that a pair must reach.
    Price(i64),
}

/// One question to [`crate::solve`].
#[derive(Clone, Copy)]
pub struct Problem<'a> {
    /// Who is there, and which pairs must or must not be made.
    pub cohort: &'a Cohort,
    /// What each pair is worth, by index in the cohort.
    pub scores: &'a dyn Scores,
    /// What an empty place costs.
    pub leaving: Leaving,
}

/// How far the work has come: `done` of `of` students in this phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub phase: Phase,
    /// How many students it is done for.
    pub done: usize,
    /// How many there are.
    pub of: usize,
}

/// The phases: scoring and matching once, then proving, and pricing as often as it takes, counted by `round` from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// All scores are read, and students bid for places. Large cohorts come here more than once.
    Scoring,
    /// Whoever is left without a place enters by a shortest path.
    Matching {
        /// How often, from 1.
        round: u32,
    },
    /// Pairs that are not listed are compared with the values of the certificate.
    Pricing {
        /// How often, from 1.
        round: u32,
    },
    /// The values of the certificate are found.
    Proving,
    /// An answer is compared with the scores; each reading of them begins at 0.
    Checking,
}

/// Progress is told once for so many students, so that telling it costs nothing.
pub(crate) const STEP: usize = 64;

/// The answer is not wanted any more.
pub(crate) struct Cancelled;

/// Tells how far something has come.
pub(crate) struct Tell<'a> {
    of: usize,
    progress: &'a mut dyn FnMut(Progress) -> ControlFlow<()>,
}

impl<'a> Tell<'a> {
    pub(crate) fn new(
        cohort: &Cohort,
        progress: &'a mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Self {
        Self {
            of: cohort.students().len(),
            progress,
        }
    }

    pub(crate) fn step(&mut self, phase: Phase, done: usize) -> Result<(), Cancelled> {
        let progress = Progress {
            phase,
            done,
            of: self.of,
        };
        if done.is_multiple_of(STEP) && (self.progress)(progress).is_break() {
            return Err(Cancelled);
        }
        Ok(())
    }
}
