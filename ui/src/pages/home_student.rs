//! A student's home: my mentor, my goals, my sessions.

mod cards;

use contract::goals;
use contract::matches::{self, MatchView, MySide};
use contract::sessions::{self, SessionView};
use contract::{Page as Part, PageRequest};
use domain::{MatchId, SessionId};
use yew::prelude::*;

use self::cards::{MentorCard, NoMentor, WhoReads};
use super::goals::choices;
use super::goals::panel::GoalsPanel;
use super::home_mentor::{need, today};
use super::sessions::row::SessionRow;
use super::sessions::words;
use crate::components::icon_paths::Glyph;
use crate::components::{Button, Empty, Kind, Page, Panel, RouteLink, loaded};
use crate::desk::use_desk;
use crate::query::{Query, use_query};
use crate::registry::{Entry, Group, use_entries};
use crate::route::Route;
use crate::{dom, time};

/// How many sessions the page looks at for missing reflections.
const LOOKED_AT: u64 = 100;
/// How many of them it shows.
const SHOWN: usize = 5;

#[component]
pub(crate) fn HomeStudentPage() -> Html {
    let desk = use_desk();
    let (now, zone) = (dom::now(), desk.zone());
    let matches = use_query(matches::List {
        page: PageRequest::first(PageRequest::MOST),
        ..matches::List::default()
    });
    let sessions = use_query(sessions::List {
        page: PageRequest::first(LOOKED_AT),
        ..sessions::List::default()
    });
    let composing = use_state(|| None::<SessionId>);
    let rows: Vec<SessionView> = sessions.ready().map(|page| mine(page)).unwrap_or_default();
    let waiting: Vec<&SessionView> = rows
        .iter()
        .filter(|row| words::awaits_reflection(row))
        .collect();
    let on_reflect = {
        let (composing, first) = (composing.setter(), waiting.first().map(|row| row.id));
        Callback::from(move |()| composing.set(first))
    };
    let mut entries = Vec::new();
    if !waiting.is_empty() {
        entries.push(
            Entry::new(
                "sessions.reflect",
                "Write a reflection",
                Group::Page,
                on_reflect.clone(),
            )
            .icon(Glyph::Pen)
            .keys("R"),
        );
    }
    use_entries(entries);

    let mut mentors: Vec<MatchView> = matches
        .ready()
        .map(|page| open_as_student(page))
        .unwrap_or_default();
    need::by_need(&mut mentors);
    let title = format!(
        "{}, {}",
        time::greeting(now, zone),
        words::first_name(&desk.me.name)
    );
    let sub = match waiting.len() as u64 {
        0 => today(now, zone),
        one @ 1 => format!(
            "{} · {one} session is waiting for a reflection",
            today(now, zone)
        ),
        many => format!(
            "{} · {many} sessions are waiting for a reflection",
            today(now, zone)
        ),
    };
    let actions = (!waiting.is_empty()).then(|| html! {
        <Button label="Write a reflection" kind={Kind::Primary} glyph={Glyph::Pen} keys="R" onclick={on_reflect} />
    });
    let shown = shown(&rows, *composing);
    html! {
        <Page {title} sub={html! { sub }} {actions}>
            <div class="page-cols">
                <div class="page-stack">
                    <MyGoals matches={matches.clone()} />
                    <MySessions {sessions} rows={shown} composing={*composing} on_compose={ let composing = composing.setter(); Callback::from(move |id| composing.set(id)) } />
                </div>
                <div class="page-stack">
                    { match matches.ready() {
                        None => html! { <div class="panel">{ loaded(&matches, "your mentor", |_| Html::default()) }</div> },
                        Some(_) if mentors.is_empty() => html! { <NoMentor /> },
                        Some(_) => html! { { for mentors.iter().map(|view| html! { <MentorCard key={view.id.to_string()} view={view.clone()} /> }) } },
                    } }
                    <WhoReads {mentors} />
                </div>
            </div>
        </Page>
    }
}

