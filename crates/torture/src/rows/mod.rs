//! The rows.

pub mod bits;
pub mod canaries;
pub mod drill;
pub mod encryption;
pub mod faults;
pub mod fuzz;
pub mod guesses;
pub mod keyrings;
pub mod kills;
pub mod locked;
pub mod migrations;

use std::process::Stdio;

use tokio::process::Command;

use crate::Tools;

/// This program again, in another role.
fn child(tools: &Tools, arguments: &[&str]) -> Command {
    let mut command = Command::new(&tools.program);
    command
        .arg("child")
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    command
}

/// Numbers that look random and are the same in every run (`SplitMix64`).
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (number ^ (number >> 31)) % limit.max(1)
    }
}
