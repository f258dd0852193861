//! Preferences made visible: attributes on `<html>` that the style sheets read.

use std::cell::RefCell;
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
    let queue = use_mut_ref(Queue::default);
    let system_is_light = use_system_is_light();
    {
        let (preferences, queue) = (preferences.clone(), Rc::clone(&queue));
        use_effect_with((), move |()| {
            spawn_local(async move {
                let kept = rpc::call(&Get {}).await;
                let chosen = queue.borrow_mut().take();
                if let (None, Ok(kept)) = (&chosen, kept) {
                    preferences.set(kept);
                }
                keep(&queue, chosen).await;
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
            let next = queue.borrow_mut().put(wanted);
            let queue = Rc::clone(&queue);
            spawn_local(async move { keep(&queue, next).await });
        })
    };
    Looks {
        preferences: (*preferences).clone(),
        set,
    }
}

/// Keeps this, and then whatever was chosen meanwhile.
async fn keep(queue: &RefCell<Queue<Preferences>>, mut next: Option<Preferences>) {
    while let Some(preferences) = next {
        // Looks that cannot be kept still hold until the window closes.
        let _ = rpc::call(&Set { preferences }).await;
        next = queue.borrow_mut().take();
    }
}

/// One request at a time, and after it the last of what was wanted meanwhile: what was wanted before can neither be kept
/// last nor be shown again by a late answer.
struct Queue<T> {
    next: Option<T>,
    /// A request is on its way.
    busy: bool,
}

impl<T> Default for Queue<T> {
    /// Reading what was kept is the first request.
    fn default() -> Self {
        Self {
            next: None,
            busy: true,
        }
    }
}

impl<T> Queue<T> {
    /// Gives it back where it can be asked for at once.
    fn put(&mut self, wanted: T) -> Option<T> {
        self.next = Some(wanted);
        if self.busy { None } else { self.take() }
    }

    /// After a request: the next one, if any.
    fn take(&mut self) -> Option<T> {
        let next = self.next.take();
        self.busy = next.is_some();
        next
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

#[cfg(test)]
mod tests {
    use super::Queue;

    #[test]
    fn what_is_chosen_last_is_asked_for_last_and_one_at_a_time() {
        let mut queue = Queue::default();
        assert_eq!(queue.put("before it was read"), None);
        assert_eq!(queue.take(), Some("before it was read"));
        assert_eq!(queue.put("drawn"), None);
        assert_eq!(queue.put("open"), None);
        assert_eq!(queue.take(), Some("open"));
        assert_eq!(queue.take(), None);
        assert_eq!(queue.put("drawn"), Some("drawn"));
        assert_eq!(queue.put("open"), None);
        assert_eq!(queue.take(), Some("open"));
    }
}
