//! Why two people are a pair.

use std::rc::Rc;

use contract::proposals::{PairView, ProposalView};
use yew::prelude::*;

use super::bars;
use crate::components::{Avatar, Drawer, RouteLink};
use crate::pages::matching::words::{points, sentence};
use crate::pages::people::words::join;
use crate::pages::people::workbench::RowSteps;
use crate::route::Route;

#[derive(Properties, PartialEq)]
pub(super) struct PairDrawerProps {
    pub(super) view: Rc<ProposalView>,
    /// The pair's number in the proposal.
    pub(super) pair: usize,
    /// The pairs in the table, in its order.
    pub(super) shown: Rc<Vec<usize>>,
    pub(super) on_step: Callback<usize>,
    pub(super) on_close: Callback<()>,
}

#[component]
pub(super) fn PairDrawer(props: &PairDrawerProps) -> Html {
    let view = &props.view;
    let Some(pair) = view.pairs.get(props.pair) else {
        return Html::default();
    };
    let steps = props.shown.iter().position(|shown| *shown == props.pair).map(|at| {
        let shown = Rc::clone(&props.shown);
        html! { <RowSteps {at} count={shown.len()} on_step={props.on_step.reform(move |at: usize| shown[at])} /> }
    });
    let foot = html! {
        <>
            <RouteLink to={Route::Person { id: pair.student }} class="btn btn-secondary btn-sm">{ "Open the student" }</RouteLink>
            <RouteLink to={Route::Person { id: pair.mentor }} class="btn btn-ghost btn-sm">{ "Open the mentor" }</RouteLink>
        </>
    };
    let sub = html! {
        <>{ format!("Score {} · {}", points(pair.score), rank(view, props.pair)) }{ steps }</>
    };
    let others = others(view, props.pair);
    html! {
        <Drawer title={format!("{} and {}", pair.student_name, pair.mentor_name)} {sub} {foot} on_close={props.on_close.clone()}>
            <div class="drawer-section">
                <h3 class="drawer-h">{ "Why this pair" }</h3>
                <p class="t-sm t-2 mb-2">{ summary(view, pair) }</p>
                { for view.factors.iter().enumerate().map(|(at, factor)| {
                    let earned = pair.points.get(at).copied().unwrap_or_default();
                    let reason = pair.reasons.get(at).map_or("", String::as_str);
                    html! {
                        <div key={at} class="factor" title={sentence(&factor.factor, &factor.name, &factor.name)}>
                            <span>{ factor.name.clone() }<small>{ if reason.is_empty() { "Nothing in common" } else { reason } }</small></span>
                            { bars::share(at, earned, factor.factor.weight) }
                            <b>{ points(earned) }<span class="factor-of">{ format!(" of {}", factor.factor.weight) }</span></b>
                        </div>
                    }
                }) }
                <div class="factor factor-total"><span>{ "Score" }</span><span />
                    <b>{ points(pair.score) }<span class="factor-of">{ format!(" of {}", bars::most(view)) }</span></b></div>
            </div>
            <div class="drawer-section">
                <h3 class="drawer-h">{ format!("Places of {}", pair.mentor_name) }</h3>
                <p class="t-sm t-2">{ format!("This proposal fills {} of {}.", pair.mentor_filled, crate::time::count(pair.mentor_places.into(), "free place", "free places")) }</p>
                if !others.is_empty() {
                    <ul class="plain pair-others">
                        { for others.into_iter().map(|at| {
                            let other = &view.pairs[at];
                            html! {
                                <li key={at}>
                                    <button type="button" class="link-quiet" onclick={props.on_step.reform(move |_: MouseEvent| at)}>
                                        <Avatar name={other.student_name.clone()} id={other.student} class="avatar-sm" />
                                        { format!("{}, {}", other.student_name, points(other.score)) }
                                    </button>
                                </li>
                            }
                        }) }
                    </ul>
                }
            </div>
        </Drawer>
    }
}

/// The other pairs of the same mentor.
fn others(view: &ProposalView, pair: usize) -> Vec<usize> {
    let mentor = view.pairs[pair].mentor;
    (0..view.pairs.len())
        .filter(|at| *at != pair && view.pairs[*at].mentor == mentor)
        .collect()
}

/// "highest of 46", "12th of 46".
fn rank(view: &ProposalView, pair: usize) -> String {
    let (score, count) = (view.pairs[pair].score, view.pairs.len());
    let better = view
        .pairs
        .iter()
        .filter(|other| other.score > score)
        .count();
    if count < 2 {
        "the only pair".to_owned()
    } else if better == 0 {
        format!("highest of {count}")
    } else if view.pairs.iter().all(|other| other.score >= score) {
        format!("lowest of {count}")
    } else {
        format!("rank {} of {count}", better + 1)
    }
}

/// Which factors carry the pair, in a sentence.
fn summary(view: &ProposalView, pair: &PairView) -> String {
    let mut earned: Vec<(f64, &str, u32)> = view
        .factors
        .iter()
        .zip(&pair.points)
        .filter(|(_, points)| **points > 0.0)
        .map(|(factor, points)| (*points, factor.name.as_str(), factor.factor.weight))
        .collect();
    earned.sort_by(|a, b| b.0.total_cmp(&a.0));
    if earned.is_empty() {
        return "No factor speaks for this pair: it fills a free place.".to_owned();
    }
    let best: Vec<String> = earned
        .iter()
        .take(2)
        .map(|(earned, name, _)| format!("{name} ({})", points(*earned)))
        .collect();
    format!("Most points come from {}.", join(&best))
}
