//! A proposal: the whole cohort in pairs, to be looked at and published.

mod bars;
mod pair;
mod publish;
mod rows;

use std::rc::Rc;

use contract::proposals::{Discard, Get, ProposalState, ProposalView, Solve, Unpublish};
use domain::ProposalId;
use domain::names::search_key;
use yew::prelude::*;

use self::publish::PublishDialog;
use self::rows::{PairTable, SortBy, UnmatchedTable};
use super::matching::words::points;
use super::matching::{earlier_state, earlier_title};
use super::people::waiting::Waiting;
use super::people::workbench::{Workbench, use_go};
use crate::action::use_action;
use crate::components::icon_paths::Glyph;
use crate::components::{
    Button, Callout, Confirm, Empty, ErrorCallout, FilterChip, Kind, Mood, RouteLink, SearchField,
    Size, Time, loaded,
};
use crate::desk::use_zone;
use crate::job::use_job;
use crate::query::use_query;
use crate::registry::{Entry, Group, use_entries};
use crate::route::Route;
use crate::time::count;
use crate::toasts::use_toasts;
use crate::{dom, time};

#[derive(Properties, PartialEq)]
pub(crate) struct ProposalProps {
    pub(crate) id: ProposalId,
}

/// What is asked on top of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ask {
    Publish,
    Unpublish,
    Discard,
}

#[component]
pub(crate) fn ProposalPage(props: &ProposalProps) -> Html {
    let query = use_query(Get { id: props.id });
    let crumbs = html! { <RouteLink to={Route::Matching}>{ "Matching" }</RouteLink> };
    match query.ready() {
        Some(view) => html! { <Desk view={view.clone()} /> },
        None => html! {
            <Workbench title="Proposal" {crumbs}>
                <div class="work-body">{ loaded(&query, "the proposal", |_| Html::default()) }</div>
            </Workbench>
        },
    }
}

#[derive(Properties, PartialEq)]
struct DeskProps {
    view: Rc<ProposalView>,
}

