//! Choosing one of a few things that can all be seen.

use yew::prelude::*;

use super::button::truth;
use super::icon::Icon;
use super::icon_paths::Glyph;
use crate::dom;

#[derive(Properties, PartialEq)]
pub(crate) struct OneOfProps<T: Clone + PartialEq + 'static> {
    /// The group's accessible name.
    pub(crate) label: AttrValue,
    pub(crate) options: Vec<(T, AttrValue)>,
    pub(crate) value: T,
    pub(crate) on_change: Callback<T>,
    #[prop_or_default]
    pub(crate) class: Classes,
}

/// Two to five views of one thing.
#[component]
pub(crate) fn Segmented<T: Clone + PartialEq + 'static>(props: &OneOfProps<T>) -> Html {
    html! {
        <div class={classes!("segmented", props.class.clone())} role="group" aria-label={props.label.clone()}>
            { for props.options.iter().enumerate().map(|(at, (value, label))| {
                let onclick = { let value = value.clone(); props.on_change.reform(move |_: MouseEvent| value.clone()) };
                html! {
                    <button key={at} type="button" class="segmented-item" aria-pressed={truth(*value == props.value)} {onclick}>
                        { label.clone() }
                    </button>
                }
            }) }
        </div>
    }
}

/// Which option the arrow keys lead to from `at` of `count`; `None` for other keys.
fn step(key: &str, at: usize, count: usize) -> Option<usize> {
    match key {
        "ArrowRight" | "ArrowDown" => Some((at + 1) % count),
        "ArrowLeft" | "ArrowUp" => Some((at + count - 1) % count),
        "Home" => Some(0),
        "End" => Some(count - 1),
        _ => None,
    }
}

/// The keys of tabs and radio buttons: arrows choose and move the focus to the item `<id>-<n>`.
fn arrows<T: Clone + PartialEq + 'static>(
    id: &AttrValue,
    props: &OneOfProps<T>,
) -> Callback<KeyboardEvent> {
    let (id, options, value, on_change) = (
        id.clone(),
        props.options.clone(),
        props.value.clone(),
        props.on_change.clone(),
    );
    Callback::from(move |event: KeyboardEvent| {
        let at = options
            .iter()
            .position(|(option, _)| *option == value)
            .unwrap_or(0);
        if let Some(next) = step(&event.key(), at, options.len().max(1))
            && let Some((option, _)) = options.get(next)
        {
            event.prevent_default();
            dom::focus(&format!("#{id}-{next}"));
            on_change.emit(option.clone());
        }
    })
}

/// Sections of one page. The panel below carries `role="tabpanel"` and `aria-label` of its own.
#[component]
pub(crate) fn Tabs<T: Clone + PartialEq + 'static>(props: &OneOfProps<T>) -> Html {
    let id = dom::use_id("tabs");
    html! {
        <div class={classes!("tabs", props.class.clone())} role="tablist" aria-label={props.label.clone()}
            onkeydown={arrows(&id, props)}>
            { for props.options.iter().enumerate().map(|(at, (value, label))| {
                let chosen = *value == props.value;
                let onclick = { let value = value.clone(); props.on_change.reform(move |_: MouseEvent| value.clone()) };
                html! {
                    <button key={at} id={format!("{id}-{at}")} type="button" class="tabs-item" role="tab"
                        aria-selected={truth(chosen)} tabindex={if chosen { "0" } else { "-1" }} {onclick}>
                        { label.clone() }
                    </button>
                }
            }) }
        </div>
    }
}

/// A quick choice of one value: 30, 45, 60 minutes.
#[component]
pub(crate) fn ChipRadios<T: Clone + PartialEq + 'static>(props: &OneOfProps<T>) -> Html {
    let id = dom::use_id("chips");
    let chosen_at = props
        .options
        .iter()
        .position(|(value, _)| *value == props.value);
    html! {
        <div class={classes!("chip-set", props.class.clone())} role="radiogroup" aria-label={props.label.clone()}
            onkeydown={arrows(&id, props)}>
            { for props.options.iter().enumerate().map(|(at, (value, label))| {
                let chosen = chosen_at == Some(at);
                let onclick = { let value = value.clone(); props.on_change.reform(move |_: MouseEvent| value.clone()) };
                html! {
                    <button key={at} id={format!("{id}-{at}")} type="button" class="chip" role="radio"
                        aria-checked={truth(chosen)} {onclick}
                        tabindex={if at == chosen_at.unwrap_or(0) { "0" } else { "-1" }}>
                        { label.clone() }
                    </button>
                }
            }) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct FilterChipProps {
    pub(crate) label: AttrValue,
    pub(crate) on: bool,
    pub(crate) on_change: Callback<bool>,
    #[prop_or_default]
    pub(crate) glyph: Option<Glyph>,
}

/// A filter that is on or off; Backspace switches it off too.
#[component]
pub(crate) fn FilterChip(props: &FilterChipProps) -> Html {
    let on = props.on;
    let onkeydown = {
        let on_change = props.on_change.clone();
        Callback::from(move |event: KeyboardEvent| {
            if on && (event.key() == "Backspace" || event.key() == "Delete") {
                event.prevent_default();
                on_change.emit(false);
            }
        })
    };
    html! {
        <button type="button" class="chip" aria-pressed={truth(on)} {onkeydown}
            onclick={props.on_change.reform(move |_: MouseEvent| !on)}>
            if let Some(glyph) = props.glyph { <Icon {glyph} /> }
            { props.label.clone() }
            if on { <Icon glyph={Glyph::Xmark} class="icon-sm" /> }
        </button>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct ChoicesProps<T: Clone + PartialEq + 'static> {
    pub(crate) label: AttrValue,
    /// Value, name, and a line about it.
    pub(crate) options: Vec<(T, AttrValue, AttrValue)>,
    pub(crate) value: Option<T>,
    pub(crate) on_change: Callback<T>,
    /// `choices-2` sets them side by side.
    #[prop_or_default]
    pub(crate) class: Classes,
    #[prop_or_default]
    pub(crate) show_label: bool,
}

/// Cards with a radio button and words.
#[component]
pub(crate) fn Choices<T: Clone + PartialEq + 'static>(props: &ChoicesProps<T>) -> Html {
    let name = dom::use_id("choice");
    html! {
        <div class="field" role="radiogroup" aria-label={props.label.clone()}>
            if props.show_label { <span class="field-label" aria-hidden="true">{ props.label.clone() }</span> }
            <div class={classes!("choices", props.class.clone())}>
                { for props.options.iter().enumerate().map(|(at, (value, title, text))| {
                    let onchange = { let value = value.clone(); props.on_change.reform(move |_: Event| value.clone()) };
                    html! {
                        <label key={at} class="choice">
                            <input class="form-check-input" type="radio" name={name.clone()} {onchange}
                                checked={props.value.as_ref() == Some(value)} />
                            <span>
                                <span class="choice-name">{ title.clone() }</span>
                                if !text.is_empty() { <span class="choice-text">{ text.clone() }</span> }
                            </span>
                        </label>
                    }
                }) }
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn arrows_go_round() {
        assert_eq!(step("ArrowRight", 2, 3), Some(0));
        assert_eq!(step("ArrowLeft", 0, 3), Some(2));
        assert_eq!(step("End", 0, 3), Some(2));
        assert_eq!(step("a", 0, 3), None);
    }
}
