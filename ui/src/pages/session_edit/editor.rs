//! The page on which a session is written down: notes at the left, facts at the right.

use std::rc::Rc;

use contract::drafts::DraftView;
use contract::matches::{MatchView, MySide};
use contract::sessions::{Change, Log, SessionView};
use contract::{ApiError, Code, Scope};
use domain::Audience;
use yew::prelude::*;
use yew_router::prelude::*;

use super::details::Details;
use super::draft::{Draft, audiences, change_key, log_key};
use crate::action::use_action_with;
use crate::components::icon_paths::Glyph;
use crate::components::{
    AudienceLabel, AudiencePicker, Button, Callout, ErrorCallout, Icon, Kind, MenuButton, MenuItem,
    Mood, NoteEditor, ONLY_YOU, Page, RouteLink,
};
use crate::desk::use_zone;
use crate::form::{Form, use_form};
use crate::pages::sessions::autosave::{Autosave, Restored, SaveState, use_autosave};
use crate::pages::sessions::remove::use_remove_session;
use crate::pages::sessions::words;
use crate::registry::{Entry, Group, use_entries};
use crate::route::Route;
use crate::toasts::use_toasts;
use crate::{dom, when};

/// What is written about.
#[derive(Clone, PartialEq)]
pub(super) enum Subject {
    Log(Rc<MatchView>),
    Change(Rc<SessionView>),
}

impl Subject {
    pub(super) fn of(&self) -> domain::MatchId {
        match self {
            Self::Log(view) => view.id,
            Self::Change(session) => session.of,
        }
    }

    fn mine(&self) -> MySide {
        match self {
            Self::Log(view) => view.mine,
            Self::Change(session) => session.mine,
        }
    }

    /// In which lists the match's sessions are found.
    pub(super) fn scope(&self) -> Scope {
        match self.mine() {
            MySide::Student | MySide::Mentor => Scope::Mine,
            MySide::Outside => Scope::Programme,
        }
    }

    fn session(&self) -> Option<&SessionView> {
        match self {
            Self::Log(_) => None,
            Self::Change(session) => Some(session),
        }
    }

    fn student(&self) -> &str {
        match self {
            Self::Log(view) => &view.student.name,
            Self::Change(session) => &session.student.name,
        }
    }

    fn mentor(&self) -> &str {
        match self {
            Self::Log(view) => &view.mentor.name,
            Self::Change(session) => &session.mentor.name,
        }
    }

    /// The other one; for an administrator outside both.
    fn partner(&self) -> String {
        match self.mine() {
            MySide::Student => self.mentor().to_owned(),
            MySide::Mentor => self.student().to_owned(),
            MySide::Outside => format!("{} and {}", self.student(), self.mentor()),
        }
    }

    pub(super) fn partner_first(&self) -> String {
        let (student, mentor) = (
            words::first_name(self.student()),
            words::first_name(self.mentor()),
        );
        match self.mine() {
            MySide::Student => mentor.to_owned(),
            MySide::Mentor => student.to_owned(),
            MySide::Outside => format!("{student} and {mentor}"),
        }
    }

    fn key(&self) -> String {
        match self {
            Self::Log(view) => log_key(view.id),
            Self::Change(session) => change_key(session.id),
        }
    }

