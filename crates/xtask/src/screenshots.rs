//! `cargo xtask screenshots`: retakes the pictures of the documentation in the real window.

use crate::process::{Result, cargo, root, run};
use crate::{setup, test, ui};

pub(crate) fn screenshots() -> Result {
    setup::window_tests()?;
    ui::build(ui::Profile::Development)?;
    test::build()?;
    // The journey is a test like the others and always runs; here its pictures are kept.
    run(cargo()
        .args(["test", "--workspace", "--test=e2e", "screenshots"])
        .env(
            "MENTORSHIP_DESK_SCREENSHOTS",
            root().join("docs/screenshots"),
        ))
}
