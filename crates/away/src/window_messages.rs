//! Windows tells windows. Ours is never shown: it is there to be told.

// Every call of this module is one of the system's, which takes raw handles.
#![allow(unsafe_code)]

use std::cell::OnceCell;

use windows::Win32::Foundation::{HANDLE, HWND, LPARAM, LRESULT, WPARAM};
use windows::Win32::System::LibraryLoader::GetModuleHandleW;
use windows::Win32::System::Power::RegisterSuspendResumeNotification;
use windows::Win32::System::RemoteDesktop::{
    NOTIFY_FOR_THIS_SESSION, WTSRegisterSessionNotification,
};
use windows::Win32::UI::WindowsAndMessaging::{
    CreateWindowExW, DEVICE_NOTIFY_WINDOW_HANDLE, DefWindowProcW, DispatchMessageW, GetMessageW,
    HWND_MESSAGE, MSG, PBT_APMSUSPEND, RegisterClassW, WINDOW_EX_STYLE, WINDOW_STYLE,
    WM_POWERBROADCAST, WM_WTSSESSION_CHANGE, WNDCLASSW, WTS_CONSOLE_DISCONNECT,
    WTS_REMOTE_DISCONNECT, WTS_SESSION_LOCK,
};
use windows::core::{Result, w};

thread_local! {
    /// Whom the window of this thread tells.
    static WENT_AWAY: OnceCell<Box<dyn Fn()>> = const { OnceCell::new() };
}

/// Makes the window and answers its messages until the program ends.
pub(crate) fn follow(went_away: impl Fn() + 'static) -> Result<()> {
    // This thread has one window.
    let _ = WENT_AWAY.with(|cell| cell.set(Box::new(went_away)));
    let class = w!("MentorshipDeskAway");
    // SAFETY: the class and the window are registered with handles that the system gave for this very program, names that
    // live as long as it, and a procedure of the right shape. The message lives through each call that takes it.
    unsafe {
        let instance = GetModuleHandleW(None)?.into();
        RegisterClassW(&WNDCLASSW {
            lpfnWndProc: Some(procedure),
            hInstance: instance,
            lpszClassName: class,
            ..WNDCLASSW::default()
        });
        let window = CreateWindowExW(
            WINDOW_EX_STYLE(0),
            class,
            class,
            WINDOW_STYLE(0),
            0,
            0,
            0,
            0,
            Some(HWND_MESSAGE),
            None,
            Some(instance),
            None,
        )?;
        // Each is worth having without the other.
        if let Err(error) = WTSRegisterSessionNotification(window, NOTIFY_FOR_THIS_SESSION) {
            tracing::info!(%error, "nobody says when the screen is locked");
        }
        RegisterSuspendResumeNotification(HANDLE(window.0), DEVICE_NOTIFY_WINDOW_HANDLE)?;
        let mut message = MSG::default();
        while GetMessageW(&raw mut message, None, 0, 0).0 > 0 {
            DispatchMessageW(&raw const message);
        }
    }
    Ok(())
}

extern "system" fn procedure(window: HWND, message: u32, reason: WPARAM, more: LPARAM) -> LRESULT {
    if is_away(message, reason) {
        WENT_AWAY.with(|cell| {
            if let Some(went_away) = cell.get() {
                went_away();
            }
        });
    }
    // SAFETY: handed on as it came.
    unsafe { DefWindowProcW(window, message, reason, more) }
}

/// Whether the computer is about to sleep, or its screen was locked or handed to somebody else.
fn is_away(message: u32, reason: WPARAM) -> bool {
    let Ok(reason) = u32::try_from(reason.0) else {
        return false;
    };
    match message {
        WM_POWERBROADCAST => reason == PBT_APMSUSPEND,
        WM_WTSSESSION_CHANGE => [
            WTS_SESSION_LOCK,
            WTS_CONSOLE_DISCONNECT,
            WTS_REMOTE_DISCONNECT,
        ]
        .contains(&reason),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use windows::Win32::UI::WindowsAndMessaging::{
        PBT_APMRESUMEAUTOMATIC, WM_CLOSE, WTS_SESSION_UNLOCK,
    };

    use super::*;

    #[test]
    fn sleep_and_the_own_screen_lock_and_nothing_else_does() {
        let away = |message, reason: u32| is_away(message, WPARAM(reason as usize));
        assert!(away(WM_POWERBROADCAST, PBT_APMSUSPEND));
        assert!(!away(WM_POWERBROADCAST, PBT_APMRESUMEAUTOMATIC));
        assert!(away(WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK));
        assert!(!away(WM_WTSSESSION_CHANGE, WTS_SESSION_UNLOCK));
        assert!(!away(WM_CLOSE, WTS_SESSION_LOCK));
    }
}
