//! What this program is, and whose work it stands on.

use yew::prelude::*;

use crate::components::{Page, Panel};

#[component]
pub(crate) fn AboutPage() -> Html {
    let link = |address: &'static str, words: &'static str| {
        html! { <a href={address} target="_blank" rel="noopener noreferrer">{ words }</a> }
    };
    html! {
        <Page title="About Mentorship Desk">
            <div class="page-narrow page-stack">
                <Panel title="Mentorship Desk" padded=true>
                    <dl class="facts">
                        <dt>{ "Version" }</dt><dd>{ env!("CARGO_PKG_VERSION") }</dd>
                        <dt>{ "Licence" }</dt><dd>{ "MIT or Apache 2.0, as you choose" }</dd>
                        <dt>{ "Your data" }</dt>
                        <dd>{ "One encrypted file on this computer. The program does not use the internet." }</dd>
                    </dl>
                </Panel>
                <Panel title="Work of others" padded=true>
                    <dl class="facts">
                        <dt>{ "Icons" }</dt>
                        <dd>
                            { "Font Awesome Free 7 by Fonticons, licence " }
                            { link("https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0") }
                            { ", drawings unchanged. " }{ link("https://fontawesome.com", "fontawesome.com") }
                        </dd>
                        <dt>{ "Styles" }</dt>
                        <dd>
                            { "Bootstrap 5.3 by the Bootstrap authors, licence MIT. " }{ link("https://getbootstrap.com", "getbootstrap.com") }
                        </dd>
                        <dt>{ "Programs" }</dt>
                        <dd>{ "Tauri, Yew, SeaORM, SQLCipher, Argon2 and other free software; their licences come with the program’s sources." }</dd>
                    </dl>
                </Panel>
            </div>
        </Page>
    }
}
