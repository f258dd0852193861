//! The large cohorts of `cohort.py`: written once, kept between runs, read as bytes.

use crate::options::Options;
use matching::{Cohort, Mentor, PersonId, Student};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The bytes of a person's profile.
pub(crate) const TOPICS: usize = 24;

/// What every match earns besides its score, as `cohort.py` says.
pub(crate) const BONUS: i64 = 2_000_000;

/// The arguments of `cohort.py`: students, mentors, places of a mentor, seed.
pub(crate) type Arguments = [&'static str; 4];

/// What M2, M3, M4 and M5 are measured on.
pub(crate) const PROGRAMME: Arguments = ["5000", "1000", "6", "7"];
pub(crate) const LARGEST: Arguments = ["100000", "20000", "mixed", "11"];
pub(crate) const FAIR: Arguments = ["5000", "1000", "6", "13"];

pub(crate) struct Instance {
    /// Row-major, [`TOPICS`] bytes a person.
    pub(crate) students: Vec<u8>,
    pub(crate) mentors: Vec<u8>,
    pub(crate) places: Vec<u32>,
}

/// The folder of a cohort, written now if it is not there. The error says why it cannot be.
pub(crate) fn folder(options: &Options, arguments: Arguments) -> Result<PathBuf, String> {
    let folder = options.work.join(arguments.join("-"));
    if folder.join("meta.json").exists() {
        return Ok(folder);
    }
    let script = Options::data("cohort.py").ok_or("cohort.py is not beside the repository")?;
    let python = options.solvers.clone().unwrap_or_else(|| "python3".into());
    let mut command = Command::new(python);
    command
        .arg("-B")
        .arg(script)
        .args(arguments)
        .arg(&folder)
        .stdin(Stdio::null());
    match command.status() {
        Ok(status) if status.success() => Ok(folder),
        Ok(_) | Err(_) => Err("cohort.py did not run: it needs a Python with numpy".to_owned()),
    }
}

impl Instance {
    pub(crate) fn read(folder: &Path) -> std::io::Result<Self> {
        let places = std::fs::read(folder.join("capacities.u32"))?;
        Ok(Self {
            students: std::fs::read(folder.join("students.u8"))?,
            mentors: std::fs::read(folder.join("mentors.u8"))?,
            places: places
                .as_chunks()
                .0
                .iter()
                .map(|places| u32::from_le_bytes(*places))
                .collect(),
        })
    }

    /// Students have one place each; ids are the places in the files, mentors after students.
    pub(crate) fn cohort(&self) -> Result<Cohort, matching::CohortError> {
        let count = self.students.len() / TOPICS;
        let person = |index: usize| PersonId(index as u128);
        let student = |index| Student {
            id: person(index),
            places: 1,
        };
        let mentor = |(index, places): (usize, &u32)| Mentor {
            id: person(count + index),
            places: *places,
        };
        Cohort::new(
            (0..count).map(student).collect(),
            self.places.iter().enumerate().map(mentor).collect(),
        )
    }

    /// The dot product of two profiles.
    pub(crate) fn score(&self, student: usize, mentor: usize) -> i64 {
        let of = |people: &[u8], index: usize| people[index * TOPICS..][..TOPICS].to_vec();
        let pairs = of(&self.students, student)
            .into_iter()
            .zip(of(&self.mentors, mentor));
        pairs
            .map(|(one, other)| i64::from(one) * i64::from(other))
            .sum()
    }
}
