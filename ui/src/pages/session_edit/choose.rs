//! With whom: where there are several matches, one is chosen before the session is written down.

use std::rc::Rc;

use contract::matches::{List, MatchView, MySide};
use contract::{Page as Part, PageRequest, Scope};
use domain::{MatchId, Role};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::components::icon_paths::Glyph;
use crate::components::{
    Avatar, Empty, Icon, Page, RouteLink, SearchField, State, StateMark, loaded,
};
use crate::desk::{use_desk, use_zone};
use crate::dom;
use crate::pages::home_mentor::need;
use crate::query::use_query;
use crate::route::Route;

/// How many matches are offered at once.
const OFFERED: u64 = 30;

/// From how many on there is a search.
const MANY: u64 = 8;

/// The matches the person may log for; a single one is taken at once.
#[component]
pub(super) fn ChooseMatch() -> Html {
    let desk = use_desk();
    let text = use_state(String::new);
    let administrator = desk.role == Role::Administrator;
    let matches = use_query(List {
        scope: if administrator {
            Scope::Programme
        } else {
            Scope::Mine
        },
        text: (*text).clone(),
        page: PageRequest {
            offset: 0,
            limit: if administrator {
                OFFERED
            } else {
                PageRequest::MOST
            },
        },
        ..List::default()
    });
    let navigator = use_navigator();
    let only = matches
        .ready()
        .filter(|page| page.total <= page.rows.len() as u64 && text.is_empty())
        .map(|page| open(page, administrator))
        .filter(|open| open.len() == 1)
        .and_then(|open| open.first().map(|view| view.id));
    use_effect_with(only, move |only| {
        if let (Some(of), Some(navigator)) = (*only, navigator) {
            navigator.replace(&Route::LogSessionOf { of });
        }
    });
    let on_change = {
        let text = text.setter();
        Callback::from(move |typed| text.set(typed))
    };
    let searchable = administrator || matches.ready().is_some_and(|page| page.total > MANY);
    let question = if administrator {
        "Who met?"
    } else {
        "With whom did you meet?"
    };
    html! {
        <Page title="Log a session" sub={html! { question }}>
            if searchable || !text.is_empty() {
                <div class="filters mb-3"><SearchField label="Find a name" value={(*text).clone()} {on_change} focus=true /></div>
            }
            <div class="panel choose-match">
                { loaded(&matches, "your matches", |page| {
                    let open = open(page, administrator);
                    if open.is_empty() {
                        return nobody(!text.is_empty(), administrator);
                    }
                    html! { <ul class="plain rows">{ for open.into_iter().map(|view| html! {
                        <li key={view.id.to_string()}><Offer {view} {administrator} /></li>
                    }) }</ul> }
                }) }
            </div>
        </Page>
    }
}

/// Those a session can be logged for, the one waiting longest first.
fn open(page: &Rc<Part<MatchView>>, administrator: bool) -> Vec<MatchView> {
    let may =
        |view: &&MatchView| view.state.is_open() && (administrator || view.mine == MySide::Mentor);
    let mut rows: Vec<MatchView> = page.rows.iter().filter(may).cloned().collect();
    need::by_need(&mut rows);
    rows
}

fn nobody(searching: bool, administrator: bool) -> Html {
    if searching {
        return html! { <Empty glyph={Glyph::Search} title="Nobody found" text="Try another part of the name." /> };
    }
    let text = if administrator {
        "Sessions belong to a match. Publish a proposal or make a match by hand first."
    } else {
        "Sessions belong to a match. You can log the first one when you have a student."
    };
    html! {
        <Empty glyph={Glyph::Handshake} title="No match yet" {text}>
            <RouteLink to={if administrator { Route::Matches } else { Route::Home }} class="btn btn-secondary">
                { if administrator { "All matches" } else { "Back home" } }
            </RouteLink>
        </Empty>
    }
}

#[derive(Properties, PartialEq)]
struct OfferProps {
    view: MatchView,
    administrator: bool,
}

/// One match as a link to its log.
#[component]
fn Offer(props: &OfferProps) -> Html {
    let view = &props.view;
    let zone = use_zone();
    let of: MatchId = view.id;
    let contact = need::contact(view, dom::now(), zone);
    let meta = if props.administrator {
        format!("with {}", view.mentor.name)
    } else {
        need::matched_since(view, dom::now(), zone)
    };
    html! {
        <RouteLink to={Route::LogSessionOf { of }} class="choose-row">
            <Avatar name={view.student.name.clone()} id={view.student.id} />
            <span class="person-text grow">
                <span class="person-name">{ view.student.name.clone() }</span>
                <span class="person-meta">{ meta }</span>
            </span>
            <State mark={if view.last_session_at.is_none() { StateMark::New } else { contact.mark }} word={contact.word} />
            <Icon glyph={Glyph::ChevronRight} class="icon-sm" />
        </RouteLink>
    }
}
