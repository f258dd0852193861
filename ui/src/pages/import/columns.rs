//! The second step: what each column becomes.

use std::rc::Rc;

use contract::ApiError;
use contract::fields::FieldView;
use contract::imports::{ColumnView, Target};
use domain::Role;
use domain::fields::{FieldAudience, FieldKind};
use yew::prelude::*;

use super::Roster;
use super::targets::{self, audience_name, kind_name};
use crate::components::icon_paths::Glyph;
use crate::components::{
    CheckField, ErrorCallout, Icon, Panel, Segmented, SelectField, State, StateMark, TextField,
};
use crate::dom;
use crate::form::Bound;

#[derive(Properties, PartialEq)]
pub(super) struct ColumnsStepProps {
    pub(super) roster: Roster,
    pub(super) known: Rc<Vec<FieldView>>,
    /// What the check said about the plan.
    pub(super) refused: Option<ApiError>,
    pub(super) on_change: Callback<Roster>,
}

#[component]
pub(super) fn ColumnsStep(props: &ColumnsStepProps) -> Html {
    let only_unsure = use_state(|| false);
    let roster = &props.roster;
    let problems = targets::problems(&roster.targets, &props.known);
    let needs_look = |at: usize| {
        problems.columns.contains_key(&at)
            || (!roster.picked.columns[at].sure && !roster.chosen[at])
    };
    let to_check = (0..roster.targets.len())
        .filter(|at| needs_look(*at))
        .count();
    // The filter chooses once which rows stay, so that a row does not vanish under the hand that answers it.
    let kept = use_memo(
        (*only_unsure, Rc::clone(&roster.picked)),
        |(only, picked)| {
            (0..picked.columns.len())
                .filter(|at| !only || needs_look(*at))
                .collect::<Vec<_>>()
        },
    );

    let on_role = {
        let (roster, on_change) = (roster.clone(), props.on_change.clone());
        Callback::from(move |role: Option<Role>| {
            on_change.emit(Roster {
                role,
                ..roster.clone()
            });
        })
    };
    let on_target = {
        let (roster, on_change) = (roster.clone(), props.on_change.clone());
        Callback::from(move |(at, target): (usize, Target)| {
            let mut roster = roster.clone();
            roster.targets[at] = target;
            roster.chosen[at] = true;
            on_change.emit(roster);
        })
    };
    let control = html! {
        <Segmented<bool> label="Columns shown" value={*only_unsure}
            options={vec![(false, "All".into()), (true, format!("To check {to_check}").into())]}
            on_change={ let only = only_unsure.clone(); Callback::from(move |on| only.set(on)) } />
    };
    let says_role = roster
        .targets
        .iter()
        .any(|target| matches!(target, Target::Role | Target::IsMentor | Target::BothRoles));
    let (role_label, role_note) = if says_role {
        (
            "Rows that do not say: a",
            "A column says who is what; this counts where it is empty",
        )
    } else {
        (
            "Everybody in this file is a",
            "Is it both? Give the column that says so the target “Role”",
        )
    };
    html! {
        <>
            <ErrorCallout error={props.refused.clone()} />
            <Panel title="Match the columns" count={format!("{} of {}", kept.len(), roster.targets.len())} {control}>
                <div class="panel-tools import-role">
                    <span class="t-sm" aria-hidden="true">{ role_label }</span>
                    <SelectField<Option<Role>> label={role_label} hide_label=true value={roster.role} on_change={on_role}
                        options={vec![(None, "Choose…".into()), (Some(Role::Student), "Student".into()), (Some(Role::Mentor), "Mentor".into())]} />
                    <span class="t-xs t-3">{ role_note }</span>
                </div>
                if kept.is_empty() {
                    <p class="panel-body t-sm t-2" role="status">{ "Nothing to check: every column was matched by name." }</p>
                } else {
                    <div class="table-scroll">
                        <table class="table-desk map-table" aria-label="Columns">
                            <thead><tr>
                                <th scope="col">{ "Column in your file" }</th>
                                <th scope="col">{ "First values" }</th>
                                <th scope="col" class="is-tight"><span class="visually-hidden">{ "Goes" }</span></th>
                                <th scope="col" class="map-target">{ "Goes to" }</th>
                                <th scope="col" class="map-state">{ "Status" }</th>
                            </tr></thead>
                            <tbody>
                                { for kept.iter().map(|at| row(*at, props, problems.columns.get(at), &on_target)) }
                            </tbody>
                        </table>
                    </div>
                }
            </Panel>
        </>
    }
}

