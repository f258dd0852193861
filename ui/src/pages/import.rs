//! Import of a roster.

use yew::prelude::*;

use crate::components::Page;

#[component]
pub(crate) fn ImportPage() -> Html {
    html! { <Page title="Import">{ "" }</Page> }
}
