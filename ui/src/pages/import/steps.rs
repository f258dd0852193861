//! The four steps at the head of an import.

use yew::prelude::*;

use crate::components::Icon;
use crate::components::icon_paths::Glyph;

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    File,
    Columns,
    Check,
    Import,
}

const STAGES: [(Stage, &str); 4] = [
    (Stage::File, "File"),
    (Stage::Columns, "Columns"),
    (Stage::Check, "Check"),
    (Stage::Import, "Import"),
];

#[derive(Properties, PartialEq)]
pub(super) struct StepsProps {
    pub(super) stage: Stage,
    /// Whether the last step is done, too.
    pub(super) finished: bool,
}

#[component]
pub(super) fn Steps(props: &StepsProps) -> Html {
    html! {
        <ol class="plain steps-row" aria-label="Import steps">
            { for STAGES.into_iter().enumerate().map(|(at, (stage, name))| {
                let done = stage < props.stage || props.finished;
                let current = stage == props.stage && !props.finished;
                html! {
                    <li key={at} class={classes!("steps-item", done.then_some("is-done"))} aria-current={current.then_some("step")}>
                        <span class="steps-dot">
                            if done { <Icon glyph={Glyph::Check} class="icon-sm" /><span class="visually-hidden">{ "Done: " }</span> }
                            else { { at + 1 } }
                        </span>
                        { name }
                    </li>
                }
            }) }
        </ol>
    }
}
