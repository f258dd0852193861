//! A goal with its progress, which is moved in place.

use contract::goals::{Change, Delete, GoalView, Restore};
use domain::Progress;
use gloo::timers::callback::Timeout;
use yew::prelude::*;

use super::dialog::GoalDialog;
use super::words;
use crate::action::use_action_with;
use crate::components::icon_paths::Glyph;
use crate::components::{Icon, Markdown, MenuButton, MenuItem, Meter, State, Time, TimeStyle};
use crate::desk::use_zone;
use crate::toasts::use_toasts;
use crate::{dom, time};

/// How far an arrow key moves the progress.
const STEP: u32 = 5;
/// How long the handle rests before its place is saved, in milliseconds: keys come in bursts.
const REST: u32 = 500;

#[derive(Properties, PartialEq)]
pub(crate) struct GoalRowProps {
    pub(crate) goal: GoalView,
}

#[component]
pub(crate) fn GoalRow(props: &GoalRowProps) -> Html {
    let goal = &props.goal;
    let (now, zone) = (dom::now(), use_zone());
    let editing = use_state(|| false);
    let (shown, on_move) = use_progress(goal);
    let remove = use_remove(goal);
    let reached = shown >= Progress::MOST;
    let on_edit = |open: bool| {
        let editing = editing.setter();
        Callback::from(move |()| editing.set(open))
    };
    let id = goal.id;
    let items = vec![
        MenuItem::new("Edit…", Glyph::Pen, on_edit(true)),
        MenuItem::new(
            "Delete",
            Glyph::Trash,
            remove.reform(move |()| Delete { id }),
        ),
    ];
    let more = format!("More about the goal {}", goal.title);
    let due = words::due(goal, time::date_in(now, zone)).filter(|_| !reached);
    html! {
        <li class="goal">
            <div class="goal-top">
                <h3 class="goal-name curtained">{ &goal.title }</h3>
                <span class="goal-num">
                    if reached { <Icon glyph={Glyph::CircleCheck} class="t-ok" />{ " Reached" } } else { { format!("{shown} %") } }
                </span>
                if goal.may_change {
                    // Named by its content: a tooltip would show the title through the privacy curtain.
                    <MenuButton label={more.clone()} named_by_content=true {items}
                        trigger={html! { <><Icon glyph={Glyph::Ellipsis} /><span class="visually-hidden">{ more }</span></> }} />
                }
            </div>
            <div class="goal-meter">
                <Meter label={format!("{}: {shown} %", goal.title)} value={u64::from(shown)} max={u64::from(Progress::MOST)} done={reached} />
                if goal.may_change {
                    <input type="range" class="goal-range" min="0" max={Progress::MOST.to_string()} step={STEP.to_string()}
                        value={shown.to_string()} aria-label={format!("Progress of {}", goal.title)} aria-valuetext={format!("{shown} %")}
                        oninput={on_move.reform(|event: InputEvent| dom::value_of(&event))} />
                }
            </div>
            if !goal.detail.is_empty() { <Markdown class="goal-detail" text={goal.detail.clone()} /> }
            <p class="goal-next">
                { match (due, goal.reached_at.filter(|_| reached)) {
                    (_, Some(at)) => html! { <>{ "Reached " }<Time {at} style={TimeStyle::Day} /></> },
                    (Some(words::Due { mark: Some(mark), word }), None) => html! { <State {mark} {word} /> },
                    (Some(words::Due { mark: None, word }), None) => html! { word },
                    (None, None) if reached => html! { "Well done" },
                    (None, None) => html! { "No due date" },
                } }
            </p>
            if *editing { <GoalDialog goal={Some(goal.clone())} matches={Vec::new()} on_close={on_edit(false)} /> }
        </li>
    }
}

/// The progress as it is shown, and what moves it. Saved when the handle rests, with Undo.
#[hook]
fn use_progress(goal: &GoalView) -> (u32, Callback<String>) {
    let toasts = use_toasts();
    // What the handle says until the answer is there.
    let moving = use_state(|| None::<u32>);
    let timer = use_mut_ref(|| None::<Timeout>);
    let before = use_mut_ref(|| goal.progress);
    let undo = {
        let (said, refused) = (toasts.clone(), toasts.clone());
        use_action_with::<Change>(
            move |goal| said.say(words::said(&goal)),
            move |error| refused.bad(error.message),
        )
    };
    let change = {
        let (moving, refused, undo) = (moving.setter(), toasts.clone(), undo.run.clone());
        let (before, back) = (before.clone(), moving.clone());
        use_action_with::<Change>(
            move |goal: GoalView| {
                moving.set(None);
                let was = *before.borrow();
                let said = words::said(&goal);
                toasts.undo(said, undo.reform(move |()| words::moved(&goal, was)));
            },
            move |error| {
                back.set(None);
                refused.bad(error.message);
            },
        )
    };
    {
        // The answer to the change arrived, or another one's change did.
        let moving = moving.setter();
        use_effect_with(goal.revision, move |_| moving.set(None));
    }
    let on_move = {
        let (moving, run, goal) = (moving.clone(), change.run.clone(), goal.clone());
        Callback::from(move |text: String| {
            let Ok(progress) = text.parse::<u32>() else {
                return;
            };
            if moving.is_none() {
                *before.borrow_mut() = goal.progress;
            }
            moving.set(Some(progress));
            let (run, goal) = (run.clone(), goal.clone());
            let rested = Timeout::new(REST, move || {
                if progress != goal.progress {
                    run.emit(words::moved(&goal, progress));
                }
            });
            *timer.borrow_mut() = Some(rested);
        })
    };
    (moving.unwrap_or(goal.progress), on_move)
}

/// Deletes the goal, with Undo.
#[hook]
fn use_remove(goal: &GoalView) -> Callback<Delete> {
    let toasts = use_toasts();
    let id = goal.id;
    let restore = {
        let (said, refused) = (toasts.clone(), toasts.clone());
        use_action_with::<Restore>(
            move |_| said.say("Goal restored"),
            move |error| refused.bad(error.message),
        )
    };
    let refused = toasts.clone();
    use_action_with::<Delete>(
        move |_| toasts.undo("Goal deleted", restore.run.reform(move |()| Restore { id })),
        move |error| refused.bad(error.message),
    )
    .run
}
