//! Tells when the person goes away from the computer: before it sleeps, and when its screen is locked.
//!
//! Each system has its own way of saying so, and each of them fits behind one function. A system that says nothing, or
//! refuses, is noted in the log: who needs to know for sure looks at the clock besides.

#[cfg(target_os = "linux")]
mod logind;
#[cfg(target_os = "macos")]
mod notifications;
#[cfg(windows)]
mod window_messages;

/// Calls `went_away` each time, for as long as the program runs, on a thread of its own.
///
/// The computer waits with sleeping until it returns, a few seconds at most: on Linux and Windows. macOS does not wait.
///
/// To be called from the main thread, once the program's loop of events runs there: macOS tells nobody else.
pub fn watch(went_away: impl Fn() + Send + Sync + 'static) {
    #[cfg(target_os = "linux")]
    on_a_thread(move || logind::follow(&went_away));
    #[cfg(windows)]
    on_a_thread(move || window_messages::follow(went_away));
    #[cfg(target_os = "macos")]
    {
        let (told, away) = std::sync::mpsc::channel();
        on_a_thread(move || -> Result<(), std::convert::Infallible> {
            for () in away {
                went_away();
            }
            Ok(())
        });
        notifications::subscribe(&told);
    }
    #[cfg(not(any(target_os = "linux", windows, target_os = "macos")))]
    drop(went_away);
}

/// The thread ends with the program.
#[cfg(any(target_os = "linux", windows, target_os = "macos"))]
fn on_a_thread<E: std::fmt::Display>(follow: impl FnOnce() -> Result<(), E> + Send + 'static) {
    let thread = std::thread::Builder::new().name("away".to_owned());
    let started = thread.spawn(move || {
        if let Err(error) = follow() {
            tracing::info!(%error, "nobody says when the computer sleeps");
        }
    });
    if let Err(error) = started {
        tracing::warn!(%error, "nobody says when the computer sleeps");
    }
}
