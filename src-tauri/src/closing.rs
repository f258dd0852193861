//! Leaving in order: the page saves its drafts, the desk writes what it holds and forgets its key, then the window goes.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use app::Desk;
use tauri::{AppHandle, Emitter, Listener, Manager};
use tokio::sync::oneshot;

use crate::place::Place;
use crate::window::MAIN;

/// Told to the page: save now what is not saved.
const CLOSING: &str = "desk-closing";
/// Told by the page: saved.
const FLUSHED: &str = "desk-flushed";

/// How long the page may take. A page that hangs must not keep the window open.
const PATIENCE: Duration = Duration::from_secs(1);

/// Whether leaving has begun; kept by Tauri beside the desk.
#[derive(Default)]
struct Begun(AtomicBool);

/// Begins to leave. False if there is nothing to wait for: no desk was opened, or it is closed already.
pub(crate) fn begin(app: &AppHandle) -> bool {
    if app.try_state::<Desk>().is_none() {
        return false;
    }
    app.manage(Begun::default());
    if app.state::<Begun>().0.swap(true, Ordering::AcqRel) {
        // Asked again, by an impatient person: it ends by itself within a second.
        return true;
    }
    app.state::<Place>().save();

    let (saved, flushed) = oneshot::channel();
    app.once_any(FLUSHED, move |_| {
        let _ = saved.send(());
    });
    let told = app.emit_to(MAIN, CLOSING, ());
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if told.is_ok() {
            let _ = tokio::time::timeout(PATIENCE, flushed).await;
        }
        app.state::<Desk>().close().await;
        app.exit(0);
    });
    true
}

/// The system asks programs to leave by a signal when the person signs out of the computer or a terminal is closed.
pub(crate) fn on_signals(app: &AppHandle) {
    #[cfg(unix)]
    for kind in [
        tokio::signal::unix::SignalKind::terminate(),
        tokio::signal::unix::SignalKind::interrupt(),
        tokio::signal::unix::SignalKind::hangup(),
    ] {
        let app = app.clone();
        tauri::async_runtime::spawn(async move {
            let Ok(mut signals) = tokio::signal::unix::signal(kind) else {
                return;
            };
            if signals.recv().await.is_some() {
                begin(&app);
            }
        });
    }
    #[cfg(not(unix))]
    let _ = app;
}
