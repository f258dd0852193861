//! What the program tells without being asked, handed to whoever listens.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use contract::Event;
use gloo::timers::callback::Timeout;
use js_sys::{Function, Object, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use yew::prelude::*;

use crate::rpc;

#[derive(Default)]
struct Bus {
    next: u64,
    listeners: BTreeMap<u64, Callback<Event>>,
}

thread_local! {
    // The window has one thread and one bus; a context would only pass it around.
    static BUS: RefCell<Bus> = RefCell::default();
}

/// Listens until it is dropped.
#[must_use]
pub(crate) struct Subscription(u64);

impl Drop for Subscription {
    fn drop(&mut self) {
        BUS.with_borrow_mut(|bus| bus.listeners.remove(&self.0));
    }
}

pub(crate) fn subscribe(listener: Callback<Event>) -> Subscription {
    BUS.with_borrow_mut(|bus| {
        bus.next += 1;
        bus.listeners.insert(bus.next, listener);
        Subscription(bus.next)
    })
}

/// Hands an event to everybody who listens now.
pub(crate) fn publish(event: &Event) {
    let listeners: Vec<_> = BUS.with_borrow(|bus| bus.listeners.values().cloned().collect());
    for listener in listeners {
        listener.emit(event.clone());
    }
}

/// Calls `listener` for every event while the component lives; always the listener of the last render.
#[hook]
pub(crate) fn use_event(listener: impl Fn(Event) + 'static) {
    let latest: Rc<RefCell<Option<Callback<Event>>>> = use_mut_ref(|| None);
    *latest.borrow_mut() = Some(Callback::from(listener));
    use_effect_with((), move |()| {
        let subscription = subscribe(Callback::from(move |event| {
            let listener = latest.borrow().clone();
            if let Some(listener) = listener {
                listener.emit(event);
            }
        }));
        move || drop(subscription)
    });
}

/// Asks the shell for its events, once, for as long as the window lives.
pub(crate) fn listen_to_shell() -> Result<(), JsValue> {
    listen("desk", |message| {
        let payload = Reflect::get(&message, &"payload".into()).unwrap_or(JsValue::UNDEFINED);
        match serde_json::from_str::<Event>(&rpc::text_of(&payload)) {
            Ok(event) => publish(&event),
            Err(error) => {
                web_sys::console::warn_1(&format!("An event could not be read: {error}").into());
            }
        }
    })?;
    listen("desk-closing", |_| flush())
}

/// The time drafts get to be on their way, in milliseconds; the shell waits at most a second.
const ON_THEIR_WAY: u32 = 200;

/// The window is about to go: editors save when it loses the focus, and then the shell may close.
fn flush() {
    save_drafts(|| {
        let arguments = Object::new();
        let _ = Reflect::set(&arguments, &"event".into(), &"desk-flushed".into());
        let _ = rpc::invoke("plugin:event|emit", &arguments);
    });
}

/// Has editors save what is not saved, and goes on once that is on its way.
pub(crate) fn save_drafts(then: impl FnOnce() + 'static) {
    if let (Some(window), Ok(blur)) = (web_sys::window(), web_sys::Event::new("blur")) {
        let _ = window.dispatch_event(&blur);
    }
    Timeout::new(ON_THEIR_WAY, then).forget();
}

fn listen(event: &str, handle: impl Fn(JsValue) + 'static) -> Result<(), JsValue> {
    let on_event = Closure::<dyn Fn(JsValue)>::new(handle);
    let internals = rpc::internals()?;
    let transform: Function = Reflect::get(&internals, &"transformCallback".into())?.dyn_into()?;
    let handler = transform.call1(&internals, on_event.as_ref())?;
    let target = Object::new();
    Reflect::set(&target, &"kind".into(), &"Any".into())?;
    let arguments = Object::new();
    Reflect::set(&arguments, &"event".into(), &event.into())?;
    Reflect::set(&arguments, &"target".into(), &target)?;
    Reflect::set(&arguments, &"handler".into(), &handler)?;
    let _ = rpc::invoke("plugin:event|listen", &arguments)?;
    on_event.forget();
    Ok(())
}
