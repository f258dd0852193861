//! Where the page may go: nowhere but itself. What a person follows out of it is opened by the system.

use tauri::Url;

/// What to do about an address that the page wants to go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Destination {
    /// Our own page.
    Here,
    /// The system's browser or mail program.
    Outside,
    /// Nowhere.
    Refused,
}

/// `own` is the address that the window was opened with.
pub(crate) fn destination(own: &Url, asked: &Url) -> Destination {
    let origin = |url: &Url| {
        (
            url.scheme().to_owned(),
            url.host_str().map(ToOwned::to_owned),
            url.port(),
        )
    };
    if origin(own) == origin(asked) {
        return Destination::Here;
    }
    match asked.scheme() {
        "http" | "https" | "mailto" => Destination::Outside,
        // `file:` would show the disk, `data:` and `blob:` a page that nobody checked, anything else starts programs.
        _ => Destination::Refused,
    }
}

/// Opens what may be opened outside; says nothing if it cannot, because the page is not waiting for an answer.
pub(crate) fn open_outside(own: &Url, asked: &Url) {
    if destination(own, asked) != Destination::Outside {
        return;
    }
    if let Err(error) = open::that_detached(asked.as_str()) {
        tracing::warn!("cannot open an address outside: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::{Destination, destination};
    use tauri::Url;

    fn check(own: &str, asked: &str, expected: Destination) {
        let parse = |text| Url::parse(text).expect("an address");
        assert_eq!(destination(&parse(own), &parse(asked)), expected, "{asked}");
    }

    #[test]
    fn only_our_own_origin_is_here() {
        check(
            "tauri://localhost/",
            "tauri://localhost/people",
            Destination::Here,
        );
        check(
            "http://tauri.localhost/",
            "http://tauri.localhost/people",
            Destination::Here,
        );
        check(
            "tauri://localhost/",
            "tauri://elsewhere/",
            Destination::Refused,
        );
        check(
            "http://tauri.localhost/",
            "http://tauri.localhost:8080/",
            Destination::Outside,
        );
        check(
            "http://tauri.localhost/",
            "https://tauri.localhost/",
            Destination::Outside,
        );
    }

    #[test]
    fn only_the_web_and_mail_are_outside() {
        for asked in [
            "https://example.org/a?b#c",
            "http://example.org",
            "mailto:ada@example.org",
        ] {
            check("tauri://localhost/", asked, Destination::Outside);
        }
        for asked in [
            "file:///etc/passwd",
            "data:text/html,hello",
            "blob:https://example.org/1",
            "javascript:alert(1)",
            "smb://server/share",
            "about:blank",
        ] {
            check("tauri://localhost/", asked, Destination::Refused);
        }
    }
}
