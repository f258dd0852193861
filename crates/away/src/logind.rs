//! logind says on the system's bus when the computer is about to sleep, and when its own screen is locked.

use zbus::blocking::{Connection, MessageIterator};
use zbus::zvariant::{OwnedFd, OwnedObjectPath};
use zbus::{MatchRule, Message, message};

const LOGIND: &str = "org.freedesktop.login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const PATH: &str = "/org/freedesktop/login1";

#[derive(Debug, PartialEq, Eq)]
enum Meaning {
    Sleeps,
    ScreenLocked,
    Woke,
    Nothing,
}

/// Answers its signals until the program ends. Systems without logind say nothing.
pub(crate) fn follow(went_away: &impl Fn()) -> zbus::Result<()> {
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
            Meaning::Sleeps => {
                went_away();
                drop(delay.take());
            }
            // It goes on: the next sleep is to wait as well.
            Meaning::ScreenLocked => went_away(),
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
            Ok(true) => Meaning::Sleeps,
            Ok(false) => Meaning::Woke,
            Err(_) => Meaning::Nothing,
        },
        // Other people's screens are not ours.
        (Some("org.freedesktop.login1.Session"), Some("Lock"))
            if own.is_some_and(|own| header.path().is_some_and(|path| *path == **own)) =>
        {
            Meaning::ScreenLocked
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
        assert_eq!(means(&sleep(true)), Meaning::Sleeps);
        assert_eq!(means(&sleep(false)), Meaning::Woke);
        let screen = |path: &str, member: &str| {
            signal(path, "org.freedesktop.login1.Session", member)
                .build(&())
                .unwrap()
        };
        assert_eq!(means(&screen(own.as_str(), "Lock")), Meaning::ScreenLocked);
        assert_eq!(means(&screen(own.as_str(), "Unlock")), Meaning::Nothing);
        let other = screen("/org/freedesktop/login1/session/_33", "Lock");
        assert_eq!(means(&other), Meaning::Nothing);
        assert_eq!(meaning(&other, None), Meaning::Nothing);
    }
}
