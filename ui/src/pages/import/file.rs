//! The first step: which file.

use contract::ApiError;
use yew::prelude::*;

use crate::components::icon_paths::Glyph;
use crate::components::{Button, ErrorCallout, Icon, Kind, Panel, Size};

#[derive(Properties, PartialEq)]
pub(super) struct FileStepProps {
    pub(super) on_pick: Callback<()>,
    pub(super) busy: bool,
    pub(super) error: Option<ApiError>,
}

const NOTES: [(Glyph, &str, &str); 4] = [
    (
        Glyph::Table,
        "One row for each person",
        "The first row holds the headings, in any language and any order.",
    ),
    (
        Glyph::FileLines,
        "CSV or text",
        "Separated by commas, semicolons or tabs. In Excel or Google Sheets: save or download as CSV.",
    ),
    (
        Glyph::User,
        "A name is enough",
        "With an e-mail, people who are here already are found again and brought up to date.",
    ),
    (
        Glyph::Shield,
        "Nothing is saved until the last step",
        "You see every row and what would happen to it first. Then all of it is imported, or nothing.",
    ),
];

#[component]
pub(super) fn FileStep(props: &FileStepProps) -> Html {
    html! {
        <>
            <ErrorCallout error={props.error.clone()} />
            <Panel title="Choose a file" padded=false>
                <div class="empty import-pick">
                    <span class="empty-art" aria-hidden="true"><Icon glyph={Glyph::FileImport} class="icon-lg" /></span>
                    <p class="empty-title">{ "A list of your people" }</p>
                    <p class="empty-text">{ "From a sign-up form, a spreadsheet or another programme. Students, mentors, or both in one file." }</p>
                    <div class="empty-actions">
                        <Button label="Choose a file…" kind={Kind::Primary} size={Size::Large} glyph={Glyph::FileImport} keys="N"
                            busy={props.busy} busy_label="Reading" onclick={props.on_pick.clone()} />
                    </div>
                </div>
                <ul class="plain import-notes">
                    { for NOTES.into_iter().map(|(glyph, title, text)| html! {
                        <li key={title}>
                            <Icon {glyph} />
                            <span><span class="t-sm t-med d-block">{ title }</span><span class="t-xs t-3 d-block">{ text }</span></span>
                        </li>
                    }) }
                </ul>
            </Panel>
        </>
    }
}
