//! The facts of a session: when, how long, where, about what.

use chrono::NaiveDateTime;
use contract::PageRequest;
use contract::sessions::{List, SessionView};
use yew::prelude::*;

use super::editor::{FormOf, Subject};
use super::minutes::MinutesField;
use crate::components::{Panel, TagInput, TextField, WhenField};
use crate::desk::use_zone;
use crate::dom;
use crate::pages::sessions::words;
use crate::query::{Query, use_query};

/// What a press chooses, in minutes.
const LENGTHS: &[u32] = &[15, 30, 45, 60, 90];

/// How many frequent topics are one press away.
const FREQUENT: usize = 3;

#[derive(Properties, PartialEq)]
pub(super) struct DetailsProps {
    pub(super) subject: Subject,
    pub(super) form: FormOf,
    pub(super) now: NaiveDateTime,
}

#[component]
pub(super) fn Details(props: &DetailsProps) -> Html {
    let form = &props.form.0;
    let list = dom::use_id("places");
    let zone = use_zone();
    // Earlier sessions of the match know its topics and places; without them nothing is suggested.
    let earlier = use_query(List {
        of: Some(props.subject.of()),
        scope: props.subject.scope(),
        page: PageRequest::first(100),
        ..List::default()
    });
    let (topics, places) = suggestions(&earlier);
    let draft = form.draft();
    let frequent: Vec<String> = topics
        .iter()
        .filter(|topic| !draft.topics.contains(topic))
        .take(FREQUENT)
        .cloned()
        .collect();
    html! {
        <Panel title="Details">
            <div class="panel-body page-stack">
                <WhenField label="When" now={props.now} hint={format!("“Yesterday 3pm” works too. Time zone: {}", zone.as_str())}
                    bound={form.text("starts_at", |draft| &draft.when, |draft, text| draft.when = text)} />
                <MinutesField lengths={LENGTHS}
                    bound={form.text("minutes", |draft| &draft.minutes, |draft, text| draft.minutes = text)} />
                <TextField label="Place" optional=true placeholder="Library, video call" list={list.clone()}
                    bound={form.text("place", |draft| &draft.place, |draft, text| draft.place = text)} />
                <datalist id={list}>{ for places.into_iter().map(|place| html! { <option key={place.clone()} value={place} /> }) }</datalist>
                <div>
                    <TagInput label="Topics" optional=true placeholder="Add a topic" suggestions={topics} values={draft.topics.clone()}
                        error={form.error("topics")} on_change={form.set("topics", |draft, topics| draft.topics = topics)} />
                    if !frequent.is_empty() {
                        <p class="often">
                            { format!("Earlier with {}:", props.subject.partner_first()) }
                            { for frequent.into_iter().map(|topic| {
                                let add = form.set("topics", |draft, topic: String| draft.topics.push(topic));
                                let onclick = { let topic = topic.clone(); add.reform(move |_: MouseEvent| topic.clone()) };
                                html! {
                                    <button key={topic.clone()} type="button" class="often-item" {onclick}
                                        aria-label={format!("Add the topic {topic}")}>{ topic }</button>
                                }
                            }) }
                        </p>
                    }
                </div>
            </div>
        </Panel>
    }
}

/// The topics and places of earlier sessions, as often as they came up.
fn suggestions(earlier: &Query<contract::Page<SessionView>>) -> (Vec<String>, Vec<String>) {
    let Some(page) = earlier.ready() else {
        return (Vec::new(), Vec::new());
    };
    let mut places: Vec<String> = Vec::new();
    for session in &page.rows {
        if !session.place.is_empty() && !places.contains(&session.place) {
            places.push(session.place.clone());
        }
    }
    (words::topics_of(&page.rows), places)
}
