//! What `app` tells without being asked, passed on to the page as it is.

use app::Desk;
use contract::{Event, Feature};
use tauri::{AppHandle, Emitter, Manager};
use tokio::sync::broadcast::error::RecvError;

use crate::window::MAIN;

/// The name that the page listens to; the payload is a `contract::Event`.
const NAME: &str = "desk";

/// Passes events on until the desk is gone.
pub(crate) fn forward(app: &AppHandle) {
    let mut events = app.state::<Desk>().events();
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        loop {
            let event = match events.recv().await {
                Ok(event) => event,
                // Some were missed, nobody knows which: everything may have changed.
                Err(RecvError::Lagged(_)) => Event::Changed {
                    features: Feature::ALL.to_vec(),
                },
                Err(RecvError::Closed) => return,
            };
            if let Err(error) = app.emit_to(MAIN, NAME, event) {
                tracing::warn!("cannot tell the window: {error}");
            }
        }
    });
}
