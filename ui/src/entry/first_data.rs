//! The last step of the first run: what the programme starts with.

use contract::accounts::SignedIn;
use contract::programmes::LoadSample;
use yew::prelude::*;

use super::frame::Wizard;
use crate::action::use_action;
use crate::components::{Button, Choices, ErrorCallout, Kind};
use crate::route::Route;

#[derive(Properties, PartialEq)]
pub(super) struct FirstDataProps {
    pub(super) me: SignedIn,
    pub(super) on_enter: Callback<(SignedIn, Option<Route>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Data {
    Empty,
    Sample,
    Roster,
}

#[component]
pub(super) fn FirstData(props: &FirstDataProps) -> Html {
    let data = use_state(|| Data::Sample);
    let load = use_action::<LoadSample>({
        let (me, on_enter) = (props.me.clone(), props.on_enter.clone());
        move |_| on_enter.emit((me.clone(), None))
    });
    let on_submit = {
        let (data, me, on_enter, run) = (
            *data,
            props.me.clone(),
            props.on_enter.clone(),
            load.run.clone(),
        );
        Callback::from(move |()| match data {
            Data::Empty => on_enter.emit((me.clone(), None)),
            Data::Sample => run.emit(LoadSample {}),
            Data::Roster => on_enter.emit((me.clone(), Some(Route::Import))),
        })
    };
    let choose = {
        let data = data.setter();
        Callback::from(move |chosen| data.set(chosen))
    };
    let foot = html! {
        <>
            <span class="grow" />
            <Button label="Open the desk" kind={Kind::Primary} submit=true busy={load.busy} busy_label="Loading the sample" />
        </>
    };
    html! {
        <Wizard step={3} title="How do you want to start?" sub="You can remove the sample programme at any time with one click."
            {foot} {on_submit}>
            <Choices<Data> label="Start with" value={Some(*data)} on_change={choose} options={vec![
                (Data::Empty, "Start empty".into(), "Add people yourself".into()),
                (Data::Sample, "Open a sample programme".into(), "About 30 invented people and a term of sessions to try things with".into()),
                (Data::Roster, "Import a roster".into(), "A table of people as a CSV file, from a spreadsheet or a form".into()),
            ]} />
            <ErrorCallout error={load.error.clone()} />
        </Wizard>
    }
}
