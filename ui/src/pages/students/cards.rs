//! My partners as cards: who they are, when we last met, what is open.

use contract::matches::{MatchView, MySide};
use yew::prelude::*;
use yew_router::prelude::*;

use super::detail::partner_of;
use super::link::PartnerLink;
use crate::components::{Avatar, Button, Size, State};
use crate::desk::use_zone;
use crate::pages::home_mentor::need;
use crate::route::Route;
use crate::{dom, time};

#[derive(Properties, PartialEq)]
pub(crate) struct CardsProps {
    pub(crate) rows: Vec<MatchView>,
    pub(crate) label: AttrValue,
}

#[component]
pub(crate) fn Cards(props: &CardsProps) -> Html {
    html! {
        <ul class="plain partner-cards" aria-label={props.label.clone()}>
            { for props.rows.iter().map(|view| html! { <li key={view.id.to_string()}><Card view={view.clone()} /></li> }) }
        </ul>
    }
}

#[derive(Properties, PartialEq)]
struct CardProps {
    view: MatchView,
}

#[component]
fn Card(props: &CardProps) -> Html {
    let view = &props.view;
    let partner = partner_of(view);
    let (now, zone) = (dom::now(), use_zone());
    let contact = need::contact(view, now, zone);
    let navigator = use_navigator();
    let of = view.id;
    let on_log = Callback::from(move |()| {
        if let Some(navigator) = &navigator {
            navigator.push(&Route::LogSessionOf { of });
        }
    });
    let open = view.state.is_open();
    html! {
        <article class="panel partner-card">
            <div class="panel-body">
                <div class="person">
                    <Avatar name={partner.name.clone()} id={partner.id} />
                    <div class="person-text">
                        <h3 class="partner-name"><PartnerLink {of} class="person-name">{ &partner.name }</PartnerLink></h3>
                        <span class="person-meta">{ need::matched_since(view, now, zone) }</span>
                    </div>
                </div>
                <dl class="facts facts-narrow mt-3">
                    <dt>{ if open { "Last contact" } else { "State" } }</dt><dd><State mark={contact.mark} word={contact.word} /></dd>
                    <dt>{ "Sessions" }</dt>
                    <dd>{ view.sessions }if view.minutes > 0 { { format!(", in {}", time::minutes(view.minutes)) } }</dd>
                    <dt>{ "Goals" }</dt>
                    <dd>{ match view.open_goals { None | Some(0) => "None open".to_owned(), Some(open) => format!("{open} open") } }</dd>
                </dl>
            </div>
            if open && view.mine == MySide::Mentor {
                <div class="panel-foot">
                    <Button label="Log session" size={Size::Small} name={format!("Log session with {}", partner.name)} onclick={on_log} />
                </div>
            }
        </article>
    }
}
