//! At the right of a student's home: the mentor, and who reads what.

use contract::matches::{MatchView, MySide};
use yew::prelude::*;

use crate::components::icon_paths::Glyph;
use crate::components::{Avatar, Empty, Icon, RouteLink, State, Time, TimeStyle};
use crate::desk::use_zone;
use crate::pages::home_mentor::need;
use crate::pages::sessions::words::first_name;
use crate::pages::students::link::PartnerLink;
use crate::route::Route;
use crate::{dom, time};

#[derive(Properties, PartialEq)]
pub(super) struct MentorCardProps {
    pub(super) view: MatchView,
}

#[component]
pub(super) fn MentorCard(props: &MentorCardProps) -> Html {
    let view = &props.view;
    let (now, zone) = (dom::now(), use_zone());
    let contact = need::contact(view, now, zone);
    html! {
        <section class="panel" aria-label="Your mentor">
            <div class="panel-body">
                <div class="person">
                    <Avatar name={view.mentor.name.clone()} id={view.mentor.id} class="avatar-lg" />
                    <div class="person-text">
                        <span class="t-3 t-xs d-block">{ "Your mentor" }</span>
                        <PartnerLink of={view.id} class="person-name t-semi">{ &view.mentor.name }</PartnerLink>
                        <span class="person-meta">{ need::matched_since(view, now, zone) }</span>
                    </div>
                </div>
            </div>
            <div class="panel-body border-top">
                <dl class="facts facts-narrow">
                    <dt>{ "Last met" }</dt>
                    <dd>{ match view.last_session_at {
                        Some(at) if view.state.is_open() => html! { <Time {at} style={TimeStyle::Ago} /> },
                        Some(_) | None => html! { <State mark={contact.mark} word={contact.word} /> },
                    } }</dd>
                    <dt>{ "Sessions" }</dt>
                    <dd>{ view.sessions }if view.minutes > 0 { { format!(", in {}", time::minutes(view.minutes)) } }</dd>
                </dl>
            </div>
        </section>
    }
}

/// Where the mentor will stand.
#[component]
pub(super) fn NoMentor() -> Html {
    html! {
        <div class="panel">
            <Empty glyph={Glyph::User} title="No mentor yet"
                text="The administrators are looking for one. What you write in your profile helps them choose.">
                <RouteLink to={Route::Profile} class="btn btn-primary">{ "Look at my profile" }</RouteLink>
            </Empty>
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct WhoReadsProps {
    /// The open matches as a student.
    pub(super) mentors: Vec<MatchView>,
}

#[component]
pub(super) fn WhoReads(props: &WhoReadsProps) -> Html {
    let mentors: Vec<_> = props
        .mentors
        .iter()
        .filter(|view| view.mine == MySide::Student)
        .map(|view| first_name(&view.mentor.name))
        .collect();
    let mentor = if mentors.is_empty() {
        "your mentor".to_owned()
    } else {
        mentors.join(", ")
    };
    html! {
        <div class="callout">
            <Icon glyph={Glyph::Shield} />
            <div>
                <h2 class="callout-title who-title">{ "Who can read what" }</h2>
                <ul class="agenda">
                    <li>{ format!("Shared notes, reflections and goals: you and {mentor}") }</li>
                    <li>{ "Private notes: only who wrote them" }</li>
                    <li>{ "Administrators: dates, minutes and topics, and notes that say so" }</li>
                </ul>
            </div>
        </div>
    }
}
