//! One session: its facts, its texts with who reads them, the reflection.

use std::rc::Rc;

use contract::matches::MySide;
use contract::sessions::{DeleteReflection, Get, NoteKind, NoteView, Reflect, Seal, SessionView};
use domain::Audience;
use yew::prelude::*;
use yew_router::prelude::*;

use super::sessions::reflect::ReflectionComposer;
use super::sessions::remove::use_remove_session;
use super::sessions::words;
use crate::action::use_action;
use crate::components::icon_paths::Glyph;
use crate::components::{
    AudienceLabel, Button, Callout, Empty, ErrorCallout, Icon, Kind, Markdown, MenuButton,
    MenuItem, Mood, Page, Panel, PersonLine, RouteLink, Time, loaded,
};
use crate::desk::use_zone;
use crate::query::use_query;
use crate::registry::{Entry, Group, use_entries};
use crate::route::Route;
use crate::toasts::use_toasts;
use crate::{dom, time};

#[derive(Properties, PartialEq)]
pub(crate) struct SessionProps {
    pub(crate) id: domain::SessionId,
}

#[component]
pub(crate) fn SessionPage(props: &SessionProps) -> Html {
    let session = use_query(Get { id: props.id });
    match session.ready() {
        Some(view) => html! { <Shown session={Rc::clone(view)} /> },
        None => html! {
            <Page title="Session" crumbs={crumbs(None)}>
                <div class="panel">{ loaded(&session, "the session", |_| Html::default()) }</div>
            </Page>
        },
    }
}

