//! Choosing one of many in a drop-down list.

use domain::Zone;
use yew::prelude::*;

use super::combo::ComboField;
use super::field::{FieldFrame, described_by};
use crate::dom;
use crate::form::Bound;

#[derive(Properties, PartialEq)]
pub(crate) struct SelectFieldProps<T: Clone + PartialEq + 'static> {
    pub(crate) label: AttrValue,
    pub(crate) options: Vec<(T, AttrValue)>,
    pub(crate) value: T,
    pub(crate) on_change: Callback<T>,
    #[prop_or_default]
    pub(crate) hint: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) error: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) optional: bool,
    #[prop_or_default]
    pub(crate) disabled: bool,
    /// Keeps the label for screen readers only: in tables and filter bars.
    #[prop_or_default]
    pub(crate) hide_label: bool,
    #[prop_or_default]
    pub(crate) class: Classes,
}

/// `<SelectField<Role> label="Role" options={…} value={role} on_change={…} />`
#[component]
pub(crate) fn SelectField<T: Clone + PartialEq + 'static>(props: &SelectFieldProps<T>) -> Html {
    let id = dom::use_id("select");
    let chosen = props
        .options
        .iter()
        .position(|(value, _)| *value == props.value);
    let node = dom::use_select(chosen.map(|at| at.to_string()).unwrap_or_default());
    let onchange = {
        let (options, on_change) = (props.options.clone(), props.on_change.clone());
        Callback::from(move |event: Event| {
            let chosen = dom::value_of(&event)
                .parse::<usize>()
                .ok()
                .and_then(|at| options.get(at).cloned());
            if let Some((value, _)) = chosen {
                on_change.emit(value);
            }
        })
    };
    html! {
        <FieldFrame id={id.clone()} label={props.label.clone()} hint={props.hint.clone()} error={props.error.clone()}
            optional={props.optional} hide_label={props.hide_label} class={props.class.clone()}>
            <select ref={node} class="form-select" id={id.clone()} disabled={props.disabled} {onchange}
                aria-invalid={props.error.is_some().then_some("true")}
                aria-describedby={described_by(&id, props.error.as_ref(), props.hint.as_ref())}>
                { for props.options.iter().enumerate().map(|(at, (value, label))| html! {
                    <option key={at} value={at.to_string()} selected={*value == props.value}>{ label.clone() }</option>
                }) }
            </select>
        </FieldFrame>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct ZoneFieldProps {
    #[prop_or(AttrValue::Static("Time zone"))]
    pub(crate) label: AttrValue,
    pub(crate) bound: Bound,
    #[prop_or_default]
    pub(crate) hint: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) optional: bool,
}

/// A time zone, found by a part of its name.
#[component]
pub(crate) fn ZoneField(props: &ZoneFieldProps) -> Html {
    let options = use_memo((), |()| {
        Zone::names().map(str::to_owned).collect::<Vec<_>>()
    });
    html! {
        <ComboField label={props.label.clone()} bound={props.bound.clone()} hint={props.hint.clone()}
            optional={props.optional} {options} />
    }
}
