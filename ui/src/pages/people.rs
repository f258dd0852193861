//! The people of the programme: lists, details beside them, and what can be done for several at once.

pub(super) mod detail;
pub(super) mod dialogs;
mod erase;
mod fields_form;
mod form;
mod pick;
mod rows;
pub(super) mod waiting;
mod wishes;
pub(super) mod words;
pub(super) mod workbench;

use std::collections::BTreeMap;
use std::rc::Rc;

use contract::people::{List, PersonView, Sort, Standing};
use contract::{Page, PageRequest, reports};
use domain::{PersonId, Role};
use yew::prelude::*;
use yew_router::prelude::*;

use self::detail::PersonDrawer;
use self::dialogs::{Ask, Dialogs};
use self::rows::PeopleTable;
use self::workbench::{ListTabs, Listing, PART, Pager, Start, Workbench, use_go, use_list};
use super::codes::Chosen;
use crate::action::use_action;
use crate::components::icon_paths::Glyph;
use crate::components::{
    Button, Empty, FilterChip, Icon, IconButton, Kind, MenuButton, MenuItem, PasswordAgain,
    SearchField, Size, loaded,
};
use crate::query::use_query;
use crate::registry::{Entry, Group, use_entries};
use crate::route::Route;
use crate::time::count;
use crate::toasts::use_toasts;

const LISTS: [(Standing, &str); 5] = [
    (Standing::Active, "Active"),
    (Standing::Waiting, "Waiting"),
    (Standing::FreePlaces, "Free places"),
    (Standing::NoAccount, "No account"),
    (Standing::Inactive, "Inactive"),
];

const ROLES: [(Role, &str); 3] = [
    (Role::Student, "Students"),
    (Role::Mentor, "Mentors"),
    (Role::Administrator, "Administrators"),
];

/// How many people a list has: a question for one row.
fn total_of(standing: Standing) -> List {
    List {
        standing,
        page: PageRequest::first(1),
        ..List::default()
    }
}

