//! Who and what is not in the table of pairs: students without a mentor, and pairs that are never to be made.

use std::rc::Rc;

use contract::proposals::{
    Change, ExclusionView, PlaceView, ProposalState, ProposalView, UnmatchedReason, UnmatchedView,
};
use domain::names::search_key;
use yew::prelude::*;

use super::answer::{Answer, use_late};
use super::bench::Wondered;
use super::edits::Wish;
use super::words::{gain, lapsed, reason, waits};
use crate::components::icon_paths::Glyph;
use crate::components::{
    Button, Column, Empty, ErrorCallout, Kind, PersonLine, RouteLink, Size, Table, TableRow,
};
use crate::pages::people::words::join;
use crate::route::Route;

/// How many mentors' further places are told.
const HELPFUL: usize = 4;

#[derive(Properties, PartialEq)]
pub(super) struct UnmatchedListProps {
    pub(super) view: Rc<ProposalView>,
    pub(super) text: String,
    pub(super) places: Answer<Vec<PlaceView>>,
    pub(super) run: Callback<Wish>,
    pub(super) busy: bool,
    pub(super) on_wonder: Callback<Wondered>,
}

#[component]
pub(super) fn UnmatchedList(props: &UnmatchedListProps) -> Html {
    let view = &props.view;
    let key = search_key(props.text.trim());
    let shown: Vec<UnmatchedView> = view
        .unmatched
        .iter()
        .filter(|person| key.is_empty() || search_key(&person.name).contains(&key))
        .cloned()
        .collect();
    if view.unmatched.is_empty() {
        return html! { <Empty glyph={Glyph::CircleCheck} title="Everybody is matched" text="Every waiting student has a mentor in this proposal." /> };
    }
    if shown.is_empty() {
        return html! { <Empty glyph={Glyph::Search} title="Nobody of that name" text="Nobody of that name is left without a mentor." /> };
    }
    let draft = view.summary.state == ProposalState::Draft;
    let count = shown.len();
    let on_wonder = props.on_wonder.clone();
    let asks = draft && !view.summary.stale;
    let row = Callback::from(move |at: usize| {
        let person = &shown[at];
        let ask = {
            let student = Some(person.student);
            on_wonder.reform(move |()| Wondered {
                student,
                mentor: None,
            })
        };
        TableRow {
            key: person.student.to_string(),
            selected: false,
            cells: vec![
                html! { <PersonLine id={person.student} name={person.name.clone()} meta={waits(person.waiting_days)} small=true
                to={Route::Person { id: person.student }} /> },
                html! { <span class="why-cell">{ why(person) }</span> },
                html! { if asks { <Button label="Why not…?" size={Size::Small} kind={Kind::Ghost} name={format!("Why not somebody for {}", person.name)} onclick={ask} /> } },
            ],
        }
    });
    let columns = vec![
        Column::new("Student", "name-cell"),
        Column::new("Why", ""),
        Column::new("Ask", "is-tight").unseen(),
    ];
    html! {
        <>
            if draft { <Help view={view.clone()} places={props.places.clone()} run={props.run.clone()} busy={props.busy} /> }
            <Table label="Students without a mentor in this proposal" {columns} {count} {row} />
        </>
    }
}

/// The reason, and how many places of the student are empty where that is more than one.
fn why(person: &UnmatchedView) -> String {
    let reason = reason(person.reason);
    if person.places > 1 {
        format!("{reason} · {} empty places", person.places)
    } else {
        reason
    }
}

#[derive(Properties, PartialEq)]
struct HelpProps {
    view: Rc<ProposalView>,
    places: Answer<Vec<PlaceView>>,
    run: Callback<Wish>,
    busy: bool,
}

/// What would help: more places where they win something, and who cannot be helped that way.
#[component]
fn Help(props: &HelpProps) -> Html {
    let (view, places) = (&props.view, &props.places);
    let late = use_late(places.progress.is_busy());
    let content = if view.summary.stale {
        html! { <p class="t-sm t-2">{ "People changed since: run again to see what one more place would win." }</p> }
    } else if late {
        html! {
            <p class="scenario-work" role="status"><span class="btn-spin" aria-hidden="true" />{ "Trying one more place of each mentor" }
                <Button label="Stop" kind={Kind::Ghost} size={Size::Small} onclick={places.stop.clone()} /></p>
        }
    } else if let Some(known) = places.now() {
        helpful(known, props)
    } else if places.stopped || places.error.is_some() {
        html! { <p><Button label="See what would help" size={Size::Small} onclick={places.again.clone()} /></p> }
    } else {
        Html::default()
    };
    let barred: Vec<String> = view
        .unmatched
        .iter()
        .filter(|person| person.reason == UnmatchedReason::NoMentor)
        .map(|person| person.name.clone())
        .take(HELPFUL)
        .collect();
    html! {
        <section class="help-strip" aria-label="What would help">
            <h2 class="help-title">{ "What would help" }</h2>
            <ErrorCallout error={places.error.clone()} />
            { content }
            if !barred.is_empty() {
                <p class="t-sm t-2">{ format!("No place helps {}: ", join(&barred)) }
                    <RouteLink to={Route::Matching}>{ "look at the required factors" }</RouteLink></p>
            }
        </section>
    }
}

