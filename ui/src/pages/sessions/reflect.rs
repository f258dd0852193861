//! Writing a reflection in the place where the session is shown.

use contract::drafts::{self, DraftView};
use contract::sessions::{Reflect, SessionView};
use domain::{Audience, SessionId, Text};
use yew::prelude::*;

use super::autosave::{Restored, SaveState, use_autosave};
use super::words;
use crate::action::use_action_with;
use crate::components::{AudienceLabel, Button, ErrorCallout, Kind, Size, TextArea, loaded};
use crate::form::{Check, use_form};
use crate::query::use_query;
use crate::toasts::use_toasts;

/// Where the draft of a reflection is kept.
fn draft_key(session: SessionId) -> String {
    format!("sessions.reflect:{session}")
}

#[derive(Properties, PartialEq)]
pub(crate) struct ReflectionComposerProps {
    pub(crate) session: SessionView,
    /// Shared, or put away for later: the draft stays.
    pub(crate) on_close: Callback<()>,
}

/// The composer, with the draft of last time.
#[component]
pub(crate) fn ReflectionComposer(props: &ReflectionComposerProps) -> Html {
    let draft = use_query(drafts::Get {
        key: draft_key(props.session.id),
    });
    loaded(&draft, "your draft", |draft| {
        html! {
            <Composer session={props.session.clone()} stored={(**draft).clone()} on_close={props.on_close.clone()} />
        }
    })
}

#[derive(Properties, PartialEq)]
struct ComposerProps {
    session: SessionView,
    stored: Option<DraftView>,
    on_close: Callback<()>,
}

#[component]
fn Composer(props: &ComposerProps) -> Html {
    let session = &props.session;
    let toasts = use_toasts();
    // What is written already, when the composer opens; a change that arrives later does not touch the typing.
    let before = use_memo((), |()| {
        words::reflection(session).map_or_else(String::new, |note| note.text.clone())
    });
    let form = use_form(
        || {
            props
                .stored
                .as_ref()
                .map_or_else(|| (*before).clone(), |draft| draft.body.clone())
        },
        |text: &String| {
            Check::default()
                .field("text", Text::parse_filled(text))
                .done()
        },
    );
    let autosave = use_autosave(
        draft_key(session.id),
        form.draft().clone(),
        (*before).clone(),
        props.stored.as_ref(),
    );
    let restored = use_state(|| props.stored.as_ref().map(|draft| draft.saved_at));
    let share = {
        let (on_close, autosave, refused) =
            (props.on_close.clone(), autosave.clone(), form.refused());
        let said = if before.is_empty() {
            "Reflection shared"
        } else {
            "Reflection saved"
        };
        use_action_with::<Reflect>(
            move |_| {
                toasts.say(said);
                on_close.emit(());
            },
            move |error| {
                autosave.go_on();
                refused.emit(error);
            },
        )
    };
    let submit = {
        let (form, share, autosave, id) = (
            form.clone(),
            share.run.clone(),
            autosave.clone(),
            session.id,
        );
        Callback::from(move |()| {
            if let Some(text) = form.submit() {
                autosave.hold();
                share.emit(Reflect {
                    id,
                    text,
                    draft: Some(draft_key(id)),
                });
            }
        })
    };
    let discard = {
        let (form, before, restored) = (form.clone(), before.clone(), restored.setter());
        Callback::from(move |()| {
            form.reset((*before).clone());
            restored.set(None);
        })
    };
    let onsubmit = {
        let submit = submit.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            submit.emit(());
        })
    };
    let onkeydown = {
        let (submit, before_commands) = (submit, autosave.before_commands());
        let on_close = props.on_close.clone();
        Callback::from(move |event: KeyboardEvent| {
            before_commands.emit(event.clone());
            let command = event.ctrl_key() || event.meta_key();
            match event.key().as_str() {
                "Enter" | "s" if command => {
                    event.prevent_default();
                    submit.emit(());
                }
                "Escape" => {
                    event.prevent_default();
                    on_close.emit(());
                }
                _ => {}
            }
        })
    };
    let readers = format!("You and {} can read this", words::partner_first(session));
    html! {
        <form class="composer" aria-label={format!("Reflection on {}", words::title(session))} novalidate=true
            {onsubmit} {onkeydown} onfocusout={autosave.on_leave()}>
            if let Some(at) = *restored { <Restored {at} on_discard={discard} /> }
            <TextArea label="Your reflection" rows=4 focus=true bound={form.text("text", |text| text, |draft, text| *draft = text)}
                placeholder="What surprised you, what will you try next" />
            <ErrorCallout error={share.error.clone()} shown={vec!["text"]} />
            <div class="composer-foot">
                <AudienceLabel audience={Audience::Pair} words={readers} />
                <span class="grow" />
                <SaveState saved={autosave.saved} text={form.draft().clone()} />
                <Button label="Close" kind={Kind::Ghost} size={Size::Small} onclick={props.on_close.clone()} />
                <Button label={if before.is_empty() { "Share reflection" } else { "Save reflection" }} kind={Kind::Primary}
                    size={Size::Small} submit=true busy={share.busy} busy_label="Saving" />
            </div>
        </form>
    }
}
