//! Why two people are a pair: points, hard rules, the mentor's places.

use std::rc::Rc;

use contract::proposals::{Change, PlaceView, ProposalState, ProposalView};
use yew::prelude::*;

use super::answer::Answer;
use super::bars;
use super::bench::{Two, two};
use super::edits::{Edits, Wish};
use super::words::{gain, ordinal, summary, waits};
use crate::components::icon_paths::Glyph;
use crate::components::{Avatar, Button, Icon, Kind, RouteLink, Size};
use crate::pages::matching::words::{points, required, sentence};
use crate::route::Route;
use crate::time::count;

#[derive(Properties)]
pub(super) struct WhyProps {
    pub(super) view: Rc<ProposalView>,
    /// The pair's number in the proposal.
    pub(super) pair: usize,
    pub(super) places: Answer<Vec<PlaceView>>,
    pub(super) edits: Edits,
    /// To another pair of the same mentor.
    pub(super) on_open: Callback<Two>,
}

// Drawn with the drawer.
impl PartialEq for WhyProps {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

#[component]
pub(super) fn Why(props: &WhyProps) -> Html {
    let view = &props.view;
    let Some(pair) = view.pairs.get(props.pair) else {
        return Html::default();
    };
    html! {
        <>
            <div class="drawer-section">
                <p class="t-sm t-2 mb-3">{ summary(view, pair) }</p>
                { breakdown(view, &pair.points, &pair.reasons, pair.score) }
            </div>
            { hard_rules(view, pair.locked) }
            { places(props) }
            <div class="drawer-section">
                <h3 class="drawer-h">{ "The two" }</h3>
                <ul class="plain rows-lined">
                    <li><RouteLink to={Route::Person { id: pair.student }} class="line-link">
                        <Avatar name={pair.student_name.clone()} id={pair.student} class="avatar-sm" />
                        <span class="grow"><span class="d-block t-sm text-body">{ &pair.student_name }</span><span class="d-block t-xs t-3">{ format!("Student · {}", waits(pair.waiting_days).to_lowercase()) }</span></span>
                        <Icon glyph={Glyph::ChevronRight} class="icon-sm" /></RouteLink></li>
                    <li><RouteLink to={Route::Person { id: pair.mentor }} class="line-link">
                        <Avatar name={pair.mentor_name.clone()} id={pair.mentor} class="avatar-sm" />
                        <span class="grow"><span class="d-block t-sm text-body">{ &pair.mentor_name }</span><span class="d-block t-xs t-3">{ "Mentor" }</span></span>
                        <Icon glyph={Glyph::ChevronRight} class="icon-sm" /></RouteLink></li>
                </ul>
            </div>
        </>
    }
}

/// A pair's points, factor by factor, and their sum.
pub(super) fn breakdown(
    view: &ProposalView,
    earned: &[f64],
    reasons: &[String],
    score: f64,
) -> Html {
    html! {
        <>
            { for view.factors.iter().enumerate().map(|(at, factor)| {
                let earned = earned.get(at).copied().unwrap_or_default();
                let reason = reasons.get(at).map_or("", String::as_str);
                html! {
                    <div key={at} class="factor" title={sentence(&factor.factor, &factor.name, &factor.name)}>
                        <span>{ factor.name.clone() }<small>{ if reason.is_empty() { "Nothing in common" } else { reason } }</small></span>
                        { bars::share(at, earned, factor.factor.weight) }
                        <b>{ points(earned) }<span class="factor-of">{ format!(" of {}", factor.factor.weight) }</span></b>
                    </div>
                }
            }) }
            <div class="factor factor-total"><span>{ "Score" }</span><span />
                <b>{ points(score) }<span class="factor-of">{ format!(" of {}", bars::most(view)) }</span></b></div>
        </>
    }
}

/// What every pair of this proposal must meet, and this one does.
fn hard_rules(view: &ProposalView, locked: bool) -> Html {
    let rules: Vec<Html> = view
        .factors
        .iter()
        .filter_map(|factor| {
            let rule = required(&factor.factor)?;
            Some(html! { <li class="check">{ met() }{ format!("{}: {rule}", factor.name) }</li> })
        })
        .collect();
    let standing = if rules.is_empty() {
        "no factor is required"
    } else {
        "all met"
    };
    html! {
        <div class="drawer-section">
            <h3 class="drawer-h">{ "Hard rules" }<span class="t-xs t-3 fw-normal">{ standing }</span></h3>
            <ul class="plain t-sm t-2">
                { for rules }
                <li class="check">{ met() }{ "Not among the pairs that are never made" }</li>
                if locked { <li class="check"><Icon glyph={Glyph::Lock} />{ "Locked: stays a pair whatever else changes" }</li> }
            </ul>
        </div>
    }
}

fn met() -> Html {
    html! { <Icon glyph={Glyph::Check} class="t-ok" /> }
}

/// The mentor's places, which can be more or fewer in this proposal, and the others who have them.
fn places(props: &WhyProps) -> Html {
    let (view, edits) = (&props.view, &props.edits);
    let pair = &view.pairs[props.pair];
    let mentor = pair.mentor;
    let going = edits.placing(mentor);
    let now = going.unwrap_or(pair.mentor_places);
    let help = props.places.now().and_then(|places| {
        let place = places.iter().find(|place| place.mentor == mentor)?;
        Some(format!(
            "A {} place: {}",
            ordinal(now + 1),
            gain(&place.difference)
        ))
    });
    let hint = help
        .filter(|_| going.is_none())
        .unwrap_or_else(|| format!("{} filled", pair.mentor_filled));
    let others: Vec<&contract::proposals::PairView> = view
        .pairs
        .iter()
        .filter(|other| other.mentor == mentor && other.student != pair.student)
        .collect();
    html! {
        <div class="drawer-section">
            <h3 class="drawer-h">{ format!("Places of {}", pair.mentor_name) }</h3>
            if view.summary.state == ProposalState::Draft {
                <div class="d-flex align-items-center gap-3">
                    <span class="stepper-num">
                        { step(edits, props, now, now.checked_sub(1), "One place fewer (−)", Glyph::Minus) }
                        <output aria-label="Places" aria-busy={going.map(|_| "true")}>{ now }</output>
                        { step(edits, props, now, Some(now + 1), "One place more (+)", Glyph::Plus) }
                    </span>
                    <span class="t-xs t-3">{ hint }</span>
                </div>
            } else {
                <p class="t-sm t-2">{ format!("{} of {} filled", pair.mentor_filled, count(now.into(), "place", "places")) }</p>
            }
            if !others.is_empty() {
                <ul class="plain pair-others">
                    { for others.into_iter().map(|other| {
                        let to = two(other);
                        html! {
                            <li key={other.student.to_string()}>
                                <button type="button" class="link-quiet" onclick={props.on_open.reform(move |_: MouseEvent| to)}>
                                    <Avatar name={other.student_name.clone()} id={other.student} class="avatar-sm" />
                                    { format!("{}, {}", other.student_name, points(other.score)) }
                                </button>
                            </li>
                        }
                    }) }
                </ul>
            }
        </div>
    }
}

fn step(
    edits: &Edits,
    props: &WhyProps,
    now: u32,
    to: Option<u32>,
    label: &'static str,
    glyph: Glyph,
) -> Html {
    let pair = &props.view.pairs[props.pair];
    let wish = to
        .filter(|to| *to != now)
        .map(|to| give(pair.mentor, &pair.mentor_name, to));
    let run = edits.run.clone();
    html! {
        <button type="button" aria-label={label} title={label} aria-disabled={wish.is_none().then_some("true")}
            onclick={Callback::from(move |_: MouseEvent| if let Some(wish) = &wish { run.emit(wish.clone()) })}>
            <Icon {glyph} class="icon-sm" />
        </button>
    }
}

/// So many places for a mentor in this proposal.
pub(super) fn give(mentor: domain::PersonId, name: &str, places: u32) -> Wish {
    Wish::new(
        vec![Change::SetPlaces {
            mentor,
            places: Some(places),
        }],
        format!("{} for {name}", count(places.into(), "place", "places")),
    )
}

/// What can be done with a pair of a draft.
pub(super) fn foot(
    view: &ProposalView,
    at: usize,
    edits: &Edits,
    on_lock: &Callback<Two>,
    on_never: &Callback<Two>,
) -> Html {
    let pair = &view.pairs[at];
    let which = two(pair);
    let going = edits.locking(which);
    let locked = going.unwrap_or(pair.locked);
    let (label, glyph) = if locked {
        ("Unlock pair", Glyph::Unlock)
    } else {
        ("Lock pair", Glyph::Lock)
    };
    html! {
        <>
            <Button {label} {glyph} size={Size::Small} keys="L" busy={going.is_some()} onclick={on_lock.reform(move |()| which)} />
            <Button label="Never pair…" glyph={Glyph::Ban} size={Size::Small} kind={Kind::Ghost} keys="X" onclick={on_never.reform(move |()| which)} />
        </>
    }
}