fn crumbs(here: Option<String>) -> Html {
    html! {
        <>
            <RouteLink to={Route::Sessions}>{ "Sessions" }</RouteLink>
            if let Some(here) = here { <span aria-hidden="true">{ "/" }</span><span class="t-cut">{ here }</span> }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ShownProps {
    session: Rc<SessionView>,
}

#[component]
fn Shown(props: &ShownProps) -> Html {
    let session = &props.session;
    let id = session.id;
    let navigator = use_navigator();
    let go = |route: Route| {
        let navigator = navigator.clone();
        Callback::from(move |()| {
            if let Some(navigator) = &navigator {
                navigator.push(&route);
            }
        })
    };
    let remove = use_remove_session(id, {
        let leave = go(Route::Sessions);
        move || leave.emit(())
    });
    let composing = use_state(|| false);
    let compose = {
        let composing = composing.setter();
        Callback::from(move |open: bool| composing.set(open))
    };
    let on_edit = go(Route::EditSession { id });
    let on_delete = remove
        .run
        .reform(move |()| contract::sessions::Delete { id });
    let mut entries = Vec::new();
    if session.may_change {
        entries.extend([
            Entry::new(
                "session.edit",
                "Edit this session",
                Group::Page,
                on_edit.clone(),
            )
            .icon(Glyph::Pen)
            .keys("E"),
            Entry::new(
                "session.delete",
                "Delete this session",
                Group::Page,
                on_delete.clone(),
            )
            .icon(Glyph::Trash),
        ]);
    }
    if session.may_reflect {
        entries.push(
            Entry::new(
                "sessions.reflect",
                "Write a reflection",
                Group::Page,
                compose.reform(|()| true),
            )
            .icon(Glyph::Pen)
            .keys("R"),
        );
    }
    use_entries(entries);

    let now = dom::now();
    let zone = use_zone();
    let title = match session.mine {
        MySide::Student | MySide::Mentor => format!("Session with {}", words::partner(session)),
        MySide::Outside => words::partner(session),
    };
    let when = time::day_time(session.starts_at, now, zone);
    let actions = html! {
        if session.may_change {
            <MenuButton label="More about this session" class="btn btn-ghost btn-icon" trigger={html! { <Icon glyph={Glyph::Ellipsis} /> }}
                items={vec![MenuItem::new("Delete session", Glyph::Trash, on_delete)]} />
            <Button label="Edit" glyph={Glyph::Pen} keys="E" busy={remove.busy} onclick={on_edit} />
        }
    };
    let sub = html! { <>{ when.clone() }{ " · " }{ time::minutes(session.minutes.into()) }</> };
    html! {
        <Page {title} {sub} {actions} crumbs={crumbs(Some(when))}>
            <ErrorCallout error={remove.error.clone()} />
            <div class="page-cols">
                <div class="page-stack">
                    <Texts session={Rc::clone(session)} composing={*composing} on_compose={compose} />
                </div>
                <div class="page-stack">
                    <Facts session={Rc::clone(session)} />
                    <Callout title="Who can read what">{ who_reads(session) }</Callout>
                </div>
            </div>
        </Page>
    }
}

fn who_reads(session: &SessionView) -> &'static str {
    match session.mine {
        MySide::Student | MySide::Mentor => {
            "Every text says who can read it. Administrators see the date, the length and the topics; a note only where its author shares it with them."
        }
        MySide::Outside => {
            "You see the date, the length and the topics, and the notes that are shared with administrators."
        }
    }
}

#[derive(Properties, PartialEq)]
struct TextsProps {
    session: Rc<SessionView>,
    composing: bool,
    on_compose: Callback<bool>,
}

/// The texts, the shared ones first, and the composer.
#[component]
fn Texts(props: &TextsProps) -> Html {
    let session = &props.session;
    let mut notes: Vec<&NoteView> = session.notes.iter().collect();
    notes.sort_by_key(|note| {
        (
            note.audience == Audience::Author,
            note.kind == NoteKind::Reflection,
        )
    });
    let own = words::reflection(session).filter(|note| note.mine);
    // While the reflection is rewritten, its composer stands in its place.
    notes.retain(|note| !(props.composing && own.is_some_and(|own| own.id == note.id)));
    let awaits = words::awaits_reflection(session);
    html! {
        <>
            { for notes.iter().map(|note| html! {
                <NotePanel key={note.id.to_string()} session={Rc::clone(session)} note={(*note).clone()}
                    on_rewrite={props.on_compose.reform(|()| true)} />
            }) }
            if notes.is_empty() && !awaits && !props.composing {
                <div class="panel">
                    <Empty glyph={Glyph::Note} title="No notes here for you" text={no_notes(session)} />
                </div>
            }
            if props.composing {
                <Panel title="Reflection" padded=true>
                    <ReflectionComposer session={(**session).clone()} on_close={props.on_compose.reform(|()| false)} />
                </Panel>
            } else if awaits {
                <div class="panel">
                    <Empty glyph={Glyph::Pen} title="Your reflection is still missing"
                        text={format!("A line or two is enough. {} reads it too.", words::partner_first(session))}>
                        <Button label="Write a reflection" kind={Kind::Primary} glyph={Glyph::Pen} keys="R"
                            onclick={props.on_compose.reform(|()| true)} />
                    </Empty>
                </div>
            }
        </>
    }
}

fn no_notes(session: &SessionView) -> &'static str {
    match session.mine {
        MySide::Mentor => "Edit the session to add a note for your student, or a private one.",
        MySide::Student => "When your mentor shares a note about this session, you read it here.",
        MySide::Outside => "The pair keeps its notes to itself, or there are none.",
    }
}

#[derive(Properties, PartialEq)]
struct NotePanelProps {
    session: Rc<SessionView>,
    note: NoteView,
    on_rewrite: Callback<()>,
}

