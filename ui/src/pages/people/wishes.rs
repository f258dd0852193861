//! The mentors a student asked for, in order.

use std::rc::Rc;

use contract::PageRequest;
use contract::people::{List, PersonView, SetWishes, WishView, Wishes};
use domain::{PersonId, Role};
use yew::prelude::*;

use crate::action::use_action;
use crate::components::icon_paths::Glyph;
use crate::components::{
    Avatar, Button, Dialog, Empty, ErrorCallout, IconButton, Kind, SearchField, loaded,
};
use crate::query::use_query;
use crate::toasts::use_toasts;

#[derive(Properties, PartialEq)]
pub(super) struct WishesDialogProps {
    pub(super) person: PersonView,
    pub(super) on_close: Callback<()>,
}

#[component]
pub(super) fn WishesDialog(props: &WishesDialogProps) -> Html {
    let wishes = use_query(Wishes {
        student: props.person.id,
    });
    match wishes.ready() {
        Some(known) => {
            html! { <Editor person={props.person.clone()} known={known.clone()} on_close={props.on_close.clone()} /> }
        }
        None => html! {
            <Dialog title={title(&props.person)} on_close={props.on_close.clone()} foot={html! { <Button label="Cancel" onclick={props.on_close.clone()} /> }}>
                { loaded(&wishes, "the wishes", |_| Html::default()) }
            </Dialog>
        },
    }
}

fn title(person: &PersonView) -> String {
    format!("Mentors {} wishes for", person.name)
}

#[derive(Properties, PartialEq)]
struct EditorProps {
    person: PersonView,
    known: Rc<Vec<WishView>>,
    on_close: Callback<()>,
}

#[component]
fn Editor(props: &EditorProps) -> Html {
    let toasts = use_toasts();
    let student = props.person.id;
    let chosen = use_state(|| (*props.known).clone());
    let text = use_state(String::new);
    let mentors = use_query(List {
        text: (*text).clone(),
        role: Some(Role::Mentor),
        page: PageRequest::first(20),
        ..List::default()
    });
    let save = use_action::<SetWishes>({
        let (close, name) = (props.on_close.clone(), props.person.name.clone());
        move |_: Vec<WishView>| {
            toasts.say(format!("Wishes of {name} saved"));
            close.emit(());
        }
    });
    let change = |make: Change| {
        let chosen = chosen.clone();
        Callback::from(move |()| chosen.set(make.of(&chosen)))
    };
    let on_submit = {
        let chosen = chosen.clone();
        save.run.reform(move |()| SetWishes {
            student,
            mentors: chosen.iter().map(|wish| wish.mentor).collect(),
        })
    };
    let foot = html! {
        <>
            <Button label="Cancel" onclick={props.on_close.clone()} />
            <Button label="Save wishes" kind={Kind::Primary} submit=true busy={save.busy} busy_label="Saving" />
        </>
    };
    let is_chosen = |id: PersonId| chosen.iter().any(|wish| wish.mentor == id);
    html! {
        <Dialog title={title(&props.person)} {foot} on_close={props.on_close.clone()} {on_submit}>
            if chosen.is_empty() {
                <p class="t-sm t-3">{ "No wishes yet. Matching takes them into account where wishes are a factor, or preferences the goal." }</p>
            } else {
                <ol class="plain rows" aria-label="Wishes, the first first">
                    { for chosen.iter().enumerate().map(|(at, wish)| html! {
                        <li key={wish.mentor.to_string()} class="choice pick">
                            <span class="choice-meta">{ format!("{}.", at + 1) }</span>
                            <Avatar name={wish.name.clone()} id={wish.mentor} class="avatar-sm" />
                            <span class="grow person-name">{ wish.name.clone() }</span>
                            <IconButton glyph={Glyph::ChevronUp} label={format!("Move {} up", wish.name)} small=true disabled={at == 0} onclick={change(Change::Up(at))} />
                            <IconButton glyph={Glyph::ChevronDown} label={format!("Move {} down", wish.name)} small=true disabled={at + 1 == chosen.len()} onclick={change(Change::Up(at + 1))} />
                            <IconButton glyph={Glyph::Xmark} label={format!("Remove {}", wish.name)} small=true onclick={change(Change::Remove(at))} />
                        </li>
                    }) }
                </ol>
            }
            <div data-focus="true"><SearchField label="Find a mentor to add" value={(*text).clone()}
                on_change={ let text = text.clone(); Callback::from(move |typed| text.set(typed)) } /></div>
            <div class="pick-list">
                { loaded(&mentors, "mentors", |page| {
                    let rows: Vec<_> = page.rows.iter().filter(|mentor| mentor.id != student && !is_chosen(mentor.id)).collect();
                    if rows.is_empty() {
                        html! { <Empty glyph={Glyph::Search} title="Nobody to add" text="Look for another name." /> }
                    } else {
                        html! { <ul class="plain rows">{ for rows.into_iter().map(|mentor| html! {
                            <li key={mentor.id.to_string()} class="choice pick">
                                <Avatar name={mentor.name.clone()} id={mentor.id} class="avatar-sm" />
                                <span class="grow person-name">{ mentor.name.clone() }</span>
                                <IconButton glyph={Glyph::Plus} label={format!("Add {}", mentor.name)} small=true
                                    onclick={change(Change::Add(WishView { mentor: mentor.id, name: mentor.name.clone() }))} />
                            </li>
                        }) }</ul> }
                    }
                }) }
            </div>
            <ErrorCallout error={save.error.clone()} />
        </Dialog>
    }
}

/// A change of the list.
enum Change {
    Add(WishView),
    Remove(usize),
    /// Before the one above.
    Up(usize),
}

impl Change {
    fn of(&self, wishes: &[WishView]) -> Vec<WishView> {
        let mut wishes = wishes.to_vec();
        match self {
            Self::Add(wish) => wishes.push(wish.clone()),
            Self::Remove(at) => {
                wishes.remove(*at);
            }
            Self::Up(at) => wishes.swap(at - 1, *at),
        }
        wishes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_are_added_at_the_end_moved_and_removed() {
        let wish = |number: u32| WishView {
            mentor: format!("00000000-0000-0000-0000-{number:012}")
                .parse()
                .map(PersonId)
                .expect("an id"),
            name: number.to_string(),
        };
        let names = |wishes: Vec<WishView>| -> Vec<String> {
            wishes.into_iter().map(|wish| wish.name).collect()
        };
        let two = Change::Add(wish(2)).of(&[wish(1)]);
        assert_eq!(names(two.clone()), ["1", "2"]);
        assert_eq!(names(Change::Up(1).of(&two)), ["2", "1"]);
        assert_eq!(names(Change::Remove(0).of(&two)), ["2"]);
    }
}
