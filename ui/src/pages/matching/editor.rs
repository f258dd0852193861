//! The factors of the score: what is compared, how, and what it is worth.

use std::rc::Rc;

use contract::ApiError;
use contract::proposals::FactorsView;
use domain::factors::{Factor, Rule, Source};
use yew::prelude::*;

use super::words::{self, RuleName};
use crate::components::icon_paths::Glyph;
use crate::components::{
    Button, Confirm, Empty, ErrorCallout, IconButton, Kind, Panel, SelectField, Size, TextField,
};
use crate::form::Bound;

#[derive(Properties, PartialEq)]
pub(super) struct FactorsEditorProps {
    pub(super) view: Rc<FactorsView>,
    /// `None`: as saved.
    pub(super) draft: Option<Vec<Factor>>,
    pub(super) error: Option<ApiError>,
    pub(super) busy: bool,
    pub(super) on_change: Callback<Option<Vec<Factor>>>,
    pub(super) on_save: Callback<()>,
    pub(super) on_defaults: Callback<()>,
}

#[component]
pub(super) fn FactorsEditor(props: &FactorsEditorProps) -> Html {
    let asking = use_state(|| false);
    let factors = props.draft.as_ref().unwrap_or(&props.view.factors);
    let total: u32 = factors.iter().map(|factor| factor.weight).sum();
    let change = {
        let (factors, saved, on_change) = (
            factors.clone(),
            props.view.factors.clone(),
            props.on_change.clone(),
        );
        Callback::from(move |edit: Edit| {
            let changed = edit.apply(factors.clone());
            // Back to what is saved is no change.
            on_change.emit((changed != saved).then_some(changed));
        })
    };
    let ask = |open: bool| {
        let asking = asking.clone();
        Callback::from(move |()| asking.set(open))
    };
    let foot = html! {
        <>
            <Button label="Add a factor" glyph={Glyph::Plus} size={Size::Small} onclick={change.reform(|()| Edit::Add)} />
            <span class="grow" />
            if props.draft.is_some() {
                <Button label="Discard changes" kind={Kind::Ghost} size={Size::Small} onclick={props.on_change.reform(|()| None)} />
                <Button label="Save factors" size={Size::Small} busy={props.busy} busy_label="Saving" onclick={props.on_save.clone()} />
            } else if props.view.set {
                <Button label="Back to the defaults…" kind={Kind::Ghost} size={Size::Small} onclick={ask(true)} />
            } else {
                <span>{ "These are the defaults for your fields" }</span>
            }
        </>
    };
    html! {
        <>
            <ErrorCallout error={props.error.clone()} />
            <Panel title="What makes a good pair" count={format!("{total} points at most")} foot={foot}>
                if factors.is_empty() {
                    <Empty glyph={Glyph::Sliders} title="No factors" text="Every pair would be as good as any other. Add what should count." />
                } else {
                    <ol class="plain rows factor-list">
                        { for factors.iter().enumerate().map(|(at, factor)| html! {
                            <FactorRow key={at} {at} factor={*factor} total={total.max(1)} view={props.view.clone()} on_edit={change.clone()}
                                error={props.error.as_ref().and_then(|error| error.fields.get(&format!("factors.{at}.weight"))).cloned()} />
                        }) }
                    </ol>
                }
            </Panel>
            if *asking {
                <Confirm title="Go back to the defaults?" keep="Keep mine" act="Use the defaults" danger=false on_keep={ask(false)}
                    on_act={ let (close, on_defaults) = (ask(false), props.on_defaults.clone());
                        Callback::from(move |()| { close.emit(()); on_defaults.emit(()); }) }>
                    <p>{ "Your factors are replaced by the ones that suit the profile and the fields of this programme. Proposals made before stay as they are." }</p>
                </Confirm>
            }
        </>
    }
}

/// A change of the list.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Edit {
    Add,
    Remove(usize),
    Set(usize, Factor),
}

impl Edit {
    fn apply(self, mut factors: Vec<Factor>) -> Vec<Factor> {
        match self {
            Self::Add => factors.push(Factor {
                student: Source::Interests,
                mentor: Source::Expertise,
                rule: Rule::Overlap,
                weight: 10,
                required: 0,
            }),
            Self::Remove(at) if at < factors.len() => {
                factors.remove(at);
            }
            Self::Set(at, factor) if at < factors.len() => factors[at] = factor,
            Self::Remove(_) | Self::Set(..) => {}
        }
        factors
    }
}

#[derive(Properties, PartialEq)]
struct FactorRowProps {
    at: usize,
    factor: Factor,
    total: u32,
    view: Rc<FactorsView>,
    error: Option<String>,
    on_edit: Callback<Edit>,
}

