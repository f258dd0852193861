//! Entering several short words: topics, interests, languages.

use domain::names::search_key;
use yew::prelude::*;

use super::field::{FieldFrame, described_by};
use super::icon::Icon;
use super::icon_paths::Glyph;
use crate::dom;

#[derive(Properties, PartialEq)]
pub(crate) struct TagInputProps {
    pub(crate) label: AttrValue,
    pub(crate) values: Vec<String>,
    pub(crate) on_change: Callback<Vec<String>>,
    /// What is offered while typing.
    #[prop_or_default]
    pub(crate) suggestions: Vec<String>,
    #[prop_or_default]
    pub(crate) hint: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) error: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) optional: bool,
    #[prop_or(AttrValue::Static("Add"))]
    pub(crate) placeholder: AttrValue,
}

/// Enter or a comma adds, Backspace in the empty field takes the last one out.
#[component]
pub(crate) fn TagInput(props: &TagInputProps) -> Html {
    let id = dom::use_id("tags");
    let typed = use_state(String::new);
    let chosen = use_state(|| None::<usize>);
    let focused = use_state(|| false);
    let offered = if *focused {
        offers(&typed, &props.values, &props.suggestions)
    } else {
        Vec::new()
    };

    let add = {
        let (typed, chosen, values, on_change) = (
            typed.clone(),
            chosen.clone(),
            props.values.clone(),
            props.on_change.clone(),
        );
        Callback::from(move |text: String| {
            typed.set(String::new());
            chosen.set(None);
            if let Some(values) = with_added(&values, &text) {
                on_change.emit(values);
            }
        })
    };
    let remove = {
        let (values, on_change) = (props.values.clone(), props.on_change.clone());
        Callback::from(move |at: usize| {
            let mut values = values.clone();
            if at < values.len() {
                values.remove(at);
                on_change.emit(values);
            }
        })
    };
    let onkeydown = {
        let (typed, chosen, add, remove) =
            (typed.clone(), chosen.clone(), add.clone(), remove.clone());
        let (offered, count) = (offered.clone(), props.values.len());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" | "," if chosen.is_some() || !typed.trim().is_empty() => {
                event.prevent_default();
                add.emit(
                    chosen
                        .and_then(|at| offered.get(at).cloned())
                        .unwrap_or_else(|| (*typed).clone()),
                );
            }
            "," => event.prevent_default(),
            "Backspace" if typed.is_empty() && count > 0 => remove.emit(count - 1),
            "ArrowDown" if !offered.is_empty() => {
                event.prevent_default();
                chosen.set(Some(chosen.map_or(0, |at| (at + 1) % offered.len())));
            }
            "ArrowUp" if !offered.is_empty() => {
                event.prevent_default();
                chosen.set(Some(chosen.map_or(offered.len() - 1, |at| {
                    (at + offered.len() - 1) % offered.len()
                })));
            }
            "Escape" if chosen.is_some() => {
                event.stop_propagation();
                chosen.set(None);
            }
            _ => {}
        })
    };
    let oninput = {
        let (typed, chosen) = (typed.clone(), chosen.clone());
        Callback::from(move |event: InputEvent| {
            typed.set(dom::value_of(&event));
            chosen.set(None);
        })
    };
    let onblur = {
        let (focused, typed, add) = (focused.clone(), typed.clone(), add.clone());
        Callback::from(move |_: FocusEvent| {
            focused.set(false);
            // What was typed and not entered would be lost silently.
            if !typed.trim().is_empty() {
                add.emit((*typed).clone());
            }
        })
    };
    let onfocus = {
        let focused = focused.clone();
        Callback::from(move |_: FocusEvent| focused.set(true))
    };
    let list_id = format!("{id}-list");
    html! {
        <FieldFrame id={id.clone()} label={props.label.clone()} hint={props.hint.clone()} error={props.error.clone()}
            optional={props.optional}>
            <div class="tag-box">
                <div class="tag-input">
                    { for props.values.iter().enumerate().map(|(at, value)| html! {
                        <span class="tag" key={value.clone()}>
                            { value }
                            <button type="button" class="tag-x" aria-label={format!("Remove {value}")}
                                onclick={remove.reform(move |_: MouseEvent| at)}>
                                <Icon glyph={Glyph::Xmark} class="icon-sm" />
                            </button>
                        </span>
                    }) }
                    <input id={id.clone()} type="text" role="combobox" autocomplete="off" value={(*typed).clone()}
                        placeholder={props.placeholder.clone()} {oninput} {onkeydown} {onfocus} {onblur}
                        aria-expanded={super::button::truth(!offered.is_empty())} aria-controls={list_id.clone()}
                        aria-autocomplete="list"
                        aria-activedescendant={chosen.map(|at| format!("{list_id}-{at}"))}
                        aria-invalid={props.error.is_some().then_some("true")}
                        aria-describedby={described_by(&id, props.error.as_ref(), props.hint.as_ref())} />
                </div>
                <ul class={classes!("menu", "plain", "tag-menu", offered.is_empty().then_some("d-none"))} role="listbox"
                    id={list_id.clone()} aria-label={props.label.clone()}>
                    { for offered.iter().enumerate().map(|(at, offer)| {
                        // On press, not on click: the field would lose the focus first and add what was typed.
                        let onmousedown = {
                            let (add, offer) = (add.clone(), offer.clone());
                            Callback::from(move |event: MouseEvent| {
                                event.prevent_default();
                                add.emit(offer.clone());
                            })
                        };
                        html! {
                            <li key={offer.clone()} class={classes!("menu-item", (*chosen == Some(at)).then_some("is-active"))}
                                role="option" id={format!("{list_id}-{at}")} {onmousedown}
                                aria-selected={super::button::truth(*chosen == Some(at))}>{ offer }</li>
                        }
                    }) }
                </ul>
            </div>
        </FieldFrame>
    }
}

/// At most eight suggestions that contain what was typed and are not there yet.
fn offers(typed: &str, values: &[String], suggestions: &[String]) -> Vec<String> {
    let key = search_key(typed.trim());
    if key.is_empty() {
        return Vec::new();
    }
    let there: Vec<_> = values.iter().map(|value| search_key(value)).collect();
    suggestions
        .iter()
        .filter(|suggestion| {
            let suggestion = search_key(suggestion);
            suggestion.contains(&key) && !there.contains(&suggestion)
        })
        .take(8)
        .cloned()
        .collect()
}

/// The list with the entries of `text` (a paste may hold several); `None` where nothing was new.
fn with_added(values: &[String], text: &str) -> Option<Vec<String>> {
    let mut list = values.to_vec();
    for entry in text
        .split([',', ';', '\n'])
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
    {
        let key = search_key(entry);
        if list.iter().all(|value| search_key(value) != key) {
            list.push(entry.to_owned());
        }
    }
    (list.len() > values.len()).then_some(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adding_splits_a_paste_and_drops_repeats() {
        let values = vec!["Nursing".to_owned()];
        assert_eq!(with_added(&values, "nursing"), None);
        assert_eq!(
            with_added(&values, "Maths, nursing; Music"),
            Some(vec![
                "Nursing".to_owned(),
                "Maths".to_owned(),
                "Music".to_owned()
            ])
        );
    }

    #[test]
    fn offers_ignore_accents_and_what_is_there() {
        let suggestions = ["Français".to_owned(), "Fire safety".to_owned()];
        assert_eq!(offers("franc", &[], &suggestions), ["Français".to_owned()]);
        assert!(offers("franc", &["francais".to_owned()], &suggestions).is_empty());
    }
}
