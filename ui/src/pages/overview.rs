//! The administrators' home: the programme in numbers.

use yew::prelude::*;

use crate::components::Page;

#[component]
pub(crate) fn OverviewPage() -> Html {
    html! { <Page title="Overview">{ "" }</Page> }
}
