//! Factors, and proposals made with them.

use yew::prelude::*;

use crate::components::Page;

#[component]
pub(crate) fn MatchingPage() -> Html {
    html! { <Page title="Matching">{ "" }</Page> }
}
