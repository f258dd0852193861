//! The activity log: who did what and when, in words, and whether the log is as it was written.

mod checked;
mod words;

use contract::audit::{By, LineView, List, Subject};
use contract::{Feature, Page as Part, PageRequest, people};
use domain::PersonId;
use yew::prelude::*;

use self::checked::Checked;
use super::people::workbench::Pager;
use crate::components::icon_paths::Glyph;
use crate::components::{
    Empty, FilterChip, Icon, Page, Panel, RouteLink, SearchField, Time, TimeStyle, loaded,
};
use crate::query::{Query, use_query_with};
use crate::route::Route;

/// How many lines are shown at once.
const PART: u64 = 100;
/// How many people a search for one offers.
const OFFERED: u64 = 6;

/// What the log is narrowed to.
#[derive(Debug, Clone, PartialEq, Default)]
struct Narrowed {
    person: Option<(PersonId, String)>,
    refused: bool,
    offset: u64,
}

impl Narrowed {
    fn list(&self) -> List {
        List {
            person: self.person.as_ref().map(|(id, _)| *id),
            refused: self.refused,
            page: PageRequest {
                offset: self.offset,
                limit: PART,
            },
        }
    }
}

#[component]
pub(crate) fn ActivityPage() -> Html {
    let narrowed = use_state(Narrowed::default);
    // Every change of anything is a line.
    let log = use_query_with(Some(narrowed.list()), &Feature::ALL);
    let narrow = {
        let narrowed = narrowed.clone();
        Callback::from(move |changed: Narrowed| narrowed.set(changed))
    };
    let on_person = {
        let (narrowed, narrow) = (narrowed.clone(), narrow.clone());
        Callback::from(move |person: Option<(PersonId, String)>| {
            narrow.emit(Narrowed {
                person,
                refused: narrowed.refused,
                offset: 0,
            });
        })
    };
    let on_refused = {
        let (narrowed, narrow) = (narrowed.clone(), narrow.clone());
        Callback::from(move |refused: bool| {
            narrow.emit(Narrowed {
                refused,
                offset: 0,
                ..(*narrowed).clone()
            });
        })
    };
    let on_part = {
        let (narrowed, narrow) = (narrowed.clone(), narrow.clone());
        Callback::from(move |offset: u64| {
            narrow.emit(Narrowed {
                offset,
                ..(*narrowed).clone()
            });
        })
    };
    let sub = html! { { "Who did what and when, on this computer. It names people and fields; what people wrote is never in it." } };
    html! {
        <Page title="Activity log" {sub}>
            <div class="page-stack">
                <Checked />
                <div class="filters">
                    if let Some((_, name)) = &narrowed.person {
                        <FilterChip label={format!("Only {name}")} on=true on_change={on_person.reform(|_| None)} />
                    } else {
                        <Finder on_found={on_person.reform(Some)} />
                    }
                    <FilterChip label="Only refused" on={narrowed.refused} on_change={on_refused} />
                    { pager(&log, narrowed.offset, on_part) }
                </div>
                { loaded(&log, "the activity log", |part| lines(part, &on_person)) }
            </div>
        </Page>
    }
}

fn pager(log: &Query<Part<LineView>>, offset: u64, on_change: Callback<u64>) -> Html {
    let total = log.ready().map(|part| part.total).unwrap_or_default();
    html! { <Pager {offset} limit={PART} {total} one="line" many="lines" {on_change} /> }
}

fn lines(part: &Part<LineView>, on_person: &Callback<Option<(PersonId, String)>>) -> Html {
    if part.rows.is_empty() {
        return html! {
            <section class="panel"><Empty glyph={Glyph::ListCheck} title="No such line" text="Nothing of this kind has happened." /></section>
        };
    }
    html! {
        <Panel title="Newest first">
            <ul class="plain rows">
                { for part.rows.iter().map(|line| html! { <Line key={line.number} line={line.clone()} on_person={on_person.clone()} /> }) }
            </ul>
        </Panel>
    }
}

#[derive(Properties, PartialEq)]
struct LineProps {
    line: LineView,
    on_person: Callback<Option<(PersonId, String)>>,
}

/// One line: who, what they did, and what about.
#[component]
fn Line(props: &LineProps) -> Html {
    let line = &props.line;
    let who = match &line.by {
        By::Person { id, name } => {
            let chosen = (*id, name.clone());
            let onclick = props
                .on_person
                .reform(move |_: MouseEvent| Some(chosen.clone()));
            html! {
                <button type="button" class="btn btn-link activity-who" {onclick} title={format!("Show only what {name} did")}>{ name.clone() }</button>
            }
        }
        By::Gone => html! { <span class="t-semi">{ "Somebody who was removed" }</span> },
        By::Nobody => html! { <span class="t-semi">{ "Nobody signed in" }</span> },
    };
    html! {
        <li class="activity">
            <Icon glyph={if line.refused { Glyph::Ban } else { Glyph::Check }} class="icon-sm" />
            <div class="grow">
                <p class="t-sm t-break">
                    { who }{ " " }{ words::deed(line) }
                    { for words::told(line).enumerate().map(|(at, subject)| html! {
                        <>{ if at == 0 { " " } else { ", " } }{ named(subject) }</>
                    }) }
                </p>
                if let Some(more) = words::more(line) { <p class="t-xs t-3 t-break">{ more }</p> }
            </div>
            <span class="t-xs t-3 activity-when">
                <Time at={line.at} style={TimeStyle::DayTime} />
                <span class="d-block">{ format!("Line {}", line.number) }</span>
            </span>
        </li>
    }
}

/// A link where there is a page for it.
fn named(subject: &Subject) -> Html {
    let words = words::subject(subject);
    match subject {
        Subject::Person { id, .. } => {
            html! { <RouteLink to={Route::Person { id: *id }}>{ words }</RouteLink> }
        }
        Subject::Session { id, .. } => {
            html! { <RouteLink to={Route::Session { id: *id }}>{ words }</RouteLink> }
        }
        Subject::Proposal { id, .. } => {
            html! { <RouteLink to={Route::Proposal { id: *id }}>{ words }</RouteLink> }
        }
        Subject::Match { .. } | Subject::Goal { .. } | Subject::Field { .. } | Subject::Other => {
            html! { { words } }
        }
    }
}

#[derive(Properties, PartialEq)]
struct FinderProps {
    on_found: Callback<(PersonId, String)>,
}

/// Finds the person whose lines are wanted.
#[component]
fn Finder(props: &FinderProps) -> Html {
    let text = use_state(String::new);
    let wanted = (!text.trim().is_empty()).then(|| people::List {
        text: (*text).clone(),
        page: PageRequest {
            offset: 0,
            limit: OFFERED,
        },
        ..people::List::default()
    });
    let searching = wanted.is_some();
    let found = use_query_with(wanted, &[]);
    let on_change = {
        let text = text.clone();
        Callback::from(move |typed: String| text.set(typed))
    };
    html! {
        <>
            <SearchField label="Find a person" value={(*text).clone()} {on_change} />
            if let Some(part) = found.ready().filter(|_| searching) {
                <span class="visually-hidden" role="status">{ format!("{} found", part.total) }</span>
                { for part.rows.iter().map(|row| {
                    let chosen = (row.id, row.name.clone());
                    html! {
                        <FilterChip key={row.id.to_string()} label={row.name.clone()} on=false
                            on_change={props.on_found.reform(move |_| chosen.clone())} />
                    }
                }) }
            }
        </>
    }
}