#[component]
pub(crate) fn PeoplePage() -> Html {
    let toasts = use_toasts();
    let go = use_go();
    let navigator = use_navigator();
    let start = use_location()
        .and_then(|location| location.state::<Start>())
        .map(|start| *start)
        .unwrap_or_default();
    let open = use_state(|| None::<PersonId>);
    let Listing {
        list,
        change,
        on_part,
    } = use_list(
        || List {
            standing: start.standing,
            role: start.role,
            ..List::default()
        },
        {
            let open = open.setter();
            Callback::from(move |()| open.set(None))
        },
    );
    let selected = use_state(BTreeMap::<PersonId, PersonView>::new);
    let creating = use_state(|| false);

    let people = use_query((*list).clone());
    let totals: [Option<u64>; 5] = [
        use_query(total_of(Standing::Active)),
        use_query(total_of(Standing::Waiting)),
        use_query(total_of(Standing::FreePlaces)),
        use_query(total_of(Standing::NoAccount)),
        use_query(total_of(Standing::Inactive)),
    ]
    .map(|query| query.ready().map(|page| page.total));
    let exporting = use_state(|| false);
    let exported = exporting.setter();
    let export = use_action::<reports::ExportPeople>(move |done| {
        exported.set(false);
        if let Some(name) = done.file_name {
            toasts.say(format!(
                "{} written to {name}",
                count(done.rows, "person", "people")
            ));
        }
    });

    let edit = |set: fn(&mut List, Change)| {
        let (list, change) = (list.clone(), change.clone());
        Callback::from(move |to: Change| {
            let mut changed = (*list).clone();
            set(&mut changed, to);
            change.emit(changed);
        })
    };
    let edit = edit(|list, change| match change {
        Change::Text(text) => list.text = text,
        Change::Standing(standing) => list.standing = standing,
        Change::Role(role) => list.role = role,
        Change::Sort(sort) => list.sort = sort,
    });
    let on_open = {
        let open = open.clone();
        Callback::from(move |id: Option<PersonId>| open.set(id))
    };
    let on_select = {
        let selected = selected.clone();
        Callback::from(move |person: PersonView| {
            let mut chosen = (*selected).clone();
            if chosen.remove(&person.id).is_none() {
                chosen.insert(person.id, person);
            }
            selected.set(chosen);
        })
    };
    let on_all = {
        let (selected, people) = (selected.clone(), people.clone());
        Callback::from(move |()| {
            if let Some(page) = people.ready() {
                selected.set(
                    page.rows
                        .iter()
                        .map(|person| (person.id, person.clone()))
                        .collect(),
                );
            }
        })
    };
    let on_none = {
        let selected = selected.clone();
        Callback::from(move |()| selected.set(BTreeMap::new()))
    };
    let on_codes = {
        let (selected, navigator) = (selected.clone(), navigator);
        Callback::from(move |()| {
            if let Some(navigator) = &navigator {
                let chosen: Vec<Chosen> = selected.values().map(Chosen::of).collect();
                navigator.push_with_state(&Route::Codes, chosen);
            }
        })
    };
    let on_new = {
        let creating = creating.clone();
        Callback::from(move |()| creating.set(true))
    };
    let on_export = {
        let exporting = exporting.setter();
        Callback::from(move |()| exporting.set(true))
    };
    let mut entries = vec![
        Entry::new("people.new", "Add a person", Group::Page, on_new.clone())
            .icon(Glyph::Plus)
            .keys("N"),
        Entry::new(
            "people.import",
            "Import people",
            Group::Page,
            go.reform(|()| Route::Import),
        )
        .icon(Glyph::FileImport),
        Entry::new(
            "people.export",
            "Export people as CSV",
            Group::Page,
            on_export.clone(),
        )
        .icon(Glyph::FileExport),
        Entry::new(
            "people.all",
            "Select everybody in this list",
            Group::Page,
            on_all.clone(),
        )
        .icon(Glyph::CheckSquare),
    ];
    // An open drawer takes Esc for itself.
    if open.is_none() && !selected.is_empty() {
        entries.push(
            Entry::new(
                "people.none",
                "Clear the selection",
                Group::Page,
                on_none.clone(),
            )
            .icon(Glyph::Xmark)
            .keys("Esc"),
        );
    }
    if !selected.is_empty() {
        entries.push(
            Entry::new(
                "people.codes",
                "Issue codes for the selected people",
                Group::Page,
                on_codes.clone(),
            )
            .icon(Glyph::Key),
        );
    }
    use_entries(entries);

    let actions = html! {
        <>
            <MenuButton label="More about people" class={classes!("btn", "btn-ghost", "btn-icon")} trigger={html! { <Icon glyph={Glyph::Ellipsis} /> }} items={vec![
                MenuItem::new("Export people as CSV…", Glyph::FileExport, on_export),
                MenuItem::new("Fields of the profile", Glyph::ListCheck, go.reform(|()| Route::Fields)),
                MenuItem::new("One-time codes", Glyph::Key, go.reform(|()| Route::Codes)),
            ]} />
            <Button label="Import" glyph={Glyph::FileImport} onclick={go.reform(|()| Route::Import)} />
            <Button label="Add person" kind={Kind::Primary} glyph={Glyph::Plus} keys="N" onclick={on_new} />
        </>
    };
    let tabs = LISTS
        .iter()
        .zip(totals)
        .map(|((standing, name), total)| (*standing, AttrValue::from(*name), total))
        .collect::<Vec<_>>();
    let below = html! { <ListTabs<Standing> label="Lists" options={tabs} value={list.standing} on_change={edit.reform(Change::Standing)} /> };
    let on_created = {
        let (creating, open, go) = (creating.clone(), open.clone(), go.clone());
        Callback::from(move |id: Option<PersonId>| {
            creating.set(false);
            if let Some(id) = id {
                open.set(None);
                go.emit(Route::Person { id });
            }
        })
    };
    html! {
        <Workbench title="People" {actions} {below} class="work-tabbed">
            <div class="work-split">
                <div class="work-main">
                    <div class="work-tools">
                        <SearchField label="Name or e-mail" value={list.text.clone()} on_change={edit.reform(Change::Text)} />
                        <span class="chip-set" role="group" aria-label="Roles">
                            { for ROLES.into_iter().map(|(role, name)| html! {
                                <FilterChip key={name} label={name} on={list.role == Some(role)}
                                    on_change={edit.reform(move |on: bool| Change::Role(on.then_some(role)))} />
                            }) }
                        </span>
                        if let Some(page) = people.ready() {
                            <Pager offset={list.page.offset} limit={PART} total={page.total} one="person" many="people" on_change={on_part} />
                        }
                    </div>
                    if !selected.is_empty() {
                        <div class="work-bulk">{ bulk(selected.len(), people.ready(), on_all, on_codes, on_none) }</div>
                    }
                    { loaded(&people, "people", |page| if page.rows.is_empty() {
                        nobody(&list, &edit)
                    } else {
                        html! { <PeopleTable page={page.clone()} sort={list.sort} selected={Rc::new((*selected).clone())} open={*open}
                            on_open={on_open.clone()} {on_select} on_sort={edit.reform(Change::Sort)} /> }
                    }) }
                </div>
                if let Some(id) = *open {
                    <PersonDrawer {id} at={position(people.ready(), id)}
                        person={people.ready().and_then(|page| page.rows.iter().find(|person| person.id == id)).cloned()}
                        count={people.ready().map_or(0, |page| page.rows.len())}
                        on_step={ let (on_open, page) = (on_open.clone(), people.ready().cloned());
                            Callback::from(move |at: usize| on_open.emit(page.as_ref().and_then(|page| page.rows.get(at)).map(|person| person.id))) }
                        on_close={on_open.reform(|()| None)} />
                }
            </div>
            if *exporting {
                <PasswordAgain title="Export all people?" act="Export" busy={export.busy} error={export.error.clone()}
                    on_act={export.run.reform(|password| reports::ExportPeople { password })}
                    on_close={ let exporting = exporting.setter(); Callback::from(move |()| exporting.set(false)) }>
                    <p>{ "The file is not encrypted: whoever gets it can read it." }</p>
                </PasswordAgain>
            }
            if *creating { <Dialogs ask={Ask::Create} detail={None} on_close={on_created} /> }
        </Workbench>
    }
}