/// The sessions in which I was the student.
fn mine(page: &Part<SessionView>) -> Vec<SessionView> {
    page.rows
        .iter()
        .filter(|row| row.mine == MySide::Student)
        .cloned()
        .collect()
}

/// The newest, and the one that is being reflected on wherever it stands.
fn shown(rows: &[SessionView], composing: Option<SessionId>) -> Vec<SessionView> {
    rows.iter()
        .enumerate()
        .filter(|(at, row)| *at < SHOWN || composing == Some(row.id))
        .map(|(_, row)| row.clone())
        .collect()
}

fn open_as_student(page: &Part<MatchView>) -> Vec<MatchView> {
    page.rows
        .iter()
        .filter(|view| view.mine == MySide::Student && view.state.is_open())
        .cloned()
        .collect()
}

#[derive(Properties, PartialEq)]
struct MyGoalsProps {
    matches: Query<Part<MatchView>>,
}

#[component]
fn MyGoals(props: &MyGoalsProps) -> Html {
    let goals = use_query(goals::List::default());
    let page = props.matches.ready();
    let own: Vec<MatchView> = page.map(|page| open_as_student(page)).unwrap_or_default();
    // Of somebody who is also a mentor only the own goals belong here.
    let of: Vec<MatchId> = page.map_or_else(Vec::new, |page| {
        let mine = page.rows.iter().filter(|view| view.mine == MySide::Student);
        mine.map(|view| view.id).collect()
    });
    let total = own.len() as u64;
    let matches = choices(&Part { rows: own, total });
    let text = if matches.is_empty() {
        "You can add the first one when you have a mentor."
    } else {
        "Write down where you want to get, and move the bar as you go."
    };
    html! { <GoalsPanel title="My goals" {goals} of={Some(of)} {matches} {text} /> }
}

#[derive(Properties, PartialEq)]
struct MySessionsProps {
    sessions: Query<Part<SessionView>>,
    rows: Vec<SessionView>,
    composing: Option<SessionId>,
    on_compose: Callback<Option<SessionId>>,
}

#[component]
fn MySessions(props: &MySessionsProps) -> Html {
    let total = props
        .sessions
        .ready()
        .map(|page| page.total)
        .filter(|total| *total > 0);
    let count = total.map(|total| AttrValue::from(time::count(total, "session", "sessions")));
    let control = total.map(|_| html! { <RouteLink to={Route::Sessions} class="link-quiet">{ "All sessions" }</RouteLink> });
    html! {
        <Panel title="My sessions" {count} {control}>
            { loaded(&props.sessions, "sessions", |_| {
                if props.rows.is_empty() {
                    return html! {
                        <Empty glyph={Glyph::Comments} title="No sessions yet"
                            text="When your mentor logs a session, you read it here and write what you took from it." />
                    };
                }
                html! { <ul class="plain rows">{ for props.rows.iter().map(|session| {
                    let id = session.id;
                    let on_compose = props.on_compose.reform(move |open: bool| open.then_some(id));
                    html! {
                        <SessionRow key={id.to_string()} session={session.clone()} named=false
                            composing={props.composing == Some(id)} {on_compose} />
                    }
                }) }</ul> }
            }) }
        </Panel>
    }
}

#[cfg(test)]
mod tests {
    use super::super::sessions::words::fixture::{id, session};
    use super::*;

    #[test]
    fn the_session_that_is_written_about_stays_in_sight() {
        let rows: Vec<_> = (0..8_u8)
            .map(|number| SessionView {
                id: id(number),
                ..session("2026-11-17T15:00:00Z", &[])
            })
            .collect();
        assert_eq!(shown(&rows, None).len(), SHOWN);
        let last = shown(&rows, Some(id(7)));
        assert_eq!(last.last().map(|row| row.id), Some(id(7)));
    }
}
