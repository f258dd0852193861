//! The one source of identifiers: UUIDs of version 7, which sort by the time they were made.

use std::sync::Mutex;

use chrono::{DateTime, Utc};
use uuid::{ContextV7, Timestamp, Uuid};

/// Draws identifiers in order.
pub(crate) struct Ids(Mutex<ContextV7>);

impl Ids {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(ContextV7::new()))
    }

    pub(crate) fn draw(&self, now: DateTime<Utc>) -> Uuid {
        let context = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
        Uuid::new_v7(Timestamp::from_unix(
            &*context,
            seconds,
            now.timestamp_subsec_nanos(),
        ))
    }

    /// A short number by which a report finds its line in the log.
    pub(crate) fn incident() -> String {
        let id = Uuid::now_v7().simple().to_string();
        id[20..].to_uppercase()
    }
}
