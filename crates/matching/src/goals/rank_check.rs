//! The independent check of [`super::rank_maximal`]: it shares no code with the search.
//!
//! A choice that is not the best has an exchange that makes it better: along a path between two empty places or people
//! who would be left, or around a circle, pairs are made and given up in turn. Bellman and Ford find one or show that
//! there is none.

use super::open::Open;
use super::pairs::{Judged, judge_answer};
use super::{PairError, RankMaximal, StudentLists, Unlisted};
use crate::problem::{Cancelled, Tell};
use crate::{Cohort, Pair, Phase, Progress, Scores};
use std::ops::ControlFlow;

/// What is wrong with an answer of [`super::rank_maximal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RankMaximalError {
    /// The pairs are no choice of this cohort.
    #[error("the pairs are no choice of this cohort: {0}")]
    Pairs(PairError),
    /// A pair that the lists do not allow.
    #[error("a pair that the lists do not allow: {0}")]
    NotListed(Pair),
    /// The numbers of choices are not those of the pairs.
    #[error("the numbers of choices are not those of the pairs")]
    OtherRanks,
    /// Another choice is better.
    #[error("another choice is better")]
    NotBest,
    /// The caller's `progress` asked to stop.
    #[error("cancelled")]
    Cancelled,
}

impl From<PairError> for RankMaximalError {
    fn from(error: PairError) -> Self {
        match error {
            PairError::Cancelled => Self::Cancelled,
            error => Self::Pairs(error),
        }
    }
}

impl From<Cancelled> for RankMaximalError {
    fn from(Cancelled: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// What a pair is worth: how many of each rank it is, then its score. `None` may not be made.
type Worth<'a> = &'a dyn Fn(usize, usize, i64) -> Option<Vec<i64>>;

/// Checks that the pairs keep every rule and that no other choice is better, in ranks and then in total; ties are not
/// looked at. Cost: O(people · pairs that can be made · ranks) at worst, time and memory.
/// `progress` as for [`crate::verify`].
///
/// # Errors
/// What is wrong with the answer, the first that was found; [`RankMaximalError::Cancelled`].
pub fn verify_rank_maximal(
    cohort: &Cohort,
    scores: &dyn Scores,
    lists: &StudentLists,
    unlisted: Unlisted,
    answer: &RankMaximal,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<(), RankMaximalError> {
    let mut tell = Tell::new(cohort, progress);
    let open = Open::new(cohort, scores);
    let judged = judge_answer(&open, &answer.answer)?;
    let levels = lists.longest() + usize::from(unlisted == Unlisted::Last);
    let worth = |student: usize, mentor: usize, score: i64| {
        let place = match (lists.rank(student, mentor), unlisted) {
            (Some(rank), _) => rank as usize - 1,
            (None, Unlisted::Last) => levels - 1,
            (None, Unlisted::Never) => return None,
        };
        let mut worth = vec![0; levels + 1];
        worth[place] = 1;
        worth[levels] = score;
        Some(worth)
    };
    let mut ranks = vec![0; levels];
    for (student, mentor, score) in &judged.chosen {
        let not_listed = RankMaximalError::NotListed(cohort.pair(*student, *mentor));
        let worth = worth(*student, *mentor, *score).ok_or(not_listed)?;
        for (sum, one) in ranks.iter_mut().zip(&worth) {
            *sum += u32::from(*one == 1);
        }
    }
    if ranks != answer.ranks {
        return Err(RankMaximalError::OtherRanks);
    }
    let exchanges = exchanges(&open, &judged, levels + 1, &worth, &mut tell)?;
    if improves(
        &exchanges,
        open.students.len() + open.mentors.len() + 1,
        levels + 1,
        &mut tell,
    )? {
        return Err(RankMaximalError::NotBest);
    }
    Ok(())
}

/// One step of an exchange and what it wins. Nodes are students, then mentors, then nobody.
struct Step {
    from: usize,
    to: usize,
    wins: Vec<i64>,
}

/// From a student to a mentor a pair is made, back one is given up; an empty place, or one that becomes empty, is a way
/// from or to nobody.
fn exchanges(
    open: &Open<'_>,
    judged: &Judged,
    parts: usize,
    worth: Worth<'_>,
    tell: &mut Tell<'_>,
) -> Result<Vec<Step>, Cancelled> {
    let (students, mentors) = (open.students.len(), open.mentors.len());
    let nobody = students + mentors;
    let free = |from, to| Step {
        from,
        to,
        wins: vec![0; parts],
    };
    let mut steps = Vec::new();
    let mut row = open.row();
    for student in 0..students {
        tell.step(Phase::Checking, student)?;
        for (_, mentor, score) in judged.chosen.iter().filter(|pair| pair.0 == student) {
            let worth = worth(student, *mentor, *score).unwrap_or_default();
            let wins = worth.iter().map(|part| -part).collect();
            steps.push(Step {
                from: students + mentor,
                to: student,
                wins,
            });
        }
        if judged.students[student] < open.students[student] {
            steps.push(free(student, nobody));
        }
        if judged.students[student] > 0 {
            steps.push(free(nobody, student));
        }
        if open.students[student] == 0 || open.read(student, &mut row).is_err() {
            continue;
        }
        for (_, mentor, _) in judged.chosen.iter().filter(|pair| pair.0 == student) {
            row[*mentor] = None;
        }
        let made = row
            .iter()
            .enumerate()
            .filter(|(mentor, _)| open.mentors[*mentor] > 0);
        steps.extend(made.filter_map(|(mentor, score)| {
            let wins = worth(student, mentor, (*score)?)?;
            Some(Step {
                from: student,
                to: students + mentor,
                wins,
            })
        }));
    }
    for mentor in 0..mentors {
        if judged.mentors[mentor] > 0 {
            steps.push(free(students + mentor, nobody));
        }
        if judged.mentors[mentor] < open.mentors[mentor] {
            steps.push(free(nobody, students + mentor));
        }
    }
    Ok(steps)
}

/// Whether some circle of steps wins something: then the most that can be won on the way to a node never settles.
fn improves(
    steps: &[Step],
    nodes: usize,
    parts: usize,
    tell: &mut Tell<'_>,
) -> Result<bool, Cancelled> {
    let mut most = vec![vec![0; parts]; nodes];
    for _ in 0..=nodes {
        // A round is a reading of all pairs: each asks whether it is still wanted.
        tell.step(Phase::Checking, 0)?;
        let mut changed = false;
        for Step { from, to, wins } in steps {
            let sum: Vec<i64> = most[*from]
                .iter()
                .zip(wins)
                .map(|(one, other)| one + other)
                .collect();
            if sum > most[*to] {
                most[*to] = sum;
                changed = true;
            }
        }
        if !changed {
            return Ok(false);
        }
    }
    Ok(true)
}
