//! Points drawn as bars; their numbers stand beside them or in the drawer.

use std::rc::Rc;

use contract::proposals::{PairView, ProposalView};
use yew::prelude::*;

use crate::pages::matching::words::{colour, points};

/// The widest bar, in units of the drawing.
const WIDE: f64 = 120.0;

/// A pair's points, factor by factor, against the most points there are.
pub(super) fn bar(view: &ProposalView, pair: &PairView) -> Html {
    let most = f64::from(most(view)).max(1.0);
    let mut x = 0.0;
    let pieces: Vec<Html> = pair
        .points
        .iter()
        .enumerate()
        .filter(|(_, points)| **points > 0.0)
        .map(|(at, points)| {
            let wide = points / most * WIDE;
            let piece = html! {
                <rect key={at} class={colour(at)} x={format!("{x:.1}")} width={format!("{:.1}", (wide - 1.5).max(1.0))} height="8" rx="1.5" />
            };
            x += wide;
            piece
        })
        .collect();
    html! {
        <svg class="fbar" viewBox={format!("0 0 {WIDE} 8")} preserveAspectRatio="none" role="img" aria-label={words(view, pair)}>
            <rect class="chart-track" width={WIDE.to_string()} height="8" rx="2" />
            { for pieces }
        </svg>
    }
}

/// The most points a pair can have.
pub(super) fn most(view: &ProposalView) -> u32 {
    view.factors.iter().map(|factor| factor.factor.weight).sum()
}

/// "Interests and expertise 34.0, availability 26.0".
fn words(view: &ProposalView, pair: &PairView) -> String {
    let named = view.factors.iter().zip(&pair.points);
    named
        .map(|(factor, value)| format!("{} {}", factor.name, points(*value)))
        .collect::<Vec<_>>()
        .join(", ")
}

/// One factor's points of its weight.
pub(super) fn share(at: usize, points: f64, weight: u32) -> Html {
    let wide = if weight == 0 {
        0.0
    } else {
        (points / f64::from(weight)).clamp(0.0, 1.0) * 96.0
    };
    html! {
        <svg viewBox="0 0 96 6" preserveAspectRatio="none" aria-hidden="true">
            <rect class="chart-track" width="96" height="6" rx="3" />
            if wide > 0.0 { <rect class={colour(at)} width={format!("{wide:.1}")} height="6" rx="3" /> }
        </svg>
    }
}

/// Which colour is which factor; wide windows only, the drawer names them too.
pub(super) fn legend(view: &Rc<ProposalView>) -> Html {
    html! {
        <ul class="plain factor-legend" aria-label="Factors">
            { for view.factors.iter().enumerate().map(|(at, factor)| html! {
                <li key={at}>
                    <svg class="chart-key" viewBox="0 0 10 10" aria-hidden="true"><rect class={colour(at)} width="10" height="10" rx="2" /></svg>
                    { factor.name.clone() }
                </li>
            }) }
        </ul>
    }
}
