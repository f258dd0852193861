//! A student's mentor: profile, goals, history, and past mentors.

use contract::matches::MySide;
use yew::prelude::*;

use super::students::partners::Partners;

#[component]
pub(crate) fn MentorPage() -> Html {
    html! { <Partners side={MySide::Student} /> }
}
