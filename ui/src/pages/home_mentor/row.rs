//! A student's row on the mentor's desk.

use contract::matches::{MatchView, MySide};
use yew::prelude::*;

use super::need;
use super::quick_log::QuickLog;
use crate::components::{Avatar, Button, Kind, Size, State};
use crate::desk::use_zone;
use crate::pages::students::link::PartnerLink;
use crate::{dom, time};

#[derive(Properties, PartialEq)]
pub(super) struct StudentRowProps {
    pub(super) view: MatchView,
    /// What the last session was about, where that is known.
    pub(super) topics: Option<AttrValue>,
    /// Whether the quick log is open in the row.
    pub(super) open: bool,
    pub(super) on_open: Callback<bool>,
}

/// The id of the row's Log button, to give the focus back to.
pub(super) fn log_button(view: &MatchView) -> String {
    format!("log-{}", view.id)
}

#[component]
pub(super) fn StudentRow(props: &StudentRowProps) -> Html {
    let (view, open) = (&props.view, props.open);
    let (now, zone) = (dom::now(), use_zone());
    let contact = need::contact(view, now, zone);
    let name = &view.student.name;
    // Where the columns have no heads, the cell says what it counts.
    let goals = match view.open_goals {
        None | Some(0) => {
            html! { <span class="t-3"><span class="mentee-broad">{ "None" }</span><span class="mentee-narrow">{ "No open goals" }</span></span> }
        }
        Some(open) => html! {
            <><span class="mentee-broad">{ format!("{open} open") }</span><span class="mentee-narrow">{ time::count(open, "open goal", "open goals") }</span></>
        },
    };
    let on_press = props.on_open.reform(move |()| !open);
    html! {
        <li data-match={view.id.to_string()}>
            <div class={classes!("mentee", open.then_some("is-open"))}>
                <div class="person">
                    <Avatar name={name.clone()} id={view.student.id} />
                    <div class="person-text">
                        <PartnerLink of={view.id} class="person-name">{ name }</PartnerLink>
                        if let Some(topics) = &props.topics { <span class="person-meta">{ topics.clone() }</span> }
                    </div>
                </div>
                <div class="mentee-cell"><State mark={contact.mark} word={contact.word} /><small>{ contact.note }</small></div>
                <div class="mentee-cell mentee-sessions">
                    { time::count(view.sessions, "session", "sessions") }
                    if view.minutes > 0 { <small>{ time::minutes(view.minutes) }</small> }
                </div>
                <div class="mentee-cell mentee-goals"><span class="visually-hidden mentee-broad">{ "Goals: " }</span>{ goals }</div>
                <div class="t-nowrap">
                    if open {
                        <Button label="Cancel" kind={Kind::Ghost} size={Size::Small} expanded={Some(true)} onclick={on_press}
                            id={log_button(view)} name={format!("Cancel logging for {name}")} />
                    } else {
                        <Button label="Log" size={Size::Small} expanded={Some(false)} onclick={on_press} id={log_button(view)}
                            name={format!("Log session with {name}")} />
                    }
                </div>
            </div>
            if open { <QuickLog view={view.clone()} on_close={props.on_open.reform(|()| false)} /> }
        </li>
    }
}

/// The rows a mentor looks after.
pub(super) fn mine(rows: &[MatchView]) -> Vec<MatchView> {
    rows.iter()
        .filter(|view| view.mine == MySide::Mentor && view.state.is_open())
        .cloned()
        .collect()
}
