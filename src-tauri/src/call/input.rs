//! What a call is given: the input, and who asks.

use std::io::{self, BufRead};

use contract::{ApiError, Code};

/// What the command line and standard input say together.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Input {
    pub(super) sign_in: Option<SignIn>,
    pub(super) json: String,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct SignIn {
    pub(super) name: String,
    pub(super) password: String,
}

impl Input {
    /// `name` is who asks, `json` the input or `-` for standard input. A password that is not given is the first line
    /// of standard input; standard input is read only as far as it is needed.
    pub(super) fn read(
        name: Option<String>,
        json: String,
        password: Option<String>,
        mut standard_input: impl BufRead,
    ) -> Result<Self, ApiError> {
        let sign_in = match (name, password) {
            (None, _) => None,
            (Some(name), Some(password)) => Some(SignIn { name, password }),
            (Some(name), None) => Some(SignIn {
                name,
                password: first_line(&mut standard_input).map_err(unreadable)?,
            }),
        };
        let json = if json == "-" {
            let mut rest = String::new();
            standard_input
                .read_to_string(&mut rest)
                .map_err(unreadable)?;
            rest
        } else {
            json
        };
        Ok(Self { sign_in, json })
    }
}

/// A line without its end, which Windows writes with two characters.
fn first_line(standard_input: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    standard_input.read_line(&mut line)?;
    let end = line.trim_end_matches(['\r', '\n']).len();
    line.truncate(end);
    Ok(line)
}

fn unreadable(error: io::Error) -> ApiError {
    ApiError::new(
        Code::Invalid,
        format!("Standard input is not text: {error}"),
    )
}

#[cfg(test)]
mod tests {
    use super::{Input, SignIn};

    fn check(
        (name, json, password): (Option<&str>, &str, Option<&str>),
        standard_input: &str,
        expected: (Option<(&str, &str)>, &str),
    ) {
        let input = Input::read(
            name.map(Into::into),
            json.into(),
            password.map(Into::into),
            standard_input.as_bytes(),
        );
        let expected = Input {
            sign_in: expected.0.map(|(name, password)| SignIn {
                name: name.into(),
                password: password.into(),
            }),
            json: expected.1.into(),
        };
        assert_eq!(input, Ok(expected));
    }

    #[test]
    fn nobody_signs_in_without_a_name() {
        check((None, "{}", Some("secret")), "line\n", (None, "{}"));
        check((None, "-", None), "{\n}\n", (None, "{\n}\n"));
    }

    #[test]
    fn the_password_is_given_or_the_first_line() {
        check(
            (Some("ada"), "{}", Some("pw")),
            "other\n",
            (Some(("ada", "pw")), "{}"),
        );
        check(
            (Some("ada"), "{}", None),
            "pw\n",
            (Some(("ada", "pw")), "{}"),
        );
        check(
            (Some("ada"), "{}", None),
            "p w \r\nx",
            (Some(("ada", "p w ")), "{}"),
        );
        check((Some("ada"), "{}", None), "", (Some(("ada", "")), "{}"));
    }

    #[test]
    fn the_rest_of_standard_input_is_the_json() {
        check(
            (Some("ada"), "-", None),
            "pw\n{\"a\":\n1}",
            (Some(("ada", "pw")), "{\"a\":\n1}"),
        );
        check(
            (Some("ada"), "-", Some("pw")),
            "{}",
            (Some(("ada", "pw")), "{}"),
        );
    }

    #[test]
    fn what_is_not_text_is_refused() {
        let input = Input::read(None, "-".into(), None, &b"\xff\xfe"[..]);
        assert_eq!(
            input.map_err(|error| error.code),
            Err(contract::Code::Invalid)
        );
    }
}