fn row(
    at: usize,
    props: &ColumnsStepProps,
    problem: Option<&String>,
    on_target: &Callback<(usize, Target)>,
) -> Html {
    let roster = &props.roster;
    let (column, target) = (&roster.picked.columns[at], &roster.targets[at]);
    let own = match target {
        Target::NewField { .. } => target.clone(),
        _ => targets::new_field(column, roster.picked.rows),
    };
    let examples = column
        .examples
        .iter()
        .map(|text| excerpt(text))
        .collect::<Vec<_>>()
        .join(" · ");
    let set = on_target.reform(move |target: Target| (at, target));
    html! {
        <>
            <tr key={at}>
                <td data-label="Column in your file"><span class="t-med text-body map-heading">{ heading(column, at) }</span></td>
                <td class="t-3 map-values" data-label="First values">
                    <span class="t-cut d-block" title={examples.clone()}>{ if examples.is_empty() { "All empty".to_owned() } else { examples } }</span>
                </td>
                <td class="is-tight map-arrow"><Icon glyph={Glyph::ArrowRight} /></td>
                <td data-label="Goes to"><TargetSelect label={format!("{} goes to", heading(column, at))} {own} target={target.clone()}
                    known={props.known.clone()} wrong={problem.is_some()} on_change={set.clone()} /></td>
                <td class="is-tight" data-label="Status">{ status(column, target, roster.chosen[at], roster.picked.remembered, problem) }</td>
            </tr>
            if let Target::NewField { name, kind, audience, sensitive } = target {
                <tr key={format!("{at}-field")} class="map-field"><td colspan="5">
                    <NewFieldForm name={name.clone()} kind={*kind} audience={*audience} sensitive={*sensitive}
                        distinct={column.distinct} problem={problem.cloned()} on_change={set} />
                </td></tr>
            }
        </>
    }
}

fn heading(column: &ColumnView, at: usize) -> String {
    if column.heading.trim().is_empty() {
        format!("Column {}", at + 1)
    } else {
        column.heading.clone()
    }
}

/// The first words of a value.
fn excerpt(text: &str) -> String {
    const LONGEST: usize = 40;
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() > LONGEST {
        flat.chars()
            .take(LONGEST)
            .chain(std::iter::once('…'))
            .collect()
    } else {
        flat
    }
}

fn status(
    column: &ColumnView,
    target: &Target,
    chosen: bool,
    remembered: bool,
    problem: Option<&String>,
) -> Html {
    if let Some(problem) = problem {
        return html! { <State mark={StateMark::Bad} word={problem.clone()} /> };
    }
    if !chosen && !column.sure {
        return html! {
            <span class="state state-info"><Icon glyph={Glyph::CircleQuestion} />{ "Please check" }</span>
        };
    }
    match (target, chosen) {
        (Target::Ignore, _) => {
            html! { <span class="state state-off"><Icon glyph={Glyph::Circle} />{ "Left out" }</span> }
        }
        (_, true) => html! { <State mark={StateMark::Ok} word="Chosen by you" /> },
        (_, false) if remembered => html! { <State mark={StateMark::Ok} word="As last time" /> },
        (_, false) => html! { <State mark={StateMark::Ok} word="Matched by name" /> },
    }
}

#[derive(Properties, PartialEq)]
struct TargetSelectProps {
    label: AttrValue,
    target: Target,
    own: Target,
    known: Rc<Vec<FieldView>>,
    wrong: bool,
    on_change: Callback<Target>,
}

