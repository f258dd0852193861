//! A whole cohort of pairs under review: solved, shown, published, taken back.

mod factors;
mod publish;
mod score;
mod solve;
mod views;

/// The features whose rows decide what a proposal answers.
const READ: [&str; 3] = ["fields", "matches", "people"];
