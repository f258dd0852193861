//! Logging a session and changing one.

use domain::{MatchId, SessionId};
use yew::prelude::*;

use crate::components::Page;

#[derive(Properties, PartialEq)]
pub(crate) struct LogSessionProps {
    /// The match it is logged for; chosen on the page where there are several.
    pub(crate) of: Option<MatchId>,
}

#[component]
pub(crate) fn LogSessionPage(props: &LogSessionProps) -> Html {
    let _ = &props.of;
    html! { <Page title="Log a session">{ "" }</Page> }
}

#[derive(Properties, PartialEq)]
pub(crate) struct EditSessionProps {
    pub(crate) id: SessionId,
}

#[component]
pub(crate) fn EditSessionPage(props: &EditSessionProps) -> Html {
    let _ = &props.id;
    html! { <Page title="Change a session">{ "" }</Page> }
}
