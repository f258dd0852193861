//! The list of sessions.

use yew::prelude::*;

use crate::components::Page;

#[component]
pub(crate) fn SessionsPage() -> Html {
    html! { <Page title="Sessions">{ "" }</Page> }
}
