//! Looks after the cases from another thread: one that takes too long, or fills the memory, ends the process.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Resource, Rlimit, setrlimit};

use super::Outcome;
use crate::Result;
use crate::child::say;

/// A case that takes longer hangs. Generous, because other tests share the computer.
const PATIENCE: Duration = Duration::from_secs(30);
const MOST_MIB: u64 = 512;
/// Nobody gets more from the system, so that a wild allocation ends this process and no other.
const ADDRESSES: u64 = 4 << 30;

const HANGS: i32 = 3;
const TOO_LARGE: i32 = 4;

#[derive(Default)]
struct Seen {
    /// The case, plus one; 0 between cases.
    case: AtomicU64,
    /// When it began, in milliseconds.
    since: AtomicU64,
    slowest: AtomicU64,
    panics: AtomicU64,
}

pub(super) struct Watch {
    seen: Arc<Seen>,
    start: Instant,
}

impl Watch {
    pub(super) fn begin() -> Result<Self> {
        let limit = Rlimit {
            current: Some(ADDRESSES),
            maximum: Some(ADDRESSES),
        };
        setrlimit(Resource::As, limit)?;
        let watch = Self {
            seen: Arc::default(),
            start: Instant::now(),
        };
        watch.count_panics();
        watch.look_on();
        Ok(watch)
    }

    /// The command's own answer to a panic is an internal error; here each one counts, and says where it was.
    fn count_panics(&self) {
        let seen = Arc::clone(&self.seen);
        std::panic::set_hook(Box::new(move |panic| {
            seen.panics.fetch_add(1, Ordering::SeqCst);
            let case = seen.case.load(Ordering::SeqCst).saturating_sub(1);
            eprintln!("R10: case {case}: {panic}");
        }));
    }

    fn look_on(&self) {
        let (seen, start) = (Arc::clone(&self.seen), self.start);
        thread::spawn(move || {
            loop {
                thread::sleep(Duration::from_millis(100));
                let case = seen.case.load(Ordering::SeqCst);
                let since = Duration::from_millis(seen.since.load(Ordering::SeqCst));
                if case > 0 && start.elapsed().saturating_sub(since) > PATIENCE {
                    let _ = say(&format!("case {} hangs", case - 1));
                    std::process::exit(HANGS);
                }
                if peak_mib().is_ok_and(|peak| peak > MOST_MIB) {
                    let _ = say(&format!("about case {case}: more than {MOST_MIB} MiB"));
                    std::process::exit(TOO_LARGE);
                }
            }
        });
    }

    pub(super) fn enter(&self, case: u64) {
        if case.is_multiple_of(100) {
            let _ = say(&format!("it ended at or after case {case}"));
        }
        self.seen.since.store(self.now(), Ordering::SeqCst);
        self.seen.case.store(case + 1, Ordering::SeqCst);
    }

    pub(super) fn leave(&self) {
        let took = self.now() - self.seen.since.load(Ordering::SeqCst);
        self.seen.slowest.fetch_max(took, Ordering::SeqCst);
        self.seen.case.store(0, Ordering::SeqCst);
    }

    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    pub(super) fn end(&self, runs: u64, taken: u64) -> Result<Outcome> {
        let peak_mib = peak_mib()?;
        if peak_mib > MOST_MIB {
            return Err(format!("more than {MOST_MIB} MiB: {peak_mib}").into());
        }
        Ok(Outcome {
            runs,
            taken,
            panics: self.seen.panics.load(Ordering::SeqCst),
            slowest_ms: self.seen.slowest.load(Ordering::SeqCst),
            peak_mib,
        })
    }
}

/// The most memory that this process has held at once.
fn peak_mib() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: u64 = line
        .and_then(|line| line.split_whitespace().next())
        .ok_or("the system tells no memory")?
        .parse()?;
    Ok(kib.div_ceil(1024))
}
