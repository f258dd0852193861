//! Messages that belong to a place: callouts, empty places, errors.

use contract::{ApiError, Code};
use yew::prelude::*;

use super::button::{Button, Kind};
use super::icon::Icon;
use super::icon_paths::Glyph;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Mood {
    #[default]
    Info,
    Ok,
    Warn,
    Bad,
}

#[derive(Properties, PartialEq)]
pub(crate) struct CalloutProps {
    #[prop_or_default]
    pub(crate) mood: Mood,
    #[prop_or_default]
    pub(crate) title: Option<AttrValue>,
    /// Announced at once when it appears.
    #[prop_or_default]
    pub(crate) alert: bool,
    #[prop_or_default]
    pub(crate) children: Html,
}

/// `<Callout mood={Mood::Warn} title="3 rows need you">{ "Fix them or leave them out." }</Callout>`
#[component]
pub(crate) fn Callout(props: &CalloutProps) -> Html {
    let (class, glyph) = match props.mood {
        Mood::Info => (None, Glyph::CircleInfo),
        Mood::Ok => (Some("callout-ok"), Glyph::CircleCheck),
        Mood::Warn => (Some("callout-warn"), Glyph::Triangle),
        Mood::Bad => (Some("callout-bad"), Glyph::CircleExclamation),
    };
    html! {
        <div class={classes!("callout", class)} role={props.alert.then_some("alert")}>
            <Icon {glyph} />
            <div class="grow">
                if let Some(title) = &props.title { <span class="callout-title">{ title.clone() }</span> }
                { props.children.clone() }
            </div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct ErrorCalloutProps {
    /// `None` shows nothing: pass `action.error.clone()`.
    pub(crate) error: Option<ApiError>,
    /// Fields whose messages stand at the fields themselves.
    #[prop_or_default]
    pub(crate) shown: Vec<&'static str>,
}

/// Why an action was refused, above the button that was pressed.
#[component]
pub(crate) fn ErrorCallout(props: &ErrorCalloutProps) -> Html {
    let Some(error) = &props.error else {
        return Html::default();
    };
    let rest: Vec<_> = error
        .fields
        .iter()
        .filter(|(name, _)| !props.shown.contains(&name.as_str()))
        .collect();
    if !error.fields.is_empty() && rest.is_empty() {
        return Html::default();
    }
    html! {
        <Callout mood={Mood::Bad} title={error.message.clone()} alert=true>
            { for rest.into_iter().map(|(_, message)| html! { <div>{ message.clone() }</div> }) }
        </Callout>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct EmptyProps {
    pub(crate) glyph: Glyph,
    /// What is true: "No students yet".
    pub(crate) title: AttrValue,
    /// Why, and what to do next.
    #[prop_or_default]
    pub(crate) text: AttrValue,
    /// One or two buttons.
    #[prop_or_default]
    pub(crate) children: Html,
}

#[component]
pub(crate) fn Empty(props: &EmptyProps) -> Html {
    html! {
        <div class="empty">
            <span class="empty-art" aria-hidden="true"><Icon glyph={props.glyph} class="icon-lg" /></span>
            <p class="empty-title">{ props.title.clone() }</p>
            if !props.text.is_empty() { <p class="empty-text">{ props.text.clone() }</p> }
            <div class="empty-actions">{ props.children.clone() }</div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct ErrorBlockProps {
    pub(crate) error: ApiError,
    #[prop_or_default]
    pub(crate) retry: Option<Callback<()>>,
}

/// What happened in the place of what should be here.
#[component]
pub(crate) fn ErrorBlock(props: &ErrorBlockProps) -> Html {
    let (title, glyph) = match props.error.code {
        Code::NotFound => ("This is not here", Glyph::Search),
        Code::Forbidden => ("This is not for your role", Glyph::Lock),
        _ => ("This could not be read", Glyph::Triangle),
    };
    html! {
        <div class="empty" role="alert">
            <span class="empty-art" aria-hidden="true"><Icon {glyph} class="icon-lg" /></span>
            <p class="empty-title">{ title }</p>
            <p class="empty-text">{ props.error.message.clone() }</p>
            if let Some(retry) = &props.retry {
                <div class="empty-actions">
                    <Button label="Try again" kind={Kind::Primary} glyph={Glyph::RotateRight} onclick={retry.clone()} />
                </div>
            }
            <details class="error-details">
                <summary>{ "Details for support" }</summary>
                <pre>{ format!("Code: {}\n{}", code_name(props.error.code), props.error) }</pre>
            </details>
        </div>
    }
}

/// The code as it is written on the wire.
fn code_name(code: Code) -> String {
    serde_json::to_value(code)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}
