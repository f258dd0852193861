//! Looking at the window: its size and its pictures.

use std::path::{Path, PathBuf};

use serde_json::Value;
use tokio::time::Instant;

use crate::desk::{Desk, PATIENCE};

impl Desk {
    /// Sets the page's size in CSS pixels and waits until it has it.
    #[track_caller]
    pub fn set_size(&self, width: u32, height: u32) {
        self.wait(&format!("a page of {width}x{height}"), || {
            // Where something draws borders the window is larger than the page: ask for the difference too.
            let (page_width, page_height) = self.size();
            if (page_width, page_height) == (width, height) {
                return Some(());
            }
            let client = self.client();
            let (outer_width, outer_height) = self.block(client.get_window_size()).ok()?;
            let extra = |outer: u64, page: u32| {
                let outer = u32::try_from(outer).unwrap_or(0);
                outer.saturating_sub(page)
            };
            let _ = self.block(client.set_window_size(
                width + extra(outer_width, page_width),
                height + extra(outer_height, page_height),
            ));
            (self.size() == (width, height)).then_some(())
        });
    }

    /// The page's width and height in CSS pixels.
    pub fn size(&self) -> (u32, u32) {
        let size = self.script("return [innerWidth, innerHeight]", vec![]);
        let part = |at: usize| size[at].as_u64().and_then(|part| part.try_into().ok());
        (part(0).unwrap_or(0), part(1).unwrap_or(0))
    }

    /// Moves the window to this place on the screen, as a person drags it.
    pub fn move_to(&self, left: u32, top: u32) {
        self.wait(&format!("the window at {left},{top}"), || {
            let _ = self.block(self.client().set_window_position(left, top));
            (self.place() == (left, top)).then_some(())
        });
    }

    /// Where the window's upper left corner is on the screen.
    pub fn place(&self) -> (u32, u32) {
        let place = self.block(self.client().get_window_position());
        let (left, top) = place.unwrap_or_else(|error| panic!("no place: {error}"));
        let whole = |part: u64| u32::try_from(part).unwrap_or(u32::MAX);
        (whole(left), whole(top))
    }

    /// Fails if the page can be scrolled sideways: it does not reflow to its width.
    #[track_caller]
    pub fn assert_no_sideways_scrolling(&self) {
        let wide = self.script(
            "const page = document.documentElement; return page.scrollWidth - page.clientWidth",
            vec![],
        );
        assert_eq!(
            wide,
            0,
            "the page is wider than the window at {:?}",
            self.size()
        );
    }

    /// Writes what the window shows to `NAME.png` in `MENTORSHIP_DESK_SCREENSHOTS`, or in `target/screenshots`.
    #[track_caller]
    pub fn screenshot(&self, name: &str) -> PathBuf {
        // A picture is taken between frames: what moves has come to rest, and fonts are there.
        self.script_async(include_str!("at_rest.js"), vec![]);
        let picture = self
            .block(self.client().screenshot())
            .unwrap_or_else(|error| panic!("no screenshot: {error}"));
        let folder = std::env::var_os("MENTORSHIP_DESK_SCREENSHOTS")
            .map_or_else(|| target().join("screenshots"), PathBuf::from);
        let path = folder.join(format!("{name}.png"));
        let folder = path.parent().expect("a file lies in a folder");
        std::fs::create_dir_all(folder).expect("a folder for screenshots");
        std::fs::write(&path, picture).expect("a screenshot");
        path
    }

    /// Runs a script that calls its last argument when it is done, and gives what it called it with.
    pub(crate) fn script_async(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.block(self.client().execute_async(script, arguments))
            .unwrap_or_else(|error| panic!("a script failed: {error}"))
    }

    /// Asks until nothing is wrong, and gives what is wrong still when time is up.
    pub(crate) fn settle(&self, mut problem: impl FnMut() -> String) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let problem = problem();
            if problem.is_empty() || Instant::now() >= deadline {
                return problem;
            }
            self.rest();
        }
    }
}

/// The folder of the profile that this test was built in: `target/debug`.
pub(crate) fn profile_folder() -> PathBuf {
    let own = std::env::current_exe().expect("a test knows where it lies");
    own.ancestors()
        .nth(2)
        .map(Path::to_owned)
        .expect("tests lie in target/PROFILE/deps")
}

/// `target`, wherever it is.
pub(crate) fn target() -> PathBuf {
    let profile = profile_folder();
    profile.parent().map(Path::to_owned).unwrap_or(profile)
}
