//! Logging a session and changing one.

mod choose;
mod details;
pub(super) mod draft;
mod editor;
pub(super) mod minutes;

use std::rc::Rc;

use contract::drafts::{self, DraftView};
use contract::matches;
use contract::sessions::{self, SessionView};
use domain::{MatchId, SessionId};
use yew::prelude::*;
use yew_router::prelude::*;

use self::choose::ChooseMatch;
use self::draft::{Carried, Draft, change_key, log_key};
use self::editor::{Editor, Subject};
use crate::components::icon_paths::Glyph;
use crate::components::{Empty, Page, RouteLink, loaded};
use crate::desk::use_desk;
use crate::query::{Load, Query, use_query};
use crate::route::Route;
use crate::{dom, when};

#[derive(Properties, PartialEq)]
pub(crate) struct LogSessionProps {
    /// The match it is logged for; chosen on the page where there are several.
    pub(crate) of: Option<MatchId>,
}

#[component]
pub(crate) fn LogSessionPage(props: &LogSessionProps) -> Html {
    match props.of {
        None => html! { <ChooseMatch /> },
        Some(of) => html! { <LogFor {of} /> },
    }
}

#[derive(Properties, PartialEq)]
struct LogForProps {
    of: MatchId,
}

#[component]
fn LogFor(props: &LogForProps) -> Html {
    let zone = use_desk().zone();
    let view = use_query(matches::Get { id: props.of });
    let draft = use_query(drafts::Get {
        key: log_key(props.of),
    });
    let carried = use_location().and_then(|location| location.state::<Carried>());
    // As the page was opened: neither the clock nor a change elsewhere moves what is being typed.
    let now = use_memo((), |()| when::to_local(dom::now(), zone));
    let (Some(view), Some(stored)) = (view.ready(), draft.ready()) else {
        return waiting("Log a session", &[state_of(&view), state_of(&draft)]);
    };
    if !view.state.is_open() {
        return html! {
            <Page title="Log a session">
                <div class="panel">
                    <Empty glyph={Glyph::Handshake} title="This match has ended"
                        text="What was written can be read, and nothing new can be logged.">
                        <RouteLink to={Route::Sessions} class="btn btn-secondary">{ "All sessions" }</RouteLink>
                    </Empty>
                </div>
            </Page>
        };
    }
    let fresh = Draft::fresh(view, *now);
    let (restored, stored) = read(stored.as_ref().as_ref());
    let initial = restored
        .unwrap_or_else(|| fresh.clone())
        .carrying(carried.as_deref(), *now);
    html! { <Editor subject={Subject::Log(Rc::clone(view))} {fresh} {initial} {stored} /> }
}

#[derive(Properties, PartialEq)]
pub(crate) struct EditSessionProps {
    pub(crate) id: SessionId,
}

#[component]
pub(crate) fn EditSessionPage(props: &EditSessionProps) -> Html {
    let zone = use_desk().zone();
    let session = use_query(sessions::Get { id: props.id });
    let draft = use_query(drafts::Get {
        key: change_key(props.id),
    });
    let (Some(session), Some(stored)) = (session.ready(), draft.ready()) else {
        return waiting("Edit a session", &[state_of(&session), state_of(&draft)]);
    };
    if !session.may_change {
        return html! {
            <Page title="Edit a session">
                <div class="panel">
                    <Empty glyph={Glyph::Lock} title="This session cannot be changed"
                        text="The match has ended, or the session is for the mentor to change.">
                        <RouteLink to={Route::Session { id: props.id }} class="btn btn-secondary">{ "Read it" }</RouteLink>
                    </Empty>
                </div>
            </Page>
        };
    }
    let fresh = Draft::of(session, zone);
    let (restored, stored) = read(stored.as_ref().as_ref());
    let initial = restored.unwrap_or_else(|| fresh.clone());
    html! { <Editor subject={Subject::Change(Rc::<SessionView>::clone(session))} {fresh} {initial} {stored} /> }
}

/// The draft of last time; one that an older version wrote differently is left aside.
fn read(stored: Option<&DraftView>) -> (Option<Draft>, Option<DraftView>) {
    let read = stored.and_then(|draft| serde_json::from_str(&draft.body).ok());
    match read {
        Some(draft) => (Some(draft), stored.cloned()),
        None => (None, None),
    }
}

/// A query without what it answers: enough to say that it is awaited, or why it failed.
fn state_of<T>(query: &Query<T>) -> (bool, Html) {
    let failed = matches!(query.load, Load::Failed(_));
    (failed, loaded(query, "the session", |_| Html::default()))
}

/// What went wrong first, or that something is awaited: said once for all of them.
fn waiting(title: &'static str, states: &[(bool, Html)]) -> Html {
    let failed = states.iter().find(|(failed, _)| *failed);
    let shown = failed.or_else(|| states.iter().find(|(_, shown)| *shown != Html::default()));
    html! { <Page {title}><div class="panel">{ for shown.map(|(_, shown)| shown.clone()) }</div></Page> }
}
