//! A mentor's students: cards, and each one's page with profile, goals and history.

mod cards;
pub(super) mod detail;
mod hours;
pub(super) mod link;
pub(super) mod partners;
mod profile;

use contract::matches::MySide;
use yew::prelude::*;

use self::partners::Partners;

#[component]
pub(crate) fn StudentsPage() -> Html {
    html! { <Partners side={MySide::Mentor} /> }
}
