//! What the other one of a match tells of themselves.

use std::rc::Rc;

use contract::people::{Get, PersonDetail};
use domain::{PersonId, Zone};
use yew::prelude::*;

use super::hours;
use crate::components::icon_paths::Glyph;
use crate::components::{Icon, Markdown, Panel, email_text, loaded};
use crate::desk::use_zone;
use crate::query::use_query;
use crate::{dom, time};

#[derive(Properties, PartialEq)]
pub(crate) struct ProfilePanelProps {
    pub(crate) person: PersonId,
    /// "About Linh".
    pub(crate) title: AttrValue,
}

#[component]
pub(crate) fn ProfilePanel(props: &ProfilePanelProps) -> Html {
    let person = use_query(Get { id: props.person });
    let zone = use_zone();
    html! {
        <Panel title={props.title.clone()}>
            { loaded(&person, "the profile", |detail| about(detail, zone)) }
        </Panel>
    }
}

fn about(detail: &Rc<PersonDetail>, desk_zone: Zone) -> Html {
    let profile = &detail.profile;
    let zone = Zone::parse(&profile.zone)
        .ok()
        .filter(|zone| *zone != desk_zone);
    let hours = hours::by_day(&profile.availability);
    let nothing = profile.bio.is_empty()
        && profile.interests.is_empty()
        && profile.expertise.is_empty()
        && profile.languages.is_empty()
        && hours.is_empty()
        && detail.answers.is_empty()
        && profile.email.is_empty();
    if nothing {
        return html! { <p class="panel-body t-sm t-3">{ "Nothing is written here yet." }</p> };
    }
    html! {
        <div class="panel-body profile">
            if !profile.bio.is_empty() { <Markdown class="profile-bio" text={profile.bio.clone()} /> }
            { tags("Wants to learn", &profile.interests) }
            { tags("Can help with", &profile.expertise) }
            <dl class="facts facts-narrow">
                if !profile.email.is_empty() {
                    <dt>{ "E-mail" }</dt>
                    <dd class="t-break"><a href={format!("mailto:{}", profile.email)}>{ email_text(&profile.email) }</a></dd>
                }
                if !profile.languages.is_empty() { <dt>{ "Languages" }</dt><dd>{ profile.languages.join(", ") }</dd> }
                { for detail.answers.iter().filter(|answer| !answer.text.is_empty()).map(|answer| html! {
                    <><dt>{ &answer.name }</dt><dd>{ &answer.text }</dd></>
                }) }
                if let Some(zone) = zone {
                    <dt>{ "Time there" }</dt><dd>{ format!("{}, {}", time::clock(dom::now(), zone), zone.as_str()) }</dd>
                }
            </dl>
            if !hours.is_empty() {
                <div>
                    <h3 class="section-label mb-1"><Icon glyph={Glyph::Clock} class="icon-sm" />{ " Free" }</h3>
                    <dl class="facts facts-days">
                        { for hours.into_iter().map(|(day, spans)| html! { <><dt>{ day }</dt><dd>{ spans }</dd></> }) }
                    </dl>
                    if zone.is_some() { <p class="t-xs t-3 mt-1">{ "Hours of the clock there" }</p> }
                </div>
            }
        </div>
    }
}

fn tags(title: &'static str, words: &[String]) -> Html {
    if words.is_empty() {
        return Html::default();
    }
    html! {
        <div>
            <h3 class="section-label mb-1">{ title }</h3>
            <p class="chip-set">{ for words.iter().map(|word| html! { <span class="tag" key={word.clone()}>{ word }</span> }) }</p>
        </div>
    }
}
