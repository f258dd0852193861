//! Fields: a label above, a hint below, an error in the hint's place.

use yew::prelude::*;

use super::button::{IconButton, use_focus_on_mount};
use super::icon::Icon;
use super::icon_paths::Glyph;
use crate::dom;
use crate::form::Bound;

#[derive(Properties, PartialEq)]
pub(crate) struct FieldFrameProps {
    /// The id of the control inside; hint and error are `<id>-hint` and `<id>-error`.
    pub(crate) id: AttrValue,
    pub(crate) label: AttrValue,
    #[prop_or_default]
    pub(crate) hint: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) error: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) optional: bool,
    #[prop_or_default]
    pub(crate) hide_label: bool,
    #[prop_or_default]
    pub(crate) class: Classes,
    pub(crate) children: Html,
}

/// Label, control, hint or error. Use it for controls of your own; `described_by` names what the control refers to.
#[component]
pub(crate) fn FieldFrame(props: &FieldFrameProps) -> Html {
    html! {
        <div class={classes!("field", props.class.clone())}>
            <label class={if props.hide_label { "visually-hidden" } else { "field-label" }} for={props.id.clone()}>
                { props.label.clone() }
                if props.optional { <span class="t-3">{ "optional" }</span> }
            </label>
            { props.children.clone() }
            { below(&props.id, props.error.as_ref(), props.hint.as_ref()) }
        </div>
    }
}

fn below(id: &str, error: Option<&AttrValue>, hint: Option<&AttrValue>) -> Html {
    match (error, hint) {
        (Some(error), _) => html! {
            <span class="field-error" id={format!("{id}-error")} role="alert">
                <Icon glyph={Glyph::CircleExclamation} />{ error.clone() }
            </span>
        },
        (None, Some(hint)) => {
            html! { <span class="field-hint" id={format!("{id}-hint")}>{ hint.clone() }</span> }
        }
        (None, None) => Html::default(),
    }
}

/// What `aria-describedby` of the control `id` says.
pub(crate) fn described_by(
    id: &str,
    error: Option<&AttrValue>,
    hint: Option<&AttrValue>,
) -> Option<String> {
    match (error, hint) {
        (Some(_), _) => Some(format!("{id}-error")),
        (None, Some(_)) => Some(format!("{id}-hint")),
        (None, None) => None,
    }
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "properties are written by name in html!"
)]
#[derive(Properties, PartialEq)]
pub(crate) struct TextFieldProps {
    pub(crate) label: AttrValue,
    pub(crate) bound: Bound,
    #[prop_or_default]
    pub(crate) hint: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) optional: bool,
    /// The input's type: `text`, `email`, `number`, `search`.
    #[prop_or("text")]
    pub(crate) kind: &'static str,
    /// `decimal` or `numeric` keyboards on touch devices.
    #[prop_or_default]
    pub(crate) inputmode: Option<&'static str>,
    #[prop_or_default]
    pub(crate) placeholder: Option<AttrValue>,
    #[prop_or("off")]
    pub(crate) autocomplete: &'static str,
    #[prop_or_default]
    pub(crate) glyph: Option<Glyph>,
    #[prop_or_default]
    pub(crate) disabled: bool,
    /// Takes the focus when it appears.
    #[prop_or_default]
    pub(crate) focus: bool,
    #[prop_or_default]
    pub(crate) hide_label: bool,
    #[prop_or_default]
    pub(crate) id: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) class: Classes,
    #[prop_or_default]
    pub(crate) list: Option<AttrValue>,
}

