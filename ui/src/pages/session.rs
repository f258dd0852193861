//! One session: its facts, notes and reflections.

use yew::prelude::*;

use crate::components::Page;

#[derive(Properties, PartialEq)]
pub(crate) struct SessionProps {
    pub(crate) id: domain::SessionId,
}

#[component]
pub(crate) fn SessionPage(props: &SessionProps) -> Html {
    let _ = &props.id;
    html! { <Page title="Session">{ "" }</Page> }
}
