//! One factor: what it compares and how, what it is worth, and whether a pair must meet it.

use std::rc::Rc;

use contract::ApiError;
use contract::proposals::FactorsView;
use domain::factors::{Factor, Rule, Source};
use yew::prelude::*;

use super::editor::Edit;
use super::words::{self, RuleName};
use crate::components::icon_paths::Glyph;
use crate::components::{CheckField, IconButton, SelectField, TextField};
use crate::form::Bound;

#[derive(Properties, PartialEq)]
pub(super) struct FactorRowProps {
    pub(super) at: usize,
    pub(super) factor: Factor,
    /// All weights together.
    pub(super) total: u32,
    pub(super) view: Rc<FactorsView>,
    pub(super) error: Option<ApiError>,
    pub(super) on_edit: Callback<Edit>,
}

#[component]
pub(super) fn FactorRow(props: &FactorRowProps) -> Html {
    let (at, factor, view) = (props.at, props.factor, &props.view);
    let (student, mentor) = (
        words::source(view, factor.student),
        words::source(view, factor.mentor),
    );
    let set = move |factor: Factor| Edit::Set(at, factor);
    // One side of a wish or a waiting time stands for nothing without the other.
    let paired = |chosen: Source| matches!(chosen, Source::Wishes | Source::Waiting);
    let on_source = |of_student: bool| {
        let view = view.clone();
        props.on_edit.reform(move |chosen: Source| {
            let mut next = factor;
            let (own, other) = if of_student {
                (&mut next.student, &mut next.mentor)
            } else {
                (&mut next.mentor, &mut next.student)
            };
            *own = chosen;
            if paired(chosen) || paired(*other) {
                *other = chosen;
            }
            set(fitting(&view, next))
        })
    };
    let on_rule = props.on_edit.reform(move |rule: RuleName| {
        set(within(Factor {
            rule: rule.rule(factor.rule),
            ..factor
        }))
    });
    let error = |field: &str| {
        let error = props.error.as_ref()?;
        let message = error.fields.get(&format!("factors.{at}.{field}"))?;
        Some(AttrValue::from(message.clone()))
    };
    let number = |label: &'static str,
                  value: u32,
                  most: (u32, u32),
                  field: &str,
                  to: fn(Factor, u32) -> Factor| {
        let on_change = props
            .on_edit
            .reform(move |value: u32| set(to(factor, value)));
        html! { <Number {label} {value} least={most.0} most={most.1} error={error(field)} {on_change} /> }
    };
    let rules = words::rules(&student, &mentor);
    let share = f64::from(factor.weight) / f64::from(props.total) * 96.0;
    html! {
        <li class="factor-row">
            <div class="factor-fields">
                <SelectField<Source> label="Student’s" value={factor.student} options={sources(view, factor.student)}
                    error={error("student")} on_change={on_source(true)} />
                <SelectField<Source> label="Mentor’s" value={factor.mentor} options={sources(view, factor.mentor)}
                    error={error("mentor")} on_change={on_source(false)} />
                <SelectField<RuleName> label="Should be" value={RuleName::of(factor.rule)} error={error("rule").filter(|_| days(factor.rule).is_none())} on_change={on_rule}
                    options={rules.into_iter().map(|rule| (rule, AttrValue::from(rule.word()))).collect::<Vec<_>>()} />
                if let Rule::Difference { ideal } = factor.rule {
                    <SelectField<i32> label="Mentor is" value={ideal} options={steps()}
                        on_change={props.on_edit.reform(move |ideal: i32| set(Factor { rule: Rule::Difference { ideal }, ..factor }))} />
                }
                if let Some(days) = days(factor.rule) {
                    { number("All after days", days, (1, Rule::LONGEST_WAIT), "rule", |factor, days| Factor { rule: Rule::Waiting { days }, ..factor }) }
                }
                { number("Points", factor.weight, (0, Factor::HEAVIEST), "weight", |factor, weight| Factor { weight, ..factor }) }
                if factor.rule.most_required() > 1 && factor.required > 0 {
                    { number(least_label(factor.rule), factor.required, (1, factor.rule.most_required()), "required", |factor, required| Factor { required, ..factor }) }
                }
            </div>
            <IconButton glyph={Glyph::Trash} small=true label={format!("Remove factor {}, {}", at + 1, student.name)}
                onclick={props.on_edit.reform(move |()| Edit::Remove(at))} />
            <p class="factor-note t-xs t-3">
                <svg class="factor-share" viewBox="0 0 96 6" preserveAspectRatio="none" aria-hidden="true">
                    <rect class="chart-track" width="96" height="6" rx="3" />
                    <rect class={words::colour(at)} width={format!("{share:.1}")} height="6" rx="3" />
                </svg>
                <span class="grow">
                    { words::sentence(&factor, &student.name, &mentor.name) }
                    if let Some(answered) = words::answered(view, &student, &mentor) { { ". " }<span class="t-2">{ answered }</span> }
                </span>
            </p>
            if factor.rule.most_required() > 0 {
                <div class="factor-must">
                    <CheckField label={must(&factor)} checked={factor.required > 0}
                        on_change={props.on_edit.reform(move |on: bool| set(Factor { required: u32::from(on), ..factor }))} />
                    if let Some(error) = error("required").filter(|_| factor.rule.most_required() < 2) { <span class="field-error" role="alert">{ error }</span> }
                </div>
            }
        </li>
    }
}

