//! A session as a line of a list.

use contract::matches::MySide;
use contract::sessions::{NoteView, SessionView};
use yew::prelude::*;

use super::reflect::ReflectionComposer;
use super::words;
use crate::components::icon_paths::Glyph;
use crate::components::{Button, Icon, RouteLink, Size, Time, TimeStyle};
use crate::route::Route;
use crate::time;

#[derive(Properties, PartialEq)]
pub(crate) struct SessionRowProps {
    pub(crate) session: SessionView,
    /// Says with whom it was; off where the page already does.
    #[prop_or(true)]
    pub(crate) named: bool,
    /// Whether the reflection is being written in the row.
    #[prop_or_default]
    pub(crate) composing: bool,
    /// Opens and closes the composer; without it a reflection is written on the session's page.
    #[prop_or_default]
    pub(crate) on_compose: Option<Callback<bool>>,
}

/// Date, topics, a line of the note, the reflection.
#[component]
pub(crate) fn SessionRow(props: &SessionRowProps) -> Html {
    let session = &props.session;
    let title = words::title(session);
    let compose = props
        .on_compose
        .clone()
        .filter(|_| words::awaits_reflection(session) && !props.composing);
    html! {
        <li class="sess">
            <span class="sess-date">
                <Time at={session.starts_at} style={TimeStyle::Day} />
                <span class="sess-length">{ time::minutes(session.minutes.into()) }</span>
            </span>
            <div class="grow">
                <RouteLink to={Route::Session { id: session.id }} class="sess-title">{ title.clone() }</RouteLink>
                if props.named { <p class="sess-meta">{ meta(session) }</p> }
                if let Some(quote) = words::quoted(session) { <p class="sess-text">{ quote }</p> }
                if words::has_private(session) {
                    <p class="sess-meta"><Icon glyph={Glyph::Lock} class="icon-sm" />{ " With a private note of yours" }</p>
                }
                if let Some(note) = words::reflection(session) {
                    <Reflection note={note.clone()} />
                }
                if let Some(on_compose) = props.on_compose.clone().filter(|_| props.composing) {
                    <ReflectionComposer session={session.clone()} on_close={on_compose.reform(|()| false)} />
                }
            </div>
            if let Some(on_compose) = compose {
                <Button class="sess-act" label="Write a reflection" size={Size::Small} glyph={Glyph::Pen}
                    name={format!("Write a reflection on {title}")} onclick={on_compose.reform(|()| true)} />
            }
        </li>
    }
}

/// "With Linh Trần · Library".
fn meta(session: &SessionView) -> String {
    let people = match session.mine {
        MySide::Student | MySide::Mentor => format!("With {}", words::partner(session)),
        MySide::Outside => format!("{} with {}", session.student.name, session.mentor.name),
    };
    if session.place.is_empty() {
        people
    } else {
        format!("{people} · {}", session.place)
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct ReflectionProps {
    pub(crate) note: NoteView,
}

/// A reflection, quoted.
#[component]
pub(crate) fn Reflection(props: &ReflectionProps) -> Html {
    html! {
        <p class="reflect">
            { format!("“{}” ", words::quoted_reflection(&props.note)) }
            <span class="t-3 t-xs t-nowrap">
                { words::kind(&props.note) }{ " · " }<Time at={props.note.written_at} style={TimeStyle::Day} />
            </span>
        </p>
    }
}
