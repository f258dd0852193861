//! What this programme asks of its people beyond the built-in profile.

use domain::fields::{FieldAudience, FieldKind};
use domain::{FieldId, Roles};
use serde::{Deserialize, Serialize};

/// The fields the asking person may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldView {
    pub id: FieldId,
    pub name: String,
    pub kind: FieldKind,
    /// In their order, where the kind has options.
    pub options: Vec<String>,
    pub audience: FieldAudience,
    /// Special categories of personal data, such as identity or health: administrators only.
    pub sensitive: bool,
    /// Whom it is asked of.
    pub roles: Roles,
    /// How many people answered.
    pub answers: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Create {
    pub name: String,
    pub kind: FieldKind,
    #[serde(default)]
    pub options: Vec<String>,
    pub audience: FieldAudience,
    #[serde(default)]
    pub sensitive: bool,
    pub roles: Roles,
}

/// Changes a field; its kind stays. An option that somebody chose cannot be removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub id: FieldId,
    pub name: String,
    #[serde(default)]
    pub options: Vec<String>,
    pub audience: FieldAudience,
    #[serde(default)]
    pub sensitive: bool,
    pub roles: Roles,
}

/// Removes a field with everybody's answers. Refused while a factor uses it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remove {
    pub id: FieldId,
}
