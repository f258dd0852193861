//! What a column can become, in words; what is wrong with a plan. Pure.

use std::collections::BTreeMap;

use contract::fields::FieldView;
use contract::imports::{ColumnView, Target};
use domain::fields::{FieldAudience, FieldKind};
use domain::names::search_key;

/// The longest name of a field.
const LONGEST_NAME: usize = 60;
/// Up to this many different values a new field is offered as a choice.
const FEW: u64 = 12;

/// The groups of the list of targets, with their targets' names. `own` is the new field this column would become.
pub(super) fn offered(
    known: &[FieldView],
    own: &Target,
) -> Vec<(&'static str, Vec<(Target, String)>)> {
    let named = |targets: &[Target]| -> Vec<(Target, String)> {
        targets
            .iter()
            .map(|target| (target.clone(), name(target, known)))
            .collect()
    };
    let mut groups = vec![
        ("", vec![(Target::Ignore, "Leave out".to_owned())]),
        (
            "Person",
            named(&[
                Target::Name,
                Target::FirstName,
                Target::LastName,
                Target::Email,
            ]),
        ),
        (
            "Profile",
            named(&[
                Target::Interests,
                Target::Expertise,
                Target::Languages,
                Target::Bio,
                Target::Zone,
                Target::Capacity,
                Target::Wishes,
            ]),
        ),
        (
            "Role",
            named(&[Target::Role, Target::IsMentor, Target::BothRoles]),
        ),
    ];
    if !known.is_empty() {
        groups.push((
            "Fields",
            known
                .iter()
                .map(|field| (Target::Field { id: field.id }, field.name.clone()))
                .collect(),
        ));
    }
    groups.push(("New", vec![(own.clone(), "New field…".to_owned())]));
    groups
}

pub(super) fn name(target: &Target, known: &[FieldView]) -> String {
    match target {
        Target::Ignore => "Leave out",
        Target::Name => "Name",
        Target::FirstName => "First name",
        Target::LastName => "Last name",
        Target::Email => "E-mail",
        Target::Bio => "About them",
        Target::Interests => "Interests",
        Target::Expertise => "Expertise",
        Target::Languages => "Languages",
        Target::Zone => "Time zone",
        Target::Capacity => "Places",
        Target::Wishes => "Wished mentors",
        Target::Role => "Role",
        Target::BothRoles => "Student and mentor: yes or no",
        Target::IsMentor => "Mentor: yes or no",
        Target::Field { id } => {
            return known
                .iter()
                .find(|field| field.id == *id)
                .map_or("A field", |field| &field.name)
                .to_owned();
        }
        Target::NewField { name, .. } => return name.clone(),
    }
    .to_owned()
}

/// The field a column would become: a choice where few values come back, a text otherwise.
pub(super) fn new_field(column: &ColumnView, rows: u64) -> Target {
    if let Target::NewField { .. } = &column.target {
        return column.target.clone();
    }
    let numbers = !column.examples.is_empty()
        && column
            .examples
            .iter()
            .all(|value| value.trim().parse::<f64>().is_ok());
    let kind = if numbers {
        FieldKind::Number
    } else if column.distinct > 0 && column.distinct <= FEW && column.distinct * 3 <= rows {
        FieldKind::Choice
    } else {
        FieldKind::Text
    };
    Target::NewField {
        name: column.heading.trim().chars().take(LONGEST_NAME).collect(),
        kind,
        audience: FieldAudience::Person,
        sensitive: false,
    }
}

/// What stands in the way of a check.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Problems {
    pub(super) columns: BTreeMap<usize, String>,
    pub(super) whole: Option<String>,
}

impl Problems {
    /// The first thing to do.
    pub(super) fn first(&self) -> Option<String> {
        self.whole.clone().or_else(|| match self.columns.len() {
            0 => None,
            1 => Some("1 column needs you".to_owned()),
            many => Some(format!("{many} columns need you")),
        })
    }
}

pub(super) fn problems(targets: &[Target], known: &[FieldView]) -> Problems {
    let mut found = Problems::default();
    for (at, target) in targets.iter().enumerate() {
        let wrong = match target {
            // Wishes may stand in several columns.
            Target::Ignore | Target::Wishes => None,
            Target::NewField { name, .. } if name.trim().is_empty() => Some("Name the new field"),
            Target::NewField { name, .. } if name_taken(name, at, targets, known) => {
                Some("Name used twice")
            }
            _ if targets[..at].contains(target) => Some("Used twice"),
            _ => None,
        };
        if let Some(wrong) = wrong {
            found.columns.insert(at, wrong.to_owned());
        }
    }
    let is_name =
        |target: &Target| matches!(target, Target::Name | Target::FirstName | Target::LastName);
    if !targets.iter().any(is_name) {
        found.whole = Some("Choose the column that holds people’s names".to_owned());
    }
    found
}

fn name_taken(name: &str, at: usize, targets: &[Target], known: &[FieldView]) -> bool {
    let key = search_key(name);
    known.iter().any(|field| search_key(&field.name) == key)
        || targets[..at].iter().any(
            |target| matches!(target, Target::NewField { name, .. } if search_key(name) == key),
        )
}

pub(crate) fn kind_name(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "Text",
        FieldKind::Choice => "One of several",
        FieldKind::Choices => "Any of several",
        FieldKind::Number => "Number",
    }
}

pub(crate) fn audience_name(audience: FieldAudience) -> &'static str {
    match audience {
        FieldAudience::Pair => "The matched person too",
        FieldAudience::Person => "The person and administrators",
        FieldAudience::Administrators => "Administrators only",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(heading: &str, examples: &[&str], distinct: u64) -> ColumnView {
        ColumnView {
            heading: heading.to_owned(),
            examples: examples.iter().map(|text| (*text).to_owned()).collect(),
            distinct,
            target: Target::Ignore,
            sure: false,
        }
    }

    fn field(name: &str) -> Target {
        Target::NewField {
            name: name.to_owned(),
            kind: FieldKind::Text,
            audience: FieldAudience::Person,
            sensitive: false,
        }
    }

    #[test]
    fn a_column_becomes_the_kind_its_values_suggest() {
        let kind = |column: &ColumnView| match new_field(column, 60) {
            Target::NewField { kind, .. } => kind,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            kind(&column("Grade", &["HEO", "SEO"], 5)),
            FieldKind::Choice
        );
        assert_eq!(
            kind(&column("Motivation", &["I want …"], 58)),
            FieldKind::Text
        );
        assert_eq!(kind(&column("Years", &["3", "4.5"], 20)), FieldKind::Number);
    }

    #[test]
    fn a_plan_needs_a_name_and_each_target_once() {
        let twice = problems(&[Target::Name, Target::Email, Target::Email], &[]);
        assert_eq!(twice.columns, [(2, "Used twice".to_owned())].into());
        assert_eq!(twice.first().as_deref(), Some("1 column needs you"));
        assert!(problems(&[Target::Email], &[]).whole.is_some());
        assert_eq!(
            problems(&[Target::FirstName, Target::Ignore, Target::Ignore], &[]),
            Problems::default()
        );
        assert_eq!(
            problems(&[Target::Name, field("Grade"), field("gráde")], &[])
                .columns
                .len(),
            1
        );
        assert_eq!(
            problems(&[Target::Name, field(" ")], &[]).columns[&1],
            "Name the new field"
        );
    }
}
