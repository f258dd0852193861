//! Who meets whom.

use yew::prelude::*;

use crate::components::Page;

#[component]
pub(crate) fn MatchesPage() -> Html {
    html! { <Page title="Matches">{ "" }</Page> }
}
