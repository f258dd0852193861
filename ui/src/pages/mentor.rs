//! A student's mentor.

use yew::prelude::*;

use crate::components::Page;

#[component]
pub(crate) fn MentorPage() -> Html {
    html! { <Page title="My mentor">{ "" }</Page> }
}
