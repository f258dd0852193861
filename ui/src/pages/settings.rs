//! Settings: what can be changed about this computer, this account and the programme. Changes hold at once.

mod appearance;
mod backups;
mod programme;
mod sealed;
mod security;

use domain::Role;
use yew::prelude::*;

use crate::components::icon_paths::Glyph;
use crate::components::{Icon, Page, RouteLink};
use crate::desk::use_desk;
use crate::route::Route;

#[derive(Properties, PartialEq)]
pub(crate) struct SettingsProps {
    /// `security`, `programme`; anything else is the appearance.
    pub(crate) section: Option<String>,
}

#[component]
pub(crate) fn SettingsPage(props: &SettingsProps) -> Html {
    let desk = use_desk();
    let administers = desk.has(Role::Administrator);
    let section = props.section.as_deref().unwrap_or_default();
    let body = match section {
        "security" => html! { <security::Security /> },
        "backups" if administers => html! { <backups::Backups /> },
        "programme" if administers => html! { <programme::Programme /> },
        _ => html! { <appearance::Appearance /> },
    };
    let named = |section: &str| Route::SettingsSection {
        section: section.to_owned(),
    };
    let link = |to: Route, label: &'static str, glyph: Glyph, current: bool| {
        html! {
            <li>
                <RouteLink {to} class="sidebar-item" {current}><Icon {glyph} /><span class="sidebar-label">{ label }</span></RouteLink>
            </li>
        }
    };
    let security = section == "security";
    let programme = section == "programme" && administers;
    let backups = section == "backups" && administers;
    html! {
        <Page title="Settings">
            <div class="settings">
                <nav class="settings-nav" aria-label="Settings">
                    <ul class="plain">
                        { link(Route::Profile, "My profile", Glyph::User, false) }
                        { link(Route::Settings, "Appearance", Glyph::Palette, !security && !programme && !backups) }
                        { link(named("security"), "Security", Glyph::Shield, security) }
                        if administers { { link(named("backups"), "Data and backups", Glyph::Inbox, backups) } }
                        if administers { { link(named("programme"), "Programme", Glyph::Handshake, programme) } }
                        { link(Route::About, "About", Glyph::CircleInfo, false) }
                    </ul>
                </nav>
                <div class="page-stack page-stack-lg">{ body }</div>
            </div>
        </Page>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    name: AttrValue,
    #[prop_or_default]
    text: AttrValue,
    children: Html,
}

/// A setting: its name and one-line effect at the left, the control at the right.
#[component]
fn Row(props: &RowProps) -> Html {
    html! {
        <div class="settings-row">
            <div>
                <div class="settings-name">{ props.name.clone() }</div>
                if !props.text.is_empty() { <div class="settings-text">{ props.text.clone() }</div> }
            </div>
            <div>{ props.children.clone() }</div>
        </div>
    }
}
