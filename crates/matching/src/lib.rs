//! Exact matching of students with mentors: the best total score over all pairs, with a proof that it is the best.
//!
//! A [`Cohort`] says who is there, how many places each person has, which pairs are locked and which may never be made.
//! [`Scores`] says what each pair is worth, factor by factor. [`solve`] finds the pairs; [`verify`] checks its answer
//! from the problem alone, with no code in common.
//!
//! # The problem
//! Choose pairs so that nobody holds more than their places, no pair is made twice, every lock is kept and no excluded,
//! ineligible or self pair is made, and
//!
//! > sum of the scores of the pairs − price × empty places of students
//!
//! is as large as it can be. [`Leaving`] sets the price; by default it is so high that as many pairs as possible are
//! made. Scores and prices are integers in thousandths of a point (milli-points), so that nothing is rounded.
//!
//! # Ties
//! Where several choices have the same objective, the one with the largest sum of a 42-bit hash of both ids is taken.
//! The order of the input decides nothing, nor do the edits that led to it: two choices with the same sum as well are as
//! unlikely as (number of pairs) / 2⁴² (the isolation lemma of Mulmuley, Vazirani and Vazirani, 1987).
//!
//! # Method, cost and sources
//! Students first bid for places (Bertsekas' auction, 1988), a mentor being one column of capacity c instead of c columns.
//! Who is left without one enters by a shortest augmenting path, in the manner of Jonker and Volgenant (1987). Only the
//! best few mentors of each student are listed, with a limit that no other pair of the student reaches at the values of
//! the day; the list grows when a bid or a path gets to the limit, so that the answer is optimal over all pairs without
//! looking at most of them twice. The values that prove it are then moved to the one set that a certificate holds. With
//! n students, m mentors and e listed pairs: O(n·m) to read the scores, O(n · e · log m) at worst for the paths and far
//! less in practice. Memory: O(n + m + e), and 4 bytes a pair up to 2²³ pairs of scores that take long to read.
//!
//! From 2²¹ pairs on, and wherever students have more places than mentors, so that a path of each who stays without one
//! would go through everything, another auction comes first. A sample of the students says roughly what mentors are
//! worth; one reading keeps the best 32 pairs of each student at those values, 8 bytes each, and a bound on all others;
//! students bid for them with a least raise that gets smaller (ε-scaling, also Bertsekas 1988), and a place that is left
//! free and has a value is offered to whoever gives most for it (the reverse auction of Bertsekas and Castañon, 1992).
//! Where a mentor turns out to cost less than the sample said, the bounds hold no more: those mentors are looked at again
//! by themselves, which costs a sixth of a reading, and then the few students whose bounds are still in doubt. In the end
//! values are made exact by label correcting. The optimality conditions are those of Ahuja, Magnanti and Orlin, "Network
//! Flows" (1993), chapter 9. Where the best pairs of many students are tied by the dozen, a few of them tell little, and
//! students enter one by one all the same. [`solve_on`] reads scores on several threads.
//!
//! 100,000 students and 20,000 mentors are 2·10⁹ pairs: 2.3 s from the files to a certificate, 205 MB, on two cores of an
//! Intel Xeon server with AVX-512 (row M4 of the repository's `cargo xtask bench matching`, median of five), where OR-Tools
//! takes 5.9 s for 64 pairs of each student and says nothing of the others. A quarter of it is the reading, half of it
//! bids on one core.
//!
//! # Ranges
//! What comes in is bounded, and refused by name beyond: [`MAX_PEOPLE`] = 2¹⁷ on a side, [`MAX_STUDENT_PLACES`] = 2²⁶ in
//! all, a score within ±[`MAX_SCORE`] = ±10⁹ < 2³⁰ milli-points, a price within ±[`MAX_PRICE`] = ±10¹⁵ < 2⁵⁰. From that no
//! sum overflows:
//!
//! * Totals. There are no more pairs than places of students, so a total is at most 2²⁶ · 2³⁰ = 2⁵⁶: an `i64`.
//! * Prices. The price that [`Leaving::MostMatched`] stands for is at most 2²⁶ · 2³¹ + 2³⁰ + 1, below 2⁵⁸, which is what the
//!   search itself uses.
//! * Values. The solver adds and compares points · 2⁶⁴ + tie-break in one `i128`. A value is a difference of alternating
//!   sums along two simple paths, or such a difference and the bid that a value began with, which is at most a score and a
//!   price; a distance is two values less one such sum. A path has at most 2¹⁸ + 1 pairs, half of them added and half
//!   taken away, and at most one price, so a sum along it is at most 2 · 2¹⁷ · 2³⁰ + 2⁵⁸ in points and 2 · 2¹⁷ · 2⁴² in ties:
//!   six of them stay below 2⁶¹ and 2⁶³. A certificate is such values in points alone: `i64`.
//! * Proofs. A certificate to be checked may come from anywhere, so [`verify`] adds in `i128`: at most 2¹⁷ people with 2³²
//!   places each, times 2⁶³, is 2¹¹². [`Proof::objective`] is an `i128` because a price counts once
//!   for each empty place.
//!
//! Scores that leave the range of `i64` while their points are added stop at its ends, and are refused like all that are
//! out of range.
//!
//! # Example
//! ```
//! use matching::{Cohort, Leaving, Mentor, PersonId, Problem, Student, scores, solve, verify};
//! use std::ops::ControlFlow;
//!
//! let cohort = Cohort::new(
//!     vec![Student { id: PersonId(1), places: 1 }, Student { id: PersonId(2), places: 1 }],
//!     vec![Mentor { id: PersonId(8), places: 1 }, Mentor { id: PersonId(9), places: 3 }],
//! )?;
//! let points = [[5_000, 4_000], [5_000, 1_000]];
//! let scores = scores::single(|student, mentor| Some(points[student][mentor]));
//! let problem = Problem { cohort: &cohort, scores: &scores, leaving: Leaving::MostMatched };
//! let solution = solve(&problem, &mut |_| ControlFlow::Continue(()))?;
//! assert_eq!(solution.total, 9_000);
//! assert_eq!(verify(&problem, &solution, &mut |_| ControlFlow::Continue(()))?.pairs, 4);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What if
//! A [`Planner`] keeps an answer and follows edits: locks, exclusions, places, new scores. Each edit says who moves and
//! what it gains; each question ("why not this pair?", "what would one more place help?") leaves the answer as it is.
//! ```
//! use matching::{Cohort, Leaving, Mentor, Pair, PersonId, Planner, Student, scores};
//! use std::ops::ControlFlow;
//!
//! let [ann, ben, cleo, dan] = [1, 2, 8, 9].map(PersonId);
//! let cohort = Cohort::new(
//!     vec![Student { id: ann, places: 1 }, Student { id: ben, places: 1 }],
//!     vec![Mentor { id: cleo, places: 1 }, Mentor { id: dan, places: 3 }],
//! )?;
//! let scores = scores::single(|student, mentor| Some([[5_000, 4_000], [5_000, 1_000]][student][mentor]));
//! let mut planner = Planner::new(cohort, scores, Leaving::MostMatched, &mut |_| ControlFlow::Continue(()))?;
//! assert_eq!(planner.total(), 9_000);
//!
//! // Why does Ann not get Cleo? Because Ben would have to go to Dan, which costs the two of them 3 points.
//! let forced = planner.why_not(ann, cleo)?;
//! assert_eq!((forced.score, forced.change.gain().total), (5_000, -3_000));
//! assert_eq!(forced.change.moves[0].gain, 1_000);
//! assert_eq!((forced.change.moves[1].student, forced.change.moves[1].gain), (ben, -4_000));
//!
//! assert_eq!(planner.one_more_place(cleo)?.total, 1_000);
//! planner.exclude(Pair { student: ben, mentor: cleo })?;
//! assert_eq!(planner.total(), 6_000);
//! assert_eq!(planner.solution().pairs[0].mentor, cleo);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![warn(missing_docs)]
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "a test that panics has failed")
)]

mod answer;
mod auction;
mod bids;
mod cohort;
mod dual;
mod few;
mod flow;
pub mod goals;
mod instance;
mod lists;
mod market;
mod moves;
mod passes;
mod plan;
mod planner;
mod problem;
mod refill;
mod sample;
pub mod scores;
mod search;
mod settle;
mod shown;
mod solution;
mod solve;
mod verify;
mod weight;
mod wide;

pub use cohort::{
    Cohort, CohortError, MAX_PEOPLE, MAX_STUDENT_PLACES, Mentor, Pair, PersonId, Student,
};
pub use moves::{Change, Move, Worth};
pub use planner::{EditError, Forced, Planner, Rescored};
pub use problem::{Leaving, MAX_PRICE, Phase, Problem, Progress};
pub use scores::{Eligibility, MAX_SCORE, Scores};
pub use solution::{Certificate, Matched, Origin, Reason, Solution, Unmatched};
pub use solve::{SolveError, solve, solve_on};
pub use verify::{CertificateError, Proof, verify};
