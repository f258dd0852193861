//! The few places where the window touches the page by hand: focus, ids, the clipboard, the clock.

use std::cell::Cell;

use chrono::{DateTime, Utc};
use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

pub(crate) fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Focuses the first element that `selector` finds.
pub(crate) fn focus(selector: &str) -> bool {
    document()
        .and_then(|document| document.query_selector(selector).ok().flatten())
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

/// What has the focus now.
pub(crate) fn focused() -> Option<HtmlElement> {
    document()?.active_element()?.dyn_into().ok()
}

/// The value of an input, a text area or a select that an event came from.
pub(crate) fn value_of(event: &Event) -> String {
    let Some(target) = event.target() else {
        return String::new();
    };
    if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
        input.value()
    } else if let Some(area) = target.dyn_ref::<HtmlTextAreaElement>() {
        area.value()
    } else if let Some(select) = target.dyn_ref::<HtmlSelectElement>() {
        select.value()
    } else {
        String::new()
    }
}

/// Whether a checkbox that an event came from is checked.
pub(crate) fn checked_of(event: &Event) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
        .is_some_and(|input| input.checked())
}

/// The time now.
pub(crate) fn now() -> DateTime<Utc> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 fit by far"
    )]
    let milliseconds = js_sys::Date::now() as i64;
    DateTime::from_timestamp_millis(milliseconds).unwrap_or_default()
}

/// An id no other element of the page has, the same at every render of the component.
#[hook]
pub(crate) fn use_id(prefix: &'static str) -> AttrValue {
    thread_local! {
        static NEXT: Cell<u32> = const { Cell::new(0) };
    }
    (*use_memo((), move |()| {
        let number = NEXT.get() + 1;
        NEXT.set(number);
        AttrValue::from(format!("{prefix}-{number}"))
    }))
    .clone()
}

/// Keeps a select on its value. The attribute of an option is only what a select starts with, and Yew appends options
/// from the last to the first, so the browser has chosen by itself before the right one is there.
#[hook]
pub(crate) fn use_select(value: String) -> NodeRef {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect(move || {
            if let Some(select) = node.cast::<HtmlSelectElement>() {
                select.set_value(&value);
            }
        });
    }
    node
}

/// Puts text on the clipboard; `done` tells whether that worked.
pub(crate) fn copy(text: &str, done: Callback<bool>) {
    let Some(window) = web_sys::window() else {
        return done.emit(false);
    };
    let promise = window.navigator().clipboard().write_text(text);
    wasm_bindgen_futures::spawn_local(async move {
        done.emit(wasm_bindgen_futures::JsFuture::from(promise).await.is_ok());
    });
}

/// Begins with a fresh page: nothing that was shown or typed stays in this one.
pub(crate) fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// Opens the print dialog.
pub(crate) fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}

/// Whether the machine is a Mac, which has its own keys.
pub(crate) fn is_mac() -> bool {
    web_sys::window()
        .and_then(|window| window.navigator().platform().ok())
        .is_some_and(|platform| platform.starts_with("Mac"))
}

/// The computer's own time zone, where the browser tells it. Asked with a net below: without a locale `Intl` throws.
pub(crate) fn own_zone() -> Option<String> {
    use js_sys::{Function, Reflect};
    let window = web_sys::window()?;
    let get = |of: &wasm_bindgen::JsValue, name: &str| Reflect::get(of, &name.into()).ok();
    let format: Function = get(&get(&window, "Intl")?, "DateTimeFormat")?
        .dyn_into()
        .ok()?;
    let format = format.call0(&window).ok()?;
    let options: Function = get(&format, "resolvedOptions")?.dyn_into().ok()?;
    get(&options.call0(&format).ok()?, "timeZone")?.as_string()
}
