//! The people of the programme.

use yew::prelude::*;

use crate::components::Page;

#[component]
pub(crate) fn PeoplePage() -> Html {
    html! { <Page title="People">{ "" }</Page> }
}
