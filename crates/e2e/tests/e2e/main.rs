//! Journeys through the real window.
#![cfg(target_os = "linux")]
#![allow(unreachable_pub, reason = "nobody links a test")]

mod call;
mod crashing;
mod erasing;
mod faults;
mod hand;
mod hostile;
mod importing;
mod locking;
mod opening;
mod pages;
mod restoring;
mod states;
mod thread;
mod traces;
mod widened;
mod workbench;
mod zoomed;