/// The list of everything a column can become, in groups.
#[component]
fn TargetSelect(props: &TargetSelectProps) -> Html {
    let groups = targets::offered(&props.known, &props.own);
    let flat: Vec<Target> = groups
        .iter()
        .flat_map(|(_, targets)| targets.iter().map(|(target, _)| target.clone()))
        .collect();
    let current = flat
        .iter()
        .position(|target| *target == props.target)
        .unwrap_or(0);
    let node = dom::use_select(current.to_string());
    let onchange = {
        let on_change = props.on_change.clone();
        Callback::from(move |event: Event| {
            let chosen = dom::value_of(&event)
                .parse::<usize>()
                .ok()
                .and_then(|at| flat.get(at).cloned());
            if let Some(target) = chosen {
                on_change.emit(target);
            }
        })
    };
    let mut at = 0;
    let options: Vec<Html> = groups
        .into_iter()
        .map(|(title, targets)| {
            let options: Html = targets
                .into_iter()
                .map(|(_, name)| {
                    let option = html! { <option key={at} value={at.to_string()} selected={at == current}>{ name }</option> };
                    at += 1;
                    option
                })
                .collect();
            if title.is_empty() { options } else { html! { <optgroup label={title}>{ options }</optgroup> } }
        })
        .collect();
    html! {
        <select ref={node} class="form-select" aria-label={props.label.clone()} aria-invalid={props.wrong.then_some("true")} {onchange}>
            { for options }
        </select>
    }
}

#[derive(Properties, PartialEq)]
struct NewFieldFormProps {
    name: String,
    kind: FieldKind,
    audience: FieldAudience,
    sensitive: bool,
    distinct: u64,
    problem: Option<String>,
    on_change: Callback<Target>,
}

/// What the new field is called, how it is answered, and who may see it.
#[component]
fn NewFieldForm(props: &NewFieldFormProps) -> Html {
    let set = {
        let (name, kind, audience, sensitive) = (
            props.name.clone(),
            props.kind,
            props.audience,
            props.sensitive,
        );
        props.on_change.reform(move |change: Change| {
            let (name, kind, audience, sensitive) = match change {
                Change::Name(name) => (name, kind, audience, sensitive),
                Change::Kind(kind) => (name.clone(), kind, audience, sensitive),
                Change::Audience(audience) => (name.clone(), kind, audience, sensitive),
                // Sensitive answers are for administrators only.
                Change::Sensitive(true) => {
                    (name.clone(), kind, FieldAudience::Administrators, true)
                }
                Change::Sensitive(false) => (name.clone(), kind, audience, false),
            };
            Target::NewField {
                name,
                kind,
                audience,
                sensitive,
            }
        })
    };
    let bound = Bound::new(props.name.clone(), set.reform(Change::Name))
        .with_error(props.problem.clone().map(AttrValue::from));
    let audiences: Vec<_> = FieldAudience::ALL
        .into_iter()
        .filter(|audience| !props.sensitive || *audience == FieldAudience::Administrators)
        .map(|audience| (audience, AttrValue::from(audience_name(audience))))
        .collect();
    html! {
        <fieldset class="map-new">
            <legend class="visually-hidden">{ format!("New field {}", props.name) }</legend>
            <TextField label="New field" {bound} />
            <SelectField<FieldKind> label="Kind of answer" value={props.kind} on_change={set.reform(Change::Kind)}
                options={FieldKind::ALL.map(|kind| (kind, AttrValue::from(kind_name(kind)))).to_vec()}
                hint={matches!(props.kind, FieldKind::Choice | FieldKind::Choices).then(|| AttrValue::from(format!("Options are the {} values of the file", props.distinct)))} />
            <SelectField<FieldAudience> label="Who may see the answers" value={props.audience} options={audiences}
                on_change={set.reform(Change::Audience)} />
            <div class="map-sensitive">
                <CheckField label="Sensitive" checked={props.sensitive} on_change={set.reform(Change::Sensitive)}
                    hint="Such as identity, health or belief" />
            </div>
        </fieldset>
    }
}

enum Change {
    Name(String),
    Kind(FieldKind),
    Audience(FieldAudience),
    Sensitive(bool),
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn long_values_are_cut_on_one_line() {
        assert_eq!(excerpt("two\nlines"), "two lines");
        assert_eq!(excerpt(&"a".repeat(50)).chars().count(), 41);
    }
}
