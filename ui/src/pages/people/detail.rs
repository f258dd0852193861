//! One person: what is known, with whom they are matched, and what can be done.

use std::rc::Rc;

use contract::matches::{self, MatchView};
use contract::people::{Get, PersonDetail, PersonView};
use contract::{Page, PageRequest, Scope};
use domain::matches::MatchState;
use domain::{PersonId, Role};
use yew::prelude::*;
use yew_router::prelude::*;

use super::dialogs::{Ask, Dialogs};
use super::words;
use super::workbench::{RowSteps, use_go};
use crate::components::icon_paths::Glyph;
use crate::components::{
    Avatar, Button, Drawer, Icon, Kind, Markdown, MenuButton, MenuItem, RouteLink, Size, State,
    StateMark, Time, TimeStyle, email_text, loaded,
};
use crate::desk::use_desk;
use crate::pages::codes::Chosen;
use crate::query::{Query, use_query};
use crate::registry::{Entry, Group, use_entries};
use crate::route::Route;

/// What is asked of the backend about a person.
pub(crate) struct Known {
    pub(crate) detail: Query<PersonDetail>,
    pub(crate) matches: Query<Page<MatchView>>,
}

#[hook]
pub(crate) fn use_person(id: PersonId) -> Known {
    let detail = use_query(Get { id });
    let matches = use_query(matches::List {
        scope: Scope::Programme,
        person: Some(id),
        sort: matches::Sort::Started,
        page: PageRequest::first(50),
        ..matches::List::default()
    });
    Known { detail, matches }
}

#[derive(Properties, PartialEq)]
pub(super) struct PersonDrawerProps {
    pub(super) id: PersonId,
    /// What the list knows, shown until the rest is there.
    pub(super) person: Option<PersonView>,
    /// The row in the list, where the person is in it.
    pub(super) at: Option<usize>,
    pub(super) count: usize,
    pub(super) on_step: Callback<usize>,
    pub(super) on_close: Callback<()>,
}

