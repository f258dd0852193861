//! Journeys through the real window.
#![cfg(target_os = "linux")]

mod opening;
