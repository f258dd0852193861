//! A whole cohort of pairs under review: solved, explained, changed by rules, proved, published, taken back.

mod compare;
mod draft;
mod factors;
mod places;
mod proof;
mod publish;
mod questions;
mod rules;
mod scene;
mod score;
mod solve;
mod solved;
mod solver;
mod verify;
mod views;
mod why_not;
mod words;

pub(crate) use draft::Kept;

/// The features whose rows decide what a proposal answers. A match that takes or frees a place changes its people, so
/// the meetings of other pairs make no proposal stale.
const READ: [&str; 3] = ["fields", "people", "programmes"];