#[component]
fn NotePanel(props: &NotePanelProps) -> Html {
    let (session, note) = (&props.session, &props.note);
    let id = dom::use_id("note");
    let private = note.audience == Audience::Author;
    let reflection = note.kind == NoteKind::Reflection;
    html! {
        <section class={classes!("note", private.then_some("note-private"))} aria-labelledby={id.clone()}>
            <div class="note-head">
                <h2 class="panel-title" {id}>{ words::kind(note) }</h2>
                <AudienceLabel audience={note.audience} words={words::readers(note, session)} />
                <span class="grow" />
                <span class="note-by">
                    if !note.mine && !reflection { { format!("{}, ", note.author_name) } }
                    <Time at={note.written_at} />
                    if note.changed_at > note.written_at { { ", changed " }<Time at={note.changed_at} /> }
                </span>
                if reflection && note.mine && session.may_reflect {
                    <ReflectionMenu session={Rc::clone(session)} text={note.text.clone()} on_rewrite={props.on_rewrite.clone()} />
                }
            </div>
            { match note.seal {
                Seal::Open => html! { <Markdown class="note-prose" text={note.text.clone()} /> },
                Seal::Locked => html! {
                    <Callout mood={Mood::Warn} title="This note is sealed">
                        { words::why_sealed(note) }{ " in " }
                        <RouteLink to={Route::Settings}>{ "Settings" }</RouteLink>{ "." }
                    </Callout>
                },
                Seal::Damaged => html! {
                    <Callout mood={Mood::Bad} title="This note is damaged">
                        { "Its bytes are not as they were sealed. An administrator can restore a backup that has it." }
                    </Callout>
                },
            } }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct ReflectionMenuProps {
    session: Rc<SessionView>,
    text: String,
    on_rewrite: Callback<()>,
}

/// Rewrites or deletes the own reflection.
#[component]
fn ReflectionMenu(props: &ReflectionMenuProps) -> Html {
    let id = props.session.id;
    let toasts = use_toasts();
    let back = {
        let toasts = toasts.clone();
        use_action::<Reflect>(move |_| toasts.say("Reflection restored"))
    };
    let text = props.text.clone();
    let delete = use_action::<DeleteReflection>(move |_| {
        let text = text.clone();
        let undo = back.run.reform(move |()| Reflect {
            id,
            text: text.clone(),
            draft: None,
        });
        toasts.undo("Reflection deleted", undo);
    });
    let items = vec![
        MenuItem::new("Edit reflection", Glyph::Pen, props.on_rewrite.clone()),
        MenuItem::new(
            "Delete reflection",
            Glyph::Trash,
            delete.run.reform(move |()| DeleteReflection { id }),
        ),
    ];
    html! { <MenuButton label="More about your reflection" trigger={html! { <Icon glyph={Glyph::Ellipsis} /> }} {items} /> }
}

#[derive(Properties, PartialEq)]
struct FactsProps {
    session: Rc<SessionView>,
}

#[component]
fn Facts(props: &FactsProps) -> Html {
    let session = &props.session;
    let people: Vec<_> = match session.mine {
        MySide::Student => vec![("Mentor", &session.mentor)],
        MySide::Mentor => vec![("Student", &session.student)],
        MySide::Outside => vec![("Student", &session.student), ("Mentor", &session.mentor)],
    };
    html! {
        <Panel title="Details" padded=true>
            <div class="d-grid gap-3 mb-3">
                { for people.into_iter().map(|(role, person)| {
                    let to = (session.mine == MySide::Outside).then_some(Route::Person { id: person.id });
                    let meta = if person.active { role.to_owned() } else { format!("{role}, inactive") };
                    html! { <PersonLine key={person.id.to_string()} id={person.id} name={person.name.clone()} {meta} {to} /> }
                }) }
            </div>
            <dl class="facts facts-narrow">
                <dt>{ "When" }</dt><dd><Time at={session.starts_at} /></dd>
                <dt>{ "Length" }</dt><dd>{ time::minutes(session.minutes.into()) }</dd>
                if !session.place.is_empty() { <dt>{ "Place" }</dt><dd>{ session.place.clone() }</dd> }
                if !session.topics.is_empty() {
                    <dt>{ "Topics" }</dt>
                    <dd><span class="chip-set">{ for session.topics.iter().map(|topic| html! { <span class="tag" key={topic.clone()}>{ topic }</span> }) }</span></dd>
                }
            </dl>
        </Panel>
    }
}
