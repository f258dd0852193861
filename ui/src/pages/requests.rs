//! Requests to join that wait.

use yew::prelude::*;

use crate::components::Page;

#[component]
pub(crate) fn RequestsPage() -> Html {
    html! { <Page title="Requests">{ "" }</Page> }
}
