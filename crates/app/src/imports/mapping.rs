//! How a file was read last, for the next one with the same headings.

use contract::imports::{ColumnView, Target};
use domain::Role;
use domain::names::search_key;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::fields::Field;

use super::digest::hexadecimal;

/// What is remembered of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Mapping {
    pub(crate) targets: Vec<Target>,
    pub(crate) role: Role,
}

/// Names a row of headings, whatever their case.
pub(crate) fn key(headings: &[String]) -> String {
    let mut hash = Sha256::new();
    for heading in headings {
        hash.update(search_key(heading));
        // No heading has a line end in it.
        hash.update(b"\n");
    }
    hexadecimal(&hash.finalize())
}

impl Mapping {
    /// Puts what is remembered in the place of the guesses; `false` where it does not fit the columns. A field that was
    /// made meanwhile is used, one that was removed is guessed anew.
    pub(crate) fn recall(self, columns: &mut [ColumnView], known: &[Field]) -> bool {
        if self.targets.len() != columns.len() {
            return false;
        }
        let remembered: Vec<Option<Target>> = self
            .targets
            .into_iter()
            .map(|target| of_today(target, known))
            .collect();
        let taken: Vec<Target> = remembered.iter().flatten().cloned().collect();
        for (column, target) in columns.iter_mut().zip(remembered) {
            match target {
                Some(target) => (column.target, column.sure) = (target, true),
                // What this column is taken for, another one may be remembered as.
                None if taken.contains(&column.target) => {
                    (column.target, column.sure) = (Target::Ignore, false);
                }
                None => column.sure = false,
            }
        }
        true
    }
}

/// The target as it reads now; `None` where its field is gone.
fn of_today(target: Target, known: &[Field]) -> Option<Target> {
    match &target {
        Target::Field { id } => known.iter().any(|field| field.id == *id).then_some(target),
        Target::NewField { name, .. } => {
            let made = known
                .iter()
                .find(|field| search_key(&field.name) == search_key(name));
            Some(made.map_or_else(|| target.clone(), |field| Target::Field { id: field.id }))
        }
        Target::Ignore
        | Target::Name
        | Target::FirstName
        | Target::LastName
        | Target::Email
        | Target::Bio
        | Target::Interests
        | Target::Expertise
        | Target::Languages
        | Target::Zone
        | Target::Capacity
        | Target::Wishes
        | Target::Role
        | Target::BothRoles
        | Target::IsMentor => Some(target),
    }
}
