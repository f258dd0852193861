//! The frame around the pages: sidebar, top bar, palette, keys.

mod keys;
mod palette;
mod sections;
mod sheet;
mod sidebar;
mod topbar;

use domain::Role;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::components::icon_paths::Glyph;
use crate::components::{Callout, Mood, RouteLink};
use crate::desk::{use_desk, use_looks};
use crate::dom;
use crate::pages::CurrentPage;
use crate::registry::{Entry, Group, use_entries};
use crate::route::Route;

/// What lies over the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Over {
    Nothing,
    Palette,
    Sheet,
    /// The sidebar on a narrow window.
    Menu,
}

#[component]
pub(crate) fn Shell() -> Html {
    let desk = use_desk();
    let over = use_state(|| Over::Nothing);
    let show = |what: Over| {
        let over = over.setter();
        Callback::from(move |()| over.set(what))
    };
    use_shell_entries(show(Over::Palette), show(Over::Sheet));
    keys::use_keys();
    use_focus_on_route_change();
    // A page chosen in the narrow menu closes it.
    let route = use_route::<Route>();
    {
        let over = over.setter();
        use_effect_with(route, move |_| over.set(Over::Nothing));
    }
    let skip = Callback::from(|event: MouseEvent| {
        // The address after # is the router's.
        event.prevent_default();
        dom::focus("#main");
    });
    html! {
        <div class="shell">
            <a class="skip-link" href="#main" onclick={skip}>{ "Skip to content" }</a>
            <sidebar::Sidebar overlaid={*over == Over::Menu} on_close={show(Over::Nothing)} />
            <topbar::Topbar on_search={show(Over::Palette)} on_menu={show(Over::Menu)} on_keys={show(Over::Sheet)} />
            <main class="shell-main" id="main" tabindex="-1" data-region="content" key={desk.role.as_str()}
                inert={*over == Over::Menu}>
                if desk.me.damaged { <Damaged administers={desk.has(domain::Role::Administrator)} /> }
                <CurrentPage />
            </main>
            if *over == Over::Palette { <palette::Palette on_close={show(Over::Nothing)} /> }
            if *over == Over::Sheet { <sheet::Sheet on_close={show(Over::Nothing)} /> }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct DamagedProps {
    administers: bool,
}

/// The file is damaged: it is shown as far as it reads, and nothing is saved.
#[component]
fn Damaged(props: &DamagedProps) -> Html {
    html! {
        <Callout mood={Mood::Bad} title="The programme’s file is damaged: nothing can be saved" alert=true>
            <p class="mb-3">{ if props.administers {
                "What still reads is shown. Restore the newest backup to go on; what is here now is kept beside it."
            } else {
                "What still reads is shown. Ask an administrator to restore the newest backup."
            } }</p>
            if props.administers {
                <RouteLink to={Route::SettingsSection { section: "backups".to_owned() }} class="btn btn-primary">{ "Choose a backup" }</RouteLink>
            }
        </Callout>
    }
}

/// On the content that has the focus because the page changed; a key that leads there takes it away.
const ARRIVED: &str = "data-arrived";

/// The content gets the focus on every change of page, but not at the start.
#[hook]
fn use_focus_on_route_change() {
    let first = use_mut_ref(|| true);
    let path = use_location().map(|location| location.path().to_owned());
    use_effect_with(path, move |_| {
        if first.replace(false) {
            return;
        }
        let Some(main) = dom::document().and_then(|document| document.get_element_by_id("main"))
        else {
            return;
        };
        main.set_scroll_top(0);
        // A page that begins with a field has given it the focus already.
        let in_field = dom::focused()
            .is_some_and(|focused| focused.tag_name() == "INPUT" && main.contains(Some(&focused)));
        if !in_field {
            // Nobody went to this box: a ring around the whole page would say nothing.
            let _ = main.set_attribute(ARRIVED, "");
            dom::focus("#main");
        }
    });
}

/// What can be done on every page.
#[hook]
fn use_shell_entries(palette: Callback<()>, sheet: Callback<()>) {
    let desk = use_desk();
    let looks = use_looks();
    let navigator = use_navigator();
    let go = |route: Route| {
        let navigator = navigator.clone();
        Callback::from(move |()| {
            if let Some(navigator) = &navigator {
                navigator.push(&route);
            }
        })
    };
    let step = |by: isize| {
        let navigator = navigator.clone();
        Callback::from(move |()| {
            if let Some(navigator) = &navigator {
                navigator.go(by);
            }
        })
    };
    let mut entries: Vec<Entry> = sections::sections(desk.role)
        .iter()
        .flat_map(|section| section.items)
        .map(|item| {
            Entry::new(item.id, item.label, Group::GoTo, go((item.route)()))
                .icon(item.glyph)
                .keys(item.keys)
        })
        .collect();
    entries.extend([
        Entry::new(
            "palette",
            "Search or run a command",
            Group::Everywhere,
            palette,
        )
        .icon(Glyph::Search)
        .keys("Ctrl K"),
        Entry::new("keys", "Keyboard shortcuts", Group::Everywhere, sheet)
            .icon(Glyph::Keyboard)
            .keys("?"),
        Entry::new("settings", "Settings", Group::GoTo, go(Route::Settings))
            .icon(Glyph::Gear)
            .keys("Ctrl ,"),
        Entry::new("profile", "My profile", Group::GoTo, go(Route::Profile)).icon(Glyph::User),
        Entry::new(
            "about",
            "About Mentorship Desk",
            Group::GoTo,
            go(Route::About),
        )
        .icon(Glyph::CircleInfo),
        Entry::new(
            "curtain",
            if looks.preferences.curtain {
                "Show texts again"
            } else {
                "Hide texts while sharing the screen"
            },
            Group::Everywhere,
            looks.toggle_curtain(),
        )
        .icon(Glyph::EyeSlash)
        .keys("Ctrl Shift H"),
        Entry::new("lock", "Lock now", Group::Everywhere, desk.lock.clone())
            .icon(Glyph::Lock)
            .keys("Ctrl L"),
        Entry::new(
            "sign_out",
            "Sign out",
            Group::Everywhere,
            desk.sign_out.clone(),
        )
        .icon(Glyph::SignOut),
        Entry::new("back", "Back", Group::Everywhere, step(-1))
            .icon(Glyph::ChevronLeft)
            .keys("Alt Left"),
        Entry::new("forward", "Forward", Group::Everywhere, step(1))
            .icon(Glyph::ChevronRight)
            .keys("Alt Right"),
        Entry::new(
            "region",
            "Next region",
            Group::Everywhere,
            Callback::from(|()| keys::next_region(1)),
        )
        .icon(Glyph::Table)
        .keys("F6"),
        Entry::new(
            "region.back",
            "Previous region",
            Group::Everywhere,
            Callback::from(|()| keys::next_region(-1)),
        )
        .icon(Glyph::Table)
        .keys("Shift F6"),
    ]);
    if desk.has(Role::Mentor) {
        entries.push(
            Entry::new(
                "sessions.log",
                "Log a session",
                Group::Everywhere,
                go(Route::LogSession),
            )
            .icon(Glyph::Plus)
            .keys("L"),
        );
    }
    if desk.me.roles.iter().count() > 1 {
        entries.extend(
            desk.me
                .roles
                .iter()
                .filter(|role| *role != desk.role)
                .map(|role| {
                    let set_role = desk.set_role.clone();
                    let (id, label) = match role {
                        Role::Student => ("role.student", "Switch to student"),
                        Role::Mentor => ("role.mentor", "Switch to mentor"),
                        Role::Administrator => ("role.administrator", "Switch to administrator"),
                    };
                    Entry::new(
                        id,
                        label,
                        Group::Everywhere,
                        Callback::from(move |()| set_role.emit(role)),
                    )
                    .icon(Glyph::Users)
                }),
        );
    }
    use_entries(entries);
}