/// One line of text: `<TextField label="Name" bound={form.text("name", |d| &d.name, |d, text| d.name = text)} />`
#[component]
pub(crate) fn TextField(props: &TextFieldProps) -> Html {
    let own_id = dom::use_id("field");
    let id = props.id.clone().unwrap_or(own_id);
    let node = use_node_ref();
    use_focus_on_mount(node.clone(), props.focus);
    let input = input(
        &node,
        &id,
        props.kind,
        &props.bound,
        props.hint.as_ref(),
        Extra {
            placeholder: props.placeholder.clone(),
            autocomplete: props.autocomplete,
            inputmode: props.inputmode,
            disabled: props.disabled,
            list: props.list.clone(),
        },
    );
    html! {
        <FieldFrame {id} label={props.label.clone()} hint={props.hint.clone()} error={props.bound.error.clone()}
            optional={props.optional} hide_label={props.hide_label} class={props.class.clone()}>
            if let Some(glyph) = props.glyph {
                <div class="field-affix"><Icon {glyph} />{ input }</div>
            } else {
                { input }
            }
        </FieldFrame>
    }
}

struct Extra {
    placeholder: Option<AttrValue>,
    autocomplete: &'static str,
    inputmode: Option<&'static str>,
    disabled: bool,
    list: Option<AttrValue>,
}

