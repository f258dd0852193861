//! Stable pairs by deferred acceptance: students ask, mentors keep the best of those who asked so far.
//!
//! Gale and Shapley, "College Admissions and the Stability of Marriage" (1962); with places on both sides Roth, "Stability
//! and Polarization of Interests in Job Matching" (1984). Of all stable choices this is the one that is best for every
//! student at once, so the order in which they ask decides nothing.

use super::open::Open;
use super::ranking::Standing;
use super::{Answer, MentorLists, Ranking, StudentLists, answer};
use crate::problem::Tell;
use crate::{Cohort, Phase, Progress, Scores, SolveError};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::ControlFlow;

/// How many mentors of a student are ranked at a time: most students never ask more, and memory stays small.
const AHEAD: usize = 32;

/// A mentor a student will ask.
type Ask = (Standing, usize, i64);

/// The stable choice of pairs that every student likes best. [`super::blocking`] finds no pair for it.
///
/// Stable: there is no open pair, not made, acceptable to both, where the student has an empty place or would give up
/// a pair for it, and so has or would the mentor. Locked pairs are given up for nothing. Cost: one reading of all
/// scores, and O(log) for each time a student asks, at most students × mentors times; memory O(students + places).
///
/// # Errors
/// As [`crate::solve`].
///
/// # Panics
/// Only where `scores` does, or answers the same question differently from one time to the next.
pub fn stable(
    cohort: &Cohort,
    scores: &dyn Scores,
    students: Ranking<'_, StudentLists>,
    mentors: Ranking<'_, MentorLists>,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Answer, SolveError> {
    let open = Open::new(cohort, scores);
    let mut tell = Tell::new(cohort, progress);
    let mut row = open.row();
    let count = open.students.len();
    // What each student asks next, the best last; and the last that was ranked, `None` before the first and when there
    // are no more.
    let mut asks: Vec<Vec<Ask>> = Vec::with_capacity(count);
    let mut ranked = Vec::with_capacity(count);
    for student in 0..count {
        tell.step(Phase::Scoring, student)?;
        open.read(student, &mut row)?;
        let ahead = ahead(&open, &row, (students, mentors), student, None);
        ranked.push(last(&ahead));
        asks.push(ahead);
    }
    // The worst of those whom a mentor keeps is on top.
    let mut kept: Vec<BinaryHeap<(Standing, usize)>> = vec![BinaryHeap::new(); open.mentors.len()];
    let mut empty = open.students.clone();
    let mut asked = 0;
    for first in 0..count {
        tell.step(Phase::Matching { round: 1 }, first)?;
        let mut asking = vec![first];
        while let Some(student) = asking.pop() {
            while empty[student] > 0 {
                let Some((_, mentor, score)) = asks[student].pop() else {
                    let Some(after) = ranked[student] else { break };
                    open.read(student, &mut row)?;
                    asks[student] = ahead(&open, &row, (students, mentors), student, Some(after));
                    ranked[student] = last(&asks[student]);
                    continue;
                };
                asked += 1;
                if asked % (1 << 16) == 0 {
                    tell.step(Phase::Matching { round: 1 }, 0)?;
                }
                let standing = mentors.standing(&open, student, mentor, score);
                kept[mentor].push((
                    standing.expect("only acceptable mentors are asked"),
                    student,
                ));
                empty[student] -= 1;
                if kept[mentor].len() > open.mentors[mentor] as usize
                    && let Some((_, refused)) = kept[mentor].pop()
                {
                    empty[refused] += 1;
                    if refused != student {
                        asking.push(refused);
                    }
                }
            }
        }
    }
    let pairs = kept.iter().enumerate();
    let chosen =
        pairs.flat_map(|(mentor, kept)| kept.iter().map(move |(_, student)| (*student, mentor)));
    answer::build(&open, chosen.collect(), &|student, mentor, score| {
        students.standing(&open, student, mentor, score).is_some()
            && mentors.standing(&open, student, mentor, score).is_some()
    })
}

/// The next few mentors that a student asks, the best last.
fn ahead(
    open: &Open<'_>,
    row: &[Option<i64>],
    (students, mentors): (Ranking<'_, StudentLists>, Ranking<'_, MentorLists>),
    student: usize,
    after: Option<Standing>,
) -> Vec<Ask> {
    let ask = |mentor: usize| {
        let score = row[mentor].filter(|_| open.mentors[mentor] > 0)?;
        let standing = students.standing(open, student, mentor, score)?;
        mentors.standing(open, student, mentor, score)?;
        Some((standing, mentor, score)).filter(|_| after.is_none_or(|after| standing > after))
    };
    let mut asks: Vec<_> = match students {
        Ranking::Lists(lists) => lists.of(student).iter().copied().filter_map(ask).collect(),
        Ranking::Scores | Ranking::ListsThenScores(_) => {
            // A ranking takes far longer than a glance at the score.
            let floor = ahead_by_score(row, after);
            let likely = |mentor: &usize| {
                row[*mentor] >= floor || students.choice(student, *mentor).is_some()
            };
            let asks: Vec<_> = (0..row.len()).filter(likely).filter_map(ask).collect();
            if asks.len() >= AHEAD || floor.is_none() {
                asks
            } else {
                (0..row.len()).filter_map(ask).collect()
            }
        }
    };
    if asks.len() > AHEAD {
        asks.select_nth_unstable(AHEAD);
        asks.truncate(AHEAD);
    }
    asks.sort_unstable_by(|one, other| other.cmp(one));
    asks
}

/// A score that enough of those reach who do not score higher than the one asked last; `None` if there are not enough.
fn ahead_by_score(row: &[Option<i64>], after: Option<Standing>) -> Option<i64> {
    let before = |score: &i64| after.is_none_or(|(_, Reverse(after), _, _)| *score <= after);
    let mut scores: Vec<_> = row.iter().flatten().copied().filter(before).collect();
    let enough = 2 * AHEAD;
    if scores.len() <= enough {
        return None;
    }
    let (_, floor, _) = scores.select_nth_unstable_by(enough, |one, other| other.cmp(one));
    Some(*floor)
}

/// The last of these that will be asked, if there may be more after it.
fn last(asks: &[Ask]) -> Option<Standing> {
    asks.first()
        .filter(|_| asks.len() == AHEAD)
        .map(|ask| ask.0)
}
