//! Signing lines, and finding those that are not as they were signed.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::Head;
use crate::entities::audit::Model;

/// A line as it is stored, to be checked.
#[derive(Debug, Clone)]
pub struct Signed(Model);

impl From<Model> for Signed {
    fn from(row: Model) -> Self {
        Self(row)
    }
}

impl Signed {
    pub fn number(&self) -> u64 {
        u64::try_from(self.0.number).unwrap_or_default()
    }

    /// `None` where the signature has another length: then it is none.
    pub(super) fn head(&self) -> Option<Head> {
        Some(Head {
            number: self.number(),
            hash: self.0.mac.as_slice().try_into().ok()?,
        })
    }
}

/// What is wrong with a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// The line says something else than when it was signed, or stands elsewhere.
    Changed { number: u64 },
    /// These lines are gone.
    Missing { from: u64, to: u64 },
}

/// Walks along a log from its first line.
pub struct Chain {
    key: Hmac<Sha256>,
    /// The number and the signature of the line before.
    number: u64,
    before: Vec<u8>,
}

impl Chain {
    pub(super) fn new(key: &[u8]) -> Self {
        Self {
            key: Hmac::new_from_slice(key).expect("HMAC takes keys of any length"),
            number: 0,
            before: Vec::new(),
        }
    }

    /// What is wrong with the next line, and with the place it stands in.
    pub fn check(&mut self, line: &Signed) -> Vec<Broken> {
        let mut broken = Vec::new();
        let (number, next) = (line.number(), self.number + 1);
        if number > next {
            broken.push(Broken::Missing {
                from: next,
                to: number - 1,
            });
        }
        let signed = self.sign(&self.before, &line.0);
        // After a gap the line before is unknown, and so is whether this line is as it was signed.
        let comparable = number == next;
        if comparable && !bool::from(signed.ct_eq(line.0.mac.as_slice())) {
            broken.push(Broken::Changed { number });
        }
        self.number = number;
        self.before.clone_from(&line.0.mac);
        broken
    }

    /// The line that was checked last.
    pub fn head(&self) -> Option<Head> {
        Some(Head {
            number: self.number,
            hash: self.before.as_slice().try_into().ok()?,
        })
    }

    /// Whether this line says that a restore put the log with this head out of use.
    pub fn is_replacement(line: &Signed, kept: &Head) -> bool {
        line.0.replaced.as_deref() == Some(kept.text().as_str())
    }

    /// The signature of a line that follows the one signed `before`. Every part has its length before it, so that no
    /// two lines look the same.
    pub(super) fn sign(&self, before: &[u8], row: &Model) -> [u8; 32] {
        let (number, items) = (row.number.to_be_bytes(), row.items.map(i64::to_be_bytes));
        let parts: [Option<&[u8]>; 11] = [
            Some(b"mentorship-desk audit 1"),
            Some(before),
            Some(&number),
            Some(row.at.as_bytes()),
            row.person.as_deref().map(str::as_bytes),
            Some(row.command.as_bytes()),
            Some(row.outcome.as_bytes()),
            Some(row.subjects.as_bytes()),
            Some(row.fields.as_bytes()),
            items.as_ref().map(<[u8; 8]>::as_slice),
            row.replaced.as_deref().map(str::as_bytes),
        ];
        let mut mac = self.key.clone();
        for part in parts {
            // No part has this length: nothing is not the same as an empty text.
            let length = part.map_or(u64::MAX, |part| part.len() as u64);
            mac.update(&length.to_be_bytes());
            mac.update(part.unwrap_or_default());
        }
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: i64) -> Model {
        Model {
            number,
            at: "2026-11-17T15:54:00Z".to_owned(),
            person: Some("ab".to_owned()),
            command: "people.change".to_owned(),
            outcome: "done".to_owned(),
            subjects: "[]".to_owned(),
            fields: "[]".to_owned(),
            items: None,
            replaced: None,
            mac: Vec::new(),
        }
    }

    /// A log of three lines.
    fn log() -> Vec<Model> {
        let chain = Chain::new(&[7; 32]);
        let mut rows: Vec<Model> = Vec::new();
        for number in 1..=3 {
            let mut row = row(number);
            let before = rows.last().map(|row| row.mac.clone()).unwrap_or_default();
            row.mac = chain.sign(&before, &row).to_vec();
            rows.push(row);
        }
        rows
    }

    fn check(rows: &[Model]) -> Vec<Broken> {
        let mut chain = Chain::new(&[7; 32]);
        rows.iter()
            .flat_map(|row| chain.check(&Signed(row.clone())))
            .collect()
    }

    #[test]
    fn a_log_as_it_was_written_is_sound() {
        assert_eq!(check(&log()), []);
    }

    #[test]
    fn every_part_of_a_line_is_signed() {
        let changes: [fn(&mut Model); 8] = [
            |row| row.at.push('0'),
            |row| row.person = None,
            |row| row.command = "people.create".to_owned(),
            |row| row.outcome = "refused".to_owned(),
            |row| row.subjects = "[1]".to_owned(),
            |row| row.fields = "[1]".to_owned(),
            |row| row.items = Some(0),
            |row| row.replaced = Some(String::new()),
        ];
        for change in changes {
            let mut rows = log();
            change(&mut rows[1]);
            assert_eq!(check(&rows), [Broken::Changed { number: 2 }]);
        }
    }

    #[test]
    fn words_cannot_move_from_one_part_to_the_next() {
        let chain = Chain::new(&[7; 32]);
        let mut moved = row(1);
        moved.person = Some("abpeople".to_owned());
        moved.command = ".change".to_owned();
        assert_ne!(chain.sign(&[], &row(1)), chain.sign(&[], &moved));
    }

    #[test]
    fn another_key_signs_otherwise() {
        let (one, other) = (Chain::new(&[7; 32]), Chain::new(&[8; 32]));
        assert_ne!(one.sign(&[], &row(1)), other.sign(&[], &row(1)));
    }

    #[test]
    fn removed_and_reordered_lines_show() {
        let mut rows = log();
        rows.remove(1);
        assert_eq!(check(&rows), [Broken::Missing { from: 2, to: 2 }]);
        let mut rows = log();
        rows.remove(0);
        assert_eq!(check(&rows), [Broken::Missing { from: 1, to: 1 }]);

        // Renumbered, so that no gap is left.
        let mut rows = log();
        rows.remove(1);
        rows[1].number = 2;
        assert_eq!(check(&rows), [Broken::Changed { number: 2 }]);
        let mut rows = log();
        rows.swap(0, 1);
        rows[0].number = 1;
        rows[1].number = 2;
        assert_eq!(
            check(&rows),
            [
                Broken::Changed { number: 1 },
                Broken::Changed { number: 2 },
                Broken::Changed { number: 3 }
            ]
        );
    }
}
