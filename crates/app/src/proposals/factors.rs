//! What the score is made of: set by the administrator, or sensible defaults for this programme's fields.

use contract::Feature;
use contract::proposals::{Factors, FactorsView, SetFactors, SourceView};
use domain::factors::{Factor, Rule, Source, SourceKind};
use domain::fields::FieldKind;
use domain::names::search_key;
use domain::{FieldId, Roles};
use store::fields::{Field, Wanted};
use store::people::Answered;
use store::{Db, StoreError};

use crate::contexts::{Handle, Mutation, Query};
use crate::fault::{Answer, Fault};
use crate::inputs::Form;

/// As many as fit on a screen and in a mind.
const MOST: usize = 20;

/// The factors that hold now, and whether somebody set them.
pub(super) async fn current(db: &Db<'_>, fields: &[Field]) -> Answer<(Vec<Factor>, bool)> {
    match store::programmes::factors(db).await? {
        Some(stored) => {
            let factors = serde_json::from_value(stored)
                .map_err(|error| StoreError::Wrong(error.to_string()))?;
            Ok((factors, true))
        }
        None => Ok((defaults(fields), false)),
    }
}

/// The built-in profile's factors, and one for each field that both sides are asked. Sensitive fields are compared only
/// when an administrator decides so.
fn defaults(fields: &[Field]) -> Vec<Factor> {
    let both = Roles::of(&[domain::Role::Student, domain::Role::Mentor]);
    let asked_of_both = |field: &&Field| both.iter().all(|role| field.roles.contains(role));
    let of_fields = fields
        .iter()
        .filter(asked_of_both)
        .filter(|field| !field.sensitive)
        .filter_map(|field| {
            let (rule, weight) = usual_rule(field)?;
            let source = Source::Field(field.id);
            Some(Factor {
                student: source,
                mentor: source,
                rule,
                weight,
                required: 0,
            })
        });
    Factor::defaults()
        .into_iter()
        .chain(of_fields)
        .take(MOST)
        .collect()
}

/// Somebody a step or two further on is the usual mentor; somebody of one's own organisation is not.
fn usual_rule(field: &Field) -> Option<(Rule, u32)> {
    let name = search_key(&field.name);
    let speaks_of = |words: &[&str]| words.iter().any(|word| name.contains(word));
    match field.kind {
        FieldKind::Choice if speaks_of(&["grade", "level", "year", "seniority", "stage"]) => {
            Some((Rule::Difference { ideal: 2 }, 20))
        }
        FieldKind::Choice
            if speaks_of(&[
                "organi",
                "department",
                "agency",
                "employer",
                "company",
                "team",
            ]) =>
        {
            Some((Rule::Different, 10))
        }
        FieldKind::Choice => Some((Rule::Same, 15)),
        FieldKind::Choices => Some((Rule::Overlap, 15)),
        FieldKind::Text | FieldKind::Number => None,
    }
}

impl Handle<Factors> for Query<'_> {
    async fn handle(&self, _command: Factors) -> Answer<FactorsView> {
        view(&self.db).await
    }
}

impl Handle<SetFactors> for Mutation<'_> {
    async fn handle(&self, command: SetFactors) -> Answer<FactorsView> {
        let fields = store::fields::list(&self.db, Wanted::All).await?;
        let mut form = Form::default();
        if command.factors.len() > MOST {
            form.wrong("factors", format!("Use at most {MOST} factors"));
        }
        for (at, factor) in command.factors.iter().enumerate() {
            form.take(format!("factors.{at}.weight"), factor.check_weight());
            form.take(format!("factors.{at}.required"), factor.check_required());
            form.take(format!("factors.{at}.rule"), factor.check_rule());
            let (student, mentor) = (kind(factor.student, &fields), kind(factor.mentor, &fields));
            for (side, kind) in [("student", student), ("mentor", mentor)] {
                if kind.is_none() {
                    form.wrong(
                        format!("factors.{at}.{side}"),
                        "This field is gone. Choose another",
                    );
                }
            }
            if let (Some(student), Some(mentor)) = (student, mentor)
                && !factor.rule.suits(student, mentor)
            {
                form.wrong(
                    format!("factors.{at}.rule"),
                    "These answers cannot be compared like this. Choose another rule",
                );
            }
        }
        form.check()?;
        let stored = if command.factors.is_empty() {
            None
        } else {
            Some(
                serde_json::to_value(&command.factors)
                    .map_err(|error| Fault::Broken(error.to_string()))?,
            )
        };
        store::programmes::set_factors(&self.db, stored).await?;
        self.touch(Feature::Proposals);
        view(&self.db).await
    }
}

