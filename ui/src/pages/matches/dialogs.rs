//! What is asked before a match ends or opens again.

use contract::matches::{End, MatchView, Reopen};
use yew::prelude::*;

use super::pair;
use crate::action::{use_action, use_action_with};
use crate::components::{Confirm, ErrorCallout, TextField};
use crate::form::Bound;
use crate::toasts::use_toasts;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    End,
    Reopen,
}

#[derive(Properties, PartialEq)]
pub(super) struct AskProps {
    pub(super) row: MatchView,
    pub(super) on_close: Callback<()>,
}

#[component]
pub(super) fn EndDialog(props: &AskProps) -> Html {
    let toasts = use_toasts();
    let reason = use_state(String::new);
    let id = props.row.id;
    let back = {
        let refused = toasts.clone();
        use_action_with::<Reopen>(|_| {}, move |error| refused.bad(error.message))
    };
    let end = use_action::<End>({
        let (close, back) = (props.on_close.clone(), back.run.clone());
        move |row| {
            toasts.undo(
                format!("The match of {} ended", pair(&row)),
                back.reform(move |()| Reopen { id }),
            );
            close.emit(());
        }
    });
    let on_act = {
        let (run, reason) = (end.run.clone(), reason.clone());
        Callback::from(move |()| {
            run.emit(End {
                id,
                reason: (*reason).clone(),
            });
        })
    };
    let bound = Bound::new((*reason).clone(), {
        let reason = reason.clone();
        Callback::from(move |typed| reason.set(typed))
    })
    .with_error(end.field_error("reason"));
    html! {
        <Confirm title={format!("End the match of {}?", pair(&props.row))} keep="Keep it" act="End match" busy={end.busy} on_keep={props.on_close.clone()} {on_act}>
            <ul class="happens">
                <li>{ format!("{} waits for a mentor again, and {} has a free place.", props.row.student.name, props.row.mentor.name) }</li>
                <li>{ "Both keep their sessions, notes and goals to read. No new sessions can be logged." }</li>
                <li>{ "It can be reopened while both have the place." }</li>
            </ul>
            <TextField label="Reason" optional=true hint="One line, for administrators" {bound} />
            <ErrorCallout error={end.error.clone()} shown={vec!["reason"]} />
        </Confirm>
    }
}

#[component]
pub(super) fn ReopenDialog(props: &AskProps) -> Html {
    let toasts = use_toasts();
    let id = props.row.id;
    let reopen = use_action::<Reopen>({
        let close = props.on_close.clone();
        move |row| {
            toasts.say(format!("{} are matched again", pair(&row)));
            close.emit(());
        }
    });
    html! {
        <Confirm title={format!("Reopen the match of {}?", pair(&props.row))} keep="Leave it ended" act="Reopen" danger=false busy={reopen.busy}
            on_keep={props.on_close.clone()} on_act={reopen.run.reform(move |()| Reopen { id })}>
            <p>{ "It is active again with all its sessions and goals, and takes up a place of both people." }</p>
            <ErrorCallout error={reopen.error.clone()} />
        </Confirm>
    }
}
