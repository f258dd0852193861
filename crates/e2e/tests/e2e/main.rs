//! Journeys through the real window.
#![cfg(target_os = "linux")]

mod hand;
mod opening;
mod pages;
mod thread;