fn helpful(places: &[PlaceView], props: &HelpProps) -> Html {
    let wins: Vec<&PlaceView> = places
        .iter()
        .filter(|place| place.difference.pairs > 0 || place.difference.points > 0.05)
        .take(HELPFUL)
        .collect();
    if wins.is_empty() {
        return html! { <p class="t-sm t-2">{ "One more place of no mentor would win a pair or a point." }</p> };
    }
    html! {
        <ul class="plain help-list">
            { for wins.into_iter().map(|place| {
                let (mentor, more) = (place.mentor, place.places + 1);
                let wish = Wish::new(
                    vec![Change::SetPlaces { mentor, places: Some(more) }],
                    format!("{more} places for {}", place.name),
                );
                html! {
                    <li key={mentor.to_string()}>
                        <span class="t-cut">{ &place.name }</span><b class="t-ok">{ gain(&place.difference) }</b>
                        <Button label="Add a place" glyph={Glyph::Plus} size={Size::Small} busy={props.busy}
                            name={format!("Add a place for {}", place.name)} onclick={props.run.reform(move |()| wish.clone())} />
                    </li>
                }
            }) }
        </ul>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct ExcludedListProps {
    pub(super) view: Rc<ProposalView>,
    pub(super) text: String,
    pub(super) run: Callback<Wish>,
}

#[component]
pub(super) fn ExcludedList(props: &ExcludedListProps) -> Html {
    let key = search_key(props.text.trim());
    let holds = |rule: &&ExclusionView| {
        key.is_empty()
            || search_key(&rule.student_name).contains(&key)
            || search_key(&rule.mentor_name).contains(&key)
    };
    let shown: Vec<ExclusionView> = props
        .view
        .rules
        .exclusions
        .iter()
        .filter(holds)
        .cloned()
        .collect();
    if shown.is_empty() {
        return html! { <Empty glyph={Glyph::Ban} title="No excluded pair here" text="X keeps the two at hand apart: they are never paired in this proposal." /> };
    }
    let draft = props.view.summary.state == ProposalState::Draft;
    let (count, run) = (shown.len(), props.run.clone());
    let row = Callback::from(move |at: usize| {
        let rule = &shown[at];
        let wish = allow(rule);
        TableRow {
            key: format!("{}-{}", rule.student, rule.mentor),
            selected: false,
            cells: vec![
                html! { <PersonLine id={rule.student} name={rule.student_name.clone()} small=true /> },
                html! { <PersonLine id={rule.mentor} name={rule.mentor_name.clone()} small=true /> },
                html! { <span class="why-cell">{ told(rule) }</span> },
                html! { if draft { <Button label="Remove" size={Size::Small} kind={Kind::Ghost}
                name={format!("Remove the rule for {} and {}", rule.student_name, rule.mentor_name)} onclick={run.reform(move |()| wish.clone())} /> } },
            ],
        }
    });
    let columns = vec![
        Column::new("Student", "pair-cell"),
        Column::new("Mentor", "pair-cell"),
        Column::new("Why", ""),
        Column::new("Remove", "is-tight").unseen(),
    ];
    html! { <Table label="Pairs that are never made" {columns} {count} {row} /> }
}

/// The reason of an exclusion, and whether it counts.
fn told(rule: &ExclusionView) -> String {
    let reason = if rule.reason.is_empty() {
        "No reason given"
    } else {
        &rule.reason
    };
    match rule.lapsed {
        Some(why) => format!("{reason} · {}", lapsed(why)),
        None => reason.to_owned(),
    }
}

/// Takes an exclusion back.
pub(super) fn allow(rule: &ExclusionView) -> Wish {
    Wish::new(
        vec![Change::Include {
            student: rule.student,
            mentor: rule.mentor,
        }],
        format!("{} may be with {}", rule.student_name, rule.mentor_name),
    )
}