#[component]
fn FactorRow(props: &FactorRowProps) -> Html {
    // The weight as typed, so that an emptied field stays empty.
    let typed = use_state(|| None::<String>);
    let (at, factor, view) = (props.at, props.factor, &props.view);
    let (student, mentor) = (
        words::source(view, factor.student),
        words::source(view, factor.mentor),
    );
    let number = at + 1;
    let set = move |factor: Factor| Edit::Set(at, factor);
    let sources = |current: Source| -> Vec<(Source, AttrValue)> {
        let mut options: Vec<_> = view
            .sources
            .iter()
            .map(|known| (known.source, AttrValue::from(known.name.clone())))
            .collect();
        if !options.iter().any(|(source, _)| *source == current) {
            options.insert(
                0,
                (current, AttrValue::from(words::source(view, current).name)),
            );
        }
        options
    };
    let on_student = {
        let (view, mentor) = (view.clone(), mentor.clone());
        props.on_edit.reform(move |student: Source| {
            set(fitting(
                &view,
                Factor {
                    student,
                    mentor: mentor.source,
                    ..factor
                },
            ))
        })
    };
    let on_mentor = {
        let (view, student) = (view.clone(), student.clone());
        props.on_edit.reform(move |mentor: Source| {
            set(fitting(
                &view,
                Factor {
                    mentor,
                    student: student.source,
                    ..factor
                },
            ))
        })
    };
    let on_rule = props.on_edit.reform(move |rule: RuleName| {
        set(Factor {
            rule: rule.rule(factor.rule),
            ..factor
        })
    });
    let on_weight = {
        let (typed, on_edit) = (typed.clone(), props.on_edit.clone());
        Callback::from(move |text: String| {
            let weight = text
                .trim()
                .parse::<u32>()
                .ok()
                .filter(|weight| *weight <= Factor::HEAVIEST);
            typed.set(weight.is_none().then(|| text.clone()));
            if let Some(weight) = weight {
                on_edit.emit(set(Factor { weight, ..factor }));
            }
        })
    };
    let weight_error = props
        .error
        .clone()
        .or_else(|| {
            typed
                .as_ref()
                .map(|_| format!("Choose 0 to {}", Factor::HEAVIEST))
        })
        .map(AttrValue::from);
    let weight = Bound::new(
        typed
            .as_ref()
            .cloned()
            .unwrap_or_else(|| factor.weight.to_string()),
        on_weight,
    )
    .with_error(weight_error);
    let share = f64::from(factor.weight) / f64::from(props.total) * 96.0;
    html! {
        <li class="factor-row">
            <div class="factor-fields">
                <SelectField<Source> label="Student’s" value={factor.student} options={sources(factor.student)} on_change={on_student} />
                <SelectField<Source> label="Mentor’s" value={factor.mentor} options={sources(factor.mentor)} on_change={on_mentor} />
                <SelectField<RuleName> label="Should be" value={RuleName::of(factor.rule)} on_change={on_rule}
                    options={words::rules(&student, &mentor).into_iter().map(|rule| (rule, AttrValue::from(rule.word()))).collect::<Vec<_>>()} />
                if let Rule::Difference { ideal } = factor.rule {
                    <SelectField<i32> label="Mentor is" value={ideal} options={steps()}
                        on_change={props.on_edit.reform(move |ideal: i32| set(Factor { rule: Rule::Difference { ideal }, ..factor }))} />
                }
                <TextField label="Points" class="factor-weight" inputmode="numeric" bound={weight} />
            </div>
            <IconButton glyph={Glyph::Trash} small=true label={format!("Remove factor {number}, {}", student.name)}
                onclick={props.on_edit.reform(move |()| Edit::Remove(at))} />
            <p class="factor-note t-xs t-3">
                <svg class="factor-share" viewBox="0 0 96 6" preserveAspectRatio="none" aria-hidden="true">
                    <rect class="chart-track" width="96" height="6" rx="3" />
                    <rect class={words::colour(at)} width={format!("{share:.1}")} height="6" rx="3" />
                </svg>
                <span>
                    { words::sentence(&factor, &student.name, &mentor.name) }
                    if let Some(answered) = words::answered(view, &student, &mentor) { { ". " }<span class="t-2">{ answered }</span> }
                </span>
            </p>
        </li>
    }
}

/// A rule that the sources allow: a difference needs an order on both sides.
fn fitting(view: &FactorsView, factor: Factor) -> Factor {
    let allowed = words::rules(
        &words::source(view, factor.student),
        &words::source(view, factor.mentor),
    );
    if allowed.contains(&RuleName::of(factor.rule)) {
        return factor;
    }
    // Sources that nothing compares keep a rule, and the answer says what is wrong with it.
    let rule = allowed
        .first()
        .map_or(Rule::Same, |name| name.rule(factor.rule));
    Factor { rule, ..factor }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_change_one_factor() {
        let factors = Factor::defaults();
        let more = Edit::Add.apply(factors.clone());
        assert_eq!(more.len(), factors.len() + 1);
        assert_eq!(Edit::Remove(more.len() - 1).apply(more), factors);
        assert_eq!(Edit::Remove(99).apply(factors.clone()), factors);
        let heavier = Factor {
            weight: 99,
            ..factors[0]
        };
        assert_eq!(Edit::Set(0, heavier).apply(factors)[0].weight, 99);
    }
}
