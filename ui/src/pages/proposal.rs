//! One proposal under review.

use yew::prelude::*;

use crate::components::Page;

#[derive(Properties, PartialEq)]
pub(crate) struct ProposalProps {
    pub(crate) id: domain::ProposalId,
}

#[component]
pub(crate) fn ProposalPage(props: &ProposalProps) -> Html {
    let _ = &props.id;
    html! { <Page title="Proposal">{ "" }</Page> }
}
