//! The sidebar: the programme, the pages of the role, settings, and how the data is kept.

use contract::accounts::Requests;
use domain::Role;
use yew::prelude::*;
use yew_router::prelude::*;

use super::sections::{Item, is_current, sections};
use crate::components::icon_paths::Glyph;
use crate::components::{Icon, IconButton, RouteLink};
use crate::desk::use_desk;
use crate::query::use_query_with;
use crate::route::Route;

#[derive(Properties, PartialEq)]
pub(super) struct SidebarProps {
    /// Whether it lies over a narrow window.
    pub(super) overlaid: bool,
    pub(super) on_close: Callback<()>,
}

#[component]
pub(super) fn Sidebar(props: &SidebarProps) -> Html {
    let desk = use_desk();
    let route = use_route::<Route>().unwrap_or(Route::Home);
    let administers = desk.has(Role::Administrator) && desk.role == Role::Administrator;
    let requests = use_query_with(administers.then_some(Requests {}), &[]);
    let waiting = requests.ready().map_or(0, |requests| requests.len());
    use_effect_with(props.overlaid, |overlaid| {
        if *overlaid {
            crate::dom::focus(".sidebar.is-open a[aria-current], .sidebar.is-open a");
        }
    });
    let onkeydown = {
        let (on_close, overlaid) = (props.on_close.clone(), props.overlaid);
        Callback::from(move |event: KeyboardEvent| {
            if overlaid && event.key() == "Escape" {
                event.prevent_default();
                on_close.emit(());
                crate::dom::focus(".topbar-menu");
            }
        })
    };
    let link = |to: Route, label: &'static str, glyph: Glyph, current: bool, due: usize| {
        html! {
            <li key={label}>
                <RouteLink {to} class="sidebar-item" {current} title={label}>
                    <Icon {glyph} /><span class="sidebar-label">{ label }</span>
                    if due > 0 {
                        <span class="sidebar-count is-due">{ due }<span class="visually-hidden">{ " due" }</span></span>
                    }
                </RouteLink>
            </li>
        }
    };
    let due = |item: &Item| if item.id == "requests" { waiting } else { 0 };
    html! {
        <>
            if props.overlaid { <div class="sidebar-scrim" onclick={props.on_close.reform(|_: MouseEvent| ())} /> }
            <aside class={classes!("sidebar", props.overlaid.then_some("is-open"))} tabindex="-1" {onkeydown}
                aria-label="Main navigation" data-region="navigation">
                <div class="sidebar-programme">
                    <span class="sidebar-mono" aria-hidden="true">{ crate::components::initials(&desk.me.programme) }</span>
                    <span class="grow sidebar-text">
                        <span class="sidebar-name t-cut d-block" title={desk.me.programme.clone()}>{ &desk.me.programme }</span>
                        <span class="sidebar-cohort t-cut d-block">{ crate::desk::role_name(desk.role) }</span>
                    </span>
                    if props.overlaid {
                        <IconButton glyph={Glyph::Xmark} label="Close menu" small=true onclick={props.on_close.clone()} />
                    }
                </div>
                <nav class="sidebar-nav" aria-label="Sections">
                    { for sections(desk.role).iter().map(|section| html! {
                        <>
                            if !section.title.is_empty() { <div class="sidebar-group">{ section.title }</div> }
                            <ul class="plain">
                                { for section.items.iter().map(|item| {
                                    link((item.route)(), item.label, item.glyph, is_current(item, &route), due(item))
                                }) }
                            </ul>
                        </>
                    }) }
                </nav>
                <div class="sidebar-foot">
                    <ul class="plain">
                        { link(Route::Settings, "Settings", Glyph::Gear,
                            matches!(route, Route::Settings | Route::SettingsSection { .. } | Route::About), 0) }
                    </ul>
                    <div class="sidebar-status" title="Encrypted on this computer">
                        <Icon glyph={Glyph::Lock} /><span class="sidebar-text">{ "Encrypted on this computer" }</span>
                    </div>
                </div>
            </aside>
        </>
    }
}
