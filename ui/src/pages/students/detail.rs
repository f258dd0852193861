//! One match from the inside: the other one's profile, the goals, the history.

use contract::PageRequest;
use contract::goals;
use contract::matches::{MatchView, MySide};
use contract::sessions;
use domain::matches::MatchState;
use yew::prelude::*;
use yew_router::prelude::*;

use super::profile::ProfilePanel;
use crate::components::icon_paths::Glyph;
use crate::components::{Avatar, Empty, Panel, State, StateMark, Time, TimeStyle, loaded};
use crate::desk::use_zone;
use crate::pages::goals::panel::GoalsPanel;
use crate::pages::sessions::row::SessionRow;
use crate::pages::sessions::words;
use crate::query::use_query;
use crate::registry::{Entry, Group, use_entries};
use crate::route::Route;
use crate::{dom, time};

/// How many sessions are shown at first, and how many more with every press.
const STEP: u64 = 10;

/// The other one of a match.
pub(crate) fn partner_of(view: &MatchView) -> &contract::matches::Partner {
    match view.mine {
        MySide::Student => &view.mentor,
        MySide::Mentor | MySide::Outside => &view.student,
    }
}

/// A match's state as shape and word.
pub(crate) fn state_of(view: &MatchView) -> (StateMark, &'static str) {
    match view.state {
        MatchState::Active => (StateMark::Ok, "Active"),
        MatchState::Paused => (StateMark::Paused, "Paused"),
        MatchState::Ended => (StateMark::Ended, "Ended"),
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct DetailProps {
    pub(crate) view: MatchView,
}

/// Goals and history at the left, the person at the right.
#[component]
pub(crate) fn Detail(props: &DetailProps) -> Html {
    let view = &props.view;
    let partner = partner_of(view);
    let navigator = use_navigator();
    let (of, may_log) = (view.id, view.mine == MySide::Mentor && view.state.is_open());
    let on_log = Callback::from(move |()| {
        if let Some(navigator) = &navigator {
            navigator.push(&Route::LogSessionOf { of });
        }
    });
    let mut entries = Vec::new();
    if may_log {
        entries.push(
            Entry::new("sessions.log", "Log a session", Group::Page, on_log.clone())
                .icon(Glyph::Plus)
                .keys("L"),
        );
    }
    use_entries(entries);
    html! {
        <div class="page-cols">
            <div class="page-stack">
                <Goals view={view.clone()} />
                <History view={view.clone()} />
            </div>
            <div class="page-stack">
                <Card view={view.clone()} />
                <ProfilePanel person={partner.id} title={format!("About {}", words::first_name(&partner.name))} />
            </div>
        </div>
    }
}

/// The person and the figures of the match.
#[component]
fn Card(props: &DetailProps) -> Html {
    let view = &props.view;
    let partner = partner_of(view);
    let (now, zone) = (dom::now(), use_zone());
    let (mark, word) = state_of(view);
    let role = match view.mine {
        MySide::Student => "Your mentor",
        MySide::Mentor | MySide::Outside => "Your student",
    };
    html! {
        <section class="panel" aria-label={partner.name.clone()}>
            <div class="panel-body">
                <div class="person">
                    <Avatar name={partner.name.clone()} id={partner.id} class="avatar-lg" />
                    <div class="person-text">
                        <span class="t-3 t-xs d-block">{ role }</span>
                        <span class="person-name t-semi">{ &partner.name }</span>
                    </div>
                </div>
            </div>
            <div class="panel-body border-top">
                <dl class="facts facts-narrow">
                    <dt>{ "State" }</dt><dd><State {mark} {word} /></dd>
                    <dt>{ "Since" }</dt><dd><Time at={view.started_at} style={TimeStyle::Day} /></dd>
                    if let Some(at) = view.ended_at { <dt>{ "Until" }</dt><dd><Time {at} style={TimeStyle::Day} /></dd> }
                    if !view.end_reason.is_empty() { <dt>{ "Reason" }</dt><dd class="curtained">{ &view.end_reason }</dd> }
                    <dt>{ "Sessions" }</dt>
                    <dd>{ view.sessions }if view.minutes > 0 { { format!(", in {}", time::minutes(view.minutes)) } }</dd>
                    <dt>{ "Last met" }</dt>
                    <dd>{ view.last_session_at.map_or_else(|| "Not yet".to_owned(), |at| time::ago(at, now, zone)) }</dd>
                </dl>
            </div>
        </section>
    }
}

#[component]
fn Goals(props: &DetailProps) -> Html {
    let view = &props.view;
    let goals = use_query(goals::List { of: Some(view.id) });
    let open = view.state.is_open();
    let matches: Vec<_> = open
        .then(|| (view.id, partner_of(view).name.clone()))
        .into_iter()
        .collect();
    html! { <GoalsPanel title="Goals" {goals} {matches} text="A goal says where the meetings lead." /> }
}

#[component]
fn History(props: &DetailProps) -> Html {
    let view = &props.view;
    let limit = use_state(|| STEP);
    let sessions = use_query(sessions::List {
        of: Some(view.id),
        page: PageRequest::first(*limit),
        ..sessions::List::default()
    });
    let composing = use_state(|| None);
    let more = {
        let limit = limit.clone();
        Callback::from(move |_: MouseEvent| limit.set(*limit + STEP))
    };
    let count = sessions
        .ready()
        .map(|page| AttrValue::from(page.total.to_string()));
    html! {
        <Panel title="History" {count}>
            { loaded(&sessions, "sessions", |page| {
                if page.rows.is_empty() {
                    return html! { <Empty glyph={Glyph::Comments} title="No sessions yet" text="They appear here once they are logged." /> };
                }
                html! {
                    <>
                        <ul class="plain rows">{ for page.rows.iter().map(|session| {
                            let id = session.id;
                            let on_compose = { let composing = composing.setter(); Callback::from(move |open: bool| composing.set(open.then_some(id))) };
                            html! {
                                <SessionRow key={id.to_string()} session={session.clone()} named=false
                                    composing={*composing == Some(id)} {on_compose} />
                            }
                        }) }</ul>
                        if page.total > page.rows.len() as u64 && *limit < PageRequest::MOST {
                            <button type="button" class="todo-add border-top" onclick={more}>{ "Show more" }</button>
                        }
                    </>
                }
            }) }
        </Panel>
    }
}
