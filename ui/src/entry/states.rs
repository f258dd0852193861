//! Files that cannot be opened, in plain words.

use yew::prelude::*;

use super::Way;
use super::frame::Card;
use crate::components::icon_paths::Glyph;
use crate::components::{Button, Callout, Kind, Mood};

#[derive(Properties, PartialEq)]
pub(super) struct NewerProps {
    pub(super) on_recheck: Callback<()>,
}

#[component]
pub(super) fn Newer(props: &NewerProps) -> Html {
    html! {
        <Card title="This programme needs a newer Mentorship Desk" wide=true sub="Its file was written by a newer version than this one.">
            <div class="auth-form">
                <Callout title="Nothing was changed">
                    { "Install the newest version of Mentorship Desk on this computer and open it again. Your data is as it was." }
                </Callout>
                <Button label="Look again" glyph={Glyph::RotateRight} onclick={props.on_recheck.clone()} />
            </div>
        </Card>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct DamagedProps {
    pub(super) go: Callback<Way>,
    pub(super) reason: AttrValue,
    pub(super) on_recheck: Callback<()>,
}

#[component]
pub(super) fn Damaged(props: &DamagedProps) -> Html {
    html! {
        <Card title="The programme’s file cannot be read" wide=true sub="It is damaged, or it is not a file of Mentorship Desk.">
            <div class="auth-form">
                <Callout mood={Mood::Bad} title="Nothing was overwritten">
                    { "The file is left exactly as it is. A backup takes its place, and what is here now is kept beside the backups." }
                </Callout>
                <Button label="Restore a backup…" kind={Kind::Primary} glyph={Glyph::RotateLeft}
                    onclick={props.go.reform(|()| Way::Restore)} />
                <Button label="Look again" glyph={Glyph::RotateRight} onclick={props.on_recheck.clone()} />
                <details class="error-details">
                    <summary>{ "Details for support" }</summary>
                    <pre>{ props.reason.clone() }</pre>
                </details>
            </div>
        </Card>
    }
}
