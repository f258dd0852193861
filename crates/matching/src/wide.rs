//! Loops over whole rows, as wide as the processor allows.
//!
//! What is compiled for every processor of a kind uses the vector instructions of the oldest. The loops here are compiled
//! once for each width, and the widest that there is does the work. The result is the same with all of them.

pub(crate) use pulp::NullaryFnOnce as Loop;

/// Runs a loop. Its [`Loop::call`], and all that it calls, must be `#[inline(always)]`: what is a function of its own is
/// compiled for the oldest processor again.
pub(crate) fn wide<L: Loop>(work: L) -> L::Output {
    pulp::Arch::new().dispatch(work)
}
