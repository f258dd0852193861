//! The top bar: where we were, the search, the lock, the account.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::components::icon_paths::Glyph;
use crate::components::{Avatar, Icon, IconButton, MenuButton, MenuItem};
use crate::desk::{role_name, use_desk, use_looks};
use crate::registry::shown_keys;
use crate::route::Route;

#[expect(
    clippy::struct_field_names,
    reason = "all of them are what the bar calls"
)]
#[derive(Properties, PartialEq)]
pub(super) struct TopbarProps {
    pub(super) on_search: Callback<()>,
    pub(super) on_menu: Callback<()>,
    pub(super) on_keys: Callback<()>,
}

#[component]
pub(super) fn Topbar(props: &TopbarProps) -> Html {
    let desk = use_desk();
    let looks = use_looks();
    let curtain = looks.preferences.curtain;
    let navigator = use_navigator();
    let step = |by: isize| {
        let navigator = navigator.clone();
        Callback::from(move |()| {
            if let Some(navigator) = &navigator {
                navigator.go(by);
            }
        })
    };
    let go = |route: Route| {
        let navigator = navigator.clone();
        Callback::from(move |()| {
            if let Some(navigator) = &navigator {
                navigator.push(&route);
            }
        })
    };
    let mut items = Vec::new();
    if desk.me.roles.iter().count() > 1 {
        items.extend(desk.me.roles.iter().map(|role| MenuItem::Choose {
            label: role_name(role).into(),
            chosen: role == desk.role,
            run: desk.set_role.reform(move |()| role),
        }));
        items.push(MenuItem::Line);
    }
    let with_keys =
        |label: &'static str, glyph: Glyph, keys: &'static str, run: Callback<()>| MenuItem::Do {
            label: label.into(),
            glyph: Some(glyph),
            keys,
            run,
        };
    items.extend([
        MenuItem::new("My profile", Glyph::User, go(Route::Profile)),
        with_keys("Settings", Glyph::Gear, "Ctrl ,", go(Route::Settings)),
        with_keys(
            "Keyboard shortcuts",
            Glyph::Keyboard,
            "?",
            props.on_keys.clone(),
        ),
        MenuItem::Line,
        with_keys(
            if curtain { "Show texts" } else { "Hide texts" },
            Glyph::EyeSlash,
            "Ctrl Shift H",
            looks.toggle_curtain(),
        ),
        with_keys("Lock now", Glyph::Lock, "Ctrl L", desk.lock.clone()),
        MenuItem::new("Sign out", Glyph::SignOut, desk.sign_out.clone()),
    ]);
    let name = AttrValue::from(desk.me.name.clone());
    let head = html! {
        <div class="person">
            <Avatar name={name.clone()} id={desk.person()} />
            <div class="person-text">
                <span class="person-name">{ name.clone() }</span>
                <span class="person-meta">{ format!("{} · {}", role_name(desk.role), desk.me.programme) }</span>
            </div>
        </div>
    };
    let trigger = html! {
        <>
            <Avatar name={name.clone()} id={desk.person()} class="avatar-sm" />
            <span class="topbar-name t-cut">{ name.clone() }<span class="visually-hidden">{ ", account" }</span></span>
            <Icon glyph={Glyph::ChevronDown} class="icon-sm" />
        </>
    };
    html! {
        <header class="topbar" data-region="bar" tabindex="-1">
            <IconButton glyph={Glyph::Bars} label="Open menu" class="topbar-menu" onclick={props.on_menu.clone()} />
            <span class="topbar-nav t-nowrap">
                <IconButton glyph={Glyph::ChevronLeft} label="Back" keys="Alt Left" small=true onclick={step(-1)} />
                <IconButton glyph={Glyph::ChevronRight} label="Forward" keys="Alt Right" small=true onclick={step(1)} />
            </span>
            <button class="topbar-search" type="button" aria-haspopup="dialog" onclick={props.on_search.reform(|_| ())}>
                <Icon glyph={Glyph::Search} /><span>{ "Search or run a command" }</span><kbd>{ shown_keys("Ctrl K") }</kbd>
            </button>
            <span class="topbar-gap" />
            if curtain { <span class="curtain-said t-xs" role="status">{ "Texts are hidden" }</span> }
            <span class="topbar-quick">
                <IconButton glyph={Glyph::EyeSlash} label="Hide texts" keys="Ctrl Shift H" pressed={Some(curtain)}
                    onclick={looks.toggle_curtain()} />
                <IconButton glyph={Glyph::Lock} label="Lock now" keys="Ctrl L" onclick={desk.lock.clone()} />
            </span>
            <MenuButton label={format!("Account of {name}")} named_by_content=true class="topbar-account" menu_class="menu-wide" {trigger} {items} head={Some(head)} />
        </header>
    }
}
