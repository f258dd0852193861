//! Other goals than the best total, each exact: the worst-off pair first, the most first choices, no two people who
//! would rather have each other. And what scenarios are compared by.
//!
//! | goal | function | decided by | proof |
//! |---|---|---|---|
//! | most people matched, then the best total | [`most_matched`] | scores | [`crate::verify`] |
//! | best total at a price of an empty place | [`best_total`] | scores | [`crate::verify`] |
//! | most people matched, then the worst-off pair, then the best total | [`max_min`] | scores | [`verify_max_min`] |
//! | most first choices, then second …, then the best total | [`rank_maximal`] | students' lists | [`verify_rank_maximal`] |
//! | stable: nobody would rather have each other | [`stable`] | both sides' rankings | [`verify_stable`] |
//!
//! [`reach`] answers any of them by name, for those who let somebody choose; [`measure`] and [`compare`] put the answers
//! side by side. All keep what a [`Cohort`] says: locks are made and stand outside the goal (no goal gives one up, and
//! the worst-off pair is sought among the others), exclusions, ineligible pairs and self pairs are never made, nobody
//! has more pairs than places. None depends on the order of the input: a tie is broken by the hash of both ids that
//! [`crate::solve`] uses, as the [crate] page says.
//!
//! # Example
//! ```
//! use matching::{Cohort, Mentor, PersonId, Student, goals, scores};
//! use std::ops::ControlFlow;
//!
//! let cohort = Cohort::new(
//!     vec![Student { id: PersonId(1), places: 1 }, Student { id: PersonId(2), places: 1 }],
//!     vec![Mentor { id: PersonId(8), places: 1 }, Mentor { id: PersonId(9), places: 1 }],
//! )?;
//! // The best total is 9 + 1 points, and leaves somebody with 1; the worst-off pair can have 4.
//! let points = [[9_000, 4_000], [5_000, 1_000]];
//! let scores = scores::single(|student, mentor| Some(points[student][mentor]));
//! let fair = goals::max_min(&cohort, &scores, &mut |_| ControlFlow::Continue(()))?;
//! assert_eq!((fair.worst, fair.solution.total), (Some(4_000), 9_000));
//! goals::verify_max_min(&cohort, &scores, &fair, &mut |_| ControlFlow::Continue(()))?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answer;
mod blocking;
mod floor;
mod flow;
mod goal;
mod lexicographic;
mod max_min;
mod metrics;
mod open;
mod pairs;
mod preferences;
mod rank_check;
mod rank_maximal;
mod ranking;
mod stable;
mod witness;

pub use answer::{Answer, Empty, Why};
pub use blocking::{Blocking, StableError, blocking, verify_stable};
pub use floor::AtLeast;
pub use goal::{Goal, Reached, reach};
pub use max_min::{MaxMin, max_min};
pub use metrics::{Differences, Metrics, compare, measure};
pub use pairs::PairError;
pub use preferences::{MentorLists, PreferenceError, StudentLists};
pub use rank_check::{RankMaximalError, verify_rank_maximal};
pub use rank_maximal::{RankMaximal, Unlisted, rank_maximal};
pub use ranking::Ranking;
pub use stable::stable;
pub use witness::{MaxMinError, Witness, verify_max_min};

use crate::{Cohort, Leaving, Problem, Progress, Scores, Solution, SolveError, solve};
use std::ops::ControlFlow;

/// As many pairs as possible, and among those choices the best total: [`solve`] with [`Leaving::MostMatched`].
///
/// # Errors
/// As [`solve`].
pub fn most_matched(
    cohort: &Cohort,
    scores: &dyn Scores,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Solution, SolveError> {
    let leaving = Leaving::MostMatched;
    solve(
        &Problem {
            cohort,
            scores,
            leaving,
        },
        progress,
    )
}

/// The best total less `price` milli-points for each empty place of a student: [`solve`] with [`Leaving::Price`].
///
/// # Errors
/// As [`solve`].
pub fn best_total(
    cohort: &Cohort,
    scores: &dyn Scores,
    price: i64,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Solution, SolveError> {
    let leaving = Leaving::Price(price);
    solve(
        &Problem {
            cohort,
            scores,
            leaving,
        },
        progress,
    )
}