fn field(fields: &[Field], id: FieldId) -> Option<&Field> {
    fields.iter().find(|field| field.id == id)
}

/// What the answers look like; `None` for a field that is gone.
fn kind(source: Source, fields: &[Field]) -> Option<SourceKind> {
    Some(match source {
        Source::Interests | Source::Expertise | Source::Languages => SourceKind::List,
        Source::Availability => SourceKind::Hours,
        Source::Zone => SourceKind::Single,
        Source::Bio => SourceKind::Text,
        Source::Wishes => SourceKind::Wishes,
        Source::Waiting => SourceKind::Waiting,
        Source::Field(id) => match field(fields, id)?.kind {
            FieldKind::Text => SourceKind::Text,
            FieldKind::Choices => SourceKind::List,
            FieldKind::Choice | FieldKind::Number => SourceKind::Step,
        },
    })
}

/// A source as people call it.
pub(super) fn name(source: Source, fields: &[Field]) -> String {
    match source {
        Source::Interests => "Interests".to_owned(),
        Source::Expertise => "Expertise".to_owned(),
        Source::Languages => "Languages".to_owned(),
        Source::Availability => "Availability".to_owned(),
        Source::Zone => "Time zone".to_owned(),
        Source::Bio => "About themselves".to_owned(),
        Source::Wishes => "Wishes".to_owned(),
        Source::Waiting => "Waiting time".to_owned(),
        Source::Field(id) => {
            field(fields, id).map_or_else(|| "Removed field".to_owned(), |field| field.name.clone())
        }
    }
}

async fn view(db: &Db<'_>) -> Answer<FactorsView> {
    let fields = store::fields::list(db, Wanted::All).await?;
    let (factors, set) = current(db, &fields).await?;
    let answered = store::people::answered(db).await?;
    let of_fields = fields.iter().map(|field| Source::Field(field.id));
    let sources = Source::BUILT_IN
        .into_iter()
        .chain(of_fields)
        .filter_map(|source| source_view(source, &fields, &answered))
        .collect();
    Ok(FactorsView {
        factors,
        set,
        sources,
        students: answered.students.people,
        mentors: answered.mentors.people,
        places: answered.mentors.places,
    })
}

fn source_view(source: Source, fields: &[Field], answered: &Answered) -> Option<SourceView> {
    let (students, mentors) = (&answered.students, &answered.mentors);
    let (students, mentors) = match source {
        Source::Interests => (students.interests, mentors.interests),
        Source::Expertise => (students.expertise, mentors.expertise),
        Source::Languages => (students.languages, mentors.languages),
        Source::Availability => (students.availability, mentors.availability),
        Source::Bio => (students.bio, mentors.bio),
        // A mentor is the one who is wished for, and need not say anything.
        Source::Wishes => (students.wishes, mentors.people),
        // Without a zone of their own, people are in the programme's; everybody has waited for some time.
        Source::Zone | Source::Waiting => (students.people, mentors.people),
        Source::Field(id) => answered.fields.get(&id).copied().unwrap_or_default(),
    };
    Some(SourceView {
        source,
        name: name(source, fields),
        kind: kind(source, fields)?,
        students,
        mentors,
    })
}
