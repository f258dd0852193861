//! The programme's name and zone, and the end of the sample.

use std::rc::Rc;

use contract::programmes::{Change, Get, ProgrammeView, RemoveSample};
use domain::{Line, Zone};
use yew::prelude::*;

use super::Row;
use crate::action::{use_action, use_action_with};
use crate::components::{Button, Confirm, ErrorCallout, Kind, Panel, TextField, ZoneField, loaded};
use crate::desk::use_desk;
use crate::form::{Check, use_form};
use crate::query::use_query;
use crate::time;
use crate::toasts::use_toasts;

#[component]
pub(super) fn Programme() -> Html {
    let programme = use_query(Get {});
    loaded(&programme, "the programme", |view| {
        html! {
            <>
                <NameAndZone key={format!("{}{}", view.name, view.zone)} view={Rc::clone(view)} />
                if view.sample_people > 0 { <Sample people={view.sample_people} /> }
            </>
        }
    })
}

#[derive(Properties, PartialEq)]
struct ViewProps {
    view: Rc<ProgrammeView>,
}

#[derive(Debug, Clone, PartialEq)]
struct Draft {
    name: String,
    zone: String,
}

#[component]
fn NameAndZone(props: &ViewProps) -> Html {
    let (desk, toasts) = (use_desk(), use_toasts());
    let form = use_form(
        || Draft {
            name: props.view.name.clone(),
            zone: props.view.zone.clone(),
        },
        |draft| {
            Check::default()
                .field("name", Line::parse(&draft.name, 120))
                .field("zone", Zone::parse(&draft.zone))
                .done()
        },
    );
    let action = use_action_with::<Change>(
        move |_| {
            toasts.say("Programme saved");
            desk.refresh.emit(());
        },
        {
            let refused = form.refused();
            move |error| refused.emit(error)
        },
    );
    let onsubmit = {
        let (form, run) = (form.clone(), action.run.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(Draft { name, zone }) = form.submit() {
                run.emit(Change { name, zone });
            }
        })
    };
    html! {
        <Panel title="Programme" padded=true>
            <form class="page-stack" novalidate=true {onsubmit}>
                <TextField label="Programme name" bound={form.text("name", |d| &d.name, |d, text| d.name = text)} />
                <ZoneField bound={form.text("zone", |d| &d.zone, |d, text| d.zone = text)}
                    hint="Times are shown and weeks are counted in it." />
                <ErrorCallout error={action.error.clone()} shown={vec!["name", "zone"]} />
                <div>
                    <Button label="Save" kind={Kind::Primary} submit=true busy={action.busy} busy_label="Saving"
                        blocked={(!form.is_changed()).then_some("Nothing was changed")} />
                </div>
            </form>
        </Panel>
    }
}

#[derive(Properties, PartialEq)]
struct SampleProps {
    people: u64,
}

#[component]
fn Sample(props: &SampleProps) -> Html {
    let toasts = use_toasts();
    let asking = use_state(|| false);
    let remove = {
        let asking = asking.setter();
        use_action::<RemoveSample>(move |_| {
            asking.set(false);
            toasts.say("The sample programme is gone");
        })
    };
    let ask = |on: bool| {
        let asking = asking.setter();
        Callback::from(move |()| asking.set(on))
    };
    html! {
        <Panel title="Sample programme" count={time::count(props.people, "invented person", "invented people")}>
            <div class="rows">
                <Row name="Remove the sample" text="Takes out the invented people with their matches and sessions. Your own people stay.">
                    <Button label="Remove the sample…" kind={Kind::DangerQuiet} onclick={ask(true)} />
                </Row>
            </div>
            if *asking {
                <Confirm title="Remove the sample programme?" keep="Keep it" act="Remove the sample" busy={remove.busy}
                    on_keep={ask(false)} on_act={remove.run.reform(|()| RemoveSample {})}>
                    <p>{ "The invented people go with their matches, sessions and goals, and with what was written about them since. \
                          This cannot be undone." }</p>
                    <ErrorCallout error={remove.error.clone()} />
                </Confirm>
            }
        </Panel>
    }
}
