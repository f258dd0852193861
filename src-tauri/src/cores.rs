//! No core dumps: what a crash would write to the disk holds the key of the file and what people wrote.

/// For this process and for all that it starts, such as those of the web view. Windows writes none unless somebody
/// sets it up.
pub(crate) fn forbid() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};

        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        // Lowering a limit is never refused.
        let _ = setrlimit(Resource::Core, none);
    }
}

#[cfg(all(test, unix))]
mod tests {
    use rustix::process::{Resource, getrlimit};

    #[test]
    fn the_system_writes_nothing_of_this_process_and_may_not_be_asked_to() {
        super::forbid();
        let limit = getrlimit(Resource::Core);
        assert_eq!((limit.current, limit.maximum), (Some(0), Some(0)));
    }
}
