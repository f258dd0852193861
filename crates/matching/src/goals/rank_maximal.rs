//! The most first choices, then the most second choices, and so on.
//!
//! Irving, Kavitha, Mehlhorn, Michail and Paluch, "Rank-maximal matchings" (2006), ask the question and answer it rank by
//! rank; here a stage takes as many ranks as fit into exact weights, and what a stage has found is handed on as theirs is:
//! by complementary slackness its values say which people must be served and which pairs are settled in every best
//! choice, and the next stage chooses among the best choices only.

use super::lexicographic::{Edge, Values, Weight, choose};
use super::open::Open;
use super::{Answer, StudentLists, answer};
use crate::problem::Tell;
use crate::{Cohort, Phase, Progress, Scores, SolveError};
use std::ops::ControlFlow;

/// What becomes of mentors who are on no list of a student.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlisted {
    /// The student never gets them.
    Never,
    /// They come after every list: once all ranks are decided, as many as possible of these pairs are made.
    Last,
}

/// The answer of [`rank_maximal`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankMaximal {
    /// The pairs and who is left.
    pub answer: Answer,
    /// How many chosen pairs are first choices, second choices, and so on to the end of the longest list; with
    /// [`Unlisted::Last`] one number more, for the pairs of no list. Locked pairs do not count.
    pub ranks: Vec<u32>,
}

/// The pairs with the most first choices, among those the most second choices, and so on; among those the best total.
///
/// A rank is the place on the student's list, whether the choices before can be made or not. A student with several
/// places may get several of their choices. Cost: a stage for every six ranks (more than six below 10,000 people) and
/// one for the total, each as in [`crate::solve`] on the listed pairs alone; one reading of all scores, two with
/// [`Unlisted::Last`]. Memory: 72 bytes for a listed pair, and for a pair of no list that could still be made.
///
/// # Errors
/// As [`crate::solve`].
///
/// # Panics
/// Only where `scores` does, or answers the same question differently from one time to the next.
pub fn rank_maximal(
    cohort: &Cohort,
    scores: &dyn Scores,
    lists: &StudentLists,
    unlisted: Unlisted,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<RankMaximal, SolveError> {
    let open = Open::new(cohort, scores);
    let mut tell = Tell::new(cohort, progress);
    let mut stages = Stages::new(&open, lists, &mut tell)?;
    let digits = Digits::of(&open);
    let mut from = 1;
    while from <= lists.longest() {
        let to = from + digits.in_stage();
        stages.run(
            &|choice| (choice.rank < to).then(|| digits.weight(choice.rank.checked_sub(from))),
            &mut tell,
        )?;
        from = to;
    }
    if unlisted == Unlisted::Last {
        stages.add_unlisted(lists, &mut tell)?;
        stages.run(
            &|choice| Some([0, i64::from(choice.rank == UNLISTED)]),
            &mut tell,
        )?;
    }
    stages.run(
        &|choice| Some([choice.score, open.tie(choice.student, choice.mentor)]),
        &mut tell,
    )?;

    let mut ranks = vec![0; lists.longest() + usize::from(unlisted == Unlisted::Last)];
    let mut chosen = Vec::new();
    for (student, choices) in stages.choices.iter().enumerate() {
        for choice in choices.iter().filter(|choice| choice.chosen) {
            chosen.push((student, choice.mentor));
            let place = if choice.rank == UNLISTED {
                lists.longest()
            } else {
                choice.rank - 1
            };
            ranks[place] += 1;
        }
    }
    let allowed =
        |student, mentor, _| unlisted == Unlisted::Last || lists.rank(student, mentor).is_some();
    Ok(RankMaximal {
        answer: answer::build(&open, chosen, &allowed)?,
        ranks,
    })
}

/// How many pairs of each student a stage begins with.
const FIRST: usize = 16;

/// The rank of a pair of no list.
const UNLISTED: usize = usize::MAX;

/// A pair that a best choice so far can have.
struct Choice {
    student: usize,
    mentor: usize,
    /// Counted from 1.
    rank: usize,
    score: i64,
    /// How much of what must be kept of the stages before this pair keeps: its student must be served, its mentor must
    /// be full, the pair must be made. One point each; the best choices are those with the most points.
    kept: i64,
    chosen: bool,
    /// Which of the student's edges it is in the stage that runs, if it is one.
    edge: Option<usize>,
}

struct Stages<'a> {
    open: &'a Open<'a>,
    choices: Vec<Vec<Choice>>,
    /// Who can have a pair that counted nothing in the stages before.
    students: Vec<bool>,
    mentors: Vec<bool>,
    round: u32,
}

