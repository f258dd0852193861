//! A mentor's home: my students by need, log a session, what they wrote.

pub(super) mod need;
mod quick_log;
mod row;

use std::rc::Rc;

use chrono::{DateTime, Datelike, Utc};
use contract::matches::{self, MatchView, MySide};
use contract::sessions::{self, NoteView, SessionView};
use contract::{Page as Part, PageRequest};
use domain::{MatchId, Zone};
use gloo::timers::callback::Timeout;
use yew::prelude::*;
use yew_router::prelude::*;

use self::row::{StudentRow, log_button, mine};
use super::sessions::words;
use crate::components::icon_paths::Glyph;
use crate::components::{
    Button, Empty, Kind, Page, Panel, RouteLink, Segmented, Time, TimeStyle, loaded,
};
use crate::desk::{use_desk, use_zone};
use crate::query::{Query, use_query};
use crate::registry::{Entry, Group, use_entries};
use crate::route::Route;
use crate::{dom, time};

/// How many of my sessions the page looks at: for news and the figures of the month.
const LOOKED_AT: u64 = 200;
/// How many reflections are news.
const NEWS: usize = 5;
/// How long they are, in days.
const NEWS_DAYS: i64 = 30;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Need,
    Name,
}

#[component]
pub(crate) fn HomeMentorPage() -> Html {
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
    let sort = use_state(|| Sort::Need);
    let open = use_state(|| None::<MatchId>);
    let students: Vec<MatchView> = matches
        .ready()
        .map(|page| mine(&page.rows))
        .unwrap_or_default();
    let on_log = use_log_key(&students, &open);
    use_kept_focus(matches.ready().cloned());

    let mut rows = students.clone();
    match *sort {
        Sort::Need => need::by_need(&mut rows),
        Sort::Name => need::by_name(&mut rows),
    }
    let title = format!(
        "{}, {}",
        time::greeting(now, zone),
        words::first_name(&desk.me.name)
    );
    let sub = match need::summary(&students, now, zone) {
        Some(words) => format!("{} · {words}", today(now, zone)),
        None => today(now, zone),
    };
    let control = html! {
        <Segmented<Sort> label="Sort students" value={*sort} on_change={ let sort = sort.setter(); Callback::from(move |by| sort.set(by)) }
            options={vec![(Sort::Need, "Needs attention".into()), (Sort::Name, "Name".into())]} />
    };
    let count = (!students.is_empty()).then(|| AttrValue::from(students.len().to_string()));
    let actions = (!students.is_empty()).then(|| html! {
        <Button label="Log session" kind={Kind::Primary} glyph={Glyph::Plus} keys="L" onclick={on_log} />
    });
    html! {
        <Page {title} sub={html! { sub }} {actions}>
            <div class="page-cols">
                <div class="page-stack">
                    <Panel title="My students" {count} control={(students.len() > 1).then_some(control)}>
                        { loaded(&matches, "students", |_| students_view(&rows, sessions.ready(), &open)) }
                    </Panel>
                    <News sessions={sessions.clone()} />
                </div>
                <div class="page-stack">
                    if let (Some(_), Some(page)) = (matches.ready(), sessions.ready()) {
                        <SoFar {students} sessions={Rc::clone(page)} />
                    }
                </div>
            </div>
        </Page>
    }
}

/// "Tuesday 17 November".
pub(super) fn today(now: DateTime<Utc>, zone: Zone) -> String {
    time::date_in(now, zone).format("%A %-d %B").to_string()
}

/// L opens the quick log of the row that has the focus, or of the only student; with several it asks for whom.
#[hook]
fn use_log_key(students: &[MatchView], open: &UseStateHandle<Option<MatchId>>) -> Callback<()> {
    let navigator = use_navigator();
    let ids: Vec<MatchId> = students.iter().map(|view| view.id).collect();
    let open = open.setter();
    let run = Callback::from(move |()| {
        let focused = focused_match().filter(|of| ids.contains(of));
        match (focused, ids.as_slice()) {
            (Some(of), _) => open.set(Some(of)),
            (None, [only]) => open.set(Some(*only)),
            (None, _) => {
                if let Some(navigator) = &navigator {
                    navigator.push(&Route::LogSession);
                }
            }
        }
    });
    use_entries(vec![
        // The shell's entry of this name goes to the page; here the row is nearer.
        Entry::new("sessions.log", "Log a session", Group::Page, run.clone())
            .icon(Glyph::Plus)
            .keys("L"),
    ]);
    run
}

