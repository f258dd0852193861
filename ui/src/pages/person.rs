//! One person.

use yew::prelude::*;

use crate::components::Page;

#[derive(Properties, PartialEq)]
pub(crate) struct PersonProps {
    pub(crate) id: domain::PersonId,
}

#[component]
pub(crate) fn PersonPage(props: &PersonProps) -> Html {
    let _ = &props.id;
    html! { <Page title="Person">{ "" }</Page> }
}
