//! Checking the log, and what came of it.

use contract::audit::{Verified, Verify};
use yew::prelude::*;

use super::words;
use crate::components::icon_paths::Glyph;
use crate::components::{Button, Callout, ErrorCallout, Kind, Meter, Mood, Panel};
use crate::job::{Progress, use_job};
use crate::time::count;

#[component]
pub(super) fn Checked() -> Html {
    let checked = use_state(|| None::<Verified>);
    let verify = {
        let checked = checked.clone();
        use_job::<Verify>(move |verified| checked.set(Some(verified)))
    };
    let onclick = {
        let checked = checked.clone();
        verify.run.reform(move |()| {
            checked.set(None);
            Verify {}
        })
    };
    html! {
        <Panel title="Is the log as it was written?">
            <div class="panel-body activity-check">
            <p class="t-sm t-2">
                { "Every line is signed together with the one before it. Checking finds lines that were changed, removed or put elsewhere, and an end that was cut off. It proves nothing against somebody who holds the programme's key." }
            </p>
            <ErrorCallout error={verify.error.clone()} />
            <div aria-live="polite">
                if let Some(verified) = &*checked { { told(verified) } }
            </div>
            <div class="d-flex flex-wrap gap-2 align-items-center">
                <Button label="Check the log" glyph={Glyph::Shield} busy={verify.progress.is_busy()} busy_label="Checking" {onclick} />
                { progress(verify.progress, &verify.cancel) }
            </div>
            </div>
        </Panel>
    }
}

fn progress(progress: Progress, cancel: &Callback<()>) -> Html {
    match progress {
        Progress::Idle | Progress::Starting => Html::default(),
        Progress::Running { done, total } => html! {
            <>
                <span class="grow"><Meter label="Lines checked" value={done} max={total} /></span>
                <Button label="Stop" kind={Kind::Ghost} onclick={cancel.clone()} />
            </>
        },
    }
}

fn told(verified: &Verified) -> Html {
    let lines = count(verified.lines, "line", "lines");
    if verified.broken.is_empty() {
        let end = match verified.kept {
            Some(kept) => format!(
                "The vault remembers it up to line {kept}, from when the programme was closed last."
            ),
            None => "The vault remembers no earlier end, so nobody can tell whether lines are missing there. It will after the next sign-out.".to_owned(),
        };
        return html! {
            <Callout mood={Mood::Ok} title={format!("All {lines} are as they were written")}>{ end }</Callout>
        };
    }
    html! {
        <Callout mood={Mood::Bad} title="The log is not as it was written" alert=true>
            <ul class="mb-2">{ for verified.broken.iter().map(|broken| html! { <li>{ words::broken(*broken) }</li> }) }</ul>
            { "Somebody changed the programme's file with another program, or put an older file in its place. Restoring a backup in Mentorship Desk leaves a line and does not show here. Keep a copy of the data folder, and compare with your backups." }
        </Callout>
    }
}