#[component]
fn Desk(props: &DeskProps) -> Html {
    let toasts = use_toasts();
    let go = use_go();
    let zone = use_zone();
    let text = use_state(String::new);
    let unmatched = use_state(|| false);
    let sort = use_state(|| SortBy::Score);
    let open = use_state(|| None::<usize>);
    let ask = use_state(|| None::<Ask>);

    let summary = &props.view.summary;
    let id = summary.id;
    let solve = use_job::<Solve>({
        let go = go.clone();
        move |summary: contract::proposals::ProposalSummary| {
            go.emit(Route::Proposal { id: summary.id });
        }
    });
    let unpublish = use_action::<Unpublish>({
        let (toasts, ask) = (toasts.clone(), ask.clone());
        move |_| {
            ask.set(None);
            toasts.say("Publishing undone: nobody sees these matches now");
        }
    });
    let discard = use_action::<Discard>({
        let (toasts, go) = (toasts.clone(), go.clone());
        move |_| {
            toasts.say("Proposal discarded");
            go.emit(Route::Matching);
        }
    });
    let asking = |what: Option<Ask>| {
        let ask = ask.clone();
        Callback::from(move |()| ask.set(what))
    };
    let on_again = {
        let again = Solve {
            name: summary.name.clone(),
            goal: summary.goal,
            least: summary.least,
        };
        let run = solve.run.clone();
        Callback::from(move |()| run.emit(again.clone()))
    };
    let draft = summary.state == ProposalState::Draft;
    let mut entries = vec![
        Entry::new(
            "proposal.again",
            "Run the matching again",
            Group::Page,
            on_again.clone(),
        )
        .icon(Glyph::RotateRight)
        .keys("R"),
        Entry::new(
            "proposal.unmatched",
            "Show who is not matched",
            Group::Page,
            {
                let (unmatched, open) = (unmatched.clone(), open.clone());
                Callback::from(move |()| {
                    open.set(None);
                    unmatched.set(!*unmatched);
                })
            },
        )
        .icon(Glyph::Circle)
        .keys("U"),
    ];
    if draft {
        entries.push(
            Entry::new(
                "proposal.publish",
                "Publish the matches…",
                Group::Page,
                asking(Some(Ask::Publish)),
            )
            .icon(Glyph::Check)
            .keys("P"),
        );
        entries.push(
            Entry::new(
                "proposal.discard",
                "Discard this proposal…",
                Group::Page,
                asking(Some(Ask::Discard)),
            )
            .icon(Glyph::Trash),
        );
    } else {
        entries.push(
            Entry::new(
                "proposal.unpublish",
                "Undo the publishing…",
                Group::Page,
                asking(Some(Ask::Unpublish)),
            )
            .icon(Glyph::RotateLeft),
        );
    }
    use_entries(entries);

    // The pairs that are shown, in their order, by their number in the proposal.
    let shown = use_memo(
        (Rc::clone(&props.view), (*text).clone(), *sort),
        |(view, text, sort)| rows::order(view, &search_key(text.trim()), *sort),
    );
    let waiting = use_memo((Rc::clone(&props.view), (*text).clone()), |(view, text)| {
        let key = search_key(text.trim());
        let all = view.unmatched.iter().enumerate();
        all.filter(|(_, person)| key.is_empty() || search_key(&person.name).contains(&key))
            .map(|(at, _)| at)
            .collect::<Vec<_>>()
    });
    let on_open = {
        let open = open.clone();
        Callback::from(move |pair: usize| open.set(Some(pair)))
    };
    let on_follow = {
        let open = open.clone();
        Callback::from(move |pair: usize| {
            if open.is_some() && *open != Some(pair) {
                open.set(Some(pair));
            }
        })
    };
    let students = summary.pairs + summary.unmatched;
    let sub = html! {
        <>
            { earlier_state(summary) }
            <span>{ format!("{} · {}", count(students, "student", "students"), time::day_time(summary.made_at, dom::now(), zone)) }</span>
        </>
    };
    let actions = html! {
        <>
            if draft { <Button label="Discard…" kind={Kind::Ghost} onclick={asking(Some(Ask::Discard))} /> }
            if !(draft && summary.stale) { <Button label="Run again" glyph={Glyph::RotateRight} onclick={on_again.clone()} /> }
        </>
    };
    let below = (draft && summary.stale).then(|| html! {
        <Callout mood={Mood::Warn} title="People, fields or factors changed since this was made">
            <div class="callout-act">
                <span class="grow">{ "Run it again to match with what is true now. This proposal stays in the list." }</span>
                <Button label="Run again" size={Size::Small} glyph={Glyph::RotateRight} onclick={on_again} />
            </div>
        </Callout>
    });
    let main = if *unmatched {
        html! { <UnmatchedTable view={props.view.clone()} shown={waiting} searched={!text.trim().is_empty()} /> }
    } else {
        html! {
            <PairTable view={props.view.clone()} shown={shown.clone()} sort={*sort} open={*open} {on_open} {on_follow}
                on_sort={ let sort = sort.clone(); Callback::from(move |chosen| sort.set(chosen)) } />
        }
    };
    html! {
        <Workbench title={earlier_title(summary)} sub={html! { <span class="work-sub">{ sub }</span> }} {actions} {below}
            crumbs={html! { <RouteLink to={Route::Matching}>{ "Matching" }</RouteLink> }}>
            if solve.progress.is_busy() {
                <div class="work-body"><Waiting title="Matching again" text="Everybody who waits is compared with every free place."
                    progress={solve.progress} one="step" many="steps" on_cancel={solve.cancel.clone()} /></div>
            } else {
                <div class="work-split">
                    <div class="work-main">
                        <div class="work-tools">
                            <SearchField label="Find a person" value={(*text).clone()} on_change={ let text = text.clone(); Callback::from(move |typed| text.set(typed)) } />
                            <FilterChip label={format!("Not matched {}", summary.unmatched)} on={*unmatched}
                                on_change={ let (unmatched, open) = (unmatched.clone(), open.clone()); Callback::from(move |on| { open.set(None); unmatched.set(on); }) } />
                            <span class="grow" />
                            { bars::legend(&props.view) }
                        </div>
                        <ErrorCallout error={solve.error.clone()} />
                        { main }
                    </div>
                    if let Some(pair) = (*open).filter(|_| !*unmatched).and_then(|at| props.view.pairs.get(at).map(|_| at)) {
                        <pair::PairDrawer view={props.view.clone()} {pair} shown={shown.clone()}
                            on_step={ let open = open.clone(); Callback::from(move |pair| open.set(Some(pair))) }
                            on_close={ let open = open.clone(); Callback::from(move |()| open.set(None)) } />
                    }
                </div>
            }
            { foot(&props.view, draft, &asking(Some(Ask::Publish)), &asking(Some(Ask::Unpublish))) }
            { match *ask {
                None => Html::default(),
                Some(Ask::Publish) => html! { <PublishDialog view={props.view.clone()} on_close={asking(None)} /> },
                Some(Ask::Unpublish) => html! {
                    <Confirm title={format!("Take back {}?", count(summary.pairs, "match", "matches"))} keep="Keep them" act="Undo publishing"
                        busy={unpublish.busy} on_keep={asking(None)} on_act={unpublish.run.reform(move |()| Unpublish { id })}>
                        <p>{ "The pairs no longer see each other, and the proposal is a draft again. This works until a session was logged or one of the matches was changed." }</p>
                        <ErrorCallout error={unpublish.error.clone()} />
                    </Confirm>
                },
                Some(Ask::Discard) => html! {
                    <Confirm title="Discard this proposal?" keep="Keep it" act="Discard" busy={discard.busy} on_keep={asking(None)}
                        on_act={discard.run.reform(move |()| Discard { id })}>
                        <p>{ "Nobody has seen it, and no match goes away. You can run the matching again at any time." }</p>
                        <ErrorCallout error={discard.error.clone()} />
                    </Confirm>
                },
            } }
        </Workbench>
    }
}

fn foot(
    view: &ProposalView,
    draft: bool,
    on_publish: &Callback<()>,
    on_unpublish: &Callback<()>,
) -> Html {
    let summary = &view.summary;
    let blocked = (summary.pairs == 0).then(|| AttrValue::from("There are no pairs to publish"));
    html! {
        <div class="work-foot">
            <span class="total"><b>{ summary.pairs }</b>{ format!("of {} matched", summary.pairs + summary.unmatched) }</span>
            <span class="total">{ "Total " }<b>{ points(summary.total) }</b></span>
            if let Some(published) = summary.published_at {
                <span class="t-xs t-3">{ "Published " }<Time at={published} /></span>
            }
            <span class="grow" />
            <span class="d-flex gap-2">
                if draft {
                    <Button label={format!("Publish {}…", count(summary.pairs, "match", "matches"))} kind={Kind::Primary}
                        {blocked} onclick={on_publish.clone()} />
                } else {
                    <Button label="Undo publishing…" glyph={Glyph::RotateLeft} onclick={on_unpublish.clone()} />
                    <RouteLink to={Route::Matches} class="btn btn-primary">{ "Open the matches" }</RouteLink>
                }
            </span>
        </div>
    }
}

/// Nothing to show for what was typed.
fn nobody(text: &'static str) -> Html {
    html! { <Empty glyph={Glyph::Search} title="Nobody of that name" {text} /> }
}
