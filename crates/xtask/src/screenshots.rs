//! `cargo xtask screenshots`: retakes the pictures of the documentation in the real window.

use crate::process::{Result, cargo, root, run};
use crate::{setup, ui};

pub(crate) fn screenshots() -> Result {
    setup::window_tests()?;
    ui::build(ui::Profile::Development)?;
    run(cargo().args(["build", "--workspace", "--exclude=xtask", "--bins"]))?;
    // The journey is a test like the others and always runs; here its pictures are kept.
    run(cargo()
        .args(["test", "--package=e2e", "--test=e2e", "screenshots"])
        .env(
            "MENTORSHIP_DESK_SCREENSHOTS",
            root().join("docs/screenshots"),
        ))
}
