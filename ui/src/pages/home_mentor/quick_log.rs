//! Logging a session in two presses: when and how long are filled in, the focus is on Save.

use chrono::NaiveDateTime;
use contract::drafts;
use contract::matches::MatchView;
use contract::sessions::{Delete, Log, SessionView};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::action::use_action_with;
use crate::components::{Button, ErrorCallout, Kind, TextField};
use crate::desk::use_zone;
use crate::form::{Bound, use_form};
use crate::pages::session_edit::draft::{
    Carried, USUAL_MINUTES, began, check_facts, log_key, minutes, starts_at,
};
use crate::pages::session_edit::minutes::MinutesField;
use crate::pages::sessions::words;
use crate::query::use_query;
use crate::route::Route;
use crate::toasts::use_toasts;
use crate::{dom, time, when};

/// What a press chooses, in minutes.
const LENGTHS: &[u32] = &[30, 45, 60];

#[derive(Clone)]
struct Quick {
    when: String,
    minutes: String,
}

#[derive(Properties, PartialEq)]
pub(super) struct QuickLogProps {
    pub(super) view: MatchView,
    /// Called when it was put away or saved.
    pub(super) on_close: Callback<()>,
}

/// As a person reads it, so that it can be read again: "Today, 15:00".
fn written(local: NaiveDateTime, now: NaiveDateTime) -> String {
    format!(
        "{}, {}",
        time::date(local.date(), now.date()),
        local.format("%H:%M")
    )
}

#[component]
pub(super) fn QuickLog(props: &QuickLogProps) -> Html {
    let view = &props.view;
    let (of, zone) = (view.id, use_zone());
    let now = when::to_local(dom::now(), zone);
    let place = view.last_place.clone().unwrap_or_default();
    let navigator = use_navigator();
    let stored = use_query(drafts::Get { key: log_key(of) });
    let form = use_form(
        || {
            let minutes = view.last_minutes.unwrap_or(USUAL_MINUTES);
            Quick {
                when: written(began(now, minutes), now),
                minutes: minutes.to_string(),
            }
        },
        |quick: &Quick| check_facts(&quick.when, &quick.minutes, now).done(),
    );
    let log = use_log(view, props.on_close.clone(), form.refused());
    let submit = {
        let (form, run) = (form.clone(), log.run.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(quick) = form.submit() else { return };
            if let (Some(starts_at), Some(minutes)) =
                (starts_at(&quick.when, zone, now), minutes(&quick.minutes))
            {
                run.emit(Log {
                    of,
                    starts_at,
                    minutes,
                    place: place.clone(),
                    topics: Vec::new(),
                    notes: Vec::new(),
                    draft: None,
                });
            }
        })
    };
    let add_notes = {
        let form = form.clone();
        Callback::from(move |()| {
            if let Some(navigator) = &navigator {
                let Quick { when, minutes } = form.draft().clone();
                navigator.push_with_state(&Route::LogSessionOf { of }, Carried { when, minutes });
            }
        })
    };
    let onkeydown = {
        let on_close = props.on_close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.prevent_default();
                on_close.emit(());
            }
        })
    };
    // What was understood is written out, so that a misreading is seen before it is saved.
    let when = {
        let bound = form.text(
            "starts_at",
            |quick| &quick.when,
            |quick, text| quick.when = text,
        );
        let (text, change, leave) = (
            bound.value.clone(),
            bound.on_change.clone(),
            bound.on_leave.clone(),
        );
        let on_leave = Callback::from(move |()| {
            if let Ok(read) = when::parse(&text, now)
                && let Some(time) = read.time
            {
                let text = written(read.date.and_time(time), now);
                change.emit(text);
            }
            leave.emit(());
        });
        Bound { on_leave, ..bound }
    };
    let has_draft = stored.ready().is_some_and(|stored| stored.is_some());
    let name = &view.student.name;
    html! {
        <form class="quicklog" aria-label={format!("Quick log: session with {name}")} novalidate=true onsubmit={submit} {onkeydown}>
            <TextField label="When" class="quicklog-when" bound={when} />
            <MinutesField lengths={LENGTHS} bound={form.text("minutes", |quick| &quick.minutes, |quick, text| quick.minutes = text)} />
            <span class="quicklog-go">
                <Button label={if has_draft { "Continue draft" } else { "Add notes" }} kind={Kind::Ghost} onclick={add_notes} />
                <Button label="Save" kind={Kind::Primary} submit=true focus=true busy={log.busy} busy_label="Saving" />
            </span>
            <ErrorCallout error={log.error.clone()} shown={vec!["starts_at", "minutes"]} />
        </form>
    }
}

/// Logs, and offers to take it back.
#[hook]
fn use_log(
    view: &MatchView,
    on_close: Callback<()>,
    refused: Callback<contract::ApiError>,
) -> crate::action::Action<Log> {
    let toasts = use_toasts();
    let undo = {
        let (said, refused) = (toasts.clone(), toasts.clone());
        use_action_with::<Delete>(
            move |_| said.say("Session not logged"),
            move |error| refused.bad(error.message),
        )
    };
    let who = words::first_name(&view.student.name).to_owned();
    use_action_with::<Log>(
        move |session: SessionView| {
            let undo = undo.run.reform(move |()| Delete { id: session.id });
            toasts.undo(format!("Session with {who} logged"), undo);
            on_close.emit(());
        },
        move |error| refused.emit(error),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_can_be_read_again() {
        let day = |day| chrono::NaiveDate::from_ymd_opt(2026, 11, day).expect("a date");
        let now = day(17).and_hms_opt(15, 54, 0).expect("a time");
        for local in
            [day(17), day(16), day(3)].map(|day| day.and_hms_opt(15, 0, 0).expect("a time"))
        {
            let text = written(local, now);
            let read = when::parse(&text, now).expect("it can be read");
            assert_eq!(
                (read.date, read.time),
                (local.date(), Some(local.time())),
                "{text}"
            );
        }
        assert_eq!(
            written(day(17).and_hms_opt(9, 5, 0).expect("a time"), now),
            "Today, 09:05"
        );
    }
}
