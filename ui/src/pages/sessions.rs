//! The sessions: a person's own, or the whole programme's.

pub(super) mod autosave;
pub(super) mod reflect;
pub(super) mod remove;
pub(super) mod row;
pub(super) mod words;

use std::rc::Rc;

use contract::reports::ExportSessions;
use contract::sessions::{List, SessionView};
use contract::{Page as Part, PageRequest, Scope};
use domain::Role;
use gloo::timers::callback::Timeout;
use yew::prelude::*;
use yew_router::prelude::*;

use self::row::SessionRow;
use crate::action::use_action;
use crate::components::icon_paths::Glyph;
use crate::components::{
    Button, Empty, Kind, Page, Panel, PasswordAgain, RouteLink, SearchField, Size, loaded,
};
use crate::desk::{Desk, use_desk};
use crate::query::use_query;
use crate::registry::{Entry, Group, use_entries};
use crate::route::Route;
use crate::time;
use crate::toasts::use_toasts;

/// How many sessions a page of the list has.
const PAGE: u64 = 50;

/// How long nothing is typed before the search runs, in milliseconds.
const REST: u32 = 200;

/// Which part of the list is wanted.
#[derive(Debug, Clone, PartialEq, Default)]
struct Wanted {
    text: String,
    offset: u64,
}

#[component]
pub(crate) fn SessionsPage() -> Html {
    let desk = use_desk();
    let typed = use_state(String::new);
    let wanted = use_state(Wanted::default);
    let sessions = use_query(List {
        scope: scope(&desk),
        of: None,
        text: wanted.text.clone(),
        page: PageRequest {
            offset: wanted.offset,
            limit: PAGE,
        },
    });
    let all = use_query(List {
        scope: if desk.has(Role::Administrator) {
            Scope::Programme
        } else {
            Scope::Mine
        },
        page: PageRequest::first(1),
        ..List::default()
    });
    let limit = words::search_limit(&wanted.text, all.ready().map_or(0, |page| page.total));
    use_search_after_rest((*typed).clone(), wanted.clone());
    use_spoken_count(sessions.ready().map(|page| page.total), &wanted.text);
    let actions = use_head(&desk);
    use_reflection_key(sessions.ready().cloned());

    let search = {
        let typed = typed.setter();
        Callback::from(move |text| typed.set(text))
    };
    let clear = search.reform(|()| String::new());
    let turn = {
        let wanted = wanted.clone();
        Callback::from(move |offset: u64| {
            let text = wanted.text.clone();
            wanted.set(Wanted { text, offset });
            crate::dom::focus("#main");
            if let Some(main) =
                crate::dom::document().and_then(|page| page.get_element_by_id("main"))
            {
                main.set_scroll_top(0);
            }
        })
    };
    let count = sessions.ready().filter(|page| page.total > 0);
    let count = count.map(|page| time::count(page.total, "session", "sessions"));
    let sub = match desk.role {
        Role::Administrator => {
            let count = count.unwrap_or_else(|| "The whole programme".to_owned());
            format!("{count} · Notes appear only where their author shares them with you")
        }
        Role::Student | Role::Mentor => count.map_or_else(
            || "Newest first".to_owned(),
            |count| format!("{count}, newest first"),
        ),
    };
    html! {
        <Page title="Sessions" sub={html! { sub }} {actions}>
            <div class="filters mb-3">
                <SearchField label="Find names, topics and notes" value={(*typed).clone()} on_change={search} />
                if let Some(limit) = limit { <span class="t-xs t-3">{ limit }</span> }
            </div>
            { loaded(&sessions, "sessions", |page| {
                if page.total == 0 {
                    return empty(&desk, &wanted.text, clear);
                }
                html! { <Months page={Rc::clone(page)} offset={wanted.offset} on_turn={turn} /> }
            }) }
        </Page>
    }
}

/// Administrators see the programme's where they act as such.
fn scope(desk: &Desk) -> Scope {
    match desk.role {
        Role::Administrator => Scope::Programme,
        Role::Student | Role::Mentor => Scope::Mine,
    }
}

/// The search runs when the typing rests, from the first page on.
#[hook]
fn use_search_after_rest(typed: String, wanted: UseStateHandle<Wanted>) {
    use_effect_with(typed, move |typed| {
        let changed = *typed != wanted.text;
        let text = typed.clone();
        let timer =
            changed.then(|| Timeout::new(REST, move || wanted.set(Wanted { text, offset: 0 })));
        move || drop(timer)
    });
}

/// Says how many were found to those who do not see the list change.
#[hook]
fn use_spoken_count(total: Option<u64>, text: &str) {
    let toasts = use_toasts();
    use_effect_with((total, text.to_owned()), move |(total, text)| {
        if let (Some(total), false) = (total, text.is_empty()) {
            toasts.speak(format!(
                "{} found",
                time::count(*total, "session", "sessions")
            ));
        }
    });
}

