//! What scenarios are compared by.

use super::open::Open;
use super::pairs::judge;
use super::{MentorLists, PairError, Ranking, StudentLists, blocking};
use crate::problem::Tell;
use crate::{Cohort, Pair, Phase, Progress, Scores};
use std::ops::ControlFlow;

/// One choice of pairs in figures, locked pairs included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metrics {
    /// How many pairs there are.
    pub pairs: usize,
    /// How many students have at least one.
    pub students: usize,
    /// The sum of the scores, in milli-points.
    pub total: i64,
    /// The lowest score and its pair; of several the first in the order of the cohort.
    pub worst: Option<(i64, Pair)>,
    /// The sum of the ranks of the mentors with their students, counted from 1, and over how many pairs. By lists the rank
    /// is that on the list, and pairs outside it have none. By scores, and by lists and then scores, it is the place
    /// among all mentors whom the student may have; mentors whom only the score tells apart share one if it is equal.
    pub ranks: (u64, usize),
    /// Pairs that would rather be made, as in [`super::Blocking::pairs`].
    pub blocking: Vec<Pair>,
}

impl Metrics {
    /// The mean rank of the mentors that students have; 1 is the first choice of everybody.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a figure to read, far below 2^52"
    )]
    pub fn mean_rank(&self) -> Option<f64> {
        (self.ranks.1 > 0).then(|| self.ranks.0 as f64 / self.ranks.1 as f64)
    }
}

/// The figures of a choice of pairs, whoever made it; all locks must be among the pairs. Cost: two readings of all scores.
/// `progress` as for [`crate::verify`].
///
/// # Errors
/// As [`super::blocking`].
pub fn measure(
    cohort: &Cohort,
    scores: &dyn Scores,
    students: Ranking<'_, StudentLists>,
    mentors: Ranking<'_, MentorLists>,
    pairs: &[Pair],
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Metrics, PairError> {
    let open = Open::new(cohort, scores);
    let mut tell = Tell::new(cohort, progress);
    let judged = judge(&open, pairs)?;
    let mut all: Vec<_> = judged
        .chosen
        .iter()
        .chain(&judged.locked)
        .copied()
        .collect();
    all.sort_unstable();
    let mut ranks = (0, 0);
    let mut matched = 0;
    let mut row = open.row();
    for own in all.chunk_by(|one, other| one.0 == other.0) {
        matched += 1;
        let student = own[0].0;
        tell.step(Phase::Checking, student)?;
        scores.row(student, &mut row);
        for mentor in cohort.barred(student) {
            row[mentor] = None;
        }
        for (_, mentor, score) in own {
            let higher = |than: &i64| than > score;
            let rank = match students {
                Ranking::Scores => Some(row.iter().flatten().filter(|than| higher(than)).count()),
                Ranking::Lists(lists) => lists.rank(student, *mentor).map(|rank| rank as usize - 1),
                Ranking::ListsThenScores(lists) => {
                    Some(if let Some(rank) = lists.rank(student, *mentor) {
                        let before = lists.of(student)[..rank as usize - 1].iter();
                        before.filter(|mentor| row[**mentor].is_some()).count()
                    } else {
                        let listed = |mentor| lists.rank(student, mentor).is_some();
                        let before = |(mentor, than): (usize, &Option<i64>)| {
                            than.is_some_and(|than| higher(&than) || listed(mentor))
                        };
                        row.iter().enumerate().filter(|than| before(*than)).count()
                    })
                }
            };
            if let Some(before) = rank {
                ranks = (ranks.0 + before as u64 + 1, ranks.1 + 1);
            }
        }
    }
    let worst = all
        .iter()
        .min_by_key(|(student, mentor, score)| (*score, *student, *mentor));
    Ok(Metrics {
        pairs: all.len(),
        students: matched,
        total: all.iter().map(|pair| pair.2).sum(),
        worst: worst.map(|(student, mentor, score)| (*score, cohort.pair(*student, *mentor))),
        ranks,
        blocking: blocking::find(&open, students, mentors, &judged, &mut tell)?.pairs,
    })
}

/// What one choice of pairs has and another has not, each sorted by the ids of student and mentor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// In the second, not in the first.
    pub added: Vec<Pair>,
    /// In the first, not in the second.
    pub removed: Vec<Pair>,
}

/// The pairs by which `other` differs from `base`. Cost: O(pairs · log pairs).
pub fn compare(base: &[Pair], other: &[Pair]) -> Differences {
    let sorted = |pairs: &[Pair]| {
        pairs
            .iter()
            .copied()
            .collect::<std::collections::BTreeSet<_>>()
    };
    let (base, other) = (sorted(base), sorted(other));
    Differences {
        added: other.difference(&base).copied().collect(),
        removed: base.difference(&other).copied().collect(),
    }
}
