//! A mentor's home: my students by need, log a session.

use yew::prelude::*;

use crate::components::Page;

#[component]
pub(crate) fn HomeMentorPage() -> Html {
    html! { <Page title="My desk">{ "" }</Page> }
}