/// The match in whose row the focus is.
fn focused_match() -> Option<MatchId> {
    let row = dom::focused()?.closest("[data-match]").ok().flatten()?;
    row.get_attribute("data-match")?.parse().ok()
}

/// A row that moves up or down with a new answer loses the focus in the browser: it gets it back.
#[hook]
fn use_kept_focus(page: Option<Rc<Part<MatchView>>>) {
    let last = use_mut_ref(|| None::<String>);
    // Before the drawing: where the focus is now.
    *last.borrow_mut() = dom::focused()
        .map(|element| element.id())
        .filter(|id| id.starts_with("log-"));
    use_effect_with(page, move |_| {
        let lost = dom::focused().is_none_or(|element| element.tag_name() == "BODY");
        if lost && let Some(id) = last.borrow().as_ref() {
            dom::focus(&format!("#{id}"));
        }
    });
}

/// What the last session with a student was about; the sessions come newest first.
fn last_topics(of: MatchId, sessions: Option<&Rc<Part<SessionView>>>) -> Option<AttrValue> {
    let last = sessions?.rows.iter().find(|session| session.of == of)?;
    (!last.topics.is_empty()).then(|| AttrValue::from(last.topics.join(", ")))
}

fn students_view(
    rows: &[MatchView],
    sessions: Option<&Rc<Part<SessionView>>>,
    open: &UseStateHandle<Option<MatchId>>,
) -> Html {
    if rows.is_empty() {
        return html! {
            <Empty glyph={Glyph::UserGroup} title="No students yet"
                text="The administrators match students and mentors. What you write in your profile helps them choose.">
                <RouteLink to={Route::Profile} class="btn btn-primary">{ "Look at my profile" }</RouteLink>
            </Empty>
        };
    }
    html! {
        <>
            <div class="mentee mentee-cols" aria-hidden="true">
                <span>{ "Student" }</span><span>{ "Last contact" }</span><span>{ "Sessions" }</span><span>{ "Goals" }</span><span />
            </div>
            <ul class="plain rows border-top">
                { for rows.iter().map(|view| {
                    let of = view.id;
                    let (setter, button) = (open.setter(), log_button(view));
                    let on_open = Callback::from(move |wanted: bool| {
                        setter.set(wanted.then_some(of));
                        if !wanted {
                            // After the row is drawn without the form that had the focus.
                            let button = format!("#{button}");
                            Timeout::new(0, move || { dom::focus(&button); }).forget();
                        }
                    });
                    html! { <StudentRow key={of.to_string()} view={view.clone()} topics={last_topics(of, sessions)} open={**open == Some(of)} {on_open} /> }
                }) }
            </ul>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct NewsProps {
    sessions: Query<Part<SessionView>>,
}

/// The reflections of the last weeks, newest first.
fn news(rows: &[SessionView], now: DateTime<Utc>) -> Vec<(&SessionView, &NoteView)> {
    let mut news: Vec<_> = rows
        .iter()
        .filter(|session| session.mine == MySide::Mentor)
        .filter_map(|session| words::reflection(session).map(|note| (session, note)))
        .filter(|(_, note)| {
            !note.mine && now.signed_duration_since(note.changed_at).num_days() <= NEWS_DAYS
        })
        .collect();
    news.sort_by_key(|(_, note)| std::cmp::Reverse(note.changed_at));
    news.truncate(NEWS);
    news
}

/// What the students wrote lately.
#[component]
fn News(props: &NewsProps) -> Html {
    let now = dom::now();
    html! {
        <Panel title="New from your students">
            { loaded(&props.sessions, "reflections", |page| {
                let news = news(&page.rows, now);
                if news.is_empty() {
                    return html! { <p class="panel-body t-sm t-3">{ "When a student writes a reflection, it appears here." }</p> };
                }
                html! { <ul class="plain rows">{ for news.into_iter().map(|(session, note)| html! {
                    <li class="sess" key={note.id.to_string()}>
                        <span class="sess-date"><Time at={note.changed_at} style={TimeStyle::Day} /></span>
                        <div class="grow">
                            <h3 class="sess-title">{ format!("{} wrote a reflection", words::first_name(&note.author_name)) }</h3>
                            <p class="sess-text t-cut">{ format!("“{}”", words::quoted_reflection(note)) }</p>
                        </div>
                        <RouteLink to={Route::Session { id: session.id }} class="btn btn-secondary btn-sm sess-act"
                            name={format!("Read {}’s reflection on {}", words::first_name(&note.author_name), words::title(session))}>
                            { "Read" }
                        </RouteLink>
                    </li>
                }) }</ul> }
            }) }
        </Panel>
    }
}

#[derive(Properties, PartialEq)]
struct SoFarProps {
    students: Vec<MatchView>,
    sessions: Rc<Part<SessionView>>,
}

/// Sessions and minutes of the current calendar month.
fn this_month(rows: &[SessionView], now: DateTime<Utc>, zone: Zone) -> (u64, u64) {
    let month = |at| {
        let date = time::date_in(at, zone);
        (date.year(), date.month())
    };
    rows.iter()
        .filter(|session| session.mine == MySide::Mentor && month(session.starts_at) == month(now))
        .fold((0, 0), |(sessions, minutes), session| {
            (sessions + 1, minutes + u64::from(session.minutes))
        })
}

/// What the mentor gave, in figures.
#[component]
fn SoFar(props: &SoFarProps) -> Html {
    let (now, zone) = (dom::now(), use_zone());
    let sum = |of: fn(&MatchView) -> u64| props.students.iter().map(of).sum::<u64>();
    let (sessions, minutes) = (sum(|view| view.sessions), sum(|view| view.minutes));
    let rows = props.sessions.rows.as_slice();
    let (month, month_minutes) = this_month(rows, now, zone);
    let reflections = rows
        .iter()
        .filter(|session| session.mine == MySide::Mentor && words::reflection(session).is_some())
        .count() as u64;
    let whole = props.sessions.total == rows.len() as u64;
    html! {
        <Panel title="So far" padded=true>
            <dl class="facts facts-narrow">
                <dt>{ "This month" }</dt>
                <dd>{ time::count(month, "session", "sessions") }if month > 0 { { ", " }<span class="t-nowrap">{ time::minutes(month_minutes) }</span> }</dd>
                <dt>{ "Sessions" }</dt><dd>{ sessions }</dd>
                <dt>{ "Time given" }</dt><dd>{ time::minutes(minutes) }</dd>
                if whole && reflections > 0 { <dt>{ "Reflections" }</dt><dd>{ format!("{reflections} by students") }</dd> }
            </dl>
        </Panel>
    }
}

#[cfg(test)]
mod tests {
    use contract::sessions::NoteKind;
    use domain::Audience;

    use super::super::sessions::words::fixture::{at, note, session};
    use super::*;

    #[test]
    fn news_are_what_others_wrote_lately() {
        let now = at("2026-11-20T12:00:00Z");
        let mut read = session("2026-11-17T15:00:00Z", &[]);
        read.notes = vec![note(
            NoteKind::Reflection,
            Audience::Pair,
            false,
            "It went well",
        )];
        let mut own = read.clone();
        own.notes[0].mine = true;
        let mut old = read.clone();
        old.notes[0].changed_at = at("2026-09-01T12:00:00Z");
        let unread = session("2026-11-18T15:00:00Z", &[]);
        assert_eq!(news(&[read, own, old, unread], now).len(), 1);
    }

    #[test]
    fn the_month_is_the_zones() {
        let rows = [
            session("2026-11-17T15:00:00Z", &[]),
            session("2026-10-31T23:30:00Z", &[]),
        ];
        let now = at("2026-11-20T12:00:00Z");
        let berlin = Zone::parse("Europe/Berlin").expect("a zone");
        assert_eq!(this_month(&rows, now, berlin), (2, 90));
        assert_eq!(this_month(&rows, now, Zone::UTC), (1, 45));
    }
}
