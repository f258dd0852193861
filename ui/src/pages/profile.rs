//! My profile.

use yew::prelude::*;

use crate::components::Page;

#[component]
pub(crate) fn ProfilePage() -> Html {
    html! { <Page title="My profile">{ "" }</Page> }
}
