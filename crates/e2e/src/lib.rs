//! Drives the real window: the program under test in an X server, a session bus and a keyring of its own, by `WebDriver`.
//!
//! A journey is a plain test function. [`Desk::start`] opens the window; what it finds it finds as a person would, by
//! role and name; every step waits for what it needs with a deadline, and none sleeps. A step that fails panics with what
//! the page shows, and leaves a picture and the logs in `target/journeys`.
//!
//! Nothing of ours is linked: the journeys know only what a person can see.
#![cfg(target_os = "linux")]

mod axe;
mod children;
mod desk;
mod element;
mod find;
mod keys;
mod look;
mod machine;
mod options;
mod screen;

pub use axe::Violation;
pub use desk::{Desk, program};
pub use element::Element;
pub use fantoccini::key::Key;
pub use options::{Keyring, Options, Theme};
