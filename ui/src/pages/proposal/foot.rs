//! The bar below the table: the totals as they stand, how the last change moved them, the proof, and publishing.

use contract::proposals::{Edited, ProposalState, ProposalSummary};
use yew::prelude::*;

use super::answer::use_late;
use super::edits::Edits;
use super::proof::Proof;
use super::words::{between, is_nothing, mood, signed};
use crate::components::icon_paths::Glyph;
use crate::components::{Button, Kind, RouteLink, Size, Time};
use crate::job::Progress;
use crate::pages::matching::words::points;
use crate::route::Route;
use crate::time::{count, grouped};

#[derive(Properties)]
pub(super) struct FootProps {
    /// As it is known: that of the last change, where the page has not read the pairs yet.
    pub(super) summary: ProposalSummary,
    pub(super) edits: Edits,
    pub(super) on_again: Callback<()>,
    pub(super) on_publish: Callback<()>,
    pub(super) on_unpublish: Callback<()>,
}

// Drawn with the page.
impl PartialEq for FootProps {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

#[component]
pub(super) fn Foot(props: &FootProps) -> Html {
    let summary = &props.summary;
    let draft = summary.state == ProposalState::Draft;
    let busy = props.edits.is_busy();
    let late = use_late(busy);
    let matches = count(summary.pairs, "match", "matches");
    let blocked = if summary.pairs == 0 {
        Some("There are no pairs to publish")
    } else if busy {
        Some("A change is being worked out")
    } else {
        None
    };
    html! {
        <div class="work-foot bench-foot">
            <span class="totals" aria-busy={busy.then_some("true")}>
                <span class="total"><b>{ grouped(summary.pairs) }</b>{ format!("of {} matched", grouped(summary.pairs + summary.unmatched)) }</span>
                <span class="total">{ "Total " }<b>{ points(summary.total) }</b>{ moved(props.edits.last.as_deref().filter(|_| draft && !busy)) }</span>
            </span>
            if late {
                <span class="scenario-work" role="status"><span class="btn-spin" aria-hidden="true" />{ "Solving" }{ step(props.edits.progress) }
                    <Button label="Stop" kind={Kind::Ghost} size={Size::Small} onclick={props.edits.cancel.clone()} /></span>
            } else {
                <Proof summary={summary.clone()} {busy} {draft} on_again={props.on_again.clone()} />
            }
            if let Some(published) = summary.published_at {
                <span class="t-xs t-3">{ "Published " }<Time at={published} /></span>
            }
            <span class="grow" />
            <span class="d-flex gap-2">
                if draft {
                    <Button label={format!("Publish {matches}…")} kind={Kind::Primary}
                        blocked={blocked.map(AttrValue::from)} onclick={props.on_publish.clone()} />
                } else {
                    <Button label="Undo publishing…" glyph={Glyph::RotateLeft} onclick={props.on_unpublish.clone()} />
                    <RouteLink to={Route::Matches} class="btn btn-primary">{ "Open the matches" }</RouteLink>
                }
            </span>
        </div>
    }
}

/// How the last change moved the totals: "+3.2", and matches where their number changed.
fn moved(last: Option<&Edited>) -> Html {
    let Some(last) = last else {
        return Html::default();
    };
    let difference = between(&last.before, &last.after);
    if difference.pairs == 0 && is_nothing(difference.points) {
        return Html::default();
    }
    html! {
        <span class="total-moved" title="By the last change">
            <span class={mood(difference.points)}>{ signed(difference.points) }</span>
            if difference.pairs != 0 {
                { ", " }<span class={if difference.pairs > 0 { "t-ok" } else { "t-bad" }}>{
                    format!("{} {}", difference.pairs.unsigned_abs(), if difference.pairs > 0 { "more matched" } else { "fewer matched" }) }</span>
            }
        </span>
    }
}

fn step(progress: Progress) -> String {
    match progress {
        Progress::Running { done, total } if total > 0 => format!(": step {done} of {total}"),
        Progress::Running { .. } | Progress::Starting | Progress::Idle => String::new(),
    }
}
