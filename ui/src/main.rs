//! The window of Mentorship Desk.
//!
//! # For authors of pages
//!
//! A page is a file in `pages/` with a `#[component] pub(crate) fn XxxPage()`. Pages fetch, components show:
//!
//! - **Ask** with [`query::use_query`]: `let people = use_query(people::List::default());`, and draw the three states with
//!   [`components::loaded`]: `{ loaded(&people, "people", |page| html! { … }) }`. It asks again by itself when a change
//!   event names the feature, and keeps what is shown meanwhile. [`query::use_query_with`] takes an `Option` (asks
//!   nothing for `None`) and further features.
//! - **Do** with [`action::use_action`]: `let end = use_action::<matches::End>(move |view| toasts.say("Match ended"));`,
//!   then `end.run.emit(matches::End { … })`, `end.busy`, `<ErrorCallout error={end.error.clone()} />`.
//!   [`job::use_job`] is the same for job commands, with `progress` and `cancel`.
//! - **Forms**: [`form::use_form`] with a draft and a pure validator ([`form::Check`] with constructors of `domain`);
//!   `form.text(key, get, set)` is the `bound` of every text component, `form.submit()` answers the draft or shows what is
//!   wrong, `form.refused()` takes the backend's `ApiError` ([`action::use_action_with`]) under the same keys.
//! - **Know** who is signed in with [`desk::use_desk`] (`desk.me`, `desk.role`, `desk.zone()`), say things with
//!   [`toasts::use_toasts`] (`say`, `undo`, `bad`, `speak`), register what the page can do with
//!   [`registry::use_entries`] (palette, keys and the sheet of keys follow).
//! - **Draw** with [`components`]; every page stands in `<Page title=…>`, which names the window, has the title announced
//!   and draws the head. Links are `<RouteLink to={Route::…}>`; `use_navigator` goes somewhere after an action.
//! - **Ask the password again** with `<PasswordAgain …>` before a command of `contract::STEP_UP`; [`wait::use_wait`] counts
//!   down what a refusal asks to wait for.
//! - **Times** are shown by `<Time at=… style=…>` and the pure functions of [`time`]; typed ones are read by [`when`].
//!
//! No `style` attributes (the content security policy refuses them), no `innerHTML`, no storage in the page. Classes come
//! from `static/components.css`; what it lacks goes into `static/app.css`. Logic is pure and tested on the host.

mod action;
mod app;
mod components;
mod desk;
mod dom;
mod entry;
mod events;
mod form;
mod job;
mod looks;
mod pages;
mod presence;
mod query;
mod registry;
mod route;
mod rpc;
mod shell;
mod time;
mod title;
mod toasts;
mod wait;
mod when;

fn main() {
    // `boot.js` says on the page why the program stopped.
    std::panic::set_hook(Box::new(|panic| {
        wasm_bindgen::throw_str(&panic.to_string())
    }));
    if let Err(error) = events::listen_to_shell() {
        web_sys::console::warn_2(&"No shell around this page".into(), &error);
    }
    yew::Renderer::<app::App>::new().render();
}
