//! The programme in numbers, and its tables as files.

mod calendar;
mod export;
mod overview;
mod tables;
