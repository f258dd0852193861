//! A mentor's students.

use yew::prelude::*;

use crate::components::Page;

#[component]
pub(crate) fn StudentsPage() -> Html {
    html! { <Page title="My students">{ "" }</Page> }
}
