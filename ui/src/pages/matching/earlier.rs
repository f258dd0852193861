//! The proposals so far.

use std::rc::Rc;

use contract::proposals::{ProposalState, ProposalSummary};
use yew::prelude::*;

use super::words::points;
use crate::components::icon_paths::Glyph;
use crate::components::{Empty, Panel, RouteLink, State, StateMark, Time, TimeStyle, loaded};
use crate::query::Query;
use crate::route::Route;

#[derive(Properties, PartialEq)]
pub(super) struct EarlierPanelProps {
    pub(super) list: Query<Vec<ProposalSummary>>,
}

#[component]
pub(super) fn EarlierPanel(props: &EarlierPanelProps) -> Html {
    let count = props
        .list
        .ready()
        .map(|list| AttrValue::from(list.len().to_string()));
    html! {
        <Panel title="Proposals" count={count.filter(|count| count != "0")}>
            { loaded(&props.list, "proposals", rows) }
        </Panel>
    }
}

fn rows(list: &Rc<Vec<ProposalSummary>>) -> Html {
    if list.is_empty() {
        return html! { <Empty glyph={Glyph::Project} title="No proposals yet" text="Your first one appears here." /> };
    }
    html! {
        <ul class="plain rows">
            { for list.iter().map(|proposal| html! {
                <li key={proposal.id.to_string()}>
                    <RouteLink to={Route::Proposal { id: proposal.id }} class="next-step">
                        <span class="grow">
                            <span class="t-sm t-med d-block text-body t-cut">{ title(proposal) }</span>
                            <span class="t-xs t-3 d-block">
                                <Time at={proposal.made_at} style={TimeStyle::Day} />{ format!(" · {} pairs · {}", proposal.pairs, points(proposal.total)) }
                            </span>
                        </span>
                        { state(proposal) }
                    </RouteLink>
                </li>
            }) }
        </ul>
    }
}

/// The name, or a name for those without.
pub(crate) fn title(proposal: &ProposalSummary) -> String {
    if proposal.name.trim().is_empty() {
        "Proposal".to_owned()
    } else {
        proposal.name.clone()
    }
}

pub(crate) fn state(proposal: &ProposalSummary) -> Html {
    match proposal.state {
        ProposalState::Published => html! { <State mark={StateMark::Ok} word="Published" /> },
        ProposalState::Draft if proposal.stale => {
            html! { <State mark={StateMark::Waiting} word="Outdated" /> }
        }
        ProposalState::Draft => html! { <State mark={StateMark::New} word="Draft" /> },
    }
}