/// What the head of the page offers to the role.
#[hook]
fn use_head(desk: &Desk) -> Html {
    let toasts = use_toasts();
    let navigator = use_navigator();
    let asking = use_state(|| false);
    let done = asking.setter();
    let export = use_action::<ExportSessions>(move |exported| {
        done.set(false);
        if let Some(name) = exported.file_name {
            let rows = time::count(exported.rows, "session", "sessions");
            toasts.say(format!("{rows} written to {name}"));
        }
    });
    let administrator = desk.role == Role::Administrator;
    let mentor = desk.role == Role::Mentor;
    let on_log = Callback::from(move |()| {
        if let Some(navigator) = &navigator {
            navigator.push(&Route::LogSession);
        }
    });
    let on_export = {
        let asking = asking.setter();
        Callback::from(move |()| asking.set(true))
    };
    let mut entries = Vec::new();
    if mentor || administrator {
        entries.push(
            Entry::new("sessions.new", "Log a session", Group::Page, on_log.clone())
                .icon(Glyph::Plus)
                .keys("N"),
        );
    }
    if administrator {
        entries.push(
            Entry::new(
                "sessions.export",
                "Export sessions",
                Group::Page,
                on_export.clone(),
            )
            .icon(Glyph::FileExport),
        );
    }
    use_entries(entries);
    let actions = html! {
        <>
            if administrator {
                <Button label="Export…" glyph={Glyph::FileExport} busy={export.busy} busy_label="Exporting" onclick={on_export} />
            }
            if mentor || administrator {
                <Button label="Log session" kind={Kind::Primary} glyph={Glyph::Plus} keys="N" onclick={on_log} />
            }
            if *asking {
                <PasswordAgain title="Export all sessions?" act="Export" busy={export.busy} error={export.error.clone()}
                    on_act={export.run.reform(|password| ExportSessions { password })}
                    on_close={ let asking = asking.setter(); Callback::from(move |()| asking.set(false)) }>
                    <p>{ "The file is not encrypted: whoever gets it can read it." }</p>
                </PasswordAgain>
            }
        </>
    };
    actions
}

/// R writes a reflection on the newest session that has none.
#[hook]
fn use_reflection_key(page: Option<Rc<Part<SessionView>>>) {
    let navigator = use_navigator();
    let waiting = page.and_then(|page| {
        let row = page.rows.iter().find(|row| words::awaits_reflection(row));
        row.map(|row| row.id)
    });
    let entry = waiting.map(|id| {
        let run = Callback::from(move |()| {
            if let Some(navigator) = &navigator {
                navigator.push(&Route::Session { id });
            }
        });
        Entry::new("sessions.reflect", "Write a reflection", Group::Page, run)
            .icon(Glyph::Pen)
            .keys("R")
    });
    use_entries(entry.into_iter().collect());
}

fn empty(desk: &Desk, text: &str, clear: Callback<()>) -> Html {
    if !text.is_empty() {
        return html! {
            <div class="panel">
                <Empty glyph={Glyph::Search} title={format!("No session matches “{text}”")}
                    text="The search looks at names, topics and the notes you may read.">
                    <Button label="Clear search" onclick={clear} />
                </Empty>
            </div>
        };
    }
    let (words, log) = match desk.role {
        Role::Student => (
            "When your mentor logs a session, it appears here with the notes you may read.",
            false,
        ),
        Role::Mentor => (
            "Log the first one after you met: it takes two clicks from your desk.",
            true,
        ),
        Role::Administrator => ("Sessions appear here as soon as mentors log them.", false),
    };
    html! {
        <div class="panel">
            <Empty glyph={Glyph::Comments} title="No sessions yet" text={words}>
                if log { <RouteLink to={Route::LogSession} class="btn btn-primary">{ "Log a session" }</RouteLink> }
            </Empty>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct MonthsProps {
    page: Rc<Part<SessionView>>,
    offset: u64,
    on_turn: Callback<u64>,
}

/// A panel for each month, and the way to older ones.
#[component]
fn Months(props: &MonthsProps) -> Html {
    let zone = use_desk().zone();
    let rows = &props.page.rows;
    // A month that goes on over the page has no count.
    let whole = props.page.total == rows.len() as u64;
    let count =
        |places: &[usize]| whole.then(|| time::count(places.len() as u64, "session", "sessions"));
    html! {
        <div class="page-stack">
            { for words::by_month(rows, zone).into_iter().map(|(month, places)| html! {
                <Panel key={month.clone()} title={month.clone()} count={count(&places).map(AttrValue::from)}>
                    <ul class="plain rows">
                        { for places.into_iter().map(|at| html! {
                            <SessionRow key={rows[at].id.to_string()} session={rows[at].clone()} />
                        }) }
                    </ul>
                </Panel>
            }) }
            <Pager offset={props.offset} shown={rows.len() as u64} total={props.page.total} on_turn={props.on_turn.clone()} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct PagerProps {
    offset: u64,
    shown: u64,
    total: u64,
    on_turn: Callback<u64>,
}

/// "1 to 50 of 1,234", newer and older.
#[component]
fn Pager(props: &PagerProps) -> Html {
    let (offset, end) = (props.offset, props.offset + props.shown);
    if offset == 0 && end >= props.total {
        return Html::default();
    }
    let to = |offset: u64| props.on_turn.reform(move |()| offset);
    html! {
        <nav class="pager" aria-label="Pages of the list">
            <span class="t-xs t-3">{ format!("{} to {end} of {}", offset + 1, props.total) }</span>
            <span class="grow" />
            if offset > 0 {
                <Button label="Newer" size={Size::Small} glyph={Glyph::ChevronLeft} onclick={to(offset.saturating_sub(PAGE))} />
            }
            if end < props.total {
                <Button label="Older" size={Size::Small} glyph={Glyph::ChevronRight} onclick={to(end)} />
            }
        </nav>
    }
}
