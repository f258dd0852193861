//! Roles, and sets of them.

use serde::{Deserialize, Serialize};

use crate::invalid::Invalid;

/// What a person is in the programme. Rights are the union of a person's roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Student,
    Mentor,
    Administrator,
}

impl Role {
    pub const ALL: [Self; 3] = [Self::Student, Self::Mentor, Self::Administrator];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Student => "student",
            Self::Mentor => "mentor",
            Self::Administrator => "administrator",
        }
    }
}

/// A set of roles; written as a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Role>", into = "Vec<Role>")]
pub struct Roles(u8);

impl Roles {
    pub const NONE: Self = Self(0);
    pub const EVERYBODY: Self = Self(0b111);

    pub const fn of(roles: &[Role]) -> Self {
        let mut set = 0;
        let mut at = 0;
        while at < roles.len() {
            set |= 1 << roles[at] as u8;
            at += 1;
        }
        Self(set)
    }

    /// As [`Roles::of`], refusing an empty list: a person holds at least one role.
    pub fn parse(roles: &[Role]) -> Result<Self, Invalid> {
        if roles.is_empty() {
            Err(Invalid::NoRole)
        } else {
            Ok(Self::of(roles))
        }
    }

    pub const fn contains(self, role: Role) -> bool {
        self.0 & (1 << role as u8) != 0
    }

    /// Whether the two sets share a role.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    #[must_use]
    pub const fn with(self, role: Role) -> Self {
        Self(self.0 | (1 << role as u8))
    }

    #[must_use]
    pub const fn without(self, role: Role) -> Self {
        Self(self.0 & !(1 << role as u8))
    }

    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL
            .into_iter()
            .filter(move |role| self.contains(*role))
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl From<Vec<Role>> for Roles {
    fn from(roles: Vec<Role>) -> Self {
        Self::of(&roles)
    }
}

impl From<Roles> for Vec<Role> {
    fn from(roles: Roles) -> Self {
        roles.iter().collect()
    }
}
