//! One-time codes, as a list to print.

use yew::prelude::*;

use crate::components::Page;

#[component]
pub(crate) fn CodesPage() -> Html {
    html! { <Page title="One-time codes">{ "" }</Page> }
}
