//! When the desk should be locked: told by a clock, and by the system where it says that the person goes away.
//!
//! The system says so before the computer sleeps and when its screen is locked. Where it does not, the clock notices that
//! the computer slept: the desk is locked within seconds of waking.

use std::time::Duration;

use app::Desk;
use contract::accounts::LockReason;
use tauri::{AppHandle, Manager};

/// Between two looks at the clock. A minute without one means that the computer slept.
const TICK: Duration = Duration::from_secs(5);

/// Looks after the desk for as long as the window is open. To be called from the main thread.
pub(crate) fn watch(app: &AppHandle) {
    away::watch({
        let app = app.clone();
        move || {
            tauri::async_runtime::block_on(app.state::<Desk>().lock(LockReason::Suspended));
        }
    });
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let mut ticks = tokio::time::interval(TICK);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            app.state::<Desk>().tick().await;
        }
    });
}
