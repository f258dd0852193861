//! Rules, sources and scores in words: pure.

use contract::proposals::{FactorsView, Goal, SourceView};
use domain::factors::{Factor, Rule, Source, SourceKind};

use crate::time::grouped;

/// What the least score of a pair does.
pub(crate) const LEAST_HINT: &str = "Pairs below it are not made. Below 0 it is the price of leaving somebody unmatched: at -5, \
    they are matched where that costs the others at most 5 points more than they bring";

/// A number as people write it: with a comma, and a minus of either kind.
pub(crate) fn number(text: &str) -> Option<f64> {
    let text = text.trim().replace(',', ".").replace('−', "-");
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// A rule without its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RuleName {
    Same,
    Different,
    Overlap,
    Difference,
    Similar,
    Wished,
    Waiting,
}

impl RuleName {
    pub(crate) fn of(rule: Rule) -> Self {
        match rule {
            Rule::Same => Self::Same,
            Rule::Different => Self::Different,
            Rule::Overlap => Self::Overlap,
            Rule::Difference { .. } => Self::Difference,
            Rule::Similar => Self::Similar,
            Rule::Wished => Self::Wished,
            Rule::Waiting { .. } => Self::Waiting,
        }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Same => "the same",
            Self::Different => "different",
            Self::Overlap => "in common",
            Self::Difference => "steps apart",
            Self::Similar => "alike in words",
            Self::Wished => "wished for",
            Self::Waiting => "waiting long",
        }
    }

    /// The rule; a difference starts with the mentor one step above, a wait with half a year.
    pub(crate) fn rule(self, before: Rule) -> Rule {
        match (self, before) {
            (Self::Same, _) => Rule::Same,
            (Self::Different, _) => Rule::Different,
            (Self::Overlap, _) => Rule::Overlap,
            (Self::Difference, Rule::Difference { ideal }) => Rule::Difference { ideal },
            (Self::Difference, _) => Rule::Difference { ideal: 1 },
            (Self::Similar, _) => Rule::Similar,
            (Self::Wished, _) => Rule::Wished,
            (Self::Waiting, Rule::Waiting { days }) => Rule::Waiting { days },
            (Self::Waiting, _) => Rule::Waiting { days: 180 },
        }
    }
}

/// The rules two sources can be compared by.
pub(crate) fn rules(student: &SourceView, mentor: &SourceView) -> Vec<RuleName> {
    [
        RuleName::Overlap,
        RuleName::Same,
        RuleName::Different,
        RuleName::Difference,
        RuleName::Similar,
        RuleName::Wished,
        RuleName::Waiting,
    ]
    .into_iter()
    .filter(|name| name.rule(Rule::Same).suits(student.kind, mentor.kind))
    .collect()
}

pub(crate) fn source(view: &FactorsView, source: Source) -> SourceView {
    view.sources
        .iter()
        .find(|known| known.source == source)
        .cloned()
        .unwrap_or_else(|| SourceView {
            source,
            name: "A field that was removed".to_owned(),
            kind: SourceKind::Single,
            students: 0,
            mentors: 0,
        })
}

/// What a factor asks, in a sentence.
pub(crate) fn sentence(factor: &Factor, student: &str, mentor: &str) -> String {
    let both = if student == mentor {
        format!("Their {}", lower(student))
    } else {
        format!("{student} and {}", lower(mentor))
    };
    match factor.rule {
        Rule::Same => format!("{both}: the same answer earns all points"),
        Rule::Different => format!("{both}: different answers earn all points"),
        Rule::Overlap => {
            format!("{both}: the more of the student’s the mentor has, the more points")
        }
        Rule::Similar => format!("{both}: the more rare words they share, the more points"),
        Rule::Wished => {
            "The student’s wishes: all points for the first, fewer for later ones".to_owned()
        }
        Rule::Waiting { days } => format!(
            "Waiting: the longer the student has waited, the more points, all of them after {}",
            crate::time::count(days.into(), "day", "days")
        ),
        Rule::Difference { ideal: 0 } => format!("{both}: best on the same step"),
        Rule::Difference { ideal } if ideal > 0 => {
            format!(
                "{both}: best with the mentor {} above",
                crate::time::count(ideal.unsigned_abs().into(), "step", "steps")
            )
        }
        Rule::Difference { ideal } => {
            format!(
                "{both}: best with the mentor {} below",
                crate::time::count(ideal.unsigned_abs().into(), "step", "steps")
            )
        }
    }
}

