//! The way to one of my students or mentors: their page keeps its address, what is chosen goes with the history.

use contract::matches::MySide;
use domain::{MatchId, Role};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::desk::use_desk;
use crate::route::Route;

/// Which match the page shows; carried by the history, so that Back leads to the list again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Chosen(pub(crate) MatchId);

/// The match that was chosen on the way here.
#[hook]
pub(crate) fn use_chosen() -> Option<MatchId> {
    use_location()
        .and_then(|location| location.state::<Chosen>())
        .map(|chosen| chosen.0)
}

/// The page of my partners, by the side I am on.
pub(crate) fn page_of(side: MySide) -> Route {
    match side {
        MySide::Student => Route::Mentor,
        MySide::Mentor | MySide::Outside => Route::Students,
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct PartnerLinkProps {
    pub(crate) of: MatchId,
    #[prop_or_default]
    pub(crate) class: Classes,
    pub(crate) children: Html,
}

/// A link to the other one of a match.
#[component]
pub(crate) fn PartnerLink(props: &PartnerLinkProps) -> Html {
    let navigator = use_navigator();
    let side = if use_desk().role == Role::Student {
        MySide::Student
    } else {
        MySide::Mentor
    };
    let route = page_of(side);
    let href = format!("#{}", route.to_path());
    let of = props.of;
    let onclick = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        if let Some(navigator) = &navigator {
            navigator.push_with_state(&route, Chosen(of));
        }
    });
    html! { <a {href} class={props.class.clone()} {onclick}>{ props.children.clone() }</a> }
}
