//! Waiting: skeletons after a moment, meters, and the one place that shows an answer's three states.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use super::message::ErrorBlock;
use crate::query::{Load, Query};

/// Shorter waits show nothing, so that the page does not flicker, in milliseconds.
const PATIENCE: u32 = 200;

/// Shows an answer: a skeleton while it is on its way, the error with Try again, or what `show` makes of it.
/// `what` completes "Loading …": "students".
pub(crate) fn loaded<T>(
    query: &Query<T>,
    what: &'static str,
    show: impl FnOnce(&Rc<T>) -> Html,
) -> Html {
    match &query.load {
        Load::Pending => html! { <Skeleton {what} /> },
        Load::Failed(error) => {
            html! { <ErrorBlock error={error.clone()} retry={query.refresh.clone()} /> }
        }
        Load::Ready(value) => show(value),
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct SkeletonProps {
    pub(crate) what: &'static str,
    #[prop_or(4)]
    pub(crate) rows: usize,
}

/// Rows of grey boxes, after 200 ms.
#[component]
pub(crate) fn Skeleton(props: &SkeletonProps) -> Html {
    let shown = use_state(|| false);
    {
        let shown = shown.clone();
        use_effect_with((), move |()| {
            let timer = Timeout::new(PATIENCE, move || shown.set(true));
            move || drop(timer)
        });
    }
    if !*shown {
        return Html::default();
    }
    html! {
        <>
            <div class="rows" aria-hidden="true">
                { for (0..props.rows).map(|row| html! {
                    <div key={row} class="d-flex align-items-center gap-3 px-3 py-3">
                        <span class="skel skel-round" />
                        <span class="grow d-grid gap-2">
                            <span class={if row % 2 == 0 { "skel skel-w2" } else { "skel skel-w3" }} />
                            <span class="skel skel-sm skel-w3" />
                        </span>
                        <span class="skel skel-w1" />
                    </div>
                }) }
            </div>
            <p class="visually-hidden" role="status">{ "Loading " }{ props.what }</p>
        </>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct MeterProps {
    /// What it measures; the words "4 of 6 steps" stand beside it on the page.
    pub(crate) label: AttrValue,
    pub(crate) value: u64,
    /// 0 while unknown: then it only moves.
    pub(crate) max: u64,
    #[prop_or_default]
    pub(crate) done: bool,
}

/// A bar that is as long as its value.
#[component]
pub(crate) fn Meter(props: &MeterProps) -> Html {
    let class = classes!("meter", props.done.then_some("meter-done"));
    if props.max == 0 {
        return html! { <progress {class} aria-label={props.label.clone()} /> };
    }
    html! {
        <progress {class} aria-label={props.label.clone()} max={props.max.to_string()} value={props.value.to_string()} />
    }
}