/// What a pair must meet by this factor to be made at all; `None` where nothing is required.
pub(crate) fn required(factor: &Factor) -> Option<String> {
    let least = factor.required;
    (least > 0).then(|| match factor.rule {
        Rule::Same => "the same answer".to_owned(),
        Rule::Different => "different answers".to_owned(),
        Rule::Overlap => format!("at least {least} in common"),
        Rule::Difference { .. } => "less than three steps off".to_owned(),
        Rule::Similar => format!("at least {least} % alike"),
        Rule::Wished => "wished for".to_owned(),
        Rule::Waiting { .. } => "waiting".to_owned(),
    })
}

fn lower(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next();
    // Abbreviations keep their capitals.
    if letters.next().is_some_and(char::is_uppercase) {
        return name.to_owned();
    }
    first
        .map(|first| first.to_lowercase().chain(name.chars().skip(1)).collect())
        .unwrap_or_default()
}

/// Answers that are missing: what the administrator should know about a factor.
pub(crate) fn answered(
    view: &FactorsView,
    student: &SourceView,
    mentor: &SourceView,
) -> Option<String> {
    if view.students == 0 || view.mentors == 0 {
        return None;
    }
    (student.students < view.students || mentor.mentors < view.mentors).then(|| {
        format!(
            "Answered by {} of {} students and {} of {} mentors",
            student.students, view.students, mentor.mentors, view.mentors
        )
    })
}

pub(crate) fn goal_name(goal: Goal) -> &'static str {
    match goal {
        Goal::BestTotal => "Best total",
        Goal::MostMatched => "Most people matched",
        Goal::Fairest => "Fairest",
        Goal::Preferences => "Preferences",
        Goal::Stable => "Stable",
    }
}

/// What a goal is best at.
pub(crate) fn goal_text(goal: Goal) -> &'static str {
    match goal {
        Goal::BestTotal => "Highest sum of scores",
        Goal::MostMatched => "As many as there can be",
        Goal::Fairest => "Best lowest pair",
        Goal::Preferences => "First wishes first",
        Goal::Stable => "Nobody would rather swap",
    }
}

/// The colour of the factor with this number; the sixth and later ones share the grey.
pub(crate) fn colour(at: usize) -> &'static str {
    [
        "chart-1", "chart-3", "chart-2", "chart-4", "chart-5", "chart-6",
    ][at.min(5)]
}

/// "91.5", "3,612.4".
pub(crate) fn points(points: f64) -> String {
    let text = format!("{:.1}", points.abs());
    let (whole, rest) = text.split_once('.').unwrap_or((&text, "0"));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), grouped);
    let sign = if points < 0.0 { "−" } else { "" };
    format!("{sign}{whole}.{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_grouped_with_one_decimal() {
        assert_eq!(points(91.5), "91.5");
        assert_eq!(points(3612.44), "3,612.4");
        assert_eq!(points(1_234_567.0), "1,234,567.0");
        assert_eq!(points(0.0), "0.0");
    }

    #[test]
    fn a_factor_is_told_in_a_sentence() {
        let factor = |rule| Factor {
            student: Source::Interests,
            mentor: Source::Expertise,
            rule,
            weight: 10,
            required: 0,
        };
        assert_eq!(
            sentence(&factor(Rule::Overlap), "Interests", "Expertise"),
            "Interests and expertise: the more of the student’s the mentor has, the more points"
        );
        assert_eq!(
            sentence(&factor(Rule::Difference { ideal: 2 }), "Grade", "Grade"),
            "Their grade: best with the mentor 2 steps above"
        );
        assert_eq!(
            sentence(&factor(Rule::Same), "HR unit", "HR unit"),
            "Their HR unit: the same answer earns all points"
        );
    }
}