/// A change of what is listed.
enum Change {
    Text(String),
    Standing(Standing),
    Role(Option<Role>),
    Sort(Sort),
}

fn position(page: Option<&Rc<Page<PersonView>>>, id: PersonId) -> Option<usize> {
    page?.rows.iter().position(|person| person.id == id)
}

/// What can be done for all who are selected.
fn bulk(
    selected: usize,
    page: Option<&Rc<Page<PersonView>>>,
    on_all: Callback<()>,
    on_codes: Callback<()>,
    on_none: Callback<()>,
) -> Html {
    let shown = page.map_or(0, |page| page.rows.len());
    html! {
        <div class="bulk" role="region" aria-label="Selected people">
            <span class="t-semi" role="status">{ format!("{selected} selected") }</span>
            if selected < shown {
                <Button label={format!("Select all {shown}")} kind={Kind::Ghost} size={Size::Small} onclick={on_all} />
            }
            <span class="grow" />
            <Button label="Issue codes" glyph={Glyph::Key} size={Size::Small} onclick={on_codes} />
            <IconButton glyph={Glyph::Xmark} label="Clear the selection" keys="Esc" small=true onclick={on_none} />
        </div>
    }
}

/// Why a list is empty, and the way out.
fn nobody(list: &List, edit: &Callback<Change>) -> Html {
    let clear = html! {
        <>
            if !list.text.is_empty() { <Button label="Clear the search" onclick={edit.reform(|()| Change::Text(String::new()))} /> }
            if list.role.is_some() { <Button label="Show all roles" kind={Kind::Ghost} onclick={edit.reform(|()| Change::Role(None))} /> }
        </>
    };
    if !list.text.is_empty() {
        return html! { <Empty glyph={Glyph::Search} title={format!("Nobody found for “{}”", list.text)} text="Names and e-mails are searched, with or without accents.">{ clear }</Empty> };
    }
    let (glyph, title, text) = match list.standing {
        Standing::Active => (
            Glyph::Users,
            "Nobody here yet",
            "Import a list of people, or add them one by one.",
        ),
        Standing::Waiting => (
            Glyph::CircleCheck,
            "Nobody waits",
            "Every active student has a mentor.",
        ),
        Standing::FreePlaces => (
            Glyph::UserGroup,
            "No free places",
            "Every mentor has as many students as they take.",
        ),
        Standing::NoAccount => (
            Glyph::CircleCheck,
            "Everybody has an account",
            "Nobody needs a one-time code.",
        ),
        Standing::Inactive => (
            Glyph::CircleCheck,
            "Nobody is inactive",
            "People who leave the programme are kept here.",
        ),
    };
    html! {
        <Empty {glyph} {title} {text}>
            { clear }
            if list.standing == Standing::Active && list.role.is_none() {
                <workbench::GoButton label="Import people" to={Route::Import} glyph={Glyph::FileImport} />
            }
        </Empty>
    }
}
