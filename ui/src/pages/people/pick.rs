//! A match made by hand: who is the other one?

use contract::PageRequest;
use contract::matches::{Make, MatchView};
use contract::people::{List, PersonView, Standing};
use domain::{PersonId, Role};
use yew::prelude::*;

use super::words;
use crate::action::use_action;
use crate::components::icon_paths::Glyph;
use crate::components::{
    Avatar, Button, CheckField, Dialog, Empty, ErrorCallout, Kind, SearchField, Segmented, loaded,
};
use crate::query::use_query;
use crate::toasts::use_toasts;

#[derive(Properties, PartialEq)]
pub(super) struct MatchDialogProps {
    pub(super) person: PersonView,
    pub(super) on_close: Callback<()>,
}

#[component]
pub(super) fn MatchDialog(props: &MatchDialogProps) -> Html {
    let toasts = use_toasts();
    let person = &props.person;
    // Who is both is matched as what is missing most: as a student.
    let wanted = use_state(|| {
        if words::waits(&props.person) || !props.person.roles.contains(Role::Mentor) {
            Role::Mentor
        } else {
            Role::Student
        }
    });
    let everybody = use_state(|| false);
    let text = use_state(String::new);
    let chosen = use_state(|| None::<PersonId>);
    let standing = match (*wanted, *everybody) {
        (_, true) => Standing::Active,
        (Role::Mentor, false) => Standing::FreePlaces,
        (Role::Student | Role::Administrator, false) => Standing::Waiting,
    };
    let people = use_query(List {
        text: (*text).clone(),
        role: Some(*wanted),
        standing,
        page: PageRequest::first(50),
        ..List::default()
    });
    let make = use_action::<Make>({
        let close = props.on_close.clone();
        move |made: MatchView| {
            toasts.say(format!(
                "{} and {} are matched",
                made.student.name, made.mentor.name
            ));
            close.emit(());
        }
    });
    let id = person.id;
    let on_submit = {
        let (run, chosen, wanted) = (make.run.clone(), chosen.clone(), wanted.clone());
        Callback::from(move |()| {
            if let Some(other) = *chosen {
                let (student, mentor) = if *wanted == Role::Mentor {
                    (id, other)
                } else {
                    (other, id)
                };
                run.emit(Make { student, mentor });
            }
        })
    };
    let both = person.roles.contains(Role::Student) && person.roles.contains(Role::Mentor);
    let (title, all) = if *wanted == Role::Mentor {
        (
            format!("A mentor for {}", person.name),
            "Show mentors without a free place too",
        )
    } else {
        (
            format!("A student for {}", person.name),
            "Show students who have a mentor too",
        )
    };
    let foot = html! {
        <>
            <Button label="Cancel" onclick={props.on_close.clone()} />
            <Button label="Make the match" kind={Kind::Primary} submit=true busy={make.busy} busy_label="Matching"
                blocked={chosen.is_none().then_some(AttrValue::Static("Choose somebody first"))} />
        </>
    };
    let choose = {
        let chosen = chosen.clone();
        Callback::from(move |id: PersonId| chosen.set(Some(id)))
    };
    html! {
        <Dialog {title} {foot} on_close={props.on_close.clone()} {on_submit}>
            if both {
                <Segmented<Role> label="Match as" value={*wanted} class="segmented-block"
                    options={vec![(Role::Mentor, "Find a mentor".into()), (Role::Student, "Find a student".into())]}
                    on_change={ let (wanted, chosen) = (wanted.clone(), chosen.clone()); Callback::from(move |role| { chosen.set(None); wanted.set(role); }) } />
            }
            <div data-focus="true"><SearchField label={if *wanted == Role::Mentor { "Find a mentor" } else { "Find a student" }} value={(*text).clone()}
                on_change={ let text = text.clone(); Callback::from(move |typed| text.set(typed)) } /></div>
            <div class="pick-list" role="radiogroup" aria-label="People">
                { loaded(&people, "people", |page| {
                    let rows: Vec<_> = page.rows.iter().filter(|other| other.id != id).collect();
                    if rows.is_empty() {
                        html! { <Empty glyph={Glyph::Search} title="Nobody to choose" text={if *everybody { "Change what you look for." } else { "Change what you look for, or show the others too." }} /> }
                    } else {
                        html! { { for rows.into_iter().map(|other| choice(other, *chosen == Some(other.id), &choose)) } }
                    }
                }) }
            </div>
            <CheckField label={all} checked={*everybody} on_change={ let everybody = everybody.clone(); Callback::from(move |on| everybody.set(on)) } />
            <ErrorCallout error={make.error.clone()} />
        </Dialog>
    }
}

fn choice(other: &PersonView, chosen: bool, choose: &Callback<PersonId>) -> Html {
    let id = other.id;
    html! {
        <label key={id.to_string()} class="choice pick">
            <input class="form-check-input" type="radio" name="pick" checked={chosen} onchange={choose.reform(move |_: Event| id)} />
            <Avatar name={other.name.clone()} {id} class="avatar-sm" />
            <span class="grow"><span class="person-name">{ other.name.clone() }</span>
                if !other.email.is_empty() { <span class="person-meta">{ other.email.clone() }</span> }</span>
            <span class="choice-meta">{ words::matched(other) }</span>
        </label>
    }
}
