//! The log: a file in the data folder, for whoever has to find out what went wrong. Nothing sensitive is logged above
//! DEBUG, and DEBUG only in development builds.

use std::fs::{self, File, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tracing::Level;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::paths;

/// When the file has grown to this many bytes it becomes `desk.log.old` and a new one begins.
const LARGEST: u64 = 1_000_000;

/// Who else may read along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Echo {
    /// Standard error too, in development builds.
    StandardError,
    /// Nobody: `call` keeps standard error for the answer's error.
    Nobody,
}

/// Starts logging. A folder that cannot be written is no reason not to start: it is told on the way to the file.
pub(crate) fn start(folder: &Path, echo: Echo) {
    let file = LogFile::open(paths::log(folder)).ok().map(|file| {
        tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(Mutex::new(file))
            .with_filter(filter())
    });
    let echo = (cfg!(debug_assertions) && echo == Echo::StandardError).then(|| {
        tracing_subscriber::fmt::layer()
            .with_ansi(io::stderr().is_terminal())
            .with_writer(io::stderr)
            .with_filter(filter())
    });
    // A second start in one process keeps the first one's log.
    let _ = tracing_subscriber::registry()
        .with(file)
        .with(echo)
        .try_init();
}

fn filter() -> Targets {
    let ours = if cfg!(debug_assertions) {
        Level::DEBUG
    } else {
        Level::INFO
    };
    Targets::new()
        .with_default(Level::WARN)
        .with_targets(
            ["shell", "app", "store", "vault", "matching", "migrations"].map(|name| (name, ours)),
        )
        // They log statements, keys and addresses at INFO.
        .with_targets(["sea_orm", "sea_orm_migration", "sqlx"].map(|name| (name, Level::WARN)))
}

struct LogFile {
    path: PathBuf,
    file: File,
    written: u64,
}

impl LogFile {
    fn open(path: PathBuf) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = OpenOptions::new().create(true).append(true).open(&path)?;
        let written = file.metadata()?.len();
        Ok(Self {
            path,
            file,
            written,
        })
    }

    fn turn_over(&mut self) -> io::Result<()> {
        fs::rename(&self.path, self.path.with_extension("log.old"))?;
        *self = Self::open(self.path.clone())?;
        Ok(())
    }
}

impl Write for LogFile {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.written >= LARGEST {
            self.turn_over()?;
        }
        let length = self.file.write(line)?;
        self.written += length as u64;
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::{LARGEST, LogFile};
    use std::fs;
    use std::io::Write;

    #[test]
    fn a_full_log_becomes_the_old_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("logs/desk.log");
        let mut log = LogFile::open(path.clone()).expect("a log");
        let line = vec![b'x'; usize::try_from(LARGEST).expect("a small number")];
        log.write_all(&line).expect("the first line");
        log.write_all(b"next\n").expect("the second line");
        assert_eq!(fs::read(&path).expect("the log"), b"next\n");
        assert_eq!(
            fs::read(path.with_extension("log.old")).expect("the old log"),
            line
        );
    }
}
