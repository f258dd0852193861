//! When the desk should be locked: told by a clock everywhere, and by the system's own signals on Linux.
//!
//! The clock notices that the computer slept once it wakes. On Linux logind says before it sleeps, and when its own screen
//! is locked. Elsewhere nothing tells us before: the desk is locked within seconds of waking.

use std::time::Duration;

use app::Desk;
use tauri::{AppHandle, Manager};

/// Between two looks at the clock. A minute without one means that the computer slept.
const TICK: Duration = Duration::from_secs(5);

/// Looks after the desk for as long as the window is open.
pub(crate) fn watch(app: &AppHandle) {
    #[cfg(target_os = "linux")]
    logind::listen(app);
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

#[cfg(target_os = "linux")]
mod logind {
    use app::Desk;
    use contract::accounts::LockReason;
    use tauri::{AppHandle, Manager};
    use zbus::blocking::{Connection, MessageIterator};
    use zbus::zvariant::{OwnedFd, OwnedObjectPath};
    use zbus::{MatchRule, Message, message};

    const LOGIND: &str = "org.freedesktop.login1";
    const MANAGER: &str = "org.freedesktop.login1.Manager";
    const PATH: &str = "/org/freedesktop/login1";

    #[derive(Debug, PartialEq, Eq)]
    enum Meaning {
        /// The computer is about to sleep, or the screen was locked.
        Lock,
        Woke,
        Nothing,
    }

    /// Listens on a thread of its own, which ends with the program. Systems without logind say nothing.
    pub(super) fn listen(app: &AppHandle) {
        let app = app.clone();
        let listening = std::thread::Builder::new()
            .name("logind".to_owned())
            .spawn(move || {
                if let Err(error) = follow(&app) {
                    tracing::info!(%error, "nobody says when the computer sleeps");
                }
            });
        if let Err(error) = listening {
            tracing::warn!(%error, "nobody says when the computer sleeps");
        }
    }

    fn follow(app: &AppHandle) -> zbus::Result<()> {
        let connection = Connection::system()?;
        let own = own_session(&connection);
        // As long as it is held, the computer waits a moment with sleeping.
        let mut delay = delay_sleep(&connection);
        let rule = MatchRule::builder()
            .msg_type(message::Type::Signal)
            .sender(LOGIND)?
            .build();
        for signal in MessageIterator::for_match_rule(rule, &connection, None)? {
            let signal = signal?;
            match meaning(&signal, own.as_ref()) {
                Meaning::Lock => {
                    tauri::async_runtime::block_on(app.state::<Desk>().lock(LockReason::Suspended));
                    drop(delay.take());
                }
                Meaning::Woke => delay = delay_sleep(&connection),
                Meaning::Nothing => {}
            }
        }
        Ok(())
    }

    fn meaning(signal: &Message, own: Option<&OwnedObjectPath>) -> Meaning {
        let header = signal.header();
        let member = header.member().map(zbus::names::MemberName::as_str);
        let interface = header.interface().map(zbus::names::InterfaceName::as_str);
        match (interface, member) {
            (Some(MANAGER), Some("PrepareForSleep")) => match signal.body().deserialize::<bool>() {
                Ok(true) => Meaning::Lock,
                Ok(false) => Meaning::Woke,
                Err(_) => Meaning::Nothing,
            },
            // Other people's screens are not ours.
            (Some("org.freedesktop.login1.Session"), Some("Lock"))
                if own.is_some_and(|own| header.path().is_some_and(|path| *path == **own)) =>
            {
                Meaning::Lock
            }
            _ => Meaning::Nothing,
        }
    }

    fn own_session(connection: &Connection) -> Option<OwnedObjectPath> {
        connection
            .call_method(
                Some(LOGIND),
                PATH,
                Some(MANAGER),
                "GetSessionByPID",
                &std::process::id(),
            )
            .ok()?
            .body()
            .deserialize()
            .ok()
    }

    fn delay_sleep(connection: &Connection) -> Option<OwnedFd> {
        let asked = (
            "sleep",
            "Mentorship Desk",
            "Closes the programme's file",
            "delay",
        );
        connection
            .call_method(Some(LOGIND), PATH, Some(MANAGER), "Inhibit", &asked)
            .ok()?
            .body()
            .deserialize()
            .ok()
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        fn signal(path: &str, interface: &str, member: &str) -> message::Builder<'static> {
            Message::signal(path.to_owned(), interface.to_owned(), member.to_owned()).unwrap()
        }

        #[test]
        fn sleep_and_the_own_screen_lock_and_nothing_else_does() {
            let own = OwnedObjectPath::try_from("/org/freedesktop/login1/session/_32").unwrap();
            let means = |message: &Message| meaning(message, Some(&own));
            let sleep = |falling: bool| {
                signal(PATH, MANAGER, "PrepareForSleep")
                    .build(&falling)
                    .unwrap()
            };
            assert_eq!(means(&sleep(true)), Meaning::Lock);
            assert_eq!(means(&sleep(false)), Meaning::Woke);
            let screen = |path: &str, member: &str| {
                signal(path, "org.freedesktop.login1.Session", member)
                    .build(&())
                    .unwrap()
            };
            assert_eq!(means(&screen(own.as_str(), "Lock")), Meaning::Lock);
            assert_eq!(means(&screen(own.as_str(), "Unlock")), Meaning::Nothing);
            let other = screen("/org/freedesktop/login1/session/_33", "Lock");
            assert_eq!(means(&other), Meaning::Nothing);
            assert_eq!(meaning(&other, None), Meaning::Nothing);
        }
    }
}
