//! The web view draws the page in a process of its own. Where that one crashes, the page is opened anew: whoever is signed
//! in stays signed in, and drafts were kept as they were typed. macOS and Windows do this without us.

use tauri::WebviewWindow;

/// Opens the page anew whenever its process ends; says so where it does nothing but end.
pub(crate) fn revive(window: &WebviewWindow) -> tauri::Result<()> {
    #[cfg(target_os = "linux")]
    linux::revive(window)?;
    #[cfg(not(target_os = "linux"))]
    let _ = window;
    Ok(())
}

#[cfg(any(target_os = "linux", test))]
mod crashes {
    use std::time::{Duration, Instant};

    /// A page that crashes more often than [`MOST`] times in [`WHILE`] is left alone: it would flicker for ever.
    const MOST: usize = 3;
    const WHILE: Duration = Duration::from_mins(1);

    #[derive(Default)]
    pub(super) struct Crashes(Vec<Instant>);

    impl Crashes {
        /// Counts one more; whether to try again.
        pub(super) fn another(&mut self, now: Instant) -> bool {
            self.0.retain(|before| now.duration_since(*before) < WHILE);
            self.0.push(now);
            self.0.len() <= MOST
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_page_that_only_crashes_is_left_alone_for_a_while() {
            let start = Instant::now();
            let mut crashes = Crashes::default();
            for second in 0..3 {
                assert!(crashes.another(start + Duration::from_secs(second)));
            }
            assert!(!crashes.another(start + Duration::from_secs(3)));
            assert!(crashes.another(start + Duration::from_secs(64)));
        }
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::cell::RefCell;
    use std::time::Instant;

    use tauri::{Manager, WebviewWindow};
    use tauri_plugin_dialog::{DialogExt, MessageDialogKind};
    use webkit2gtk::WebViewExt;

    use super::crashes::Crashes;

    const ADVICE: &str = "The page crashed several times in a row. Nothing that was saved is lost. Please close the \
                          window and open it again.";

    pub(super) fn revive(window: &WebviewWindow) -> tauri::Result<()> {
        let app = window.app_handle().clone();
        window.with_webview(move |webview| {
            let crashes = RefCell::new(Crashes::default());
            webview
                .inner()
                .connect_web_process_terminated(move |view, reason| {
                    tracing::error!(?reason, "the page's process ended");
                    if crashes.borrow_mut().another(Instant::now()) {
                        view.reload();
                    } else {
                        app.dialog()
                            .message(ADVICE)
                            .kind(MessageDialogKind::Error)
                            .show(|_| ());
                    }
                });
        })
    }
}
