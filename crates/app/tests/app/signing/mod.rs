//! Signing in and staying in: what is tried, what is locked, what is asked again, and the key of the file.

mod keyrings;
mod locking;
mod passwords;
mod renewal;
mod tries;
