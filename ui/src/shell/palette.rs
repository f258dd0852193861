//! The palette: find a page, a person or a command by a few letters.

use contract::people;
use domain::names::search_key;
use domain::{PersonId, Role};
use yew::prelude::*;
use yew_router::prelude::*;

use super::sheet::keys_view;
use crate::components::icon_paths::Glyph;
use crate::components::{Avatar, Icon, Modal};
use crate::desk::{role_name, use_desk};
use crate::dom;
use crate::query::use_query_with;
use crate::registry::{Entry, use_registered};
use crate::route::Route;

#[derive(Properties, PartialEq)]
pub(super) struct PaletteProps {
    pub(super) on_close: Callback<()>,
}

/// Something found.
#[derive(Clone, PartialEq)]
enum Hit {
    Do(Entry),
    Person(Box<people::PersonView>),
}

/// Which hit: it stays the same while others turn up before it.
#[derive(Clone, Copy, PartialEq)]
enum Key {
    Do(&'static str),
    Person(PersonId),
}

impl Hit {
    fn key(&self) -> Key {
        match self {
            Self::Do(entry) => Key::Do(entry.id),
            Self::Person(person) => Key::Person(person.id),
        }
    }
}

/// How many people are asked for.
const PEOPLE: u64 = 6;

#[component]
pub(super) fn Palette(props: &PaletteProps) -> Html {
    let desk = use_desk();
    let navigator = use_navigator();
    let typed = use_state(String::new);
    let active = use_state(|| None);
    let known = use_registered();
    let wanted = (desk.has(Role::Administrator) && typed.trim().chars().count() >= 2).then(|| {
        people::List {
            text: typed.trim().to_owned(),
            page: contract::PageRequest::first(PEOPLE),
            ..people::List::default()
        }
    });
    let found_people = use_query_with(wanted.clone(), &[]);

    let mut hits: Vec<Hit> = matching(&known, &typed)
        .into_iter()
        .cloned()
        .map(Hit::Do)
        .collect();
    let commands = hits.len();
    if wanted.is_some()
        && let Some(page) = found_people.ready()
    {
        hits.extend(
            page.rows
                .iter()
                .cloned()
                .map(|person| Hit::Person(Box::new(person))),
        );
    }
    let at = hits
        .iter()
        .position(|hit| Some(hit.key()) == *active)
        .unwrap_or_default();

    let run = {
        let (on_close, hits) = (props.on_close.clone(), hits.clone());
        Callback::from(move |at: usize| {
            let Some(hit) = hits.get(at).cloned() else {
                return;
            };
            on_close.emit(());
            match hit {
                // After the palette has gone and given the focus back.
                Hit::Do(entry) => {
                    gloo::timers::callback::Timeout::new(0, move || entry.run.emit(())).forget();
                }
                Hit::Person(person) => {
                    if let Some(navigator) = &navigator {
                        navigator.push(&Route::Person { id: person.id });
                    }
                }
            }
        })
    };
    let onkeydown = {
        let (active, run, hits) = (active.clone(), run.clone(), hits.clone());
        let count = hits.len().max(1);
        Callback::from(move |event: KeyboardEvent| {
            let next = match event.key().as_str() {
                "ArrowDown" => (at + 1) % count,
                "ArrowUp" => (at + count - 1) % count,
                "Enter" => {
                    event.prevent_default();
                    return run.emit(at);
                }
                _ => return,
            };
            event.prevent_default();
            active.set(hits.get(next).map(Hit::key));
        })
    };
    use_effect_with(at, |at| {
        if let Some(item) = dom::document()
            .and_then(|document| document.get_element_by_id(&format!("palette-{at}")))
        {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            item.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    let oninput = {
        let (typed, active) = (typed.clone(), active.clone());
        Callback::from(move |event: InputEvent| {
            typed.set(dom::value_of(&event));
            active.set(None);
        })
    };
    let mut group = None;
    let mut lines = Vec::new();
    for (number, hit) in hits.iter().enumerate() {
        let title = match hit {
            Hit::Do(entry) => entry.group.title(),
            Hit::Person(_) => "People",
        };
        if group != Some(title) {
            group = Some(title);
            lines.push(html! { <div class="palette-group" role="presentation">{ title }</div> });
        }
        lines.push(line(number, hit, number == at, &run));
    }
    html! {
        <Modal class="scrim-top" label="Search or run a command" on_close={props.on_close.clone()} dismiss_outside=true>
            <div class="palette">
                <div class="palette-input">
                    <Icon glyph={Glyph::Search} />
                    <input data-focus="true" type="text" role="combobox" aria-expanded="true" aria-controls="palette-list" autocomplete="off"
                        spellcheck="false" aria-label="Search or run a command" placeholder="Search or run a command"
                        aria-activedescendant={(!hits.is_empty()).then(|| format!("palette-{at}"))}
                        value={(*typed).clone()} {oninput} {onkeydown} />
                </div>
                <div class="palette-list" role="listbox" id="palette-list" aria-label="Results">
                    { for lines }
                </div>
                if hits.is_empty() {
                    <p class="empty-text px-3 pb-3" role="status">{ format!("Nothing found for “{}”", *typed) }</p>
                }
                <div class="palette-foot">
                    <span><kbd>{ "↑" }</kbd><kbd>{ "↓" }</kbd>{ "choose" }</span>
                    <span><kbd>{ "Enter" }</kbd>{ "run" }</span>
                    <span><kbd>{ "Esc" }</kbd>{ "close" }</span>
                    <span class="visually-hidden" role="status">{ crate::time::count(commands as u64, "command", "commands") }</span>
                </div>
            </div>
        </Modal>
    }
}

fn line(number: usize, hit: &Hit, active: bool, run: &Callback<usize>) -> Html {
    let content = match hit {
        Hit::Do(entry) => html! {
            <>
                <Icon glyph={entry.glyph} /><span class="grow t-cut">{ entry.label.clone() }</span>
                if !entry.keys.is_empty() { <span>{ keys_view(entry.keys) }</span> }
            </>
        },
        Hit::Person(person) => html! {
            <>
                <Avatar name={person.name.clone()} id={person.id} class="avatar-sm" />
                <span class="grow t-cut">{ &person.name }</span>
                <span class="t-xs t-3">{ person.roles.iter().map(role_name).collect::<Vec<_>>().join(", ") }</span>
            </>
        },
    };
    html! {
        <div key={number} id={format!("palette-{number}")} class="palette-item" role="option"
            aria-selected={if active { "true" } else { "false" }} onclick={run.reform(move |_: MouseEvent| number)}>
            { content }
        </div>
    }
}

/// The entries whose label has all the typed words, as starts of its words; all of them for nothing typed.
fn matching<'a>(entries: &'a [Entry], typed: &str) -> Vec<&'a Entry> {
    let wanted = search_key(typed);
    let own = |entry: &&Entry| !entry.listed_only && entry.id != "palette";
    entries
        .iter()
        .filter(own)
        .filter(|entry| {
            let label = search_key(&format!("{} {}", entry.group.title(), entry.label));
            wanted
                .split_whitespace()
                .all(|word| label.split_whitespace().any(|part| part.starts_with(word)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::Group;

    #[test]
    fn a_few_letters_find_a_command() {
        let entries = [
            Entry::new("a", "Log a session", Group::Page, Callback::noop()),
            Entry::new("b", "Lock now", Group::Page, Callback::noop()),
            Entry::listed("c", "Log rows", "J", Group::Lists),
        ];
        let labels = |typed| {
            matching(&entries, typed)
                .iter()
                .map(|entry| entry.id)
                .collect::<Vec<_>>()
        };
        assert_eq!(labels("lo"), ["a", "b"]);
        assert_eq!(labels("se lo"), ["a"]);
        assert_eq!(labels(""), ["a", "b"]);
        assert!(labels("xyz").is_empty());
    }
}
