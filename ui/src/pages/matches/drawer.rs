//! One match beside the table.

use contract::matches::MatchView;
use yew::prelude::*;

use super::{Turn, pair};
use crate::components::{Button, Drawer, RouteLink, Size, State, Time, TimeStyle};
use crate::pages::people::detail::match_state;
use crate::pages::people::workbench::RowSteps;
use crate::registry::{Entry, Group, use_entries};
use crate::route::Route;
use crate::time::minutes;

#[derive(Properties, PartialEq)]
pub(super) struct MatchDrawerProps {
    pub(super) row: MatchView,
    pub(super) at: usize,
    pub(super) count: usize,
    pub(super) on_step: Callback<usize>,
    pub(super) on_turn: Callback<(Turn, MatchView)>,
    pub(super) on_close: Callback<()>,
}

#[component]
pub(super) fn MatchDrawer(props: &MatchDrawerProps) -> Html {
    let row = &props.row;
    let (mark, word) = match_state(row.state);
    let turns: Vec<(Turn, Callback<()>)> = Turn::of(row.state)
        .iter()
        .map(|turn| {
            let (turn, of) = (*turn, row.clone());
            (turn, props.on_turn.reform(move |()| (turn, of.clone())))
        })
        .collect();
    use_entries(
        turns
            .iter()
            .map(|(turn, run)| {
                let id = match turn {
                    Turn::Pause => "match.pause",
                    Turn::Resume => "match.resume",
                    Turn::End => "match.end",
                    Turn::Reopen => "match.reopen",
                };
                Entry::new(
                    id,
                    format!("{} this match", turn.label().trim_end_matches('…')),
                    Group::Page,
                    run.clone(),
                )
                .icon(turn.glyph())
            })
            .collect(),
    );
    let sub = html! {
        <>
            <State {mark} {word} pill=true />
            <RowSteps at={props.at} count={props.count} on_step={props.on_step.clone()} />
        </>
    };
    let foot = html! {
        { for turns.into_iter().map(|(turn, onclick)| html! { <Button label={turn.label()} size={Size::Small} glyph={turn.glyph()} {onclick} /> }) }
    };
    let day = |at| html! { <Time {at} style={TimeStyle::Day} /> };
    html! {
        <Drawer title={pair(row)} {sub} foot={Some(foot)} on_close={props.on_close.clone()}>
            <div class="drawer-section">
                <h3 class="drawer-h">{ "People" }</h3>
                <dl class="facts">
                    <dt>{ "Student" }</dt><dd><RouteLink to={Route::Person { id: row.student.id }}>{ row.student.name.clone() }</RouteLink></dd>
                    <dt>{ "Mentor" }</dt><dd><RouteLink to={Route::Person { id: row.mentor.id }}>{ row.mentor.name.clone() }</RouteLink></dd>
                </dl>
            </div>
            <div class="drawer-section">
                <h3 class="drawer-h">{ "Contact" }</h3>
                <dl class="facts">
                    <dt>{ "Sessions" }</dt><dd>{ if row.sessions == 0 { "Not met yet".to_owned() } else { format!("{}, {} together", row.sessions, minutes(row.minutes)) } }</dd>
                    if let Some(at) = row.last_session_at { <dt>{ "Last session" }</dt><dd><Time {at} style={TimeStyle::DayTime} /></dd> }
                </dl>
            </div>
            <div class="drawer-section">
                <h3 class="drawer-h">{ "History" }</h3>
                <dl class="facts">
                    <dt>{ "Since" }</dt><dd>{ day(row.started_at) }</dd>
                    if let Some(at) = row.ended_at {
                        <dt>{ "Ended" }</dt><dd>{ day(at) }</dd>
                        <dt>{ "Reason" }</dt>
                        if row.end_reason.is_empty() { <dd>{ "None given" }</dd> } else { <dd class="curtained">{ &row.end_reason }</dd> }
                    }
                </dl>
            </div>
        </Drawer>
    }
}
