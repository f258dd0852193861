//! A student's home: my mentor, my sessions, my goals.

use yew::prelude::*;

use crate::components::Page;

#[component]
pub(crate) fn HomeStudentPage() -> Html {
    html! { <Page title="My desk">{ "" }</Page> }
}
