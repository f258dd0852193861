//! Buttons.

use yew::prelude::*;

use super::icon::Icon;
use super::icon_paths::Glyph;
use crate::registry::shown_keys;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Kind {
    /// At most one in a page head, one in a dialog.
    Primary,
    #[default]
    Secondary,
    Ghost,
    Danger,
    DangerQuiet,
}

impl Kind {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "btn-primary",
            Self::Secondary => "btn-secondary",
            Self::Ghost => "btn-ghost",
            Self::Danger => "btn-danger",
            Self::DangerQuiet => "btn-danger-quiet",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Size {
    Small,
    #[default]
    Usual,
    Large,
}

impl Size {
    fn class(self) -> Option<&'static str> {
        match self {
            Self::Small => Some("btn-sm"),
            Self::Usual => None,
            Self::Large => Some("btn-lg"),
        }
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct ButtonProps {
    /// A verb for what happens. "…" only when a dialog follows.
    pub(crate) label: AttrValue,
    #[prop_or_default]
    pub(crate) kind: Kind,
    #[prop_or_default]
    pub(crate) size: Size,
    #[prop_or_default]
    pub(crate) glyph: Option<Glyph>,
    /// The key that does the same, shown in the button: "L".
    #[prop_or_default]
    pub(crate) keys: &'static str,
    #[prop_or_default]
    pub(crate) busy: bool,
    /// "Saving"; otherwise the label stays.
    #[prop_or_default]
    pub(crate) busy_label: Option<AttrValue>,
    /// Why it cannot be pressed now; it stays focusable and says so.
    #[prop_or_default]
    pub(crate) blocked: Option<AttrValue>,
    /// Sends the form it stands in; leave `onclick` out then.
    #[prop_or_default]
    pub(crate) submit: bool,
    #[prop_or_default]
    pub(crate) onclick: Callback<()>,
    /// The accessible name where the label is not enough: "Log session with …".
    #[prop_or_default]
    pub(crate) name: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) expanded: Option<bool>,
    #[prop_or_default]
    pub(crate) pressed: Option<bool>,
    #[prop_or_default]
    pub(crate) id: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) class: Classes,
    /// Takes the focus when it appears.
    #[prop_or_default]
    pub(crate) focus: bool,
}

/// `<Button label="Save" kind={Kind::Primary} busy={action.busy} busy_label="Saving" onclick={save} />`
#[component]
pub(crate) fn Button(props: &ButtonProps) -> Html {
    let node = use_node_ref();
    use_focus_on_mount(node.clone(), props.focus);
    let onclick = {
        let (onclick, still) = (props.onclick.clone(), props.busy || props.blocked.is_some());
        let submit = props.submit;
        Callback::from(move |event: MouseEvent| {
            if still {
                event.prevent_default();
            } else if !submit {
                onclick.emit(());
            }
        })
    };
    let label = props
        .busy_label
        .clone()
        .filter(|_| props.busy)
        .unwrap_or_else(|| props.label.clone());
    html! {
        <button ref={node} id={props.id.clone()} type={if props.submit { "submit" } else { "button" }}
            class={classes!("btn", props.kind.class(), props.size.class(), props.class.clone())}
            aria-busy={props.busy.then_some("true")}
            aria-disabled={props.blocked.is_some().then_some("true")}
            aria-label={props.name.clone()}
            aria-expanded={props.expanded.map(truth)}
            aria-pressed={props.pressed.map(truth)}
            title={props.blocked.clone()}
            {onclick}>
            if props.busy {
                <span class="btn-spin" aria-hidden="true" />
            } else if let Some(glyph) = props.glyph {
                <Icon {glyph} />
            }
            { label }
            if !props.keys.is_empty() {
                <kbd aria-hidden="true">{ shown_keys(props.keys) }</kbd>
            }
        </button>
    }
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "properties are written by name in html!"
)]
#[derive(Properties, PartialEq)]
pub(crate) struct IconButtonProps {
    pub(crate) glyph: Glyph,
    /// What it does, for those who do not see the icon and as its tip.
    pub(crate) label: AttrValue,
    #[prop_or_default]
    pub(crate) keys: &'static str,
    #[prop_or_default]
    pub(crate) small: bool,
    #[prop_or(Kind::Ghost)]
    pub(crate) kind: Kind,
    #[prop_or_default]
    pub(crate) busy: bool,
    #[prop_or_default]
    pub(crate) disabled: bool,
    #[prop_or_default]
    pub(crate) expanded: Option<bool>,
    #[prop_or_default]
    pub(crate) pressed: Option<bool>,
    #[prop_or_default]
    pub(crate) submit: bool,
    #[prop_or_default]
    pub(crate) onclick: Callback<()>,
    #[prop_or_default]
    pub(crate) class: Classes,
}

/// A button of an icon alone.
#[component]
pub(crate) fn IconButton(props: &IconButtonProps) -> Html {
    let name = if props.keys.is_empty() {
        props.label.clone()
    } else {
        AttrValue::from(format!("{} ({})", props.label, shown_keys(props.keys)))
    };
    let onclick = {
        let (onclick, still) = (props.onclick.clone(), props.busy || props.disabled);
        let submit = props.submit;
        Callback::from(move |event: MouseEvent| {
            if still {
                event.prevent_default();
            } else if !submit {
                onclick.emit(());
            }
        })
    };
    html! {
        <button type={if props.submit { "submit" } else { "button" }}
            class={classes!("btn", "btn-icon", props.kind.class(), props.small.then_some("btn-sm"), props.class.clone())}
            aria-label={name.clone()} title={name}
            aria-busy={props.busy.then_some("true")}
            aria-disabled={props.disabled.then_some("true")}
            aria-expanded={props.expanded.map(truth)}
            aria-pressed={props.pressed.map(truth)}
            {onclick}>
            if props.busy { <span class="btn-spin" aria-hidden="true" /> } else { <Icon glyph={props.glyph} /> }
        </button>
    }
}

/// A truth value as ARIA writes it.
pub(crate) fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// Focuses the element when it appears, if `wanted` then.
#[hook]
pub(crate) fn use_focus_on_mount(node: NodeRef, wanted: bool) {
    use_effect_with((), move |()| {
        if wanted && let Some(element) = node.cast::<web_sys::HtmlElement>() {
            let _ = element.focus();
        }
    });
}
