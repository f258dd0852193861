//! Settings.

use yew::prelude::*;

use crate::components::Page;

#[derive(Properties, PartialEq)]
pub(crate) struct SettingsProps {
    pub(crate) section: Option<String>,
}

#[component]
pub(crate) fn SettingsPage(props: &SettingsProps) -> Html {
    let _ = &props.section;
    html! { <Page title="Settings">{ "" }</Page> }
}
