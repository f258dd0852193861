//! `cargo xtask run`: from a fresh clone to the open window.

use crate::process::{Result, cargo, run as start};
use crate::{setup, ui};

pub(crate) fn run(arguments: &[String]) -> Result {
    setup::build()?;
    ui::build(ui::Profile::Development)?;
    start(
        cargo()
            .args([
                "run",
                "--package=mentorship-desk",
                "--bin=mentorship-desk",
                "--",
            ])
            .args(arguments),
    )
}
