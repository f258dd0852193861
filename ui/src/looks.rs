//! Preferences made visible: attributes on `<html>` that the style sheets read.

use std::rc::Rc;

use contract::preferences::{Density, Get, Preferences, Set, Theme};
use gloo::events::EventListener;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::desk::Looks;
use crate::{dom, rpc};

/// The preferences, read at the start and kept by the program; the attributes on `<html>` follow them.
#[hook]
pub(crate) fn use_looks_provider() -> Looks {
    let preferences = use_state(Preferences::default);
    // What was chosen last and is not kept yet. An answer to what was chosen before it would undo it.
    let chosen = use_mut_ref(|| None::<Preferences>);
    let keeping = use_mut_ref(|| false);
    let system_is_light = use_system_is_light();
    {
        let (preferences, keeping) = (preferences.clone(), Rc::clone(&keeping));
        use_effect_with((), move |()| {
            spawn_local(async move {
                let kept = rpc::call(&Get {}).await;
                if let (Ok(kept), false) = (kept, *keeping.borrow()) {
                    preferences.set(kept);
                }
            });
        });
    }
    use_effect_with(
        ((*preferences).clone(), system_is_light),
        |(preferences, system_is_light)| {
            apply(preferences, *system_is_light);
        },
    );
    let set = {
        let preferences = preferences.clone();
        use_callback((), move |wanted: Preferences, ()| {
            preferences.set(wanted.clone());
            *chosen.borrow_mut() = Some(wanted);
            if keeping.replace(true) {
                return;
            }
            let (chosen, keeping) = (Rc::clone(&chosen), Rc::clone(&keeping));
            spawn_local(async move {
                loop {
                    let next = chosen.borrow_mut().take();
                    let Some(preferences) = next else { break };
                    // Looks that cannot be kept still hold until the window closes.
                    let _ = rpc::call(&Set { preferences }).await;
                }
                keeping.replace(false);
            });
        })
    };
    Looks {
        preferences: (*preferences).clone(),
        set,
    }
}

#[hook]
fn use_system_is_light() -> bool {
    let query = use_memo((), |()| {
        web_sys::window().and_then(|window| {
            window
                .match_media("(prefers-color-scheme: light)")
                .ok()
                .flatten()
        })
    });
    let light = use_state(|| {
        query
            .as_ref()
            .as_ref()
            .is_some_and(web_sys::MediaQueryList::matches)
    });
    {
        let light = light.clone();
        use_effect_with((), move |()| {
            let listener = query.as_ref().clone().map(|query| {
                let watched = query.clone();
                EventListener::new(&watched, "change", move |_| light.set(query.matches()))
            });
            move || drop(listener)
        });
    }
    *light
}

fn apply(preferences: &Preferences, system_is_light: bool) {
    let Some(root) = dom::document().and_then(|document| document.document_element()) else {
        return;
    };
    let theme = match preferences.theme {
        Theme::Light => "light",
        Theme::System if system_is_light => "light",
        Theme::Dark | Theme::System => "dark",
    };
    let density = match preferences.density {
        Density::Comfortable => "comfortable",
        Density::Compact => "compact",
    };
    let contrast = if preferences.more_contrast {
        "more"
    } else {
        "usual"
    };
    for (name, value) in [
        ("data-bs-theme", theme),
        ("data-density", density),
        ("data-contrast", contrast),
        (
            "data-curtain",
            if preferences.curtain { "drawn" } else { "open" },
        ),
    ] {
        let _ = root.set_attribute(name, value);
    }
}
