//! The window's title, which is also what a page change says aloud.

use yew::prelude::*;

use crate::dom;
use crate::toasts::use_toasts;

/// Names the page: "People · Mentorship Desk"; announced when it changes.
#[hook]
pub(crate) fn use_title(title: &AttrValue) {
    let toasts = use_toasts();
    use_effect_with(title.clone(), move |title| {
        if let Some(document) = dom::document() {
            document.set_title(&format!("{title} · Mentorship Desk"));
        }
        toasts.speak(title.clone());
    });
}
