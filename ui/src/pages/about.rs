//! About this program.

use yew::prelude::*;

use crate::components::Page;

#[component]
pub(crate) fn AboutPage() -> Html {
    html! { <Page title="About">{ "" }</Page> }
}
