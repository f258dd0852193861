//! What this programme asks of its people.

use yew::prelude::*;

use crate::components::Page;

#[component]
pub(crate) fn FieldsPage() -> Html {
    html! { <Page title="Fields">{ "" }</Page> }
}
