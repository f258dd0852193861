//! The programme's figures and their exports.

use yew::prelude::*;

use crate::components::Page;

#[component]
pub(crate) fn ReportsPage() -> Html {
    html! { <Page title="Reports">{ "" }</Page> }
}
