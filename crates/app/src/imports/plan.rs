//! What the person chose for each column, checked against the file and the programme.

use std::collections::BTreeSet;

use contract::imports::{Plan, Target};
use domain::Role;
use domain::fields::{FieldAudience, FieldKind};
use domain::names::search_key;
use domain::texts::Line;
use store::fields::Field;

use super::headings::LONGEST_NAME;
use super::table::Table;

/// A plan that cannot be carried out: which part of it, by its name in the input, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlanError {
    pub(crate) field: String,
    pub(crate) message: String,
}

impl PlanError {
    pub(crate) fn at(column: usize, message: impl Into<String>) -> Self {
        Self {
            field: format!("plan.targets.{column}"),
            message: message.into(),
        }
    }

    fn new(field: &str, message: impl Into<String>) -> Self {
        Self {
            field: field.to_owned(),
            message: message.into(),
        }
    }
}

/// A column that becomes a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldColumn {
    pub(crate) column: usize,
    pub(crate) name: String,
    pub(crate) kind: FieldKind,
    pub(crate) source: FieldSource,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FieldSource {
    Known(Field),
    New {
        audience: FieldAudience,
        sensitive: bool,
    },
}

/// A plan that fits: one target for each column, a name among them, and nothing said twice.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) headings: Vec<String>,
    pub(crate) targets: Vec<Target>,
    /// Student or mentor.
    pub(crate) role: Role,
    pub(crate) fields: Vec<FieldColumn>,
}

impl Reading {
    pub(crate) fn of(plan: &Plan, table: &Table, known: &[Field]) -> Result<Self, PlanError> {
        if plan.role == Role::Administrator {
            return Err(PlanError::new(
                "plan.role",
                "Choose student or mentor. Administrators are made one by one, under People",
            ));
        }
        if plan.targets.len() != table.headings.len() {
            return Err(PlanError::new(
                "plan.targets",
                "The columns are not those of this file. Choose the file again",
            ));
        }
        let mut fields = Vec::new();
        for (column, target) in plan.targets.iter().enumerate() {
            let several = matches!(target, Target::Ignore | Target::Wishes);
            if !several && plan.targets[..column].contains(target) {
                return Err(PlanError::at(
                    column,
                    "Another column goes there already. Choose something else or leave this one out",
                ));
            }
            fields.extend(field_column(column, target, known)?);
        }
        let names =
            |target: &Target| matches!(target, Target::Name | Target::FirstName | Target::LastName);
        if !plan.targets.iter().any(names) {
            return Err(PlanError::new(
                "plan.targets",
                "Choose the column that holds people's names",
            ));
        }
        let mut taken: BTreeSet<String> =
            known.iter().map(|field| search_key(&field.name)).collect();
        for field in fields
            .iter()
            .filter(|field| matches!(field.source, FieldSource::New { .. }))
        {
            if !taken.insert(search_key(&field.name)) {
                return Err(PlanError::at(
                    field.column,
                    "There is a field of this name already. Choose it, or another name",
                ));
            }
        }
        Ok(Self {
            headings: table.headings.clone(),
            targets: plan.targets.clone(),
            role: plan.role,
            fields,
        })
    }

    /// The heading of the column that goes there.
    pub(crate) fn heading(&self, target: &Target) -> Option<&str> {
        self.column(target).map(|at| self.headings[at].as_str())
    }

    /// Every column that goes there.
    pub(crate) fn columns(&self, target: &Target) -> impl Iterator<Item = usize> {
        let chosen = self.targets.iter().enumerate();
        chosen.filter_map(move |(at, chosen)| (chosen == target).then_some(at))
    }

    pub(crate) fn column(&self, target: &Target) -> Option<usize> {
        self.targets.iter().position(|chosen| chosen == target)
    }
}

fn field_column(
    column: usize,
    target: &Target,
    known: &[Field],
) -> Result<Option<FieldColumn>, PlanError> {
    let field = match target {
        Target::Field { id } => {
            let field = known.iter().find(|field| field.id == *id);
            let field = field.ok_or_else(|| {
                PlanError::at(column, "This field is no longer there. Choose another one")
            })?;
            let source = FieldSource::Known(field.clone());
            FieldColumn {
                column,
                name: field.name.clone(),
                kind: field.kind,
                source,
            }
        }
        Target::NewField {
            name,
            kind,
            audience,
            sensitive,
        } => {
            let name = Line::parse(name, LONGEST_NAME)
                .map_err(|invalid| PlanError::at(column, invalid.to_string()))?;
            if *sensitive && *audience != FieldAudience::Administrators {
                return Err(PlanError::at(
                    column,
                    "Sensitive answers are for administrators only",
                ));
            }
            let source = FieldSource::New {
                audience: *audience,
                sensitive: *sensitive,
            };
            FieldColumn {
                column,
                name: name.into_string(),
                kind: *kind,
                source,
            }
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
        | Target::IsMentor => return Ok(None),
    };
    Ok(Some(field))
}
