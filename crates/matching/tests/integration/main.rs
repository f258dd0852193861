//! The solver through its public interface.

mod certificate;
mod cohort;
mod common;
mod or_library;
mod oracle;
mod size;
mod ties;