fn input(
    node: &NodeRef,
    id: &AttrValue,
    kind: &'static str,
    bound: &Bound,
    hint: Option<&AttrValue>,
    extra: Extra,
) -> Html {
    html! {
        <input ref={node.clone()} class="form-control" id={id.clone()} type={kind} value={bound.value.clone()}
            placeholder={extra.placeholder} autocomplete={extra.autocomplete} inputmode={extra.inputmode}
            disabled={extra.disabled} list={extra.list} spellcheck={(kind != "text").then_some("false")}
            aria-invalid={bound.error.is_some().then_some("true")}
            aria-describedby={described_by(id, bound.error.as_ref(), hint)}
            oninput={bound.on_change.reform(|event: InputEvent| dom::value_of(&event))}
            onblur={bound.on_leave.reform(|_: FocusEvent| ())} />
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct PasswordFieldProps {
    pub(crate) label: AttrValue,
    pub(crate) bound: Bound,
    #[prop_or_default]
    pub(crate) hint: Option<AttrValue>,
    /// `current-password` or `new-password`.
    #[prop_or("current-password")]
    pub(crate) autocomplete: &'static str,
    #[prop_or_default]
    pub(crate) placeholder: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) focus: bool,
    #[prop_or_default]
    pub(crate) hide_label: bool,
    #[prop_or_default]
    pub(crate) node: NodeRef,
    /// Between the input and the hint: a strength meter.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// A password, which can be shown and pasted into.
#[component]
pub(crate) fn PasswordField(props: &PasswordFieldProps) -> Html {
    let id = dom::use_id("password");
    let shown = use_state(|| false);
    let node = props.node.clone();
    use_focus_on_mount(node.clone(), props.focus);
    let toggle = {
        let shown = shown.clone();
        Callback::from(move |()| shown.set(!*shown))
    };
    let input = input(
        &node,
        &id,
        if *shown { "text" } else { "password" },
        &props.bound,
        props.hint.as_ref(),
        Extra {
            placeholder: props.placeholder.clone(),
            autocomplete: props.autocomplete,
            inputmode: None,
            disabled: false,
            list: None,
        },
    );
    html! {
        <FieldFrame id={id.clone()} label={props.label.clone()} hint={props.hint.clone()}
            error={props.bound.error.clone()} hide_label={props.hide_label}>
            <div class="field-affix field-password">
                <Icon glyph={Glyph::Key} />
                { input }
                <IconButton glyph={if *shown { Glyph::EyeSlash } else { Glyph::Eye }} small=true
                    label={if *shown { "Hide password" } else { "Show password" }} onclick={toggle} />
            </div>
            { props.children.clone() }
        </FieldFrame>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct TextAreaProps {
    pub(crate) label: AttrValue,
    pub(crate) bound: Bound,
    #[prop_or_default]
    pub(crate) hint: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) optional: bool,
    #[prop_or(4)]
    pub(crate) rows: u32,
    #[prop_or_default]
    pub(crate) placeholder: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) focus: bool,
}

/// Several lines of text.
#[component]
pub(crate) fn TextArea(props: &TextAreaProps) -> Html {
    let id = dom::use_id("area");
    let node = use_node_ref();
    use_focus_on_mount(node.clone(), props.focus);
    html! {
        <FieldFrame id={id.clone()} label={props.label.clone()} hint={props.hint.clone()}
            error={props.bound.error.clone()} optional={props.optional}>
            <textarea ref={node} class="form-control" id={id.clone()} rows={props.rows.to_string()}
                value={props.bound.value.clone()} placeholder={props.placeholder.clone()}
                aria-invalid={props.bound.error.is_some().then_some("true")}
                aria-describedby={described_by(&id, props.bound.error.as_ref(), props.hint.as_ref())}
                oninput={props.bound.on_change.reform(|event: InputEvent| dom::value_of(&event))}
                onblur={props.bound.on_leave.reform(|_: FocusEvent| ())} />
        </FieldFrame>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct SearchFieldProps {
    /// The accessible name and the placeholder: "Find people".
    pub(crate) label: AttrValue,
    pub(crate) value: AttrValue,
    pub(crate) on_change: Callback<String>,
    #[prop_or_default]
    pub(crate) focus: bool,
}

/// A search box of a filter bar; Esc empties it.
#[component]
pub(crate) fn SearchField(props: &SearchFieldProps) -> Html {
    let node = use_node_ref();
    use_focus_on_mount(node.clone(), props.focus);
    let onkeydown = {
        let (on_change, empty) = (props.on_change.clone(), props.value.is_empty());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && !empty {
                event.stop_propagation();
                on_change.emit(String::new());
            }
        })
    };
    html! {
        <div class="field-affix filters-search">
            <Icon glyph={Glyph::Search} />
            <input ref={node} class="form-control" type="search" aria-label={props.label.clone()} placeholder={props.label.clone()}
                value={props.value.clone()} autocomplete="off" spellcheck="false" {onkeydown}
                oninput={props.on_change.reform(|event: InputEvent| dom::value_of(&event))} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct CheckFieldProps {
    pub(crate) label: AttrValue,
    pub(crate) checked: bool,
    pub(crate) on_change: Callback<bool>,
    #[prop_or_default]
    pub(crate) hint: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) disabled: bool,
    /// Shows the box alone, with the label for screen readers: in tables.
    #[prop_or_default]
    pub(crate) bare: bool,
}

/// A checkbox with its words.
#[component]
pub(crate) fn CheckField(props: &CheckFieldProps) -> Html {
    let id = dom::use_id("check");
    let onchange = props
        .on_change
        .reform(|event: Event| dom::checked_of(&event));
    if props.bare {
        return html! {
            <span class="check-cell">
                <input class="form-check-input" type="checkbox" checked={props.checked} disabled={props.disabled}
                    aria-label={props.label.clone()} {onchange} />
            </span>
        };
    }
    html! {
        <div>
            <label class="check">
                <input class="form-check-input" type="checkbox" checked={props.checked} disabled={props.disabled}
                    aria-describedby={props.hint.as_ref().map(|_| format!("{id}-hint"))} {onchange} />
                { props.label.clone() }
            </label>
            if let Some(hint) = &props.hint {
                <span class="field-hint check-hint" id={format!("{id}-hint")}>{ hint.clone() }</span>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct SwitchProps {
    pub(crate) label: AttrValue,
    pub(crate) on: bool,
    pub(crate) on_change: Callback<bool>,
    #[prop_or_default]
    pub(crate) disabled: bool,
}

/// A setting that holds at once.
#[component]
pub(crate) fn Switch(props: &SwitchProps) -> Html {
    html! {
        <span class="form-switch p-0 m-0 d-inline-flex align-items-center check-cell w-auto">
            <input class="form-check-input" type="checkbox" role="switch" checked={props.on} disabled={props.disabled}
                aria-label={props.label.clone()}
                onchange={props.on_change.reform(|event: Event| dom::checked_of(&event))} />
        </span>
    }
}