/// What ticking the box means.
fn must(factor: &Factor) -> String {
    match words::required(factor) {
        Some(required) => format!("Every pair must have it: {required}"),
        None => "Every pair must have it".to_owned(),
    }
}

fn least_label(rule: Rule) -> &'static str {
    match rule {
        Rule::Similar => "At least %",
        Rule::Overlap
        | Rule::Same
        | Rule::Different
        | Rule::Difference { .. }
        | Rule::Wished
        | Rule::Waiting { .. } => "At least",
    }
}

fn days(rule: Rule) -> Option<u32> {
    match rule {
        Rule::Waiting { days } => Some(days),
        Rule::Overlap
        | Rule::Same
        | Rule::Different
        | Rule::Difference { .. }
        | Rule::Similar
        | Rule::Wished => None,
    }
}

/// What can be compared, and what is compared now, even where that was removed.
fn sources(view: &FactorsView, current: Source) -> Vec<(Source, AttrValue)> {
    let mut options: Vec<_> = view
        .sources
        .iter()
        .map(|known| (known.source, AttrValue::from(known.name.clone())))
        .collect();
    if !options.iter().any(|(source, _)| *source == current) {
        let name = words::source(view, current).name;
        options.insert(0, (current, AttrValue::from(name)));
    }
    options
}

/// A rule that the sources allow: a difference needs an order on both sides.
fn fitting(view: &FactorsView, factor: Factor) -> Factor {
    let allowed = words::rules(
        &words::source(view, factor.student),
        &words::source(view, factor.mentor),
    );
    if allowed.contains(&RuleName::of(factor.rule)) {
        return within(factor);
    }
    // Sources that nothing compares keep a rule, and the answer says what is wrong with it.
    let rule = allowed
        .first()
        .map_or(Rule::Same, |name| name.rule(factor.rule));
    within(Factor { rule, ..factor })
}

/// No more required than the rule can ask.
fn within(factor: Factor) -> Factor {
    Factor {
        required: factor.required.min(factor.rule.most_required()),
        ..factor
    }
}

fn steps() -> Vec<(i32, AttrValue)> {
    (-3..=3)
        .map(|ideal: i32| {
            let word = match ideal {
                0 => "on the same step".to_owned(),
                1.. => format!("{ideal} above"),
                _ => format!("{} below", -ideal),
            };
            (ideal, AttrValue::from(word))
        })
        .collect()
}

#[derive(Properties, PartialEq)]
struct NumberProps {
    label: &'static str,
    value: u32,
    least: u32,
    most: u32,
    error: Option<AttrValue>,
    on_change: Callback<u32>,
}

/// A whole number; what is no such number stays as it was typed, with what to write instead.
#[component]
fn Number(props: &NumberProps) -> Html {
    let typed = use_state(|| None::<String>);
    let (least, most) = (props.least, props.most);
    let on_change = {
        let (typed, on_change) = (typed.clone(), props.on_change.clone());
        Callback::from(move |text: String| {
            let number = text.trim().parse::<u32>().ok();
            let number = number.filter(|number| (least..=most).contains(number));
            typed.set(number.is_none().then_some(text));
            if let Some(number) = number {
                on_change.emit(number);
            }
        })
    };
    let own = typed
        .as_ref()
        .map(|_| AttrValue::from(format!("Choose {least} to {most}")));
    let text = typed
        .as_ref()
        .cloned()
        .unwrap_or_else(|| props.value.to_string());
    let bound = Bound::new(text, on_change).with_error(own.or_else(|| props.error.clone()));
    html! { <TextField label={props.label} class="factor-weight" inputmode="numeric" {bound} /> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_required_than_a_rule_can_ask() {
        let factor = |rule, required| Factor {
            student: Source::Languages,
            mentor: Source::Languages,
            rule,
            weight: 10,
            required,
        };
        assert_eq!(within(factor(Rule::Overlap, 3)).required, 3);
        assert_eq!(within(factor(Rule::Same, 3)).required, 1);
        assert_eq!(within(factor(Rule::Waiting { days: 5 }, 3)).required, 0);
        assert_eq!(
            must(&factor(Rule::Overlap, 2)),
            "Every pair must have it: at least 2 in common"
        );
    }
}