    /// Where saving leads.
    fn after(&self) -> Route {
        match self {
            Self::Log(_) => Route::Home,
            Self::Change(session) => Route::Session { id: session.id },
        }
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct EditorProps {
    pub(super) subject: Subject,
    /// Without anything typed.
    pub(super) fresh: Draft,
    /// What the page opens with.
    pub(super) initial: Draft,
    /// The draft that was restored.
    pub(super) stored: Option<DraftView>,
}

/// As a draft is kept.
fn body_of(draft: &Draft) -> String {
    serde_json::to_string(draft).unwrap_or_default()
}

#[component]
pub(super) fn Editor(props: &EditorProps) -> Html {
    let (toasts, zone) = (use_toasts(), use_zone());
    let subject = &props.subject;
    let now = when::to_local(dom::now(), zone);
    // As the page was opened; what arrives later does not move what is being typed.
    let fresh = use_memo((), |()| props.fresh.clone());
    let form = use_form(|| props.initial.clone(), |draft: &Draft| draft.check(now));
    let autosave = use_autosave(
        subject.key(),
        body_of(form.draft()),
        body_of(&fresh),
        props.stored.as_ref(),
    );
    let restored = use_state(|| props.stored.as_ref().map(|draft| draft.saved_at));
    let save = use_save(subject, &form, &autosave);
    let discard = {
        let (form, fresh, restored, toasts) = (
            form.clone(),
            Rc::clone(&fresh),
            restored.setter(),
            toasts.clone(),
        );
        Callback::from(move |()| {
            let (back, was) = (form.clone(), form.draft().clone());
            form.reset((*fresh).clone());
            restored.set(None);
            toasts.undo(
                "Draft discarded",
                Callback::from(move |()| back.reset(was.clone())),
            );
        })
    };
    let changed = *form.draft() != *fresh;
    let onkeydown = {
        let (save, before_commands) = (save.ask.clone(), autosave.before_commands());
        Callback::from(move |event: KeyboardEvent| {
            before_commands.emit(event.clone());
            if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                event.prevent_default();
                save.emit(());
            }
        })
    };
    let title = match subject {
        Subject::Log(_) => format!("Log a session with {}", subject.partner()),
        Subject::Change(_) => format!("Session with {}", subject.partner()),
    };
    let actions = html! {
        <>
            <SaveState saved={autosave.saved} text={form.draft().texts()} />
            <More subject={subject.clone()} {changed} on_discard={discard.clone()} />
            <Button label="Save" kind={Kind::Primary} keys="Ctrl S" busy={save.busy} busy_label="Saving" onclick={save.ask.clone()} />
        </>
    };
    html! {
        <Page {title} {actions} crumbs={crumbs(subject)}>
            <div {onkeydown} onfocusout={autosave.on_leave()}>
                if let Some(at) = *restored { <Restored {at} on_discard={discard} /> }
                <Refused error={save.error.clone()} subject={subject.clone()} form={FormOf(form.clone())} on_save={save.ask.clone()} />
                <div class="page-cols editor-cols">
                    if subject.mine() == MySide::Student {
                        <Callout title="Your words go into a reflection">
                            { "You are the student of this match. Save the facts here, and write your reflection on the session’s page." }
                        </Callout>
                    } else {
                        { notes(subject, &form) }
                    }
                    <Details subject={subject.clone()} form={FormOf(form.clone())} {now} />
                </div>
            </div>
        </Page>
    }
}

fn crumbs(subject: &Subject) -> Html {
    let dash = html! { <span aria-hidden="true">{ "/" }</span> };
    match subject {
        Subject::Log(_) => html! {
            <>
                <RouteLink to={Route::Sessions}>{ "Sessions" }</RouteLink>{ dash }
                <RouteLink to={Route::LogSession}>{ "Log a session" }</RouteLink>
            </>
        },
        Subject::Change(session) => html! {
            <>
                <RouteLink to={Route::Sessions}>{ "Sessions" }</RouteLink>{ dash.clone() }
                <RouteLink to={Route::Session { id: session.id }}>{ words::title(session) }</RouteLink>{ dash }
                <span>{ "Edit" }</span>
            </>
        },
    }
}

fn notes(subject: &Subject, form: &Form<Draft>) -> Html {
    let shared = html! {
        <AudiencePicker value={form.draft().audience} partner={subject.partner_first()} options={audiences(subject.session())}
            on_change={form.set("notes.0.audience", |draft, audience| draft.audience = audience)} />
    };
    let private = html! { <AudienceLabel audience={Audience::Author} words={ONLY_YOU} /> };
    html! {
        <div class="page-stack">
            <NoteEditor title="Shared note" audience={shared} rows=12 placeholder="What you talked about, what you agreed. Markdown works here"
                bound={form.text("notes.0.text", |draft| &draft.shared, |draft, text| draft.shared = text)} />
            <NoteEditor title="Private note" audience={private} private=true rows=4 placeholder="For yourself"
                bound={form.text("notes.1.text", |draft| &draft.private, |draft, text| draft.private = text)} />
        </div>
    }
}

/// A form as a property: the same form is never another one, and its page draws anew with every change anyway.
#[derive(Clone)]
pub(super) struct FormOf(pub(super) Form<Draft>);

impl PartialEq for FormOf {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

/// Saving for good.
struct Save {
    /// Saves what is written at the next drawing, when a field that was being left has handed over its text.
    ask: Callback<()>,
    busy: bool,
    error: Option<ApiError>,
}

#[hook]
fn use_save(subject: &Subject, form: &Form<Draft>, autosave: &Autosave) -> Save {
    let (toasts, zone) = (use_toasts(), use_zone());
    let navigator = use_navigator();
    let leave = {
        let (navigator, route) = (navigator, subject.after());
        Callback::from(move |()| {
            if let Some(navigator) = &navigator {
                navigator.push(&route);
            }
        })
    };
    let refused = {
        let (autosave, refused) = (autosave.clone(), form.refused());
        Callback::from(move |error: ApiError| {
            autosave.go_on();
            refused.emit(error);
        })
    };
    let undo = {
        let (said, refused) = (toasts.clone(), toasts.clone());
        use_action_with::<contract::sessions::Delete>(
            move |_| said.say("Session not logged"),
            move |error| refused.bad(error.message),
        )
    };
    let log = {
        let (toasts, leave, refused) = (toasts.clone(), leave.clone(), refused.clone());
        let who = words::first_name(subject.student()).to_owned();
        use_action_with::<Log>(
            move |session| {
                let undo = undo
                    .run
                    .reform(move |()| contract::sessions::Delete { id: session.id });
                toasts.undo(format!("Session with {who} logged"), undo);
                leave.emit(());
            },
            move |error| refused.emit(error),
        )
    };
    let change = use_action_with::<Change>(
        move |_| {
            toasts.say("Session saved");
            leave.emit(());
        },
        move |error| refused.emit(error),
    );

    let asked = use_state(|| 0_u32);
    {
        let (subject, form, autosave) = (subject.clone(), form.clone(), autosave.clone());
        let (log, change) = (log.run.clone(), change.run.clone());
        use_effect_with(*asked, move |asked| {
            if *asked == 0 {
                return;
            }
            let Some(draft) = form.submit() else { return };
            let now = when::to_local(dom::now(), zone);
            let with_notes = subject.mine() != MySide::Student;
            autosave.hold();
            match &subject {
                Subject::Log(view) => {
                    if let Some(command) = draft.log(view.id, zone, now, with_notes) {
                        log.emit(command);
                    }
                }
                Subject::Change(session) => {
                    if let Some(command) = draft.change(session, zone, now, with_notes) {
                        change.emit(command);
                    }
                }
            }
        });
    }
    let ask = {
        let count = use_mut_ref(|| 0_u32);
        let asked = asked.setter();
        Callback::from(move |()| {
            if let Some(focused) = dom::focused() {
                let _ = focused.blur();
                let _ = focused.focus();
            }
            *count.borrow_mut() += 1;
            asked.set(*count.borrow());
        })
    };
    use_entries(vec![
        Entry::new("sessions.save", "Save and close", Group::Page, ask.clone())
            .icon(Glyph::Check)
            .keys("Ctrl S"),
    ]);
    Save {
        ask,
        busy: log.busy || change.busy,
        error: log.error.or(change.error),
    }
}

#[derive(Properties, PartialEq)]
struct RefusedProps {
    error: Option<ApiError>,
    subject: Subject,
    form: FormOf,
    on_save: Callback<()>,
}

/// Why it was not saved. Where somebody else changed the session meanwhile, both ways on are offered.
#[component]
fn Refused(props: &RefusedProps) -> Html {
    let conflict = props
        .error
        .as_ref()
        .is_some_and(|error| error.code == Code::Conflict);
    let zone = use_zone();
    let Some(session) = props
        .subject
        .session()
        .filter(|session| conflict && session.revision != props.form.0.draft().revision)
    else {
        let shown = vec![
            "starts_at",
            "minutes",
            "place",
            "topics",
            "notes.0.text",
            "notes.1.text",
        ];
        return html! { <ErrorCallout error={props.error.clone()} {shown} /> };
    };
    let keep = {
        let (form, revision, on_save) = (
            props.form.0.clone(),
            session.revision,
            props.on_save.clone(),
        );
        Callback::from(move |()| {
            form.update("revision", move |draft| draft.revision = revision);
            on_save.emit(());
        })
    };
    let take = {
        let (form, theirs) = (props.form.0.clone(), Draft::of(session, zone));
        Callback::from(move |()| form.reset(theirs.clone()))
    };
    html! {
        <Callout mood={Mood::Warn} title="This session was changed meanwhile" alert=true>
            { "Nothing of yours is lost. Save what you wrote over it, or go on from what is stored now." }
            <div class="d-flex gap-2 mt-2">
                <Button label="Save mine" onclick={keep} />
                <Button label="Take what is stored" kind={Kind::Ghost} onclick={take} />
            </div>
        </Callout>
    }
}

#[derive(Properties, PartialEq)]
struct MoreProps {
    subject: Subject,
    changed: bool,
    on_discard: Callback<()>,
}

/// What is seldom wanted: discarding the draft, deleting the session.
#[component]
fn More(props: &MoreProps) -> Html {
    match &props.subject {
        Subject::Log(_) if !props.changed => Html::default(),
        Subject::Log(_) => {
            let items = vec![MenuItem::new(
                "Discard draft",
                Glyph::RotateLeft,
                props.on_discard.clone(),
            )];
            html! { <MenuButton label="More" class="btn btn-ghost btn-icon" trigger={html! { <Icon glyph={Glyph::Ellipsis} /> }} {items} /> }
        }
        Subject::Change(session) => {
            let on_discard = props.changed.then(|| props.on_discard.clone());
            html! { <MoreOfSession id={session.id} {on_discard} /> }
        }
    }
}

#[derive(Properties, PartialEq)]
struct MoreOfSessionProps {
    id: domain::SessionId,
    on_discard: Option<Callback<()>>,
}

#[component]
fn MoreOfSession(props: &MoreOfSessionProps) -> Html {
    let id = props.id;
    let navigator = use_navigator();
    let remove = use_remove_session(id, move || {
        if let Some(navigator) = &navigator {
            navigator.push(&Route::Sessions);
        }
    });
    let mut items = Vec::new();
    if let Some(on_discard) = &props.on_discard {
        items.push(MenuItem::new(
            "Discard changes",
            Glyph::RotateLeft,
            on_discard.clone(),
        ));
    }
    items.push(MenuItem::new(
        "Delete session",
        Glyph::Trash,
        remove
            .run
            .reform(move |()| contract::sessions::Delete { id }),
    ));
    html! { <MenuButton label="More" class="btn btn-ghost btn-icon" trigger={html! { <Icon glyph={Glyph::Ellipsis} /> }} {items} /> }
}
