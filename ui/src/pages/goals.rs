//! What a student works towards.

use yew::prelude::*;

use crate::components::Page;

#[component]
pub(crate) fn GoalsPage() -> Html {
    html! { <Page title="Goals">{ "" }</Page> }
}
