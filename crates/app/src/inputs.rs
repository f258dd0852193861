//! Parsing inputs: every wrong field is collected, so that a form shows all of them at once.

use std::fmt::Display;

use contract::{ApiError, Code, PageRequest};
use domain::{Invalid, Line};

use crate::fault::{Answer, Fault};

/// Collects what is wrong with which field.
///
/// ```ignore
/// let mut form = Form::default();
/// let (Some(name), Some(email)) = (
///     form.take("name", PersonName::parse(&input.name)),
///     form.take("email", Email::parse(&input.email)),
/// ) else {
///     return Err(form.refused());
/// };
/// ```
#[derive(Default)]
pub(crate) struct Form(Option<ApiError>);

impl Form {
    /// The value, or `None` with the field noted.
    pub(crate) fn take<T, E: Display>(
        &mut self,
        field: impl Into<String>,
        parsed: Result<T, E>,
    ) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(error) => {
                self.wrong(field, error);
                None
            }
        }
    }

    pub(crate) fn wrong(&mut self, field: impl Into<String>, message: impl Display) {
        self.0
            .get_or_insert_with(|| ApiError::new(Code::Invalid, "Some of this needs another look"))
            .fields
            .insert(field.into(), message.to_string());
    }

    /// Refuses when anything was wrong.
    pub(crate) fn check(self) -> Answer<()> {
        match self.0 {
            None => Ok(()),
            Some(error) => Err(Fault::Refused(error)),
        }
    }

    /// The refusal, once a `take` has answered `None`.
    pub(crate) fn refused(self) -> Fault {
        Fault::Refused(
            self.0
                .unwrap_or_else(|| ApiError::new(Code::Invalid, "Some of this needs another look")),
        )
    }
}

/// What was typed to search for; empty text searches for nothing.
pub(crate) fn search_text(text: &str) -> Result<String, Invalid> {
    const LONGEST: usize = 200;
    Ok(Line::parse_optional(text, LONGEST)?
        .map(Line::into_string)
        .unwrap_or_default())
}

/// The offset and the limit of a wanted part, within what a database counts and a window shows.
pub(crate) fn part(page: PageRequest) -> (u64, u64) {
    (
        page.offset.min(i64::MAX.unsigned_abs()),
        page.limit.min(PageRequest::MOST),
    )
}
