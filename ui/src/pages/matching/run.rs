//! Starting a proposal.

use std::rc::Rc;

use contract::ApiError;
use contract::proposals::FactorsView;
use yew::prelude::*;

use crate::components::icon_paths::Glyph;
use crate::components::{Button, ErrorCallout, Kind, Meter, Panel, TextField};
use crate::form::Bound;
use crate::job::Progress;
use crate::time::count;

#[derive(Properties, PartialEq)]
pub(super) struct RunPanelProps {
    pub(super) view: Rc<FactorsView>,
    pub(super) name: String,
    pub(super) on_name: Callback<String>,
    /// Factors that are saved first.
    pub(super) unsaved: bool,
    pub(super) progress: Progress,
    pub(super) error: Option<ApiError>,
    /// Whether the factors are being saved.
    pub(super) busy: bool,
    pub(super) on_run: Callback<()>,
    pub(super) on_cancel: Callback<()>,
}

#[component]
pub(super) fn RunPanel(props: &RunPanelProps) -> Html {
    let view = &props.view;
    let (done, total) = match props.progress {
        Progress::Running { done, total } => (done, total),
        Progress::Idle | Progress::Starting => (0, 0),
    };
    html! {
        <Panel title="New proposal" padded=true class="run-panel">
            <div class="page-stack">
                <dl class="facts run-facts">
                    <dt>{ "Waiting" }</dt><dd>{ count(view.students, "student", "students") }</dd>
                    <dt>{ "Free places" }</dt><dd>{ format!("{} with {}", view.places, count(view.mentors, "mentor", "mentors")) }</dd>
                </dl>
                if props.progress.is_busy() {
                    <div class="page-stack waiting-small">
                        <Meter label="Matching" value={done} max={total} />
                        <p class="t-xs t-3" role="status">{ if total == 0 { "Comparing everybody with everybody".to_owned() } else { format!("{done} of {total} steps") } }</p>
                        <Button label="Stop" onclick={props.on_cancel.clone()} />
                    </div>
                } else {
                    <TextField label="Name" optional=true placeholder="Such as Autumn, round 2" bound={Bound::new(props.name.clone(), props.on_name.clone())} />
                    <ErrorCallout error={props.error.clone()} />
                    <Button label="Propose matches" kind={Kind::Primary} glyph={Glyph::Project} keys="N" busy={props.busy}
                        blocked={blocked(view).map(AttrValue::from)} onclick={props.on_run.clone()} />
                    <p class="t-xs t-3">{ note(view, props.unsaved) }</p>
                }
            </div>
        </Panel>
    }
}

fn blocked(view: &FactorsView) -> Option<&'static str> {
    if view.students == 0 {
        Some("Nobody waits for a mentor")
    } else if view.places == 0 {
        Some("No mentor has a free place")
    } else {
        None
    }
}

/// What to expect of a run.
fn note(view: &FactorsView, unsaved: bool) -> String {
    if let Some(reason) = blocked(view) {
        return format!("{reason}.");
    }
    let first = if unsaved {
        "Saves the changed factors first. "
    } else {
        ""
    };
    if view.places < view.students {
        let most = view.places;
        format!("{first}At most {most} can be matched: there are fewer places than students.")
    } else {
        format!("{first}Nobody sees a proposal until you publish it.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(students: u64, places: u64) -> FactorsView {
        FactorsView {
            factors: Vec::new(),
            set: false,
            sources: Vec::new(),
            students,
            mentors: 3,
            places,
        }
    }

    #[test]
    fn a_run_says_what_to_expect() {
        assert_eq!(note(&view(0, 5), false), "Nobody waits for a mentor.");
        assert_eq!(
            note(&view(48, 40), false),
            "At most 40 can be matched: there are fewer places than students."
        );
        assert_eq!(
            note(&view(4, 40), true),
            "Saves the changed factors first. Nobody sees a proposal until you publish it."
        );
    }
}