#[component]
pub(super) fn PersonDrawer(props: &PersonDrawerProps) -> Html {
    let known = use_person(props.id);
    let ask = use_state(|| None::<Ask>);
    // What is on its way belongs to the person before: nothing is shown of somebody else.
    let detail = known
        .detail
        .ready()
        .filter(|detail| detail.person.id == props.id)
        .cloned();
    let asking = {
        let ask = ask.clone();
        Callback::from(move |what: Ask| ask.set(Some(what)))
    };
    let on_close = {
        let ask = ask.clone();
        Callback::from(move |_: Option<PersonId>| ask.set(None))
    };
    let steps = props
        .at
        .map(|at| html! { <RowSteps {at} count={props.count} on_step={props.on_step.clone()} /> });
    let person = detail
        .as_ref()
        .map(|detail| detail.person.clone())
        .or_else(|| props.person.clone());
    let title = person
        .as_ref()
        .map_or_else(|| "Details".to_owned(), |person| person.name.clone());
    let sub = html! {
        <>
            if let Some(person) = &person {
                <span class="d-block">{ words::roles(person.roles) }</span>
                { standing(person) }
            }
            { steps }
        </>
    };
    let lead = html! { <Avatar name={title.clone()} id={props.id} class="avatar-lg" /> };
    let foot = detail
        .clone()
        .map(|detail| html! { <PersonActions {detail} on_ask={asking} in_drawer=true /> });
    html! {
        <>
            <Drawer {title} {lead} {sub} {foot} on_close={props.on_close.clone()}>
                { match &detail {
                    Some(detail) => html! { <>{ matched(detail, &known.matches) }{ about(detail) }{ profile(detail) }{ answers(detail) }</> },
                    None if known.detail.fetching => Html::default(),
                    None => loaded(&known.detail, "this person", |_| Html::default()),
                } }
            </Drawer>
            if let Some((ask, detail)) = (*ask).zip(detail) { <Dialogs {ask} detail={Some(detail)} {on_close} on_gone={props.on_close.clone()} /> }
        </>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct PersonActionsProps {
    pub(crate) detail: Rc<PersonDetail>,
    pub(crate) on_ask: Callback<Ask>,
    /// With the way to the person's page.
    #[prop_or_default]
    pub(crate) in_drawer: bool,
}

/// What can be done about a person; nothing about one who was erased.
#[component]
pub(crate) fn PersonActions(props: &PersonActionsProps) -> Html {
    if props.detail.person.erased {
        return Html::default();
    }
    html! { <Actions detail={props.detail.clone()} on_ask={props.on_ask.clone()} in_drawer={props.in_drawer} /> }
}

/// The next thing first, the rest in a menu.
#[component]
fn Actions(props: &PersonActionsProps) -> Html {
    let navigator = use_navigator();
    let go = use_go();
    let desk = use_desk();
    let person = &props.detail.person;
    let ask = |what: Ask| props.on_ask.reform(move |()| what);
    let issue = {
        let chosen = vec![Chosen::of(person)];
        Callback::from(move |()| {
            if let Some(navigator) = &navigator {
                navigator.push_with_state(&Route::Codes, chosen.clone());
            }
        })
    };
    let id = person.id;
    let (waits, has_place) = (words::waits(person), words::has_place(person));
    let find = if waits {
        Some("Find a mentor")
    } else {
        has_place.then_some("Find a student")
    };
    let mut entries = vec![
        Entry::new(
            "person.edit",
            format!("Edit {}", person.name),
            Group::Page,
            ask(Ask::Edit),
        )
        .icon(Glyph::Pen)
        .keys("E"),
        Entry::new(
            "person.roles",
            format!("Change the roles of {}", person.name),
            Group::Page,
            ask(Ask::Roles),
        )
        .icon(Glyph::Users),
        Entry::new(
            "person.code",
            format!("Issue a code for {}", person.name),
            Group::Page,
            issue.clone(),
        )
        .icon(Glyph::Key),
    ];
    if person.roles.contains(Role::Student) {
        entries.push(
            Entry::new(
                "person.wishes",
                format!("Edit the mentors {} wishes for", person.name),
                Group::Page,
                ask(Ask::Wishes),
            )
            .icon(Glyph::Users),
        );
    }
    if find.is_some() {
        entries.push(
            Entry::new(
                "person.match",
                format!("Match {} by hand", person.name),
                Group::Page,
                ask(Ask::Match),
            )
            .icon(Glyph::Handshake)
            .keys("M"),
        );
    }
    use_entries(entries);
    let mut items = vec![
        MenuItem::new("Change roles…", Glyph::Users, ask(Ask::Roles)),
        MenuItem::new("Issue a one-time code", Glyph::Key, issue),
    ];
    if person.roles.contains(Role::Student) {
        items.push(MenuItem::new(
            "Wished mentors…",
            Glyph::Users,
            ask(Ask::Wishes),
        ));
    }
    if props.in_drawer {
        items.insert(
            0,
            MenuItem::new(
                "Open the page",
                Glyph::User,
                go.reform(move |()| Route::Person { id }),
            ),
        );
    }
    items.push(MenuItem::Line);
    items.push(if person.active {
        MenuItem::new("Deactivate…", Glyph::Ban, ask(Ask::Deactivate))
    } else {
        MenuItem::new("Reactivate…", Glyph::RotateLeft, ask(Ask::Reactivate))
    });
    // Nobody erases themselves.
    if desk.person() != id {
        items.push(MenuItem::new("Erase…", Glyph::Trash, ask(Ask::Erase)));
    }
    let size = if props.in_drawer {
        Size::Small
    } else {
        Size::Usual
    };
    let more = if props.in_drawer {
        classes!("btn", "btn-ghost", "btn-icon", "btn-sm")
    } else {
        classes!("btn", "btn-ghost", "btn-icon")
    };
    html! {
        <>
            if let Some(label) = find { <Button {label} kind={Kind::Primary} {size} glyph={Glyph::Handshake} onclick={ask(Ask::Match)} /> }
            if !person.active { <Button label="Reactivate…" kind={Kind::Primary} {size} onclick={ask(Ask::Reactivate)} /> }
            <Button label="Edit" {size} glyph={Glyph::Pen} onclick={ask(Ask::Edit)} />
            <MenuButton label={format!("More about {}", person.name)} class={more} trigger={html! { <Icon glyph={Glyph::Ellipsis} /> }} {items} />
        </>
    }
}

fn standing(person: &PersonView) -> Html {
    let (mark, word) = words::standing(person);
    html! { <State {mark} {word} pill=true /> }
}

fn section(title: &'static str, content: Html) -> Html {
    html! { <div class="drawer-section"><h3 class="drawer-h">{ title }</h3>{ content }</div> }
}

/// Open and ended matches.
pub(crate) fn matched(detail: &PersonDetail, matches: &Query<Page<MatchView>>) -> Html {
    let person = &detail.person;
    let rows = matches
        .ready()
        .map(|page| page.rows.clone())
        .unwrap_or_default();
    let rows: Vec<_> = rows
        .into_iter()
        .filter(|row| row.student.id == person.id || row.mentor.id == person.id)
        .collect();
    let words = words::matched(person);
    html! {
        <div class="drawer-section">
            <h3 class="drawer-h">{ "Matches" }<span class="t-xs t-3 fw-normal">{ words }</span></h3>
            if rows.is_empty() && !matches.fetching {
                <p class="t-sm t-3">{ if words::waits(person) { "Waiting for a mentor." } else { "No matches so far." } }</p>
            } else {
                <ul class="plain rows person-matches">{ for rows.iter().map(|row| match_line(row, person.id)) }</ul>
            }
        </div>
    }
}

fn match_line(row: &MatchView, me: PersonId) -> Html {
    let (other, role) = if row.student.id == me {
        (&row.mentor, "Mentor")
    } else {
        (&row.student, "Student")
    };
    let (mark, word) = match_state(row.state);
    html! {
        <li key={row.id.to_string()} class="person-match">
            <Avatar name={other.name.clone()} id={other.id} class="avatar-sm" />
            <span class="grow">
                <RouteLink to={Route::Person { id: other.id }} class="person-name">{ other.name.clone() }</RouteLink>
                <span class="person-meta">{ format!("{role} · {}", crate::time::count(row.sessions, "session", "sessions")) }</span>
            </span>
            <State {mark} {word} />
        </li>
    }
}

pub(crate) fn match_state(state: MatchState) -> (StateMark, &'static str) {
    match state {
        MatchState::Active => (StateMark::Ok, "Active"),
        MatchState::Paused => (StateMark::Paused, "Paused"),
        MatchState::Ended => (StateMark::Ended, "Ended"),
    }
}

/// How to reach them, and their account.
pub(crate) fn about(detail: &PersonDetail) -> Html {
    let person = &detail.person;
    let (mark, word) = words::account(&person.account);
    section(
        "About",
        html! {
            <dl class="facts">
                <dt>{ "E-mail" }</dt><dd class="t-break">{ email_text(&or_dash(&person.email)) }</dd>
                <dt>{ "Account" }</dt><dd><State {mark} {word} /></dd>
                if let Some(name) = words::sign_in_name(&person.account) { <dt>{ "Sign-in name" }</dt><dd class="t-break">{ name.to_owned() }</dd> }
                if person.roles.contains(Role::Mentor) {
                    <dt>{ "Places" }</dt><dd>{ format!("{} of {} taken", person.students, person.capacity) }</dd>
                }
                <dt>{ "Joined" }</dt><dd><Time at={person.joined_at} style={TimeStyle::Day} /></dd>
                if person.sample { <dt>{ "Origin" }</dt><dd>{ "Sample programme" }</dd> }
            </dl>
        },
    )
}

/// What the built-in profile tells.
pub(crate) fn profile(detail: &PersonDetail) -> Html {
    let (person, profile) = (&detail.person, &detail.profile);
    let free = words::free_times(&profile.availability);
    section(
        "Profile",
        html! {
            <>
                <dl class="facts">
                    if person.roles.contains(Role::Student) { <dt>{ "Interests" }</dt><dd>{ tags(&profile.interests) }</dd> }
                    if person.roles.contains(Role::Mentor) { <dt>{ "Expertise" }</dt><dd>{ tags(&profile.expertise) }</dd> }
                    <dt>{ "Languages" }</dt><dd>{ or_dash(&profile.languages.join(", ")) }</dd>
                    <dt>{ "Free" }</dt>
                    <dd>
                        if free.is_empty() { { "Not said" } }
                        { for free.into_iter().map(|(days, hours)| html! { <span class="d-block">{ format!("{days}, {hours}") }</span> }) }
                    </dd>
                    <dt>{ "Time zone" }</dt><dd>{ if profile.zone.is_empty() { "The programme’s".to_owned() } else { profile.zone.replace('_', " ") } }</dd>
                </dl>
                if !profile.bio.is_empty() { <div class="person-bio"><Markdown text={profile.bio.clone()} /></div> }
            </>
        },
    )
}

/// The answers to the programme's fields.
pub(crate) fn answers(detail: &PersonDetail) -> Html {
    if detail.answers.is_empty() {
        return Html::default();
    }
    section(
        "Fields",
        html! {
            <dl class="facts">
                { for detail.answers.iter().map(|answer| html! {
                    <><dt>{ answer.name.clone() }</dt><dd>{ or_dash(&answer.text) }</dd></>
                }) }
            </dl>
        },
    )
}

fn or_dash(text: &str) -> String {
    if text.trim().is_empty() {
        "–".to_owned()
    } else {
        text.to_owned()
    }
}

fn tags(tags: &[String]) -> Html {
    if tags.is_empty() {
        return html! { { "–" } };
    }
    html! { <span class="tag-row">{ for tags.iter().map(|tag| html! { <span class="tag">{ tag.clone() }</span> }) }</span> }
}
