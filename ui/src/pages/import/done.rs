//! The last step: everything, or nothing; and what to do next.

use contract::ApiError;
use contract::imports::Applied;
use yew::prelude::*;

use crate::components::icon_paths::Glyph;
use crate::components::{Button, Callout, Empty, ErrorCallout, Icon, Kind, Mood, Panel, RouteLink};
use crate::job::Progress;
use crate::pages::people::waiting::Waiting;
use crate::pages::people::words::join;
use crate::route::Route;
use crate::time::count;

#[derive(Properties, PartialEq)]
pub(super) struct DoneStepProps {
    pub(super) applied: Option<Applied>,
    pub(super) progress: Progress,
    pub(super) error: Option<ApiError>,
    pub(super) on_cancel: Callback<()>,
    pub(super) on_back: Callback<()>,
    pub(super) on_check: Callback<()>,
    /// Starts another import.
    pub(super) again: Callback<()>,
}

#[component]
pub(super) fn DoneStep(props: &DoneStepProps) -> Html {
    if props.progress.is_busy() {
        return html! {
            <Waiting title="Importing" text="All rows together, or none: stopping now changes nothing."
                progress={props.progress} on_cancel={props.on_cancel.clone()} />
        };
    }
    let Some(applied) = &props.applied else {
        return html! {
            <>
                <ErrorCallout error={props.error.clone()} />
                <Panel title="Import">
                    <Empty glyph={Glyph::FileImport} text="The people of the programme are as they were."
                        title={if props.error.is_some() { "Nothing was imported" } else { "The import was stopped" }}>
                        <Button label="Check again" kind={Kind::Primary} glyph={Glyph::RotateRight} onclick={props.on_check.clone()} />
                        <Button label="Back to the rows" onclick={props.on_back.clone()} />
                    </Empty>
                </Panel>
            </>
        };
    };
    html! {
        <>
            <Callout mood={Mood::Ok} title={title(applied)}>{ rest(applied) }</Callout>
            <Panel title="What next">
                <ul class="plain rows">
                    { next(Glyph::Project, "Propose matches", "Pairs for every waiting student, with the reasons for each.", Route::Matching) }
                    { next(Glyph::Key, "Issue codes", "One-time codes to hand out, so that people can sign in here.", Route::Codes) }
                    { next(Glyph::Users, "Look at the people", "Correct what the file did not say.", Route::People) }
                </ul>
            </Panel>
            <div><Button label="Import another file" glyph={Glyph::FileImport} onclick={props.again.clone()} /></div>
        </>
    }
}

fn next(glyph: Glyph, name: &'static str, text: &'static str, to: Route) -> Html {
    html! {
        <li key={name}>
            <RouteLink {to} class="next-step">
                <span class="next-art"><Icon {glyph} /></span>
                <span class="grow"><span class="t-sm t-med d-block text-body">{ name }</span><span class="t-xs t-3 d-block">{ text }</span></span>
                <Icon glyph={Glyph::ChevronRight} />
            </RouteLink>
        </li>
    }
}

/// "58 people imported".
fn title(applied: &Applied) -> String {
    format!(
        "{} imported",
        count(applied.new + applied.updated, "person", "people")
    )
}

/// What is in that number, and what is not.
fn rest(applied: &Applied) -> String {
    let parts: Vec<String> = [
        (applied.new, "new"),
        (applied.updated, "updated"),
        (applied.unchanged, "unchanged"),
        (applied.skipped, "left out"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, word)| format!("{number} {word}"))
    .chain((applied.fields > 0).then(|| count(applied.fields, "new field", "new fields")))
    .collect();
    join(&parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outcome_is_told_without_zeros() {
        let applied = Applied {
            new: 40,
            updated: 1,
            unchanged: 0,
            skipped: 3,
            fields: 2,
        };
        assert_eq!(title(&applied), "41 people imported");
        assert_eq!(
            rest(&applied),
            "40 new, 1 updated, 3 left out and 2 new fields"
        );
    }
}
