//! The keyboard of the whole window.

use contract::preferences::LetterKeys;
use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::prelude::*;

use crate::desk::use_looks;
use crate::dom;
use crate::registry::{Meaning, Press, entries, meaning};

/// How long the first key of a pair waits for the second, in milliseconds.
const PAIR: u32 = 1_200;

/// Listens to the keyboard while the shell is there.
#[hook]
pub(super) fn use_keys() {
    let letters = use_looks().preferences.letter_keys;
    let waiting = use_mut_ref(|| None::<(String, Timeout)>);
    use_effect_with(letters, move |letters| {
        let letters = *letters;
        let listener = dom::document().map(|document| {
            EventListener::new_with_options(
                &document,
                "keydown",
                EventListenerOptions::enable_prevent_default(),
                move |event| {
                    let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
                        return;
                    };
                    if event.default_prevented() || event.is_composing() {
                        return;
                    }
                    let press = Press {
                        key: event.key(),
                        command: if dom::is_mac() {
                            event.meta_key()
                        } else {
                            event.ctrl_key()
                        },
                        shift: event.shift_key(),
                        alt: event.alt_key(),
                    };
                    let typing = event
                        .target()
                        .and_then(|target| target.dyn_into::<Element>().ok())
                        .is_some_and(|target| takes_text(&target));
                    if press.is_letter() && (typing || letters == LetterKeys::Off) {
                        return;
                    }
                    // Undo inside a text field is the field's own; a dialog keeps the rest of the desk still.
                    if typing && press.name() == "Ctrl Z" || has_modal() {
                        return;
                    }
                    let before = waiting.borrow_mut().take().map(|(first, _)| first);
                    let known = entries();
                    match meaning(&known, &press, before.as_deref()) {
                        Meaning::Run(entry) => {
                            event.prevent_default();
                            entry.run.emit(());
                        }
                        Meaning::Wait(first) => {
                            event.prevent_default();
                            let forget = waiting.clone();
                            let timer = Timeout::new(PAIR, move || *forget.borrow_mut() = None);
                            *waiting.borrow_mut() = Some((first, timer));
                        }
                        Meaning::Nothing => {}
                    }
                },
            )
        });
        move || drop(listener)
    });
}

fn has_modal() -> bool {
    dom::document()
        .and_then(|document| document.query_selector("dialog[open]").ok().flatten())
        .is_some()
}

/// Whether letters typed into the element are text.
fn takes_text(element: &Element) -> bool {
    match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => !matches!(
            element.get_attribute("type").as_deref(),
            Some("checkbox" | "radio" | "button" | "submit" | "range")
        ),
        _ => false,
    }
}

/// Moves the focus to the next region of the window, or the previous one.
pub(super) fn next_region(by: i32) {
    let Some(list) =
        dom::document().and_then(|document| document.query_selector_all("[data-region]").ok())
    else {
        return;
    };
    let regions: Vec<HtmlElement> = (0..list.length())
        .filter_map(|at| list.get(at)?.dyn_into::<HtmlElement>().ok())
        .filter(|region| region.offset_width() > 0)
        .collect();
    let Ok(count) = i32::try_from(regions.len()) else {
        return;
    };
    if count == 0 {
        return;
    }
    let focused = dom::focused();
    let at = regions
        .iter()
        .position(|region| region.contains(focused.as_ref().map(AsRef::as_ref)))
        .and_then(|at| i32::try_from(at).ok());
    let next = at.map_or(0, |at| (at + by).rem_euclid(count));
    if let Some(region) = usize::try_from(next)
        .ok()
        .and_then(|next| regions.get(next))
    {
        let _ = region.remove_attribute(super::ARRIVED);
        let _ = region.focus();
    }
}
