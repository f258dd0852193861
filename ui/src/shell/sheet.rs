//! The sheet of keys.

use yew::prelude::*;

use crate::components::Dialog;
use crate::registry::{Entry, Group, shown_keys, use_registered};

#[derive(Properties, PartialEq)]
pub(super) struct SheetProps {
    pub(super) on_close: Callback<()>,
}

/// Every key that does something now, by group.
#[component]
pub(super) fn Sheet(props: &SheetProps) -> Html {
    let known = use_registered();
    let mut groups: Vec<(Group, Vec<&Entry>)> = Vec::new();
    for entry in known.iter().filter(|entry| !entry.keys.is_empty()) {
        match groups.last_mut() {
            Some((group, list)) if *group == entry.group => list.push(entry),
            _ => groups.push((entry.group, vec![entry])),
        }
    }
    html! {
        <Dialog title="Keyboard shortcuts" wide=true on_close={props.on_close.clone()}>
            <div class="keys">
                { for groups.into_iter().map(|(group, list)| html! {
                    <section>
                        <h3>{ group.title() }</h3>
                        <dl>{ for list.into_iter().map(|entry| html! {
                            <div><dt>{ entry.label.clone() }</dt><dd>{ keys_view(entry.keys) }</dd></div>
                        }) }</dl>
                    </section>
                }) }
            </div>
        </Dialog>
    }
}

/// "G P" is two keys, "Ctrl K" is one press.
pub(super) fn keys_view(keys: &'static str) -> Html {
    let pair = keys
        .split_once(' ')
        .filter(|(first, second)| first.chars().count() == 1 && second.chars().count() == 1);
    match pair {
        Some((first, second)) => html! { <><kbd>{ first }</kbd>{ " " }<kbd>{ second }</kbd></> },
        None => html! { <kbd>{ shown_keys(keys) }</kbd> },
    }
}
