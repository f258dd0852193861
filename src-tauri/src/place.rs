//! Keeps where the window is: in memory while it moves, in the settings when it closes.

use std::sync::{Mutex, PoisonError};

use tauri::WebviewWindow;

use crate::placement::{Placement, Screen};
use crate::preferences::StoredSettings;

/// Where the place lies in the settings.
const KEY: &str = "window";

pub(crate) struct Place {
    settings: StoredSettings,
    now: Mutex<Option<Placement>>,
}

impl Place {
    pub(crate) fn new(settings: StoredSettings) -> Self {
        Self {
            settings,
            now: Mutex::new(None),
        }
    }

    /// Puts the window where it was, if a person can reach it there.
    pub(crate) fn restore(&self, window: &WebviewWindow) -> tauri::Result<()> {
        // A place that an older version wrote differently is no place.
        let saved: Option<Placement> = self
            .settings
            .get(KEY)
            .and_then(|value| serde_json::from_value(value).ok());
        let screens: Vec<Screen> = window
            .available_monitors()?
            .iter()
            .map(|monitor| Screen {
                position: *monitor.position(),
                size: *monitor.size(),
            })
            .collect();
        let Some(placement) = saved.filter(|placement| placement.is_reachable(&screens)) else {
            return Ok(());
        };
        window.set_size(placement.size())?;
        window.set_position(placement.position())?;
        if placement.maximized {
            window.maximize()?;
        }
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = Some(placement);
        Ok(())
    }

    /// Remembers where the window is now.
    pub(crate) fn note(&self, window: &WebviewWindow) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        match look(window, *now) {
            Ok(placement) => *now = placement,
            Err(error) => tracing::debug!("cannot tell where the window is: {error}"),
        }
    }

    /// Writes it down.
    pub(crate) fn save(&self) {
        let now = *self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(placement) = now.and_then(|placement| serde_json::to_value(placement).ok()) else {
            return;
        };
        self.settings.set(KEY, placement);
    }
}

/// Where the window is. A maximised, minimised or full-screen one tells nothing about where it will be afterwards.
fn look(window: &WebviewWindow, before: Option<Placement>) -> tauri::Result<Option<Placement>> {
    if window.is_minimized()? || window.is_fullscreen()? {
        return Ok(before);
    }
    let maximized = window.is_maximized()?;
    if let Some(before) = before.filter(|_| maximized) {
        return Ok(Some(Placement {
            maximized,
            ..before
        }));
    }
    let position = window.outer_position()?;
    let size = window.inner_size()?;
    Ok(Some(Placement {
        x: position.x,
        y: position.y,
        width: size.width,
        height: size.height,
        maximized,
    }))
}
