//! A text field that offers what it knows: one of many names, such as time zones.

use std::rc::Rc;

use domain::names::search_key;
use yew::prelude::*;

use super::button::truth;
use super::field::{FieldFrame, described_by};
use crate::dom;
use crate::form::Bound;

#[derive(Properties, PartialEq)]
pub(crate) struct ComboFieldProps {
    pub(crate) label: AttrValue,
    pub(crate) bound: Bound,
    pub(crate) options: Rc<Vec<String>>,
    #[prop_or_default]
    pub(crate) hint: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) optional: bool,
}

/// The ARIA combobox with a list: the arrows choose, Enter takes what is chosen or the only one offered, Esc closes; what
/// is typed may also stay as it is.
#[component]
pub(crate) fn ComboField(props: &ComboFieldProps) -> Html {
    let id = dom::use_id("combo");
    let open = use_state(|| false);
    let chosen = use_state(|| None::<usize>);
    let offered = if *open {
        offers(&props.bound.value, &props.options)
    } else {
        Vec::new()
    };
    let take = {
        let (open, chosen, on_change) = (
            open.setter(),
            chosen.setter(),
            props.bound.on_change.clone(),
        );
        Callback::from(move |text: String| {
            on_change.emit(text);
            chosen.set(None);
            open.set(false);
        })
    };
    let onkeydown = {
        let (open, chosen, offered, take) =
            (open.clone(), chosen.clone(), offered.clone(), take.clone());
        Callback::from(move |event: KeyboardEvent| {
            let count = offered.len();
            match event.key().as_str() {
                "ArrowDown" if count == 0 => open.set(true),
                "ArrowDown" => chosen.set(Some(chosen.map_or(0, |at| (at + 1) % count))),
                "ArrowUp" if count > 0 => chosen.set(Some(
                    chosen.map_or(count - 1, |at| (at + count - 1) % count),
                )),
                "Enter" if at_hand(*chosen, &offered).is_some() => {
                    if let Some(text) = at_hand(*chosen, &offered) {
                        take.emit(text.clone());
                    }
                }
                "Escape" if count > 0 => {
                    event.stop_propagation();
                    chosen.set(None);
                    open.set(false);
                }
                _ => return,
            }
            event.prevent_default();
        })
    };
    let oninput = {
        let (open, chosen, on_change) = (
            open.setter(),
            chosen.setter(),
            props.bound.on_change.clone(),
        );
        Callback::from(move |event: InputEvent| {
            open.set(true);
            chosen.set(None);
            on_change.emit(dom::value_of(&event));
        })
    };
    let onblur = {
        let (open, on_leave) = (open.setter(), props.bound.on_leave.clone());
        Callback::from(move |_: FocusEvent| {
            open.set(false);
            on_leave.emit(());
        })
    };
    let list_id = format!("{id}-list");
    html! {
        <FieldFrame id={id.clone()} label={props.label.clone()} hint={props.hint.clone()} error={props.bound.error.clone()}
            optional={props.optional}>
            <div class="tag-box">
                <input class="form-control" id={id.clone()} type="text" role="combobox" autocomplete="off" spellcheck="false"
                    value={props.bound.value.clone()} {oninput} {onkeydown} {onblur} aria-autocomplete="list"
                    aria-expanded={truth(!offered.is_empty())} aria-controls={list_id.clone()}
                    aria-activedescendant={chosen.map(|at| format!("{list_id}-{at}"))}
                    aria-invalid={props.bound.error.is_some().then_some("true")}
                    aria-describedby={described_by(&id, props.bound.error.as_ref(), props.hint.as_ref())} />
                <ul class={classes!("menu", "plain", "tag-menu", offered.is_empty().then_some("d-none"))} role="listbox"
                    id={list_id.clone()} aria-label={props.label.clone()}>
                    { for offered.iter().enumerate().map(|(at, offer)| {
                        // On press, not on click: the field would lose the focus first and the list with it.
                        let onmousedown = {
                            let (take, offer) = (take.clone(), offer.clone());
                            Callback::from(move |event: MouseEvent| {
                                event.prevent_default();
                                take.emit(offer.clone());
                            })
                        };
                        html! {
                            <li key={offer.clone()} role="option" id={format!("{list_id}-{at}")} {onmousedown}
                                class={classes!("menu-item", (*chosen == Some(at)).then_some("is-active"))}
                                aria-selected={truth(*chosen == Some(at))}>{ offer }</li>
                        }
                    }) }
                </ul>
            </div>
        </FieldFrame>
    }
}

/// What Enter takes.
fn at_hand(chosen: Option<usize>, offered: &[String]) -> Option<&String> {
    match (chosen, offered) {
        (Some(at), _) => offered.get(at),
        (None, [only]) => Some(only),
        (None, _) => None,
    }
}

/// At most eight options that contain what was typed; none for an option typed out.
fn offers(typed: &str, options: &[String]) -> Vec<String> {
    let plain = |text: &str| search_key(text).replace('_', " ");
    let key = plain(typed.trim());
    if options.iter().any(|option| option == typed) {
        return Vec::new();
    }
    options
        .iter()
        .filter(|option| plain(option).contains(&key))
        .take(8)
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{at_hand, offers};

    #[test]
    fn offers_contain_what_was_typed() {
        let options = ["America/New_York".to_owned(), "Europe/Oslo".to_owned()];
        assert_eq!(offers("new y", &options), ["America/New_York".to_owned()]);
        assert_eq!(offers("oslo", &options), ["Europe/Oslo".to_owned()]);
        assert!(offers("Europe/Oslo", &options).is_empty());
        assert!(offers("Mars", &options).is_empty());
    }

    #[test]
    fn enter_takes_the_chosen_or_the_only_one() {
        let two = ["Ana".to_owned(), "Anand".to_owned()];
        assert_eq!(at_hand(Some(1), &two), Some(&two[1]));
        assert_eq!(at_hand(None, &two), None, "which of them?");
        assert_eq!(at_hand(None, &two[..1]), Some(&two[0]));
        assert_eq!(at_hand(None, &[]), None);
    }
}
