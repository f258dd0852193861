//! What is measured, against whom, and where things are.

use crate::Result;
use std::path::{Path, PathBuf};

pub(crate) struct Options {
    /// Empty: all of them.
    rows: Vec<String>,
    /// The Python that has numpy and the solvers, and the one that has mentor-match: two libraries call their module
    /// `matching`, so they cannot share one.
    pub(crate) solvers: Option<PathBuf>,
    pub(crate) mentor_match: Option<PathBuf>,
    /// Whether the peers run; without them the first Python is only used to write cohorts.
    pub(crate) peers: bool,
    /// Where large cohorts are kept between runs.
    pub(crate) work: PathBuf,
}

impl Options {
    pub(crate) fn parse(arguments: Vec<String>) -> Result<Self> {
        let mut options = Self {
            rows: Vec::new(),
            solvers: None,
            mentor_match: None,
            peers: false,
            work: std::env::temp_dir().join("bench-matching"),
        };
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let mut path = || {
                arguments
                    .next()
                    .map(PathBuf::from)
                    .ok_or(format!("{argument} needs a path"))
            };
            match argument.as_str() {
                "--peers" => options.peers = true,
                "--solvers" => options.solvers = Some(path()?),
                "--mentor-match" => options.mentor_match = Some(path()?),
                "--work" => options.work = path()?,
                row if row.starts_with('M') => options.rows.push(row.to_owned()),
                _ => return Err(format!("no such argument: {argument}").into()),
            }
        }
        Ok(options)
    }

    pub(crate) fn wants(&self, row: &str) -> bool {
        self.rows.is_empty() || self.rows.iter().any(|wanted| wanted == row)
    }

    /// A folder of the shared data: beside the repository, or where `MATCHING_DATA` says.
    pub(crate) fn data(name: &str) -> Option<PathBuf> {
        let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
        let folder = std::env::var_os("MATCHING_DATA")
            .map_or_else(beside, PathBuf::from)
            .join(name);
        folder.exists().then_some(folder)
    }

    /// The Python for a peer of the first environment, if peers run.
    pub(crate) fn peer(&self) -> Option<&Path> {
        self.solvers.as_deref().filter(|_| self.peers)
    }
}
