//! The words and rules of a mentoring programme: what a name, a capacity, a match is, and who may do what.
//!
//! Nothing here reads a clock, a file or a random number, so every rule can be tested by calling it, and the window
//! (built for wasm) and the answers behind it share one set of constructors.

pub mod availability;
pub mod backups;
pub mod factors;
pub mod fields;
pub mod ids;
pub mod invalid;
pub mod markdown;
pub mod matches;
pub mod names;
pub mod numbers;
pub mod policy;
pub mod roles;
pub mod secrets;
pub mod tags;
pub mod texts;

pub use availability::Availability;
pub use ids::*;
pub use invalid::Invalid;
pub use names::{Email, PersonName, SignInName};
pub use numbers::{Capacity, Minutes, Progress};
pub use roles::{Role, Roles};
pub use tags::{Language, Tag, Zone};
pub use texts::{Audience, Line, Text};
