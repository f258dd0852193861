//! The programme's figures over a longer time, and what can be taken out as a file.

use contract::reports::{ExportPeople, ExportSessions, Exported, Overview, OverviewView};
use yew::prelude::*;

use super::overview::charts;
use crate::action::use_action;
use crate::components::icon_paths::Glyph;
use crate::components::{Button, Page, Panel, PasswordAgain, Segmented, loaded};
use crate::query::use_query;
use crate::time::{count, minutes};
use crate::toasts::use_toasts;

#[component]
pub(crate) fn ReportsPage() -> Html {
    let weeks = use_state(|| 26_u32);
    let report = use_query(Overview { weeks: *weeks });
    let on_weeks = {
        let weeks = weeks.setter();
        Callback::from(move |chosen| weeks.set(chosen))
    };
    let actions = html! {
        <Segmented<u32> label="Weeks shown" value={*weeks} on_change={on_weeks}
            options={vec![(12, "12 weeks".into()), (26, "26 weeks".into()), (52, "A year".into())]} />
    };
    html! {
        <Page title="Reports" {actions} sub={html! { { "Figures of the whole programme, as of now. Texts are never part of a report." } }}>
            <div class="page-stack">
                { loaded(&report, "the figures", |view| html! {
                    <>
                        <div class="charts-pair">{ charts::weeks(view) }</div>
                        { in_all(view) }
                    </>
                }) }
                <Exports />
            </div>
        </Page>
    }
}

/// Everything since the founding.
fn in_all(view: &OverviewView) -> Html {
    let matches = view.active_matches + view.paused_matches + view.ended_matches;
    let rows = [
        ("Sessions", view.sessions.to_string()),
        ("Time given", minutes(view.minutes)),
        (
            "Matches",
            format!("{matches}, {} of them active", view.active_matches),
        ),
        (
            "Students",
            format!("{}, {} with a mentor", view.students, view.matched),
        ),
        (
            "Mentors",
            format!(
                "{}, {}",
                view.mentors,
                count(view.free_places, "free place", "free places")
            ),
        ),
    ];
    html! {
        <Panel title="In all">
            <div class="table-scroll"><table class="table-desk" aria-label="In all">
                <thead><tr><th scope="col">{ "What" }</th><th scope="col">{ "How many" }</th></tr></thead>
                <tbody>
                    { for rows.into_iter().map(|(what, how_many)| html! {
                        <tr key={what}><th scope="row" data-label="What">{ what }</th><td data-label="How many">{ how_many }</td></tr>
                    }) }
                </tbody>
            </table></div>
        </Panel>
    }
}

/// The two files a programme can be taken out as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    People,
    Sessions,
}

const UNPROTECTED: &str = "The file is not encrypted: whoever gets it can read it.";

#[component]
fn Exports() -> Html {
    let toasts = use_toasts();
    let told = {
        let toasts = toasts.clone();
        move |exported: Exported, one: &str, many: &str| {
            if let Some(name) = exported.file_name {
                toasts.say(format!(
                    "{} written to {name}",
                    count(exported.rows, one, many)
                ));
            }
        }
    };
    let asking = use_state(|| None::<What>);
    let people = use_action::<ExportPeople>({
        let (told, asking) = (told.clone(), asking.setter());
        move |exported| {
            asking.set(None);
            told(exported, "person", "people");
        }
    });
    let sessions = use_action::<ExportSessions>({
        let asking = asking.setter();
        move |exported| {
            asking.set(None);
            told(exported, "session", "sessions");
        }
    });
    let ask = |what: Option<What>| {
        let asking = asking.setter();
        Callback::from(move |()| asking.set(what))
    };
    html! {
        <Panel title="Take out as a file" padded=true>
            <p class="t-sm t-2">{ "CSV files for a spreadsheet: the people with their fields, and when each session was, how long and about what." }</p>
            <div class="d-flex flex-wrap gap-2">
                <Button label="Export people…" glyph={Glyph::FileExport} busy={people.busy} busy_label="Writing" onclick={ask(Some(What::People))} />
                <Button label="Export sessions…" glyph={Glyph::FileExport} busy={sessions.busy} busy_label="Writing" onclick={ask(Some(What::Sessions))} />
            </div>
            if *asking == Some(What::People) {
                <PasswordAgain title="Export all people?" act="Export" busy={people.busy} error={people.error.clone()}
                    on_act={people.run.reform(|password| ExportPeople { password })} on_close={ask(None)}>
                    <p>{ UNPROTECTED }</p>
                </PasswordAgain>
            }
            if *asking == Some(What::Sessions) {
                <PasswordAgain title="Export all sessions?" act="Export" busy={sessions.busy} error={sessions.error.clone()}
                    on_act={sessions.run.reform(|password| ExportSessions { password })} on_close={ask(None)}>
                    <p>{ UNPROTECTED }</p>
                </PasswordAgain>
            }
        </Panel>
    }
}