impl<'a> Stages<'a> {
    fn new(
        open: &'a Open<'a>,
        lists: &StudentLists,
        tell: &mut Tell<'_>,
    ) -> Result<Self, SolveError> {
        let mut choices = Vec::with_capacity(open.students.len());
        let mut row = open.row();
        for student in 0..open.students.len() {
            tell.step(Phase::Scoring, student)?;
            open.read(student, &mut row)?;
            let listed = lists
                .of(student)
                .iter()
                .zip(1..)
                .filter_map(|(mentor, rank)| {
                    let score = row[*mentor].filter(|_| open.mentors[*mentor] > 0)?;
                    Some(Choice {
                        student,
                        mentor: *mentor,
                        rank,
                        score,
                        kept: 0,
                        chosen: false,
                        edge: None,
                    })
                });
            choices.push(listed.collect());
        }
        Ok(Self {
            students: open.students.iter().map(|left| *left > 0).collect(),
            mentors: open.mentors.iter().map(|left| *left > 0).collect(),
            open,
            choices,
            round: 0,
        })
    }

    /// Chooses by these weights among the best choices so far, and keeps the pairs that the best of those can have.
    /// Pairs without a weight come later.
    fn run(
        &mut self,
        weight: &dyn Fn(&Choice) -> Option<[i64; 2]>,
        tell: &mut Tell<'_>,
    ) -> Result<(), SolveError> {
        self.round += 1;
        let phase = Phase::Matching { round: self.round };
        let weigh =
            |choice: &Choice| weight(choice).map(|[one, two]| Weight([choice.kept, one, two]));
        let mut edges: Vec<Vec<Edge>> = self.choices.iter().map(|_| Vec::new()).collect();
        let mut values = Values {
            students: vec![Weight::ZERO; self.students.len()],
            mentors: vec![Weight::ZERO; self.mentors.len()],
        };
        // Only the best few pairs of each student at first, then those that are worth more than the values they were
        // left out at, until there are none: the others cannot be in a best choice.
        let mut limit = FIRST;
        while self.missing(&mut edges, &weigh, &values, limit) {
            for edge in edges.iter_mut().flatten() {
                edge.chosen = false;
            }
            values = choose(
                &mut edges,
                &self.open.students,
                &self.open.mentors,
                &mut |done| tell.step(phase, done),
            )?;
            limit *= 2;
        }
        for (choices, edges) in self.choices.iter_mut().zip(&edges) {
            choices.retain_mut(|choice| {
                let weight = weigh(choice).unwrap_or(Weight::ZERO);
                let edge = choice.edge.take().map(|edge| &edges[edge]);
                settle(
                    choice,
                    weight,
                    edge.is_some_and(|edge| edge.chosen),
                    &values,
                )
            });
        }
        let open = |flags: &mut [bool], values: &[Weight]| {
            for (flag, value) in flags.iter_mut().zip(values) {
                *flag &= *value == Weight::ZERO;
            }
        };
        open(&mut self.students, &values.students);
        open(&mut self.mentors, &values.mentors);
        Ok(())
    }

    /// Adds the best `limit` pairs of each student that are no edges yet and worth more than their values.
    fn missing(
        &mut self,
        edges: &mut [Vec<Edge>],
        weigh: &dyn Fn(&Choice) -> Option<Weight>,
        values: &Values,
        limit: usize,
    ) -> bool {
        let open = self.open;
        let mut any = false;
        for (student, (choices, edges)) in self.choices.iter_mut().zip(edges).enumerate() {
            let excess = |choice: &Choice| {
                let weight = weigh(choice).filter(|_| choice.edge.is_none())?;
                let more = weight - values.students[student] - values.mentors[choice.mentor];
                (more > Weight::ZERO).then_some(more)
            };
            // Equal ones are told apart by the tie-break, or all students would begin with the same mentors.
            let found = choices.iter().enumerate().filter_map(|(place, choice)| {
                let tie = open.tie(student, choice.mentor);
                excess(choice).map(|more| (more, tie, place))
            });
            let mut found: Vec<_> = found.collect();
            if found.len() > limit {
                found.select_nth_unstable_by(limit, |one, other| other.cmp(one));
                found.truncate(limit);
            }
            any |= !found.is_empty();
            for (_, _, place) in found {
                let choice = &mut choices[place];
                let weight = weigh(choice).unwrap_or(Weight::ZERO);
                choice.edge = Some(edges.len());
                edges.push(Edge {
                    mentor: choice.mentor,
                    weight,
                    chosen: false,
                });
            }
        }
        any
    }

    /// Adds the pairs of no list. In a best choice so far they can only be made by people who need not be served by
    /// those before.
    fn add_unlisted(
        &mut self,
        lists: &StudentLists,
        tell: &mut Tell<'_>,
    ) -> Result<(), SolveError> {
        let mut row = self.open.row();
        for student in (0..self.students.len()).filter(|student| self.students[*student]) {
            tell.step(Phase::Pricing { round: self.round }, student)?;
            self.open.read(student, &mut row)?;
            for (mentor, score) in row
                .iter()
                .enumerate()
                .filter(|(mentor, _)| self.mentors[*mentor])
            {
                if let (Some(score), None) = (*score, lists.rank(student, mentor)) {
                    self.choices[student].push(Choice {
                        student,
                        mentor,
                        rank: UNLISTED,
                        score,
                        kept: 0,
                        chosen: false,
                        edge: None,
                    });
                }
            }
        }
        Ok(())
    }
}

/// Whether a best choice of this stage can have the pair, and what the pair keeps of it.
fn settle(choice: &mut Choice, weight: Weight, chosen: bool, values: &Values) -> bool {
    let (student, mentor) = (
        values.students[choice.student],
        values.mentors[choice.mentor],
    );
    choice.chosen = chosen;
    choice.kept = i64::from(student > Weight::ZERO)
        + i64::from(mentor > Weight::ZERO)
        + i64::from(student + mentor < weight);
    student + mentor <= weight
}

/// Ranks as digits of exact weights: one pair of a rank is worth more than all sums of the ranks below it.
struct Digits {
    /// The bits of a digit, and how many digits fit into each of the two parts of a weight.
    bits: usize,
    per_part: usize,
}

impl Digits {
    /// A digit of what the paths compare is at most twice six sums of ±1 along a path, see [`Weight`].
    fn of(open: &Open<'_>) -> Self {
        let longest = open.students.len().min(open.mentors.len()) + 1;
        let bits = (64 * longest).next_power_of_two().trailing_zeros() as usize;
        Self {
            bits,
            per_part: 62 / bits,
        }
    }

    fn in_stage(&self) -> usize {
        2 * self.per_part
    }

    /// The weight of a pair at this place of the stage; earlier ones weigh nothing any more.
    fn weight(&self, place: Option<usize>) -> [i64; 2] {
        let digit = |place: usize| 1 << (self.bits * (self.per_part - 1 - place));
        match place {
            None => [0, 0],
            Some(place) if place < self.per_part => [digit(place), 0],
            Some(place) => [0, digit(place - self.per_part)],
        }
    }
}
